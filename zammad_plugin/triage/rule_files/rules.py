"""The forms of the files of rules: compositions of concepts, and words for people."""

from __future__ import annotations

from zammad_plugin.config.files import Strict
from zammad_plugin.vocabulary import Urgency


class Rule(Strict):
    """`child` and `under13` in `all` stand for what ages and persons in the text show."""

    id: str
    """Name of the rule, shown in explanations."""
    category: str
    """Code of what is reported."""
    urgency: Urgency
    """How soon a person must look."""
    score: float
    """Weight; the highest leads the category."""
    all: list[str]
    """Concepts that must all be seen."""
    any: list[str] = []
    """Concepts of which one must be seen."""
    none: list[str] = []
    """Concepts of which none may be seen."""
    danger: bool = False
    """Counter-evidence can't outvote it."""
    sure: list[str] = []
    """Concepts beside one of which it makes a report whatever the wording is like, unless something
    speaks against it; in a long message (more than `few` words) only from the score `story` on, a
    lower one brings it to a person. Both limits stand in the weights' file (docs/triage.md)."""
    look: bool = False
    """Makes no report, but a person looks where it holds, at least as soon as its urgency."""
    describe: dict[str, str]
    """Language → the sentence that explains it."""
    hit: list[str] = []
    """Texts that it must hold for: its own test."""
    miss: list[str] = []
    """Texts that it may not hold for."""


class Counter(Strict):
    """What speaks against a child in danger, unless something in `none` is seen."""

    id: str
    """Name, shown beside what it holds back."""
    all: list[str]
    """Concepts that must all be seen."""
    any: list[str] = []
    """Concepts of which one must be seen."""
    none: list[str] = []
    """Concepts of which none may be seen."""
    describe: dict[str, str]
    """Language → the sentence that explains it."""
    hit: list[str] = []
    """Texts that it must hold for: its own test."""
    miss: list[str] = []
    """Texts that it may not hold for."""


class Rules(Strict):
    """A desk's own file adds to the package's; a rule of the same id replaces it."""

    rules: list[Rule] = []
    """Compositions of concepts."""
    counter: list[Counter] = []
    """What speaks against a child in danger."""
    unsure: list[str] = []
    """Concepts that ask for a person's look."""
    deniable: list[str] = []
    """Concepts that a denial beside them holds back."""
    doubtful: list[str] = []
    """Concepts beside which no rule is sure."""
    passing: list[str] = []
    """Concepts that may be over: then they make nothing critical."""


class Concepts(Strict):
    """What each concept means, and why hits are held back; for notes and explanations."""

    concepts: dict[str, dict[str, str]] = {}
    """Concept → language → words."""
    held: dict[str, dict[str, str]] = {}
    """Reason → language → words."""
    unclear: dict[str, dict[str, str]] = {}
    """Why a text could not be judged → language → words."""
    weighed: dict[str, dict[str, str]] = {}
    """Reason of the trained part → language → words."""
    explained: dict[str, dict[str, str]] = {}
    """Word of `explain` → language → the word."""
