"""What a text shows, before anything is concluded from it. Pure and linear in the text's length."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from itertools import accumulate
from operator import itemgetter

from zammad_plugin.text.identifiers.mask import TOKENS, mask
from zammad_plugin.text.normalise import Normalised, normalise
from zammad_plugin.text.phrases import Found
from zammad_plugin.triage.evidence.ages import (
    ADULT,
    FIRST_GRADE_OF_13,
    LAST_GRADE_UNDER_13,
    TEEN,
)
from zammad_plugin.triage.evidence.marks import (
    AGE_ADULT,
    AGE_UNDER_13,
    AGE_UNDER_18,
    GRADE_HIGH,
    GRADE_LOW,
    GRADE_OPEN,
    SELF_ADULT,
    SELF_MINOR,
)
from zammad_plugin.triage.evidence.negation import NEGATION, PAST
from zammad_plugin.triage.evidence.spoken import meant
from zammad_plugin.triage.model import Hit
from zammad_plugin.triage.ruleset import PLATFORM, Ruleset

UNSAID = {"link", "email", "handle", "phone", "iban", "wallet"}  # nobody's words
NAMES_A_CHILD = {"own_child", "child_word", "cousin", "friend"}
MOST_HITS = 200  # of one concept
YEAR = 2026  # of messages that don't tell when they came: when the labelled ones were written
UNTOLD = {"mixed", "none", "other"}
# Name → where each of its sorted spans starts, how far it or one before it reaches.
Reaches = dict[str, tuple[list[int], list[int]]]
NOWHERE: tuple[list[int], list[int]] = ([], [])
SIGNAL = "signal"  # in the place of a language
NAME = itemgetter(0)  # of what was found
_new = tuple.__new__  # a named tuple's own constructor takes twice as long


@dataclass(frozen=True)
class Seen:
    """`masked`: `folded` with one sign for every link, address, number, amount and date, which are
    no wording. `offsets`: place in the text of every letter of `folded`. `sights`: (name, place in
    `folded`) of concepts, services, ages; of what is denied `not:` and of what is over `past:`
    before the name: a denied concept itself is no sight."""

    folded: str
    masked: str
    offsets: list[int]
    hits: tuple[Hit, ...]
    sights: tuple[tuple[str, int], ...]
    platforms: tuple[str, ...]
    lang: str
    denied: tuple[Hit, ...] = ()
    over: tuple[Hit, ...] = ()


def see(text: str, ruleset: Ruleset, year: int = YEAR) -> Seen:
    """`year`: when it was written; ages are told by years of birth too."""
    folded = ruleset.lexicon.respaced(normalise(text))
    lang = ruleset.languages.detect(text, folded.text)
    found = _found(folded, lang, ruleset)
    found = meant(ruleset.spoken.standing(found, text, folded.text, lang))
    found += _signalled(text, folded, ruleset)
    denied, over = _scoped(folded.text, found, lang, ruleset)
    unsaid = set(denied)
    touched = {one.name for one in denied}
    standing = [one for one in found if one[0] not in touched or one not in unsaid]
    sights = {(one.name, one.at) for one in standing}
    sights |= {(f"not:{one.name}", one.at) for one in denied}
    sights |= _past(standing, over) | set(_ages(standing, folded.text, ruleset, year))
    masked, named = _masked(text, folded)
    return Seen(
        folded.text,
        masked,
        folded.offsets,
        _hits(found, text),
        tuple(sorted(one for one in sights if not _lies_within(one[1], named))),
        _platforms(standing),
        lang,
        _hits(denied, text),
        _hits(over, text),
    )


def _platforms(found: Iterable[Found]) -> tuple[str, ...]:
    named = {one.name for one in found if one.name.startswith(PLATFORM)}
    return tuple(sorted(name.removeprefix(PLATFORM) for name in named))


def _masked(text: str, folded: Normalised) -> tuple[str, list[tuple[int, int]]]:
    """(the folded text with its identifiers masked, where those are that are no words at all)."""
    parts, free, named = list[str](), 0, list[tuple[int, int]]()
    for kind, start, end in mask(text).tokens:
        first, last = (bisect_left(folded.offsets, place) for place in (start, end))
        if first < free or last == first:
            continue
        parts += folded.text[free:first], TOKENS[kind].ljust(last - first)
        free = last
        if kind in UNSAID:
            named.append((first, last))
    return "".join([*parts, folded.text[free:]]), named


def _lies_within(place: int, spans: list[tuple[int, int]]) -> bool:
    at = bisect_right(spans, (place, 1 << 62)) - 1
    return at >= 0 and place < spans[at][1]


def _found(folded: Normalised, lang: str, ruleset: Ruleset) -> list[Found]:
    """All phrases in all languages; where vowels are free, also what only sounds like one."""
    found = _bounded(ruleset.phrases.find(folded))
    if lang not in ruleset.sounds:
        return found
    sounding = [Found(one.name, lang, *one[1:]) for one in ruleset.sounds[lang].find(folded)]
    names = {one.name for one in sounding}
    written = _reaches((one.name, one.at, one.until) for one in found if one.name in names)
    return found + [one for one in sounding if not _lies_in(one, written)]


def _signalled(text: str, folded: Normalised, ruleset: Ruleset) -> list[Found]:
    """What functions of other packages see."""
    signs = ruleset.signals.seen(text) if ruleset.signals and folded.text else []
    return [
        Found(concept, SIGNAL, start, end, *_folded(folded, start, end))
        for concept, start, end in signs
    ]


def _folded(folded: Normalised, start: int, end: int) -> tuple[int, int]:
    """A span of the text in the normalised one, at least one letter long."""
    first, last = (bisect_left(folded.offsets, place) for place in (start, end))
    first = min(first, len(folded.text) - 1)
    return first, max(last, first + 1)


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
    """(denied, over). Read in the text's own language, for a small word of it is none in another;
    a phrase that stands only where its language is heard, in that."""
    obeys = {NEGATION: set(ruleset.rules.deniable), PAST: set(ruleset.rules.passing)}
    concepts = obeys[NEGATION] | obeys[PAST]
    spans: dict[str, set[tuple[str, int, int]]] = {NEGATION: set(), PAST: set()}
    read = cache(lambda lang: ruleset.scopes.reading(folded, lang))
    for name, its, _, _, at, until in found:
        if name in concepts and (its == lang or lang in UNTOLD or its in ruleset.spoken.alone):
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


def _past(standing: list[Found], over: list[Found]) -> set[tuple[str, int]]:
    """Concepts of which every hit is over; a threat that is over makes the report a past one."""
    if not over:
        return set()
    gone = set(over)
    live = {one.name for one in standing if one not in gone}
    ended = [one for one in over if one.name not in live]
    past = {("past", one.at) for one in ended if one.name == "threat"}
    return past | {(f"past:{one.name}", one.at) for one in ended}


def _ages(
    found: list[Found], folded: str, ruleset: Ruleset, year: int
) -> Iterator[tuple[str, int]]:
    years, grades = ruleset.ages.band(folded)
    years += _ages_beside(found, folded, ruleset)
    told = list(ruleset.ages.told.find(folded, year, {at for _, at in years}))
    bounds = {one.at for one in told}
    for age, at in years:
        if at not in bounds:  # the number is not the age that counts
            yield _band(age), at
            if ruleset.ages.own.holds(folded, at):
                yield (SELF_MINOR if age < ADULT else SELF_ADULT), at
    for one in told:
        # One under 18, or twelve or thirteen, is a child, and nobody knows which.
        open_ = one.low < TEEN <= one.high < ADULT
        yield GRADE_OPEN if open_ else _band(one.low or one.high), one.at
    for grade, at in grades:
        low, high = grade <= LAST_GRADE_UNDER_13, grade >= FIRST_GRADE_OF_13
        yield GRADE_LOW if low else GRADE_HIGH if high else GRADE_OPEN, at


def _band(age: int) -> str:
    return AGE_UNDER_13 if age < TEEN else AGE_UNDER_18 if age < ADULT else AGE_ADULT


def _ages_beside(found: list[Found], folded: str, ruleset: Ruleset) -> Iterator[tuple[int, int]]:
    """Ages that stand right after the mention of a child, without a word that says so."""
    ends = {_word_end(folded, one.until): one.at for one in found if one.name in NAMES_A_CHILD}
    for end, at in sorted(ends.items()):
        age = ruleset.ages.beside.find(folded, end)
        if age is not None:
            yield age, at


def _word_end(folded: str, end: int) -> int:
    while end < len(folded) and folded[end].isalpha():
        end += 1
    return end
