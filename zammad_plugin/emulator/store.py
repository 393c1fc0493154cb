"""Rows by table, in memory; with a file each request's changes go to SQLite in one transaction."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from threading import RLock
from typing import Any

Row = dict[str, Any]
SCHEMA = """
CREATE TABLE IF NOT EXISTS rows (kind TEXT, id INTEGER, body TEXT, PRIMARY KEY (kind, id));
CREATE TABLE IF NOT EXISTS next_ids (kind TEXT PRIMARY KEY, id INTEGER);
"""


def now() -> str:
    """UTC with milliseconds, as the API writes times."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%S.%f")[:-3] + "Z"


def copied(value: Any) -> Any:
    """What JSON can say, copied; copy.deepcopy takes five times as long."""
    if type(value) is dict:
        return {name: copied(one) for name, one in value.items()}
    return [copied(one) for one in value] if type(value) is list else value


class Store:
    """Tables of rows with `id`, `created_at`, `updated_at`; one request at a time."""

    def __init__(self, file: Path | None = None, version: tuple[int, int] = (6, 5)) -> None:
        self.version = version  # the one that is played
        self._tables: dict[str, dict[int, Row]] = {}
        self._next: dict[str, int] = {}
        self.writes = 0  # so far: what was found before a write may be found no more
        self._dirty: set[tuple[str, int]] = set()
        self._before: dict[tuple[str, int], Row | None] = {}
        self._lock = RLock()
        self._db = sqlite3.connect(file, check_same_thread=False) if file else None
        if self._db:
            self._open(self._db)

    def _open(self, db: sqlite3.Connection) -> None:
        try:
            db.executescript(SCHEMA)
            self._load(db)
        except BaseException:
            db.close()  # a file that no emulator wrote: nobody else would close it
            raise

    def _load(self, db: sqlite3.Connection) -> None:
        for kind, row_id, body in db.execute("SELECT kind, id, body FROM rows ORDER BY id"):
            self._tables.setdefault(kind, {})[row_id] = json.loads(body)
        self._next.update(db.execute("SELECT kind, id FROM next_ids"))

    @property
    def empty(self) -> bool:
        return not self._tables

    @contextmanager
    def request(self) -> Iterator[None]:
        """All of a request's changes or, when it raises, none; requests wait for each other."""
        with self._lock:
            try:
                yield
                self._keep()
            except BaseException:
                self._undo()
                raise
            finally:
                self._before.clear()
                self._dirty.clear()

    def _undo(self) -> None:
        for (kind, row_id), row in self._before.items():
            if row is None:
                self._tables[kind].pop(row_id, None)
            else:
                self._tables[kind][row_id] = row
        self._tables = {
            kind: dict(sorted(rows.items())) if any(k == kind for k, _ in self._before) else rows
            for kind, rows in self._tables.items()
        }

    def _keep(self) -> None:
        if not self._db or not self._dirty:
            return
        with self._db:
            for kind, row_id in self._dirty:
                row = self._tables[kind].get(row_id)
                if row is None:
                    self._db.execute("DELETE FROM rows WHERE kind=? AND id=?", (kind, row_id))
                else:
                    values = (kind, row_id, json.dumps(row, ensure_ascii=False))
                    self._db.execute("REPLACE INTO rows VALUES (?, ?, ?)", values)
            self._db.executemany("REPLACE INTO next_ids VALUES (?, ?)", self._next.items())

    def _touches(self, kind: str, row_id: int) -> None:
        self.writes += 1
        key = (kind, row_id)
        self._dirty.add(key)
        if key not in self._before:
            self._before[key] = copied(self._tables.get(kind, {}).get(row_id))

    def insert(self, kind: str, row: Row) -> Row:
        """The new row, with its id."""
        row_id = self._next.get(kind, 1)
        self._next[kind] = row_id + 1
        self._tables.setdefault(kind, {})
        self._touches(kind, row_id)
        stamp = now()
        new = {"id": row_id, **row}
        new.setdefault("created_at", stamp)
        new.setdefault("updated_at", stamp)
        self._tables[kind][row_id] = new
        return new

    def update(self, kind: str, row_id: int, changes: Row) -> Row:
        """What changed (name → value before). An unchanged row keeps its `updated_at`."""
        row = self._tables[kind][row_id]
        before = {name: row.get(name) for name, value in changes.items() if row.get(name) != value}
        if before:
            self._touches(kind, row_id)
            row = self._tables[kind][row_id]
            row.update(copied(changes), updated_at=now())
        return before

    def touch(self, kind: str, row_id: int) -> None:
        self._touches(kind, row_id)
        self._tables[kind][row_id]["updated_at"] = now()

    def add_column(self, kind: str, name: str) -> None:
        """Empty in the rows that there are; nothing else of them changes."""
        for row_id, row in list(self._tables.get(kind, {}).items()):
            if name not in row:
                self._touches(kind, row_id)
                row[name] = None

    def drop_column(self, kind: str, name: str) -> None:
        for row_id, row in list(self._tables.get(kind, {}).items()):
            if name in row:
                self._touches(kind, row_id)
                del row[name]

    def delete(self, kind: str, row_id: int) -> None:
        self._touches(kind, row_id)
        self._tables[kind].pop(row_id, None)

    def get(self, kind: str, row_id: int) -> Row | None:
        return self._tables.get(kind, {}).get(row_id)

    def rows(self, kind: str) -> list[Row]:
        return list(self._tables.get(kind, {}).values())

    def find(self, kind: str, **equal: Any) -> Row | None:
        """The first row with these values; names compare without case, as in the database."""
        wanted = {name: _folded(value) for name, value in equal.items()}
        return next(
            (
                row
                for row in self._tables.get(kind, {}).values()
                if all(_folded(row.get(name)) == value for name, value in wanted.items())
            ),
            None,
        )

    def close(self) -> None:
        if self._db:
            self._db.close()


def _folded(value: Any) -> Any:
    return value.casefold() if isinstance(value, str) else value
