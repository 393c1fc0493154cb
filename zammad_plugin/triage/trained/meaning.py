"""A second opinion on what a message means: linear heads over a multilingual sentence embedding.

Without the extra `[semantic]` (text/embedding) everything works on letters and concepts alone. The
heads are trained by training/train.py and training/situations.py on the same messages.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from zammad_plugin.text import embedding
from zammad_plugin.text.embedding import WIDTH, Embed, Floats, embed
from zammad_plugin.triage.trained.linear_heads import Heads, load_table

FILE = "meaning.npz"
OF_SITUATIONS = "situations-meaning.npz"  # heads over what a message is about and who writes


@dataclass(frozen=True)
class Meaning:
    """`embed`: text → WIDTH numbers."""

    heads: Heads
    table: NDArray[np.int8]
    embed: Embed

    def logits(self, text: str) -> dict[str, Floats]:
        """By question, for the text as it was written."""
        return self.heads.logits(self.embed(text) @ self.table.astype(np.float32))


def load(file: Path) -> Meaning | None:
    """None without the extra or the heads' file. Raises DeskError for a file that is not ours."""
    if not file.exists() or not embedding.installed():
        return None
    heads, table, _ = load_table(file, WIDTH)
    return Meaning(heads, table, embed)
