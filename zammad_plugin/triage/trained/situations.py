"""Dangers that no line of risks.yml names: a small linear model over what words show together.

Each group of rules/risks/LANG.yml and each concept says a little ("phone off", "left a note",
"since yesterday"); the model knows which of them together mean that a child is missing, whatever
the language. It looks at names only, never at letters, so one language teaches the others.
Trained by training/situations.py; the limits are in the file, from authors left out.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from zammad_plugin.errors import DeskError, Where

FILE = "situations.npz"
GROUP = "g:"  # before the name of a group, beside those of concepts
TOGETHER = 0.7  # of two names beside one by itself; chosen on authors left out
MANY = 0.15  # how much less each says where many stand

# Of reports of this kind nearly all are one of these: less has to be said for them.
EASE = 1.5  # logit
EASED = {("child_other", "critical"): frozenset({"self_harm", "missing", "pushed_by_group"})}


@dataclass(frozen=True)
class Situations:
    """`index`: name, or two of them, → row of `table`, a column a danger; `limits`: logits."""

    dangers: tuple[str, ...]
    index: dict[str, int]
    table: NDArray[np.float32]
    bias: NDArray[np.float32]
    limits: NDArray[np.float32]

    def told(self, names: Collection[str], kind: tuple[str, str]) -> frozenset[str]:
        """The danger that `names` together tell, if any; `kind`: category and urgency by triage."""
        known = [
            (row, worth) for one, worth in marks(names) if (row := self.index.get(one, -1)) >= 0
        ]
        if not known:
            return frozenset()
        rows, worths = zip(*known, strict=True)
        logits = np.array(worths, np.float32) @ self.table[list(rows)] + self.bias
        eased = np.array([EASE * (one in EASED.get(kind, ())) for one in self.dangers])
        beyond = logits - self.limits + eased
        best = int(beyond.argmax())
        return frozenset({self.dangers[best]}) if beyond[best] >= 0 else frozenset()


def marks(names: Collection[str]) -> Iterator[tuple[str, float]]:
    """(name, worth): every name, and every two of which one is a group."""
    known = sorted(names)
    share = 1.0 / (1.0 + MANY * len(known))
    yield from ((one, share) for one in known)
    for one, other in combinations(known, 2):
        if one.startswith(GROUP) or other.startswith(GROUP):
            yield f"{one}&{other}", TOGETHER * share


def load(folder: Path) -> Situations | None:
    """None where there is no file: words alone tell dangers then. Raises DeskError for a file that
    is not ours."""
    file = folder / FILE
    if not file.exists():
        return None
    try:
        with np.load(file, allow_pickle=False) as arrays:
            names = arrays["names"].tolist()
            if arrays["weights"].shape != (len(names), len(arrays["dangers"])):
                raise ValueError("another form")
            return Situations(
                tuple(arrays["dangers"].tolist()),
                {name: row for row, name in enumerate(names)},
                arrays["weights"].astype(np.float32),
                arrays["bias"],
                arrays["limits"],
            )
    except (OSError, EOFError, ValueError, KeyError) as error:
        what = f"no trained weights of situations: {type(error).__name__}"
        raise DeskError(what, where=Where(file), hint="python training/situations.py") from None
