"""The trained part of triage: linear models over letter sequences and, with the extra, meaning.

Trained by training/train.py on messages written for it; the same text always gives the same
figures. It looks up numbers and does nothing else: no code is loaded from the files.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from zammad_plugin.triage.trained import meaning as meanings
from zammad_plugin.triage.trained.features import BUCKETS
from zammad_plugin.triage.trained.linear_heads import Floats, Heads, load_table
from zammad_plugin.triage.trained.meaning import Meaning
from zammad_plugin.triage.trained.settings import Settings

FILE = "letters.npz"
WHOLE, PASSAGE = "whole", "passage"  # the models of a report
REPORT = "child_safety"
OPINION = "meaning"


@dataclass(frozen=True)
class Weights:
    """`table`: a row a bucket, a column a class, so that a text touches few places in memory;
    `whole` and `passage`: the columns of the two models of a report once more, by themselves."""

    heads: Heads
    table: NDArray[np.int8]
    whole: Floats
    passage: Floats
    settings: Settings
    meaning: Meaning | None = None


def load(folder: Path) -> Weights:
    """Raises DeskError when the file is missing or not ours."""
    heads, table, settings = load_table(folder / FILE, BUCKETS)
    columns = [table[:, heads.column(task)].astype(np.float32) for task in (WHOLE, PASSAGE)]
    known = Settings.model_validate_json(settings)
    return Weights(
        heads, table, columns[0], columns[1], known, meanings.load(folder / meanings.FILE)
    )
