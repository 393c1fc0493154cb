"""What a text shows, before anything is concluded from it. Pure and linear in the text's length."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from itertools import accumulate
from operator import itemgetter

from zammad_plugin.text.normalise import Normalised, normalise
from zammad_plugin.text.phrases import Found
from zammad_plugin.triage.evidence.ages import (
    ADULT,
    FIRST_GRADE_OF_13,
    LAST_GRADE_UNDER_13,
    TEEN,
)
from zammad_plugin.triage.evidence.negation import NEGATION, PAST
from zammad_plugin.triage.model import Hit
from zammad_plugin.triage.ruleset import PLATFORM, Ruleset

CHILD_SIGNS = ("own_child", "child_word", "school", "teacher_self", "friend", "self_child")
OWN_CHILD = {"own_child", "child_word", "teacher_self"}
NAMES_A_CHILD = {"own_child", "child_word", "friend"}
MOST_HITS = 200  # of one concept
UNTOLD = {"mixed", "none", "other"}
LENGTHS = (3, 8, 20, 60)  # words
# Name → where each of its sorted spans starts, how far it or one before it reaches.
Reaches = dict[str, tuple[list[int], list[int]]]
NOWHERE: tuple[list[int], list[int]] = ([], [])
NAME = itemgetter(0)  # of what was found
_new = tuple.__new__  # a named tuple's own constructor takes twice as long


@dataclass(frozen=True)
class Seen:
    """`names`: concepts, and what follows from ages: child, adult_age, under13, teen_age.

    `denied` and `over`: hits whose words say that it is not so, or no longer; `marks_of` them are
    names too (`not:threat`, `past:threat`), a denied concept itself is none.
    """

    folded: str
    hits: tuple[Hit, ...]
    names: frozenset[str]
    minor: bool | None
    under13: bool | None
    platforms: tuple[str, ...]
    lang: str
    denied: tuple[Hit, ...] = ()
    over: tuple[Hit, ...] = ()

    @property
    def words(self) -> int:
        """How many there are, roughly: one more than spaces."""
        return self.folded.count(" ") + 1

    @property
    def marks(self) -> frozenset[str]:
        """For the trained component: the names and a rough length."""
        return self.names | {f"length:{sum(self.words > limit for limit in LENGTHS)}"}


def see(text: str, ruleset: Ruleset) -> Seen:
    folded = ruleset.lexicon.respaced(normalise(text))
    lang = ruleset.languages.detect(text, folded.text)
    found = _found(folded, lang, ruleset)
    denied, over = _scoped(folded.text, found, lang, ruleset)
    unsaid = set(denied)
    touched = {one.name for one in denied}
    standing = [one for one in found if one[0] not in touched or one not in unsaid]
    names = set(map(NAME, standing))
    platforms = sorted({name.removeprefix(PLATFORM) for name in names if name.startswith(PLATFORM)})
    names = {name for name in names if not name.startswith(PLATFORM)}
    ages, grades = ruleset.ages.band(folded.text)
    ages += _ages_beside(standing, folded.text, ruleset)
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
    names |= {f"not:{one.name}" for one in denied} | _past(standing, over)
    return Seen(
        folded.text,
        _hits(found, text),
        frozenset(names),
        minor,
        under13,
        tuple(platforms),
        lang,
        _hits(denied, text),
        _hits(over, text),
    )


def _found(folded: Normalised, lang: str, ruleset: Ruleset) -> list[Found]:
    """All phrases in all languages; where vowels are free, also what only sounds like one."""
    found = _bounded(ruleset.phrases.find(folded))
    if lang not in ruleset.sounds:
        return found
    sounding = [Found(one.name, lang, *one[1:]) for one in ruleset.sounds[lang].find(folded)]
    names = {one.name for one in sounding}
    written = _reaches((one.name, one.at, one.until) for one in found if one.name in names)
    return found + [one for one in sounding if not _lies_in(one, written)]


def _bounded(found: Iterable[Found]) -> list[Found]:
    """A text that says one thing ten thousand times says it as well by its first hundred."""
    found = list(found)
    counts = Counter(map(NAME, found))
    if max(counts.values(), default=0) <= MOST_HITS:
        return found
    left = dict.fromkeys(counts, MOST_HITS)
    kept: list[Found] = []
    for one in found:
        left[one.name] -= 1
        if left[one.name] >= 0:
            kept.append(one)
    return kept


def _hits(found: Iterable[Found], text: str) -> tuple[Hit, ...]:
    return tuple(
        [
            _new(Hit, (name, lang, start, end, text[start:end], ""))
            for name, lang, start, end, _, _ in found
        ]
    )


def _scoped(
    folded: str, found: list[Found], lang: str, ruleset: Ruleset
) -> tuple[list[Found], list[Found]]:
    """(denied, over). Read in the text's own language: a small word of it is none in another."""
    obeys = {NEGATION: set(ruleset.rules.deniable), PAST: set(ruleset.rules.passing)}
    concepts = obeys[NEGATION] | obeys[PAST]
    spans: dict[str, set[tuple[str, int, int]]] = {NEGATION: set(), PAST: set()}
    read = cache(lambda lang: ruleset.scopes.reading(folded, lang))
    for name, its, _, _, at, until in found:
        if name in concepts and (its == lang or lang in UNTOLD):
            how = read(its).of(at, until)
            if how and name in obeys[how]:
                spans[how].add((name, at, until))
    return _overlapping(found, spans[NEGATION]), _overlapping(found, spans[PAST])


def _overlapping(found: list[Found], spans: set[tuple[str, int, int]]) -> list[Found]:
    """Phrases lie in each other ("threat", "threaten"): what holds for one holds for all."""
    if not spans:
        return []
    reaches = _reaches(spans)
    return [one for one in found if one.name in reaches and _lies_in(one, reaches)]


def _reaches(spans: Iterable[tuple[str, int, int]]) -> Reaches:
    places: dict[str, list[tuple[int, int]]] = {}
    for name, start, end in sorted(spans):
        places.setdefault(name, []).append((start, end))
    return {
        name: ([start for start, _ in some], list(accumulate((end for _, end in some), max)))
        for name, some in places.items()
    }


def _lies_in(one: Found, reaches: Reaches) -> bool:
    """Whether it shares a letter with one of the spans of its name."""
    starts, ends = reaches.get(one.name, NOWHERE)
    before = bisect_left(starts, one.until)
    return before > 0 and ends[before - 1] > one.at


def _past(standing: list[Found], over: list[Found]) -> set[str]:
    """Concepts of which every hit is over; a threat that is over makes the report a past one."""
    if not over:
        return set()
    gone = set(over)
    live = {one.name for one in standing if one not in gone}
    names = {one.name for one in over} - live
    return {f"past:{name}" for name in names} | ({"past"} if "threat" in names else set())


def _ages_beside(found: list[Found], folded: str, ruleset: Ruleset) -> list[int]:
    """Ages that stand right after the mention of a child, without a word that says so."""
    ends = {_word_end(folded, one.until) for one in found if one.name in NAMES_A_CHILD}
    ages = (ruleset.ages.beside.find(folded, end) for end in sorted(ends))
    return [age for age in ages if age is not None]


def _word_end(folded: str, end: int) -> int:
    while end < len(folded) and folded[end].isalpha():
        end += 1
    return end


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
