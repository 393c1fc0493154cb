"""Texts as tokens, in batches of like length, with what the layers below make of them.

The layers that are not taught give the same numbers in every round: they are computed once, and
kept beside this file until other texts or layers are asked for (1.2 GB for 37,000 texts).
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import encoder_file
import jax
import jax.numpy as jnp
import numpy as np
from e5_file import E5File
from e5_layers import Layer, computed, layer_of, normed
from parallel import each

from zammad_plugin.text.embedding import encoder

LENGTHS = (16, 24, 32, 48, 64, 96, 144)  # tokens of a text; of longer ones the rest is left out
TOKENS = 3072  # in a batch
KEPT = ".encoder-below-{}.npy"

Array = np.ndarray[Any, Any]


@dataclass(frozen=True)
class Batch:
    """`rows`: numbers of texts of at most `length` tokens; room for `room` of them."""

    rows: Array
    length: int

    @property
    def room(self) -> int:
        return TOKENS // self.length


@dataclass(frozen=True)
class Cut:
    """`tokens` of all texts behind each other, those of text t from starts[t] to starts[t + 1]."""

    tokens: Array
    starts: Array

    def of(self, row: int) -> slice:
        return slice(self.starts[row], self.starts[row + 1])

    def batches(self, rows: Array, chance: np.random.Generator | None = None) -> list[Batch]:
        """Of the `rows`; shuffled, if by `chance`."""
        found = []
        place = np.searchsorted(LENGTHS, np.diff(self.starts)[rows])
        for number, length in enumerate(LENGTHS):
            alike = rows[place == number]
            if chance:
                chance.shuffle(alike)
            room = TOKENS // length
            found += [Batch(alike[at : at + room], length) for at in range(0, len(alike), room)]
        if chance:
            chance.shuffle(found)
        return found

    def filled(self, batch: Batch, numbers: Array) -> tuple[Array, Array]:
        """((room, length, width), where tokens are) from `numbers`, a row a token. An empty text
        has one token: its mean must be a number."""
        x = np.zeros((batch.room, batch.length, numbers.shape[1]), numbers.dtype)
        mask = np.zeros(x.shape[:2], bool)
        mask[:, 0] = True
        for at, row in enumerate(batch.rows):
            mine = numbers[self.of(row)]
            x[at, : len(mine)], mask[at, : len(mine)] = mine, True
        return x, mask


def cut(file: E5File, texts: Sequence[str]) -> Cut:
    known = file.tokens
    found = each(lambda at: _shortened(known.of(texts[at])), range(len(texts)))
    starts = np.cumsum([0, *map(len, found)])
    return Cut(np.concatenate(found).astype(np.int32), starts)


def _shortened(tokens: list[int]) -> Array:
    most = LENGTHS[-1]
    return np.array(tokens if len(tokens) <= most else [*tokens[: most - 1], tokens[-1]])


def below(file: E5File, texts: Cut, layers: int, folder: Path) -> Array:
    """(tokens, width): what the lowest `layers` make of every token."""
    base = encoder.digest_of(file.bytes, encoder_file.below(file, layers))
    whole = hashlib.sha256(texts.tokens.tobytes() + texts.starts.tobytes() + base.encode())
    kept = folder / KEPT.format(whole.hexdigest()[:16])
    if not kept.exists():
        for other in folder.glob(KEPT.format("*")):
            other.unlink()
        half_made = kept.with_suffix(".part")
        _compute(file, texts, layers, half_made)
        half_made.rename(kept)
    return np.asanyarray(np.load(kept, mmap_mode="r"))


def _compute(file: E5File, texts: Cut, layers: int, out: Path) -> None:
    shape = (len(texts.tokens), file.width)
    numbers = np.lib.format.open_memmap(out, "w+", np.float16, shape)
    stack = [layer_of(file, number) for number in range(layers)]
    words = _Words(file)

    @jax.jit
    def through(x: jax.Array, mask: jax.Array, stack: list[Layer]) -> jax.Array:
        for layer in stack:
            x = computed(file, layer, x, mask)
        return x

    for batch in texts.batches(np.arange(len(texts.starts) - 1)):
        tokens, mask = texts.filled(batch, texts.tokens[:, None])
        made = np.asarray(through(words(tokens[..., 0]), mask, stack))
        for at, row in enumerate(batch.rows):
            place = texts.of(row)
            numbers[place] = made[at, : place.stop - place.start]
    numbers.flush()


class _Words:
    """What the first layer is given: of word, place and kind."""

    def __init__(self, file: E5File) -> None:
        self._file = file
        places = file.numbers("emb.pos").reshape(-1, file.width)
        self._places = places[: LENGTHS[-1]] + file.numbers("emb.type")[: file.width]
        self._weight, self._bias = (jnp.asarray(file.numbers(f"emb.ln.{one}")) for one in "wb")

    def __call__(self, tokens: Array) -> jax.Array:
        words = self._file.matrix("emb.word", tokens.ravel()).reshape(*tokens.shape, -1)
        x = jnp.asarray(words + self._places[: tokens.shape[1]])
        return normed(x, self._weight, self._bias, self._file.epsilon)
