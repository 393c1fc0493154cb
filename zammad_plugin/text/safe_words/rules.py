"""Rules of safe words, what is known beside a text, and what a rule objects to."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from zammad_plugin.text.safe_words.judge import Judge

ANY = "any"  # patterns for every language


@dataclass(frozen=True)
class Forbidden:
    """`patterns` by language, on one folded clause.

    `unless` by language, on the folded sentence with `<` and `>` around what a pattern matched:
    one that matches excuses it. `audiences`: who is protected by it; empty: everybody.
    `instead`: a safer wording by language.
    """

    id: str
    why: str
    patterns: Mapping[str, Sequence[str]]
    unless: Mapping[str, Sequence[str]] = field(default_factory=dict)
    audiences: Collection[str] = ()
    source: str = ""
    instead: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class FirstLine:
    """`letters`: how much of the beginning a lock screen shows."""

    audiences: Collection[str]
    words: Mapping[str, Sequence[str]]
    letters: int
    why: str


@dataclass(frozen=True)
class Longest:
    """Words of a text and of a sentence for `audiences`; letters for a channel of `chats`."""

    audiences: Collection[str]
    words: int
    sentence: int
    chats: Collection[str]
    letters: int
    why: str


@dataclass(frozen=True)
class SafeWords:
    """All rules, and the variables that every Zammad fills in."""

    forbidden: Sequence[Forbidden]
    first_line: FirstLine
    longest: Longest
    variables: Collection[str]
    judge: Judge | None = None

    @property
    def languages(self) -> frozenset[str]:
        """Those that the rules which protect most can read."""
        known = set(self.judge.limits) if self.judge else set()
        return frozenset(known.union(*(one.patterns for one in self.forbidden)) - {ANY})


@dataclass(frozen=True)
class Around:
    """What is known beside the text: channels it is for, checked contacts, further variables."""

    channels: Collection[str] = ()
    contacts: Collection[str] = ()
    variables: Collection[str] = ()


@dataclass(frozen=True)
class Objection:
    """`rule` says which, `why` the reason, `found` the words, `start` their offset in the text;
    `source` on what the rule rests, `instead` a safer wording, both '' where there is none."""

    rule: str
    why: str
    found: str
    start: int = 0
    source: str = ""
    instead: str = ""

    def place(self, text: str) -> tuple[int, int]:
        """(line, column) in `text`, both from 1."""
        before = text[: self.start]
        return before.count("\n") + 1, self.start - (before.rfind("\n") + 1) + 1
