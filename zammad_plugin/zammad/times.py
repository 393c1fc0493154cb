"""A server's times, read and written in one way: UTC, ISO 8601."""

from __future__ import annotations

from datetime import UTC, datetime


def read_time(stamp: object) -> datetime | None:
    """A time as the server writes it, with its zone (UTC where it names none); None when it
    can't be read: an answer is never trusted to be well-formed."""
    try:
        read = datetime.fromisoformat(str(stamp or "").replace("Z", "+00:00"))
    except ValueError:
        return None
    return read if read.tzinfo else read.replace(tzinfo=UTC)


def write_time(at: datetime) -> str:
    """For fields and conditions: `2026-11-30T00:51:42.000Z`, as Zammad itself writes it."""
    return at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def write_minute(at: datetime) -> str:
    """For attributes of the type datetime, whose picker has no seconds: a value with seconds
    would look changed each time an agent saves the form."""
    return write_time(at.replace(second=0, microsecond=0))
