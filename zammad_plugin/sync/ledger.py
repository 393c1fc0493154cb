"""What the server echoed after our last write. Losing it is safe: equal objects are adopted."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from zammad_plugin.state.atomic import replace_file
from zammad_plugin.sync.diff import Base


def _entries(data: Any) -> dict[str, Base]:
    """Nothing when it is no ledger."""
    try:
        entries = data.get("objects", {})
        return {str(address): Base(**entry) for address, entry in entries.items()}
    except (TypeError, AttributeError):
        return {}


def _instance(data: Any) -> str:
    return str(data.get("instance") or "") if isinstance(data, dict) else ""


def _read(path: Path) -> Any:
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}


class Ledger:
    """Address → Base; holds digests only, no text. Without a path it lives in memory."""

    def __init__(self, path: Path | None = None) -> None:
        self._path = path
        data = _read(path) if path else {}
        self._entries = _entries(data)
        self.instance = _instance(data)
        self._saved = (dict(self._entries), self.instance)

    def get(self, address: str) -> Base | None:
        return self._entries.get(address)

    def addresses(self) -> list[str]:
        return sorted(self._entries)

    def forget(self) -> None:
        """Everything: what is known belongs to another Zammad."""
        self._entries.clear()

    def drop(self, address: str) -> None:
        self._entries.pop(address, None)

    def put(self, address: str, base: Base) -> None:
        self._entries[address] = base

    def save(self) -> None:
        """Replace the file at once, readable by its owner only. No write when nothing changed."""
        if self._path is None or (self._entries, self.instance) == self._saved:
            return
        replace_file(self._path, self._lines())
        self._saved = (dict(self._entries), self.instance)

    def _lines(self) -> Iterator[str]:
        """JSON, an object a line: json's own indenting costs five times as much."""
        yield f'{{"version": 1, "instance": {json.dumps(self.instance)}, "objects": {{'
        between = "\n"
        for address, base in sorted(self._entries.items()):
            yield f"{between}{json.dumps(address)}: {json.dumps(vars(base))}"
            between = ",\n"
        yield "\n}}\n"
