"""Files that stay where they are until two named persons release them. Only what describes a file
is kept here: type, size and where signal-cli has it."""

from __future__ import annotations

from dataclasses import dataclass

from zammad_plugin.signal.store.spool import Row, Spool
from zammad_plugin.signal.wire.shapes import Attachment

KEY = "h"


@dataclass(frozen=True)
class Held:
    """`article`: where its placeholder stands; `state`: held, releasing or released."""

    id: int
    person: str
    attachment: str
    type: str
    size: int
    article: int
    state: str
    by: tuple[str, ...]

    @property
    def key(self) -> str:
        return f"{KEY}{self.id}"


class HeldFiles:
    def __init__(self, spool: Spool) -> None:
        self.spool = spool

    def key(self, person: str, timestamp: int, attachment: Attachment) -> str:
        """The file's key, the same however often it is asked for."""
        row = (person, timestamp, attachment.id, attachment.content_type, attachment.size or 0)
        with self.spool.change("held") as db:
            db.execute(
                """INSERT OR IGNORE INTO held (person, timestamp, attachment, type, size)
                          VALUES (?, ?, ?, ?, ?)""",
                row,
            )
        found = self.spool.number(
            "SELECT id FROM held WHERE person=? AND timestamp=? AND attachment=?", *row[:3]
        )
        return f"{KEY}{found}"

    def placed(self, person: str, timestamp: int, article: int) -> None:
        """In which article the placeholders of a message stand."""
        with self.spool.change("held placed") as db:
            db.execute(
                "UPDATE held SET article=? WHERE person=? AND timestamp=?",
                (article, person, timestamp),
            )

    def find(self, key: str) -> Held | None:
        number = key.removeprefix(KEY)
        if not number.isdigit() or len(number) > 15:
            return None
        row = self.spool.one("SELECT * FROM held WHERE id=?", int(number))
        return _held(row) if row else None

    def releasing(self, held: Held, by: tuple[str, str]) -> None:
        """Who decided, on the disk before anything is fetched."""
        with self.spool.change("releasing") as db:
            db.execute(
                "UPDATE held SET state='releasing', by_one=?, by_two=?, at=? WHERE id=?",
                (*by, self.spool.now(), held.id),
            )

    def released(self, held: Held) -> None:
        with self.spool.change("released") as db:
            db.execute("UPDATE held SET state='released' WHERE id=?", (held.id,))


def _held(row: Row) -> Held:
    return Held(
        id=row["id"],
        person=row["person"],
        attachment=row["attachment"],
        type=row["type"],
        size=row["size"],
        article=row["article"] or 0,
        state=row["state"],
        by=tuple(filter(None, (row["by_one"], row["by_two"]))),
    )
