"""What signal-cli tells of messages that left, of keys and of devices."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Sent:
    """A message that left; `timestamp` (ms) is its id in receipts, quotes and edits."""

    timestamp: int


@dataclass(frozen=True, repr=False)
class Identity:
    """A key that a person had or has. `trust`: UNTRUSTED, TRUSTED_UNVERIFIED, TRUSTED_VERIFIED."""

    uuid: str
    number: str | None
    safety_number: str
    trust: str
    added: int  # ms


@dataclass(frozen=True)
class Device:
    """A device of the account; 1 is the phone. `seen`: ms, to the day; 0 where not told."""

    id: int
    seen: int


def device(one: dict[str, Any]) -> Device:
    number, seen = one.get("id"), one.get("lastSeenTimestamp")
    return Device(number if isinstance(number, int) else 0, seen if isinstance(seen, int) else 0)


def identity(one: dict[str, Any]) -> Identity:
    number, added = one.get("number"), one.get("addedTimestamp")
    return Identity(
        uuid=str(one.get("uuid") or ""),
        number=str(number) if number else None,
        safety_number=str(one.get("safetyNumber") or ""),
        trust=str(one.get("trustLevel") or ""),
        added=added if isinstance(added, int) else 0,
    )
