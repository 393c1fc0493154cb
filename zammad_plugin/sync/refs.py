"""References by name inside what a file says; their ids are known only at the server."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Ref:
    """An object named in a file; its id is known only at the server (`text`: as a string)."""

    resource: str
    name: str
    text: bool = False

    def __str__(self) -> str:
        return f"{self.resource}:{self.name}"


HOLDERS = (Ref, dict, list)  # most values are words and numbers: no call for those


def resolve(value: Any, lookup: Callable[[Ref], Any]) -> Any:
    """`value` with every Ref replaced by what `lookup` says."""
    if isinstance(value, Ref):
        return lookup(value)
    if isinstance(value, dict):
        return {
            (lookup(key) if isinstance(key, Ref) else key): (
                resolve(item, lookup) if isinstance(item, HOLDERS) else item
            )
            for key, item in value.items()
        }
    if isinstance(value, list):
        return [resolve(item, lookup) if isinstance(item, HOLDERS) else item for item in value]
    return value


def named_keys(value: Any) -> Any:
    """`value` with the name of every Ref that is still a key of a mapping: such as the rights of a
    role in a group that is yet to be made. JSON and sorting know words as keys only."""
    if isinstance(value, dict):
        return {str(key): named_keys(item) for key, item in value.items()}
    return [named_keys(item) for item in value] if isinstance(value, list) else value


def refs_in(value: Any) -> list[Ref]:
    """Every Ref inside `value`."""
    found: list[Ref] = []
    resolve(value, found.append)
    return found
