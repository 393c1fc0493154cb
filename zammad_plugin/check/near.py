"""The name that was meant: what a message about an unknown name ends with."""

from __future__ import annotations

import difflib
import unicodedata
from collections.abc import Iterable


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
