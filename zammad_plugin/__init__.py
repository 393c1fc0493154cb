"""Recognise, explain, tag and route reports about children in danger, in a Zammad."""

__version__ = "0.2.0"
