"""The name that was meant: what a message about an unknown name ends with."""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Iterable

CURLY = "\u201c\u201d\u201e\u2018\u2019\u00ab\u00bb"
WORD_PROCESSOR, UNQUOTE = "stands in quotes of a word processor", 'take them away, or write "…"'


def in_curly_quotes(text: str) -> bool:
    """YAML takes them for letters of the name."""
    return len(text) > 1 and text[0] in CURLY and text[-1] in CURLY


def folded(name: str) -> str:
    """By which names that look the same are the same: one Unicode form, no case, single spaces."""
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split())


def near(name: str, known: Iterable[str]) -> str | None:
    """The one of `known` that is nearest to `name`; None when none is near."""
    by_folded = {folded(one): one for one in sorted(known)}
    found = difflib.get_close_matches(folded(name), by_folded, n=1, cutoff=0.6)
    return by_folded[found[0]] if found else None


def meant(name: str, known: Iterable[str]) -> str:
    """`, did you mean 'NAME'?`, or nothing."""
    found = near(name, known)
    return f", did you mean '{found}'?" if found else ""


LIKE = 0.75  # similarity of two words of which one may be a slip of the other
SHORT = 4  # letters; shorter words are too easily like others


def is_slip(one: str, other: str) -> bool:
    """Whether `one` is `other` with a slip of the hand: another case or Unicode form, letters
    missing, doubled or exchanged. `Team A` is no slip of `Team B`, nor `Level 1` of `Level 2`."""
    first, second = folded(one), folded(other)
    if first == second:
        return True
    words, others = _parts(first), _parts(second)
    if len(words) != len(others):
        return first.replace(" ", "") == second.replace(" ", "")
    return all(a == b or _alike(a, b) for a, b in zip(words, others, strict=True))


def _parts(name: str) -> list[str]:
    return [part for part in re.split(r"[\s._@:/-]+", name) if part]


def _alike(one: str, other: str) -> bool:
    if min(len(one), len(other)) < SHORT or any(map(str.isdigit, one + other)):
        return False
    return sorted(one) == sorted(other) or difflib.SequenceMatcher(None, one, other).ratio() >= LIKE


def slip_of(name: str, known: Iterable[str]) -> str | None:
    """The one of `known` of which `name` is a slip; None when it is none."""
    found = [one for one in sorted(known) if one != name and is_slip(name, one)]
    return near(name, found) or (found[0] if found else None)


def numbered(name: str, known: Iterable[str]) -> str | None:
    """The one of `known` that is `name` behind a number: `3 high` for `high`, or for `2 high`."""
    bare = re.sub(r"^\d+\s*", "", folded(name))
    begun = [one for one in sorted(known) if re.match(r"\d", one)]
    if not bare:
        return next((one for one in begun if one.split()[0] == name.strip()), None)
    return next((one for one in begun if re.sub(r"^\d+\s*", "", folded(one)) == bare), None)
