"""The linter of texts for children and families: what they may not say."""

from zammad_plugin.text.safe_words.linter import (
    FIRST_LINE,
    NO_RULES,
    Around,
    FirstLine,
    Forbidden,
    Longest,
    Objection,
    SafeWords,
    objections,
)

__all__ = [
    "FIRST_LINE",
    "NO_RULES",
    "Around",
    "FirstLine",
    "Forbidden",
    "Longest",
    "Objection",
    "SafeWords",
    "objections",
]
