"""What a text shows, before anything is concluded from it. Pure and linear in the text's length."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from operator import itemgetter

from zammad_plugin.text.identifiers.mask import TOKENS, mask
from zammad_plugin.text.normalise import Normalised, normalise
from zammad_plugin.text.phrases import Found
from zammad_plugin.triage.evidence.age_bands import bands
from zammad_plugin.triage.evidence.denied import lies_in, past, reaches, scoped
from zammad_plugin.triage.evidence.spoken import meant
from zammad_plugin.triage.model import Hit
from zammad_plugin.triage.ruleset import PLATFORM, Ruleset

UNSAID = {"link", "email", "handle", "phone", "iban", "wallet"}  # nobody's words
MOST_HITS = 200  # of one concept
YEAR = 2026  # of messages that don't tell when they came: when the labelled ones were written
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
    denied, over = scoped(folded.text, found, lang, ruleset)
    unsaid = set(denied)
    touched = {one.name for one in denied}
    standing = [one for one in found if one[0] not in touched or one not in unsaid]
    sights = {(one.name, one.at) for one in standing}
    sights |= {(f"not:{one.name}", one.at) for one in denied}
    sights |= past(standing, over) | set(bands(standing, folded.text, ruleset.ages, year))
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
    written = reaches((one.name, one.at, one.until) for one in found if one.name in names)
    return found + [one for one in sounding if not lies_in(one, written)]


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
