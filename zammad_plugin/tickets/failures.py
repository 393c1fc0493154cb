"""How often a ticket failed in a row: ids and counts only, in a file that may be lost."""

from __future__ import annotations

import json
from pathlib import Path

from zammad_plugin.state.atomic import replace_file

MOST = 3


class Failures:
    """Without a path it counts within one run."""

    def __init__(self, path: Path | None = None) -> None:
        self._path = path
        self._counts = _read(path) if path else {}
        self._saved = dict(self._counts)

    def count(self, ticket_id: int) -> bool:
        """One more; whether that was the last one allowed."""
        self._counts[ticket_id] = self._counts.get(ticket_id, 0) + 1
        return self._counts[ticket_id] >= MOST

    def forget(self, ticket_id: int) -> None:
        self._counts.pop(ticket_id, None)

    def save(self) -> None:
        if self._path is None or self._counts == self._saved:
            return
        replace_file(self._path, [json.dumps(self._counts)])
        self._saved = dict(self._counts)


def _read(path: Path) -> dict[int, int]:
    try:
        return {int(id): int(count) for id, count in json.loads(path.read_text()).items()}
    except (OSError, ValueError, AttributeError, TypeError):
        return {}
