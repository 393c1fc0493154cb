"""What came in and waits for Zammad, in the order of its coming for each person.

new → leased (may have been posted) → done; or broken: kept for a person to look at.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from zammad_plugin.signal.store.spool import Row, Spool

WAITS = "state IN ('new', 'leased')"


@dataclass(frozen=True)
class Arrived:
    """One event. `doubtful`: it was leased before, so Zammad may have it already."""

    id: int
    sender: str
    timestamp: int
    kind: str
    body: str
    tries: int
    doubtful: bool
    at: float

    @property
    def key(self) -> str:
        """What the article carries as `message_id` and in its preferences."""
        tail = "" if self.kind == "message" else f":{self.kind}"
        return f"signal:{self.sender}:{self.timestamp}{tail}"


@dataclass(frozen=True)
class Placed:
    """Where an event went in Zammad; article 0: it needed none."""

    arrived: Arrived
    ticket: int
    article: int


class Inbox:
    def __init__(self, spool: Spool) -> None:
        self.spool = spool

    def add(self, sender: str, timestamp: int, kind: str, body: str) -> bool:
        """Commit one event; False when it is here already. Raises StateError (disk full)."""
        values = (sender, timestamp, kind, body, self.spool.now())
        with self.spool.change("receive") as db:
            new = """INSERT OR IGNORE INTO inbox (sender, timestamp, kind, body, at)
                     VALUES (?, ?, ?, ?, ?)"""
            return db.execute(new, values).rowcount == 1

    def receipt(self, reader: str, timestamps: Iterable[int], kind: str) -> None:
        """`kind`: delivered or read. A receipt may come before we know that we sent."""
        rows = [(reader, timestamp, kind, self.spool.now()) for timestamp in timestamps]
        with self.spool.change("receipt") as db:
            db.executemany("INSERT OR IGNORE INTO receipts VALUES (?, ?, ?, ?)", rows)

    def waiting(self) -> int:
        return self.spool.number(f"SELECT count(*) FROM inbox WHERE {WAITS}")

    def senders(self, most: int = 200) -> list[str]:
        """Whose turn it is, the one who waits longest first."""
        sql = f"""SELECT sender FROM inbox WHERE {WAITS} GROUP BY sender
                  HAVING max(after) <= ? ORDER BY min(id) LIMIT ?"""
        return [str(row["sender"]) for row in self.spool.all(sql, self.spool.now(), most)]

    def lease(self, sender: str, most: int) -> list[Arrived]:
        """The sender's next events. From this commit on Zammad may have them."""
        sql = f"SELECT * FROM inbox WHERE {WAITS} AND sender=? ORDER BY id LIMIT ?"
        with self.spool.change("lease") as db:
            rows = db.execute(sql, (sender, most)).fetchall()
            ids = [(row["id"],) for row in rows]
            db.executemany("UPDATE inbox SET state='leased' WHERE id=?", ids)
        return [_arrived(row) for row in rows]

    def settle(self, placed: Iterable[Placed], untouched: Iterable[Arrived] = ()) -> None:
        """Blank what Zammad has, and give back what was not tried."""
        placed = list(placed)
        done = [(one.arrived.id,) for one in placed]
        back = [(one.id,) for one in untouched if not one.doubtful]
        with self.spool.change("settle") as db:
            db.executemany("UPDATE inbox SET state='done', body=NULL WHERE id=?", done)
            db.executemany("UPDATE inbox SET state='new' WHERE id=?", back)
            _keep_places(db, [one for one in placed if one.article])

    def postpone(self, arrived: Arrived, seconds: float) -> None:
        """One more try that failed; the person's events wait so long."""
        values = (self.spool.now() + seconds, arrived.id)
        with self.spool.change("postpone") as db:
            db.execute("UPDATE inbox SET tries=tries+1, after=? WHERE id=?", values)

    def set_aside(self, arrived: Arrived) -> None:
        """Keep the event, text and all, for a person; those behind it go on."""
        with self.spool.change("broken") as db:
            db.execute("UPDATE inbox SET state='broken' WHERE id=?", (arrived.id,))

    def again(self) -> int:
        """Put what was set aside back into the queue. Returns how many.

        `tries` 1 tells it from one whose run died before it was set aside.
        """
        with self.spool.change("again") as db:
            sql = "UPDATE inbox SET state='leased', tries=1, after=0 WHERE state='broken'"
            return db.execute(sql).rowcount


def _arrived(row: Row) -> Arrived:
    return Arrived(
        id=row["id"],
        sender=row["sender"],
        timestamp=row["timestamp"],
        kind=row["kind"],
        body=row["body"] or "",
        tries=row["tries"],
        doubtful=row["state"] == "leased",
        at=row["at"],
    )


def _keep_places(db: sqlite3.Connection, placed: Sequence[Placed]) -> None:
    """Whose articles they are, and where the person's newest one stands."""
    for one in placed:
        keep = "INSERT OR IGNORE INTO articles VALUES (?, ?)"
        db.execute(keep, (one.article, one.arrived.sender))
    for last in placed[-1:]:
        where = (last.ticket, last.article, last.arrived.sender)
        db.execute("UPDATE people SET ticket=?, article=? WHERE uuid=?", where)
