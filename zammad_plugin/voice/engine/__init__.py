"""The built-in transcriber: a process of its own, never imported by ours (extra `voice`)."""
