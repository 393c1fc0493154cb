"""The linter of texts for children and families: what they may not say."""

from zammad_plugin.text.safe_words.linter import FIRST_LINE, NO_RULES, objections
from zammad_plugin.text.safe_words.rules import (
    Around,
    FirstLine,
    Forbidden,
    Longest,
    Objection,
    SafeWords,
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
