"""What came of writing a plan: how much was written, what failed and why."""

from __future__ import annotations

from dataclasses import dataclass, field

from zammad_plugin.errors import (
    Where,
)


@dataclass(frozen=True)
class Failure:
    """`where`: the place in our file, as near as the server's words tell."""

    address: str
    why: str
    hint: str = ""
    where: Where | None = None


@dataclass
class Result:
    """`written`: objects created or changed. `notes`: what a person should know."""

    written: int = 0
    failed: list[Failure] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    unavailable: bool = False
