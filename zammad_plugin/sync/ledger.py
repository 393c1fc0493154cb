"""What the server echoed after our last write. Losing it is safe: equal objects are adopted."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from zammad_plugin.state.atomic import read_json, replace_file
from zammad_plugin.sync.diff import Base


def _entries(data: Any) -> dict[str, Base] | None:
    """None when it is no ledger."""
    try:
        return {str(address): Base(**entry) for address, entry in data["objects"].items()}
    except (TypeError, AttributeError, KeyError):
        return None


class Ledger:
    """Address → Base; holds digests only, no text. Without a path it lives in memory.

    `missing`: why nothing is remembered of earlier writes; empty when the file was read.
    """

    def __init__(self, path: Path | None = None, desk: str = "") -> None:
        """`desk`: its name, which its objects carry where several desks share one Zammad."""
        self._path, self.desk = path, desk
        found = _entries(read_json(path)) if path else {}
        self.missing = self._why() if found is None else ""
        self._entries = found or {}
        self._saved = dict(self._entries)

    def _why(self) -> str:
        there = self._path is not None and self._path.exists()
        what = "can't be read" if there else "is not there"
        return f"the state of this Zammad {what} ({self._path})"

    def get(self, address: str) -> Base | None:
        return self._entries.get(address)

    def addresses(self) -> list[str]:
        return sorted(self._entries)

    def drop(self, address: str) -> None:
        self._entries.pop(address, None)

    def put(self, address: str, base: Base) -> None:
        self._entries[address] = base

    def save(self) -> None:
        """Replace the file at once, readable by its owner only. No write when nothing changed."""
        if self._path is None or self._entries == self._saved:
            return
        replace_file(self._path, self._lines())
        self._saved = dict(self._entries)

    def _lines(self) -> Iterator[str]:
        """JSON, an object a line: json's own indenting costs five times as much."""
        yield '{"version": 2, "objects": {'
        between = "\n"
        for address, base in sorted(self._entries.items()):
            yield f"{between}{json.dumps(address)}: {json.dumps(vars(base))}"
            between = ",\n"
        yield "\n}}\n"
