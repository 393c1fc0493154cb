"""rules/safe-words.yml → the linter's rules."""

from __future__ import annotations

from pathlib import Path

from zammad_plugin.config.files import Strict, load
from zammad_plugin.config.places import rules_folder


class ForbiddenFile(Strict):
    id: str
    """Name of the rule."""
    why: str
    """Why, as `check` says it."""
    patterns: dict[str, list[str]]
    """Language → regular expressions on folded text."""
    unless: dict[str, list[str]] = {}  # noqa: RUF012 - pydantic copies defaults
    """Language → words in the same sentence that make it harmless."""


class Neutral(Strict):
    why: str
    """Why, as `check` says it."""
    audiences: list[str]
    """Audiences of replies that it is for."""
    words: dict[str, list[str]]
    """Language → words that no first line may hold."""


class Longest(Strict):
    why: str
    """Why, as `check` says it."""
    audiences: list[str]
    """Audiences of replies that it is for."""
    words: int
    """Most words of a text."""


class Variables(Strict):
    why: str
    """Why, as `check` says it."""
    known: list[str]
    """Variables that Zammad fills in."""


class SafeWordsFile(Strict):
    rules: list[ForbiddenFile]
    """What no text may say."""
    neutral_first_line: Neutral
    """What a lock screen may show."""
    longest: Longest
    """How long a text may be."""
    variables: Variables
    """Which `#{…}` may stand in a text."""


def read_safe_words(path: Path | None = None) -> SafeWordsFile:
    """Raises DeskError with file:line:column."""
    return load(SafeWordsFile, path or rules_folder() / "safe-words.yml")
