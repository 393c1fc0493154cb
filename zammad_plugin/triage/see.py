"""What a text shows, before anything is concluded from it. Pure and linear in the text's length."""

from __future__ import annotations

from dataclasses import dataclass

from zammad_plugin.text.language import detect
from zammad_plugin.text.normalise import normalise
from zammad_plugin.text.phrases import Found
from zammad_plugin.triage.ages import (
    ADULT,
    FIRST_GRADE_OF_13,
    LAST_GRADE_UNDER_13,
    TEEN,
    beside,
)
from zammad_plugin.triage.model import Hit
from zammad_plugin.triage.ruleset import PLATFORM, Ruleset

CHILD_SIGNS = ("own_child", "child_word", "school", "teacher_self", "friend", "self_child")
OWN_CHILD = {"own_child", "child_word", "teacher_self"}
NAMES_A_CHILD = {"own_child", "child_word", "friend"}
NEAR = 24  # characters after the mention of a child that are looked at
LENGTHS = (3, 8, 20, 60)  # words


@dataclass(frozen=True)
class Seen:
    """`names`: concepts, and what follows from ages: child, adult_age, under13, teen_age."""

    folded: str
    hits: tuple[Hit, ...]
    names: frozenset[str]
    minor: bool | None
    under13: bool | None
    platforms: tuple[str, ...]
    lang: str

    @property
    def marks(self) -> frozenset[str]:
        """For the trained component: the names and a rough length."""
        words = self.folded.count(" ") + 1
        return self.names | {f"length:{sum(words > limit for limit in LENGTHS)}"}


def see(text: str, ruleset: Ruleset) -> Seen:
    folded = normalise(text)
    hits = tuple(_hit(found, text) for found in ruleset.phrases.find(folded))
    found = {hit.concept for hit in hits}
    platforms = sorted({name.removeprefix(PLATFORM) for name in found if name.startswith(PLATFORM)})
    names = {name for name in found if not name.startswith(PLATFORM)}
    ages, grades = ruleset.ages.band(folded.text)
    ages += _ages_beside(hits, text)
    minor, under13 = _age_band(ages, grades, names)
    derived = {
        "platform": bool(platforms),
        "child": minor is True,
        "adult_age": any(age >= ADULT for age in ages),
        "child_age": any(age < ADULT for age in ages),
        "grade": bool(grades),
        "under13": under13 is True,
        "teen": under13 is False,
    }
    names |= {name for name, holds in derived.items() if holds}
    lang = detect(text)
    return Seen(folded.text, hits, frozenset(names), minor, under13, tuple(platforms), lang)


def _hit(found: Found, text: str) -> Hit:
    return Hit(found.name, found.lang, found.start, found.end, text[found.start : found.end])


def _ages_beside(hits: tuple[Hit, ...], text: str) -> list[int]:
    """Ages that stand right after the mention of a child, without a word that says so."""
    ends = {hit.end for hit in hits if hit.concept in NAMES_A_CHILD}
    near = (text[end : end + NEAR] for end in sorted(ends))
    found = (beside(normalise(one).text) for one in near if any(map(str.isdigit, one)))
    return [age for age in found if age is not None]


def _age_band(
    ages: list[int], grades: list[int], names: set[str]
) -> tuple[bool | None, bool | None]:
    """(minor, under13). A child's age beside an adult's means that a child is concerned."""
    young = [age for age in ages if age < ADULT]
    if young:
        return True, min(young) < TEEN
    if grades:
        low = min(grades)
        if low <= LAST_GRADE_UNDER_13:
            return True, True
        return True, False if low >= FIRST_GRADE_OF_13 else None
    if ages and not names & OWN_CHILD:
        return False, False
    return (True, None) if names & set(CHILD_SIGNS) else (None, None)
