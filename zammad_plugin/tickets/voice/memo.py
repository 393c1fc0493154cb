"""What the hearing remembers between two passes."""

from __future__ import annotations

import json
import logging
from pathlib import Path

from zammad_plugin.errors import StateError
from zammad_plugin.state.atomic import read_json, replace_file
from zammad_plugin.voice.ears import Recording
from zammad_plugin.zammad.client import Record

log = logging.getLogger(__name__)


class Memo:
    """Ticket → when it changed last as we know it with nothing left to hear, and recording → how
    often it failed. Ids, times and counts only, in a file that may be lost."""

    def __init__(self, file: Path | None = None) -> None:
        self._file = file
        read = read_json(file) if file else None
        kept = read if isinstance(read, dict) else {}
        self.done = _strings(kept.get("done"))
        counts = _strings(kept.get("failed"))
        self.failed = {key: int(count) for key, count in counts.items() if count.isdigit()}

    def settled(self, row: Record) -> bool:
        return self.done.get(str(row["id"])) == str(row.get("updated_at"))

    def settle(self, row: Record) -> None:
        self.done[str(row["id"])] = str(row.get("updated_at"))

    def count(self, one: Recording) -> None:
        self.failed[one.key] = self.failed.get(one.key, 0) + 1

    def keep(self, rows: list[Record]) -> None:
        """What `rows` no longer name is forgotten."""
        there = {str(row["id"]) for row in rows}
        self.done = {key: at for key, at in self.done.items() if key in there}
        self.save()

    def save(self) -> None:
        if self._file is None:
            return
        failed = {key: str(count) for key, count in self.failed.items()}
        try:
            replace_file(self._file, [json.dumps({"done": self.done, "failed": failed})])
        except StateError as error:  # not worth a pass
            log.error("%s", error)


def _strings(kept: object) -> dict[str, str]:
    rows = kept.items() if isinstance(kept, dict) else ()
    return {str(key): str(value) for key, value in rows}
