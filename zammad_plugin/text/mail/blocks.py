"""A message in blocks by who wrote what: nothing is cut, each block says what it is. Pure.

Whoever weighs the text takes a person's words full, and reads the others without their weight.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

Kind = Literal[
    "words",  # what the sender typed
    "told",  # what the sender wants to be read: a forward, a pasted message, a quotation of others
    "quoted",  # the desk's own or an older message, as a reply drags it along
    "header",  # what a client writes above a quotation or a forward
    "signature",
    "device",  # "Sent from my iPhone"
    "disclaimer",
    "banner",  # "external e-mail", which the receiving side adds
    "scanner",
    "form",  # what a web form adds
    "notice",  # what a portal, a list, a ticket system or a mail server says of the mail
    "machine",  # a whole mail that no person wrote: a bounce, an out-of-office
    "added",  # a bridge's words beside the person's
]
PERSONS: frozenset[Kind] = frozenset({"words", "told"})


class Block(NamedTuple):
    """`text[start:end]` of its message is of `kind`."""

    kind: Kind
    start: int
    end: int


@dataclass(frozen=True)
class Blocks:
    """The whole text of a message, which `blocks` cover in order; `unread`: how many characters
    from the middle of a very long one were not read."""

    text: str
    blocks: tuple[Block, ...]
    unread: int = 0

    @property
    def words(self) -> str:
        """What a person wrote or wants to be read, without the rest."""
        return "".join(self._of(PERSONS)).strip()

    def of(self, *kinds: Kind) -> list[str]:
        """Texts of the blocks of these kinds."""
        return list(self._of(frozenset(kinds)))

    def _of(self, kinds: frozenset[Kind]) -> Iterator[str]:
        return (self.text[start:end] for kind, start, end in self.blocks if kind in kinds)


def joined(pieces: Sequence[tuple[Kind, str]]) -> Blocks:
    """Lines (or sentences) with their kinds; neighbours of one kind are one block.

    A piece that ends in a line feed ends its line; blank lines belong to the block before them.
    """
    text = "".join(piece for _, piece in pieces)
    blocks, at = list[Block](), 0
    for kind, piece in pieces:
        end = at + len(piece)
        if blocks and (blocks[-1].kind == kind or not piece.strip()):
            blocks[-1] = Block(blocks[-1].kind, blocks[-1].start, end)
        else:
            blocks.append(Block(kind, at, end))
        at = end
    return Blocks(text, tuple(blocks))
