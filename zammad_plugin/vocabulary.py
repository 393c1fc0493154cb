"""Words that many rooms share."""
