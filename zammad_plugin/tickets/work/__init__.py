"""The steps between reading one ticket and writing it back."""
