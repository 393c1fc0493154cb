"""The trained part of triage: linear models over letter sequences and, with the extra, meaning.

Trained by training/train.py on messages written for it; the same text always gives the same
figures. It looks up numbers and does nothing else: no code is loaded from the files.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from zammad_plugin.triage.trained import meaning as meanings
from zammad_plugin.triage.trained.features import BUCKETS, features
from zammad_plugin.triage.trained.linear_heads import Chances, Floats, Heads, chances_of, load_table
from zammad_plugin.triage.trained.meaning import Meaning

FILE = "letters.npz"
REPORT = "child_safety"
OPINION = "meaning"
# What the letters alone decide: below the first share of a report, or from the other three on.
# Half of all messages; of authors left out as many were right as with the meaning for each.
PLAINLY_NOT, REPORT_SURE, CATEGORY_SURE, URGENCY_SURE = 0.047, 0.9, 0.7, 0.7


@dataclass(frozen=True)
class Limits:
    """Shares from which a text is a report (`sure`), or a person must look (`unsure`)."""

    sure: float
    unsure: float


# From messages of authors that were left out of the training.
LETTERS_ONLY = Limits(0.57, 0.28)
WITH_MEANING = Limits(0.55, 0.27)


@dataclass(frozen=True)
class Weights:
    """`table`: a row a bucket, a column a class, so that a text touches few places in memory."""

    heads: Heads
    table: NDArray[np.int8]
    meaning: Meaning | None = None

    @property
    def limits(self) -> Limits:
        return WITH_MEANING if self.meaning else LETTERS_ONLY

    def judge(self, folded: str, marks: Iterable[str], text: str) -> dict[str, Chances]:
        """Probabilities by question and class, for a normalised text, the concepts seen, and the
        text as it was written. `OPINION` is what the meaning by itself says of REPORT."""
        logits = self._logits(folded, marks)
        found = self._chances(logits)
        if self.meaning is None or _decided(found):
            return found
        keep, said = self.meaning.heads.keep, self.meaning.logits(text)
        for task, more in said.items():
            logits[task] = logits[task] * np.float32(keep[task]) + more
        opinion = chances_of(self.heads.tasks[REPORT], said[REPORT])
        return self._chances(logits) | {OPINION: opinion}

    def _chances(self, logits: dict[str, Floats]) -> dict[str, Chances]:
        return {task: chances_of(self.heads.tasks[task], one) for task, one in logits.items()}

    def _logits(self, folded: str, marks: Iterable[str]) -> dict[str, Floats]:
        places, values = features(folded, marks)
        return self.heads.logits(values @ self.table[places].astype(np.float32))


def _decided(found: dict[str, Chances]) -> bool:
    """Whether the letters are as sure as the meaning could make them: an embedding takes time."""
    report = found[REPORT]["True"]
    return report <= PLAINLY_NOT or (
        report >= REPORT_SURE
        and max(found["category"].values()) >= CATEGORY_SURE
        and max(found["urgency"].values()) >= URGENCY_SURE
    )


def load(folder: Path) -> Weights:
    """Raises DeskError when the file is missing or not ours."""
    heads, table = load_table(folder / FILE, BUCKETS)
    return Weights(heads, table, meanings.load(folder))
