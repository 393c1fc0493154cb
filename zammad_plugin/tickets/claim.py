"""The end of a ticket's work, once on any number of machines: answer, `cs-triaged`, a last look.

Zammad offers no compare-and-swap, but it takes writes to one ticket one after the other, and ids
of articles rise. So the note is the claim: of several that knew the same the lowest id counts, and
only its writer answers the customer, after a look at the thread as it is by then. An answer that a
hand left when it died is any other's to send: they take turns by notes that go again (`Turns`). A
look after the last tag finds what came in between: another hand's note, or a message that nobody
judged.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from datetime import datetime

from zammad_plugin.errors import NotPermitted, Rejected, Unavailable
from zammad_plugin.state.hands import Hand, Resting, Taken
from zammad_plugin.tickets.memory import Memory, Note, counting, notes_of, spare
from zammad_plugin.tickets.waiting import read_case
from zammad_plugin.tickets.work.turns import Turns, delete_note
from zammad_plugin.tickets.writing.write_back import ENDED
from zammad_plugin.vocabulary import ERROR, TRIAGED
from zammad_plugin.zammad.case import Case
from zammad_plugin.zammad.client import Client
from zammad_plugin.zammad.times import read_time

log = logging.getLogger(__name__)
LEASE = 30.0  # seconds after its note in which a hand may answer; then its work is another's
YOUNG = 40.0  # age in seconds up to which a note's writer, elsewhere, counts as alive
# Until an answer is another's to send: the lease, and as long as a server may hold a call.
ANSWERED_BY = 120.0
BROKEN = 500  # the application failed at this very call: again is no better
Answer = Callable[[Case, str], None]  # (the ticket as it is now, key/language)


@dataclass(frozen=True)
class Claim:
    """One ticket in `hand`; `now`: the server's clock as far as it tells."""

    client: Client
    ticket_id: int
    hand: Hand
    now: datetime

    @property
    def _me(self) -> int:
        return int(self.client.me()["id"])

    def age(self, note: Note) -> float:
        """Seconds; a note without a time is as old as can be."""
        at = read_time(note.at)
        return (self.now - at).total_seconds() if at else float("inf")

    def foreign(self, note: Note) -> bool:
        """Written where our own files of hands don't tell whether its writer lives."""
        return note.memory.hand != self.hand.name

    def wait_for(self, note: Note) -> None:
        """Raises Resting while the note's writer, elsewhere, may be at work."""
        if self.foreign(note) and self.age(note) < YOUNG:
            raise Resting(f"ticket {self.ticket_id}: another machine is at it", hint="wait")

    def finish(self, memory: Memory, answer: Answer) -> None:
        """The planned answer and the last tag. Raises ZammadError's children; Taken when another
        hand's note counts, Resting when the answer must wait: the ticket stays in the queue."""
        failed = bool(memory.reply) and not self._answered(memory, answer)
        if failed:
            self.client.tag(self.ticket_id, ERROR)
        self.client.tag(self.ticket_id, TRIAGED)
        self.look()

    def look(self) -> None:
        """After the last tag: what another hand wrote too goes, and a message that came meanwhile
        and that nobody judged brings the ticket back into the queue."""
        case = Case({"id": self.ticket_id}, self.client.articles(self.ticket_id, expand="true"))
        notes = notes_of(case, self._me)
        for note in spare(notes):
            self._delete(note)
        judged = {one for note in counting(notes) for one in note.memory.judged}
        if notes and not judged.issuperset(int(one["id"]) for one in case.from_customer):
            self.client.untag(self.ticket_id, TRIAGED)

    def _answered(self, memory: Memory, answer: Answer) -> bool:
        """False when the server will not have the answer: that keeps no report in the queue.

        Zammad answers 500 where a mail can't be sent, as from a group without an e-mail address.
        """
        self._settle()
        case = read_case(self.client, self.ticket_id)
        note = self._ours(case, memory)
        if str(case.ticket.get("state")) in ENDED or _person_wrote(case):
            return True
        try:
            with self._turn(case, note) as newest:
                answer(newest, memory.reply)
        except (Rejected, NotPermitted, Unavailable) as error:
            if isinstance(error, Unavailable) and error.status != BROKEN:
                raise
            log.error(
                "ticket %s: no automatic answer (HTTP %s): a person must answer; has the group "
                "an e-mail address?",
                self.ticket_id,
                error.status,
            )
            return False
        return True

    def _settle(self) -> None:
        """A server whose writes become visible out of order shows by then who was first."""
        if not self.hand.began:
            return
        now = time.monotonic()
        if now - self.hand.began > LEASE:
            raise Resting(f"ticket {self.ticket_id}: too late to answer", hint="another run will")
        self.hand.until = self.hand.began + LEASE
        time.sleep(max(0.0, self.hand.wrote + self.hand.settle - now))

    def _turn(self, case: Case, note: Note) -> AbstractContextManager[Case]:
        """The ticket as it is when the answer may be sent: at once by who wrote the note, and by
        its machine while no other may; else in turn. Raises Resting when it is another's."""
        if self.hand.began or not self.hand.name:
            return nullcontext(case)
        self.hand.until = time.monotonic() + LEASE
        if not self.foreign(note) and self.age(note) < ANSWERED_BY - LEASE:
            return nullcontext(case)
        turns = Turns(self.client, self.ticket_id, note.id, self._me, ANSWERED_BY)
        return turns.taken(case, self.now, self.hand.settle)

    def _ours(self, case: Case, memory: Memory) -> Note:
        """The note whose answer is ours to send. Raises Taken, Resting."""
        notes = notes_of(case, self._me)
        count = {note.memory.round: note for note in counting(notes)}
        note = count.get(memory.round)
        if note is None or note.memory.hand != memory.hand:
            for one in spare(notes):
                if one.memory.hand == memory.hand:
                    self._delete(one)
            raise Taken(f"ticket {self.ticket_id}: another hand was first", hint="nothing to do")
        if self.foreign(note) and self.age(note) < ANSWERED_BY:
            raise Resting(f"ticket {self.ticket_id}: the answer may be under way", hint="wait")
        return note

    def _delete(self, note: Note) -> None:
        """An author may delete his internal note for ten minutes; where not, it stands twice."""
        delete_note(self.client, self.ticket_id, note.id)


def _person_wrote(case: Case) -> bool:
    """Whether an agent has answered by now: then no machine does."""
    return any(one.get("sender") == "Agent" and not one.get("internal") for one in case.articles)
