"""A name that a text tells without an @ or a link. Pure."""

from __future__ import annotations

import re
from typing import Literal, NamedTuple


class Bare(NamedTuple):
    """A name from `start` to `end`; `service` is '' where nobody says which."""

    service: str
    kind: Literal["handle", "id"]
    value: str
    start: int
    end: int


def named(service: str, kind: Literal["handle", "id"], found: re.Match[str]) -> Bare:
    """The group `token` of what was found."""
    return Bare(service, kind, found["token"], found.start("token"), found.end("token"))
