"""What is kept of tickets that are gone: how many, by day and code, for later reports; and a proof
of what was removed. Numbers, codes and dates; no id, no name, no word."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from zammad_plugin.errors import StateError, Where
from zammad_plugin.state.atomic import read_json, replace_file

Day = dict[str, dict[str, int]]  # attribute → value → tickets


class Kept:
    """A file of the state: day on which tickets had come → attribute → value → how many."""

    def __init__(self, file: Path) -> None:
        self.file = file
        read = read_json(file)
        self._days: dict[str, Day] = read if isinstance(read, dict) else {}

    def add(self, came: date, values: Mapping[str, str]) -> None:
        """One ticket more that is gone. Raises StateError."""
        day = self._days.setdefault(came.isoformat(), {})
        for name, value in values.items():
            counts = day.setdefault(name, {})
            counts[value] = counts.get(value, 0) + 1
        replace_file(self.file, [json.dumps(self._days, sort_keys=True)])

    def between(self, first: date, last: date) -> Iterator[tuple[date, Day]]:
        for name in sorted(self._days):
            day = date.fromisoformat(name)
            if first <= day <= last:
                yield day, self._days[name]


def prove(file: Path, row: Mapping[str, Any]) -> None:
    """A line behind the others. Raises StateError."""
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_NOFOLLOW, 0o600)
        with os.fdopen(handle, "a", encoding="utf-8") as stream:
            stream.write(json.dumps(row) + "\n")
    except OSError as error:
        raise StateError(
            f"can't be written: {error.strerror}", where=Where(file), hint="look at the disk (df)"
        ) from error
