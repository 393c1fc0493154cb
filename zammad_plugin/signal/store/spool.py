"""The bridge's own memory: one SQLite file that survives a kill at any point.

Texts of people stand in it only until Zammad has them; then they are overwritten with zeros
(`secure_delete`, and the write-ahead log is cut). What agents write never stands in it.

Its files are opened and closed by SQLite alone. To close any descriptor of them drops every lock
that the process holds on them (POSIX); the next reader then takes itself for the last user and
deletes the log into which the bridge still writes (SQLite, *How To Corrupt*, 2.2).
"""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from zammad_plugin.errors import PluginError, StateError, Where
from zammad_plugin.signal.store.schema import SCHEMA, VERSION

FILE = "spool.sqlite3"
PATIENCE = 30.0  # seconds that a writer waits for another one
KEPT = 30 * 86400.0  # seconds that the key of a delivered message is kept
Row = sqlite3.Row


def _nothing(place: str) -> None:
    """What happens around a commit outside of tests."""


class Spool:
    """One connection, for one thread. `hook` is told before and after each commit."""

    def __init__(
        self,
        folder: Path,
        *,
        hook: Callable[[str], None] = _nothing,
        now: Callable[[], float] = time.time,
    ) -> None:
        """Raises PluginError for a folder that others may read, or a spool of a newer version;
        StateError, as every method, when the disk does not take or give what is asked."""
        self.folder, self.file, self.hook, self.now = folder, folder / FILE, hook, now
        _closed(folder)
        self._files: tuple[int, ...] = ()
        with self._said():
            self.db = sqlite3.connect(self.file, timeout=PATIENCE, isolation_level=None)
        try:
            self._open()
        except BaseException:
            self.close()
            raise
        self._files = self._there()

    def _open(self) -> None:
        with self._said():
            self.file.chmod(0o600)  # by its name; the log gets the same mode from SQLite
            self.db.row_factory = sqlite3.Row
            for pragma in ("journal_mode=WAL", "synchronous=FULL", "secure_delete=ON"):
                self.db.execute(f"PRAGMA {pragma}")
        self._make()

    @contextmanager
    def _said(self) -> Iterator[None]:
        """SQLite's and the system's words name no row."""
        try:
            yield
        except (sqlite3.Error, OSError) as error:
            raise StateError(
                f"the spool can't be used: {error}",
                where=Where(self.file),
                hint="look at the disk (df) and the folder's owner; nothing was lost",
            ) from error

    def _there(self) -> tuple[int, ...]:
        """Which files the names stand for now; empty when one is gone."""
        log = self.file.with_name(f"{FILE}-wal")
        try:
            return self.file.stat().st_ino, log.stat().st_ino
        except FileNotFoundError:
            return ()

    def _make(self) -> None:
        with self.change("schema"):
            found = int(self.db.execute("PRAGMA user_version").fetchone()[0])
            if found > VERSION:
                what = f"the spool has version {found}, this program knows {VERSION}"
                hint = "install the newer zammad-plugin again"
                raise PluginError(what, where=Where(self.file), hint=hint)
            if found == 0:
                self._lay_out()

    def _lay_out(self) -> None:
        # executescript would commit by itself: the statements one by one do not.
        for statement in SCHEMA.split(";"):
            self.db.execute(statement)
        self.db.execute(f"PRAGMA user_version={VERSION}")
        self.db.execute("INSERT INTO meta VALUES ('born', ?)", (str(self.now()),))

    @contextmanager
    def change(self, what: str) -> Iterator[sqlite3.Connection]:
        """One transaction: all of it or, when it raises, nothing.

        Raises PluginError when the files were taken away under us: what we wrote would be lost.
        """
        with self._said():
            self.db.execute("BEGIN IMMEDIATE")
        try:
            if self._files and self._there() != self._files:
                raise PluginError(
                    "the spool was moved, replaced or deleted while it was in use",
                    where=Where(self.file),
                    hint="stop the bridge, put the spool back, start the bridge again",
                )
            with self._said():
                yield self.db
            self.hook(f"before {what}")
            with self._said():
                self.db.execute("COMMIT")
        except BaseException:
            with suppress(sqlite3.Error):  # a full disk rolls back by itself
                self.db.execute("ROLLBACK")
            raise
        self.hook(f"after {what}")

    def one(self, sql: str, *values: Any) -> Row | None:
        with self._said():
            row: Row | None = self.db.execute(sql, values).fetchone()
        return row

    def all(self, sql: str, *values: Any) -> list[Row]:
        with self._said():
            return self.db.execute(sql, values).fetchall()

    def number(self, sql: str, *values: Any) -> int:
        """The first column of the first row; 0 when there is none."""
        row = self.one(sql, *values)
        return int(row[0] or 0) if row else 0

    def get(self, name: str, usual: str = "") -> str:
        row = self.one("SELECT value FROM meta WHERE name=?", name)
        return str(row["value"]) if row else usual

    def put(self, name: str, value: str) -> None:
        with self.change(name) as db:
            db.execute("REPLACE INTO meta VALUES (?, ?)", (name, value))

    def wipe(self) -> None:
        """Cut the write-ahead log: it holds copies of texts that the file has no more."""
        with self._said():
            self.db.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def purge(self) -> int:
        """Forget keys of messages that were delivered long ago. Returns how many."""
        limit = self.now() - KEPT
        with self.change("purge") as db:
            done = "DELETE FROM inbox WHERE state='done' AND at < ?"
            gone = db.execute(done, (limit,)).rowcount
            db.execute("DELETE FROM receipts WHERE at < ?", (limit,))
            db.execute("DELETE FROM gaps WHERE ended < ?", (limit,))
        return gone

    def close(self) -> None:
        self.db.close()

    def __enter__(self) -> Spool:
        return self

    def __exit__(self, *ended: object) -> None:
        self.close()


def _closed(folder: Path) -> None:
    """The folder, made for its owner alone. Raises PluginError when others may look in."""
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise StateError(f"can't be made: {error.strerror}", where=Where(folder)) from error
    if folder.stat().st_mode & 0o077:
        raise PluginError(
            "others can look into the folder of the spool",
            where=Where(folder),
            hint=f"chmod 700 {folder}",
        )


def marks(values: Sequence[Any]) -> str:
    """`?, ?, ?` for an IN of so many values."""
    return ", ".join("?" * len(values))
