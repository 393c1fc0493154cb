"""What triage reads and what it concludes. Plain frozen values, no I/O."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

from zammad_plugin.vocabulary import Urgency


@dataclass(frozen=True)
class Message:
    """The text of one customer article; `created_at` as the server gave it (ISO 8601); `aside`:
    places in the text that no person wrote for us (footers, banners), rising; `unread`: codes of
    triage/unclear.py for what came with it and nobody read."""

    text: str
    subject: str = ""
    created_at: str = ""
    aside: tuple[tuple[int, int], ...] = ()
    unread: tuple[str, ...] = ()


class Hit(NamedTuple):
    """One phrase seen; `start` and `end` are offsets into the original text."""

    concept: str
    lang: str
    start: int
    end: int
    text: str
    rule: str = ""


class Passage(NamedTuple):
    """Words of the writer from `start` to `end` of the thread's text."""

    start: int
    end: int
    text: str


@dataclass(frozen=True)
class Suppressed:
    """A hit that was held back, and by what."""

    hit: Hit
    by: str


@dataclass(frozen=True)
class Reason:
    """A rule that held; `describe` by language (en, ar, fr)."""

    rule: str
    describe: dict[str, str] = field(default_factory=dict)
    hits: tuple[Hit, ...] = ()


@dataclass(frozen=True)
class Assessment:
    """What triage concluded; `review`: unsure, a person must look; `ruleset`: the rules' digest;
    `risks`: dangers and situations that the text names, by rules/risks.yml; `situation`: what it is
    about as a whole, by the trained part.

    `under13` and `minor` are None where the text leaves it open. `passage`: the words that decided,
    of a report or of what a person must look at; `unclear`: code of why it could not be judged.
    """

    child_safety: bool
    review: bool
    category: str
    urgency: Urgency
    platforms: tuple[str, ...]
    reporter: str
    under13: bool | None
    minor: bool | None
    blackmail: bool
    account_suspended: bool
    lang: str
    answer_lang: str
    score: float
    reasons: tuple[Reason, ...]
    hits: tuple[Hit, ...]
    suppressed: tuple[Suppressed, ...]
    ruleset: str
    passage: Passage | None = None
    unclear: str = ""
    risks: tuple[str, ...] = ()
    situation: str = ""
