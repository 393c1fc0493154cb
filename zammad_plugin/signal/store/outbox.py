"""Answers on their way out: ids and states. The text stays in Zammad until it is sent.

queued → sending → sent; parked: a person decides; passed: never to be sent; dropped by a person.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from zammad_plugin.signal.store.spool import Row, Spool, marks

GROUP = "group"  # `own` of the answer to a person who wrote in a group
UNSAFE = "unsafe"  # reason: writing may put the person in danger
WAITING = {"rate_limit", "captcha", "away"}  # reasons that pass by themselves or by a captcha


@dataclass(frozen=True)
class Letter:
    """One answer. `article` 0: words of the bridge's own. `part`: the next one to send."""

    id: int
    article: int
    ticket: int
    person: str
    state: str
    reason: str
    part: int
    tries: int
    own: str
    at: float


@dataclass(frozen=True)
class Why:
    """Why an answer does not go out now: `code` of the words, `detail` for them."""

    code: str
    detail: str = ""


class Outbox:
    def __init__(self, spool: Spool) -> None:
        self.spool = spool

    # Finding

    def known(self, articles: Sequence[int]) -> set[int]:
        """Which of these articles need no look: decided before, or messages of ours."""
        slots = marks(articles)
        sql = f"""SELECT article FROM outbox WHERE article IN ({slots})
                  UNION SELECT id FROM articles WHERE id IN ({slots})"""
        return {int(row[0]) for row in self.spool.all(sql, *articles, *articles)}

    def next(self) -> Letter | None:
        """The oldest that may go now; never one before an earlier one to the same person."""
        sql = """SELECT * FROM outbox AS one WHERE state='queued' AND after <= :now
                 AND NOT EXISTS (SELECT 1 FROM outbox AS two WHERE two.person=one.person
                                 AND two.state='queued' AND two.id < one.id AND two.after > :now)
                 ORDER BY id LIMIT 1"""
        row = self.spool.db.execute(sql, {"now": self.spool.now()}).fetchone()
        return _letter(row) if row else None

    def find(self, number: int) -> Letter | None:
        row = self.spool.one("SELECT * FROM outbox WHERE id=?", number)
        return _letter(row) if row else None

    def of_state(self, *states: str) -> list[Letter]:
        sql = f"SELECT * FROM outbox WHERE state IN ({marks(states)}) ORDER BY id"
        return [_letter(row) for row in self.spool.all(sql, *states)]

    def told(self, letter: Letter, codes: Iterable[str]) -> bool:
        """Whether a ticket was told of one of these reasons."""
        codes = list(codes)
        sql = f"SELECT 1 FROM notices WHERE outbox=? AND code IN ({marks(codes)})"
        return bool(self.spool.one(sql, letter.id, *codes))

    def unsafe_of(self, ticket: int) -> list[Letter]:
        """Those of a ticket that are held because writing is not safe."""
        held = self.of_state("parked")
        return [one for one in held if one.reason == UNSAFE and one.ticket == ticket]

    def allowed(self, letter: Letter) -> bool:
        """Whether a person said that this one may go although writing is not safe."""
        return bool(self.spool.get(f"{UNSAFE}:{letter.id}"))

    # Changing

    def allow(self, letter: Letter) -> None:
        """It lasts: the answer may have to be sent once more."""
        self.spool.put(f"{UNSAFE}:{letter.id}", "allowed")

    def decide(self, rows: Iterable[tuple[int, int, str, str, str]]) -> None:
        """(article, ticket, person, state, reason) of articles seen for the first time."""
        with self.spool.change("decide") as db:
            for article, ticket, person, state, reason in rows:
                values = (article, ticket, person, state, reason, self.spool.now())
                new = """INSERT OR IGNORE INTO outbox (article, ticket, person, state, reason, at)
                         VALUES (?, ?, ?, ?, ?, ?)"""
                made = db.execute(new, values)
                if made.rowcount and state == "parked" and made.lastrowid:
                    self._tell(made.lastrowid, ticket, Why(reason))

    def answer_group(self, group: str, person: str) -> None:
        """Once a group, to the person who wrote first, never into the group: others read there."""
        code = hashlib.sha256(group.encode("utf-8", "replace")).hexdigest()
        with self.spool.change("group") as db:
            new = db.execute("INSERT OR IGNORE INTO groups_answered VALUES (?)", (code,))
            if new.rowcount:
                values = (person, GROUP, self.spool.now())
                db.execute(
                    """INSERT INTO outbox (ticket, person, state, own, at)
                              VALUES (0, ?, 'queued', ?, ?)""",
                    values,
                )

    def begin(self, letter: Letter) -> None:
        """From this commit on the next part may have left."""
        self._set(letter, "sending", "", "begin")

    def sent(self, letter: Letter, part: int, timestamp: int, last: bool) -> None:
        with self.spool.change("sent") as db:
            db.execute("REPLACE INTO sends VALUES (?, ?, ?)", (letter.id, part, timestamp))
            db.execute(
                "UPDATE outbox SET state=?, reason='', part=? WHERE id=?",
                ("sent" if last else "queued", part + 1, letter.id),
            )

    def wait(
        self, letter: Letter, seconds: float, why: Why | None = None, resend: bool = False
    ) -> None:
        """Back into the queue, not before `seconds` from now. `resend`: it may have left."""
        reason = why.code if why else letter.reason
        with self.spool.change("wait") as db:
            db.execute(
                """UPDATE outbox SET state='queued', tries=tries+?, after=?, reason=?
                          WHERE id=?""",
                (resend, self.spool.now() + seconds, reason, letter.id),
            )
            if why:
                self._tell(letter.id, letter.ticket, why)

    def park(self, letter: Letter, why: Why) -> None:
        """Kept for a person, who is told in the ticket."""
        with self.spool.change("park") as db:
            db.execute(
                "UPDATE outbox SET state='parked', reason=? WHERE id=?", (why.code, letter.id)
            )
            self._tell(letter.id, letter.ticket, why)

    def set_aside(self, letter: Letter, state: str) -> None:
        """`passed` or `dropped`: it is never sent."""
        self._set(letter, state, letter.reason, state)

    def again(self, letter: Letter, ticket_customer: str = "") -> None:
        """A person says: send it. With another person when the ticket's customer was meant."""
        with self.spool.change("again") as db:
            db.execute(
                """UPDATE outbox SET state='queued', reason='', tries=0, after=0, person=?
                          WHERE id=?""",
                (ticket_customer or letter.person, letter.id),
            )
            # The same trouble once more is told once more.
            db.execute("DELETE FROM notices WHERE outbox=? AND state='done'", (letter.id,))

    def _set(self, letter: Letter, state: str, reason: str, what: str) -> None:
        with self.spool.change(what) as db:
            db.execute("UPDATE outbox SET state=?, reason=? WHERE id=?", (state, reason, letter.id))

    def _tell(self, number: int, ticket: int, why: Why) -> None:
        """A note for the ticket, in the same transaction; once a reason."""
        if ticket:
            self.spool.db.execute(
                "INSERT OR IGNORE INTO notices (ticket, outbox, code, detail) VALUES (?, ?, ?, ?)",
                (ticket, number, why.code, why.detail),
            )


def _letter(row: Row) -> Letter:
    names = ("id", "ticket", "person", "state", "reason", "part", "tries", "own", "at")
    return Letter(article=row["article"] or 0, **{name: row[name] for name in names})
