"""What a kind of configuration objects is to the server."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Kind:
    """`read` and `write`: permissions, one is enough. `unique`: a second name is refused."""

    path: str
    model: str
    write: tuple[str, ...]
    columns: dict[str, Any]
    read: tuple[str, ...] = ()
    unique: bool = True
    html: tuple[str, ...] = ()
    conditions: tuple[str, ...] = ()
    # Columns of these names hold ids; the API takes and (expanded) gives names beside them.
    names: dict[str, str] = field(default_factory=dict)
    deletable: bool = True
    hash_needed: str = ""

    @property
    def readers(self) -> tuple[str, ...]:
        return (*self.write, *self.read)
