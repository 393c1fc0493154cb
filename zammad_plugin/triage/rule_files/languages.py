"""The forms of the files of languages and platforms: phrases, ages, what is denied or over."""

from __future__ import annotations

from dataclasses import fields

from zammad_plugin.config.files import Strict
from zammad_plugin.triage.evidence.numbers import Words
from zammad_plugin.triage.evidence.told_age import Telling


class Counted(Strict):
    """Number words, and what makes a number an age or a class; `named`: a class by its name."""

    numbers: dict[str, int] = {}
    """Number word → number."""
    before: list[str] = []
    """Words that stand before such a number."""
    after: list[str] = []
    """Words that stand after it."""
    named: dict[str, int] = {}
    """Expression → the age or class that it means."""
    since: list[str] = []
    """Words before a number that make it a span of time."""
    spent: list[str] = []
    """Words behind years that make them a span of time, such as of experience."""
    units: list[str] = []
    """Words after a number that make it no age, such as hours and kids."""
    halves: list[str] = []
    """Words for "and a half"."""
    own: list[str] = []
    """Words that mean "since" in another language and something else in this one."""
    below: list[str] = []
    """Words before a bound of age, such as under and not yet."""
    below_after: list[str] = []
    """Words behind such a bound."""
    coming: list[str] = []
    """Words before an age that is not yet reached."""
    later: list[str] = []
    """Words behind an age that say when it will be reached."""
    born: list[str] = []
    """Words before a year of birth."""
    born_after: list[str] = []
    """Words behind a year of birth."""
    mine: list[str] = []
    """Words right before an age that make it the writer's own."""
    mine_after: list[str] = []
    """Words right behind such an age."""

    def words(self) -> Words:
        return Words(**{one.name: getattr(self, one.name) for one in fields(Words)})

    def telling(self) -> Telling:
        return Telling(**{one.name: getattr(self, one.name) for one in fields(Telling)})


class Scope(Strict):
    """Words beside a phrase that say it is denied or over; `*` stands for any letters."""

    deny_before: list[str] = []
    """Right before: it is denied."""
    deny_after: list[str] = []
    """Right behind: it is denied."""
    deny_glued: list[str] = []
    """Glued to the beginning: it is denied."""
    over_before: list[str] = []
    """Before: it is over."""
    over_after: list[str] = []
    """Behind: it is over."""
    over_glued: list[str] = []
    """Glued to the end: it is over."""
    over_near: list[str] = []
    """Anywhere in the sentence: it is over."""
    unless: list[str] = []
    """Words that make a denial none."""
    still: list[str] = []
    """Anywhere in the text: it goes on."""


class Test(Strict):
    """A concept's own test in one language."""

    hit: list[str]
    """Texts in which a phrase of this language must show the concept."""
    miss: list[str] = []
    """Texts in which none may."""


class Language(Strict):
    """One language: phrases by concept, ages, classes, clitics. `stems`: endings are stacked."""

    language: str
    """Code of the language, such as fr or ar-Latn."""
    before: list[str] = []
    """Letters that may be glued to the beginning of a word."""
    after: list[str] = []
    """Letters that may be glued to the end of a word."""
    stems: bool = False
    """Whether endings are stacked."""
    between: int = 1
    """Letters of a phrase that may have something glued to both its ends."""
    lookalikes: list[str] = []
    """Whole words that look like a phrase with something glued to it, and are another word."""
    idioms: dict[str, list[str]] = {}
    """Concept → expressions in which its words mean something else: in them it is not seen."""
    alone: bool = False
    """Whether its phrases stand only in texts in which the language is heard."""
    small: list[str] = []
    """Small words by which the language is known."""
    letters: str = ""
    """Letters that languages in the same script do not have; one that stands twice counts twice."""
    scope: Scope = Scope()
    """What is denied or over."""
    ages: Counted = Counted()
    """How ages are told."""
    grades: Counted = Counted()
    """How school classes are told."""
    phrases: dict[str, list[str]]
    """Concept → phrases that show it."""
    sounds: dict[str, list[str]] = {}
    """Concept → words known by their consonants; of languages whose vowels are free."""
    tests: dict[str, Test] = {}
    """Concept → texts that must and must not show it."""


class Platforms(Strict):
    """`before`: what may be glued to a name in any language; endings are free after a long name."""

    before: list[str] = []
    """What may be glued to a name in any language."""
    short: list[str] = []
    """Names that begin other words as well ("insta", "installer"): no free ending."""
    platforms: dict[str, list[str]]
    """Code → names people use."""
