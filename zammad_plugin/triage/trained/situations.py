"""What a message is about, and who writes it: two linear models over all that the text shows.

A category says what is reported; which words must come first hangs on more: a child that has paid
already, a mother whose child is missing, a man who is afraid of himself. The models look at the
letters (as triage does), at the groups of rules/risks/LANG.yml and at concepts, so that one
language teaches the others. Trained by training/situations.py; no code is loaded from the file.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from zammad_plugin.errors import DeskError, Where
from zammad_plugin.triage.trained import meaning as meanings
from zammad_plugin.triage.trained.features import Floats, Ints, Tokens
from zammad_plugin.triage.trained.linear_heads import Chances, Heads, chances_of
from zammad_plugin.triage.trained.meaning import Meaning

Bools = NDArray[np.bool_]
FILE = "situations.npz"
GROUP = "g:"  # before the name of a group, beside those of concepts
TOLD = "t:"  # before the name of a risk that words tell
SITUATION, WRITER = "situation", "writer"
NONE = "none"
PLAINLY_NOTHING = 0.8  # share of NONE by the letters from which the embedding is not asked
NAMED = 2.0  # what all names count together beside the letters; chosen on authors left out


@dataclass(frozen=True)
class Features:
    """Buckets of letters, rising, what each is worth, and names of what was seen."""

    places: Ints
    values: Floats
    names: tuple[str, ...]


def features(tokens: Tokens, units: Bools, names: Collection[str]) -> Features:
    """Of some of the units; a long text counts no more."""
    mine = units[tokens.units]
    places, at = np.unique(tokens.places[mine], return_inverse=True)
    many = max(float(tokens.letters[units].sum()), 1.0)
    values = np.bincount(at, tokens.values[mine], len(places)) / np.sqrt(many)
    return Features(places, values.astype(np.float32), tuple(sorted(names)))


@dataclass(frozen=True)
class Situations:
    """`places`: buckets that have a row of `table`, rising; behind them a row for every name;
    `lifts`: a row a situation, a column a writer."""

    heads: Heads
    places: Ints
    index: dict[str, int]
    table: NDArray[np.int8]
    lifts: Floats
    meaning: Meaning | None = None

    def lift(self, situation: str, writer: str) -> float:
        """Logit by which the writer is likelier of this situation than of any."""
        return self._lifts[situation, writer]

    @cached_property
    def _lifts(self) -> dict[tuple[str, str], float]:
        tasks = self.heads.tasks
        rows = zip(tasks[SITUATION], self.lifts.tolist(), strict=True)
        return {
            (situation, writer): lift
            for situation, row in rows
            for writer, lift in zip(tasks[WRITER], row, strict=True)
        }

    def shares(self, seen: Features, text: str = "") -> dict[str, Chances]:
        """Question (what, who) → probability by class. With the extra the meaning of `text` is
        asked too, unless the letters say that it is nothing."""
        logits = self.heads.logits(self._letters(seen) + self._names(seen.names))
        found = self._chances(logits)
        if not (self.meaning and text) or found[SITUATION].get(NONE, 0.0) >= PLAINLY_NOTHING:
            return found
        more, keep = self.meaning.logits(text), self.meaning.heads.keep
        both = {task: said * np.float32(keep[task]) + more[task] for task, said in logits.items()}
        return self._chances(both)

    def _chances(self, logits: dict[str, Floats]) -> dict[str, Chances]:
        tasks = self.heads.tasks.items()
        return {task: chances_of(classes, logits[task]) for task, classes in tasks}

    def _letters(self, seen: Features) -> Floats:
        rows = np.minimum(np.searchsorted(self.places, seen.places), len(self.places) - 1)
        known = self.places[rows] == seen.places
        found: Floats = seen.values[known] @ self.table[rows[known]].astype(np.float32)
        return found

    def _names(self, names: tuple[str, ...]) -> Floats:
        rows = [self.index[one] for one in names if one in self.index]
        found: Floats = self.table[rows].astype(np.float32).sum(axis=0) * worth(len(names))
        return found


def worth(many: int) -> np.float32:
    """Of one name among so many."""
    return np.float32(NAMED / np.sqrt(max(many, 1)))


def load(folder: Path) -> Situations | None:
    """None where there is no file: words alone tell what it is about. Raises DeskError for a file
    that is not ours."""
    file = folder / FILE
    if not file.exists():
        return None
    try:
        with np.load(file, allow_pickle=False) as arrays:
            return _read(arrays, meanings.load(folder / meanings.OF_SITUATIONS))
    except (OSError, EOFError, ValueError, KeyError) as error:
        what = f"no trained weights of situations: {type(error).__name__}"
        raise DeskError(what, where=Where(file), hint="python training/situations.py") from None


def _read(arrays: Any, meaning: Meaning | None) -> Situations:
    tasks = {task: tuple(arrays[task].tolist()) for task in (SITUATION, WRITER)}
    heads = Heads(tasks, arrays["scale"], arrays["bias"], dict.fromkeys(tasks, 1.0))
    places, names, table = arrays["places"], arrays["names"].tolist(), arrays["weights"]
    if table.shape != (len(places) + len(names), len(heads.bias)):
        raise ValueError("another form")
    index = {name: len(places) + at for at, name in enumerate(names)}
    return Situations(heads, places.astype(np.int64), index, table, arrays["lifts"], meaning)
