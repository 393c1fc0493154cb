"""rules/safe-words.yml → the linter's rules."""

from __future__ import annotations

from pathlib import Path

from zammad_plugin.config.files import Strict, load
from zammad_plugin.config.places import rules_folder


class ForbiddenFile(Strict):
    id: str
    why: str
    patterns: dict[str, list[str]]
    unless: dict[str, list[str]] = {}  # noqa: RUF012 - pydantic copies defaults


class Neutral(Strict):
    why: str
    audiences: list[str]
    words: dict[str, list[str]]


class Longest(Strict):
    why: str
    audiences: list[str]
    words: int


class Variables(Strict):
    why: str
    known: list[str]


class SafeWordsFile(Strict):
    rules: list[ForbiddenFile]
    neutral_first_line: Neutral
    longest: Longest
    variables: Variables


def read_safe_words(path: Path | None = None) -> SafeWordsFile:
    """Raises DeskError with file:line:column."""
    return load(SafeWordsFile, path or rules_folder() / "safe-words.yml")
