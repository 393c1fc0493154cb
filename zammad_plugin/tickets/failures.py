"""How often a ticket failed in a row: ids and counts only, in a file that may be lost."""

from __future__ import annotations

import json
import logging
from pathlib import Path

from zammad_plugin.errors import StateError
from zammad_plugin.state.atomic import read_json, replace_file

log = logging.getLogger(__name__)
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
        try:
            replace_file(self._path, [json.dumps(self._counts)])
        except StateError as error:  # counts are not worth a run
            log.error("%s", error)
            return
        self._saved = dict(self._counts)


def _read(path: Path) -> dict[int, int]:
    try:
        return {int(id): int(count) for id, count in read_json(path).items()}
    except (ValueError, AttributeError, TypeError, OverflowError):
        return {}
