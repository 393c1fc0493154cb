"""What a doctor tells: one line each, with the mend."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Level = Literal["ok", "warn", "fail"]


@dataclass(frozen=True)
class Finding:
    """`mend`: what to do next; empty when all is well."""

    level: Level
    what: str
    mend: str = ""
