"""One ticket from reading to writing: judge, decide, look at what people did, write back."""

from __future__ import annotations

import logging
import time
from collections.abc import Collection
from dataclasses import replace
from datetime import timedelta

from zammad_plugin.errors import Rejected
from zammad_plugin.state.hands import Hand
from zammad_plugin.tickets.claim import Claim
from zammad_plugin.tickets.memory import Memory
from zammad_plugin.tickets.networks.notify import shown
from zammad_plugin.tickets.note.facts import Facts
from zammad_plugin.tickets.note.internal import note_html
from zammad_plugin.tickets.replies.auto_reply import Waiting, answer
from zammad_plugin.tickets.tools import Tools
from zammad_plugin.tickets.voice.spoken import Heard
from zammad_plugin.tickets.work.facts import facts_of
from zammad_plugin.tickets.work.judgement import Judgement, judged, news_of
from zammad_plugin.tickets.work.planned import group_of, planned, tell_others
from zammad_plugin.tickets.work.visit import Visit
from zammad_plugin.tickets.writing.fields import Roster
from zammad_plugin.tickets.writing.prepare import Back
from zammad_plugin.tickets.writing.write_back import put_note, write_tags
from zammad_plugin.vocabulary import ERROR, TRIAGED
from zammad_plugin.zammad.articles import channel_of, file_is_coming
from zammad_plugin.zammad.case import Case
from zammad_plugin.zammad.client import Client
from zammad_plugin.zammad.people import owner_id

log = logging.getLogger(__name__)
MERGED = {"merged", "removed"}


class TicketWork:
    """One ticket of one run. Every write can be killed and run again."""

    def __init__(
        self,
        client: Client,
        case: Case,
        tools: Tools,
        roster: Roster | None = None,
        hand: Hand | None = None,
    ) -> None:
        self.visit = Visit(client, case, tools, roster, hand)
        self.client, self.case, self.tools = client, case, tools
        self.hand, self.memory = self.visit.hand, self.visit.memory
        self.refused: tuple[str, ...] = ()  # names of fields that the server did not take
        self.ignored: tuple[str, ...] = ()  # fields that the server has otherwise

    def do(self) -> bool:
        """Returns whether a note was written. A ticket that must wait stays in the queue.

        Raises ZammadError's children, Taken and Resting: run again after them."""
        if str(self.case.ticket.get("state")) in MERGED or self._is_incomplete():
            return False
        self._move()
        if self.case.articles and not self.case.from_customer:  # nothing to judge yet
            self._done(self.client.tags_as_kept(self.case.id))
            return False
        if self.memory and self.visit.all_judged:
            self._finish(self.memory)
            return False
        self._triage()
        return True

    def _is_incomplete(self) -> bool:
        return any(file_is_coming(one, self.visit.now) for one in self.case.from_customer)

    def _move(self) -> None:
        """Attributes in the set of names that the desk left; before anything is written to them."""
        if self.case.moves:
            try:
                self.client.move_fields(self.case.id, self.case.moves)
            except Rejected:
                log.warning("ticket %s: attributes keep their former names", self.case.id)

    @property
    def _claim(self) -> Claim:
        ahead = timedelta(seconds=self.client.session.skew or 0.0)
        return Claim(self.client, self.case.id, self.hand, self.tools.now() + ahead)

    def _finish(self, memory: Memory) -> None:
        """A run died behind the PUT, or tags have other names now: what is still to do."""
        kept = self.client.tags_as_kept(self.case.id)
        if TRIAGED in map(self.client.names.read, kept):  # by its former name: all was done
            if self.client.names.show(TRIAGED) not in kept or self.hand.taken_over:
                self._done(kept)
                self._claim.look()
            return
        self._wait_for_others()
        write_tags(self.client, self.case.id, memory, kept)
        self._claim.finish(memory, self._answer)

    def _wait_for_others(self) -> None:
        notes = self.visit.notes()
        if notes:
            self._claim.wait_for(notes[-1])

    def _done(self, kept: Collection[str]) -> None:
        """The former `cs-triaged` goes last: while it stands a run that died knows that all else
        was done, and sets nothing again that a person took away."""
        done = [tag for tag in kept if self.client.names.read(tag) == TRIAGED]
        self.client.rename_tags(self.case.id, [tag for tag in kept if tag not in done])
        self.client.tag(self.case.id, TRIAGED)
        self.client.rename_tags(self.case.id, done, without=[TRIAGED])

    def transcribed(self, heard: tuple[Heard, ...]) -> bool:
        """A note with what was heard, and what follows from it; whether it was written. Not before
        all that is written was judged: that comes first. Raises as `do`.

        The ticket goes back into the queue first: what a kill leaves undone, the next run does."""
        if self.visit.all_judged and str(self.case.ticket.get("state")) not in MERGED:
            self.client.untag(self.case.id, TRIAGED)
            self._triage(heard)
            return True
        return False

    def _triage(self, heard: tuple[Heard, ...] = ()) -> None:
        visit = self.visit
        visit.kept = self.client.tags_as_kept(self.case.id) if self.memory else ()
        self._wait_for_others()
        whole = judged(visit, heard)
        news = news_of(visit, whole)
        back, others = planned(visit, whole, news)
        related = shown(others, group_of(visit, back))
        facts = facts_of(visit, back, whole, news, related)
        tell_others(visit, others, back)
        self._write(back, whole, facts)

    def _write(self, back: Back, whole: Judgement, facts: Facts) -> None:
        """Fields, note and memory, then tags; an answer last."""

        def note(refused: tuple[str, ...]) -> str:
            return self._note(whole, replace(facts, refused=refused, group=group))

        group = str(back.fields.get("group", ""))
        self.hand.writing()
        written = put_note(self.client, self.case.id, back, note)
        self.hand.wrote, self.ignored = time.monotonic(), written.ignored
        self.refused = written.memory.refused
        write_tags(self.client, self.case.id, written.memory, self.visit.kept)
        self._claim.finish(written.memory, self._answer)

    def _note(self, whole: Judgement, facts: Facts) -> str:
        tools = self.tools
        return note_html(whole.assessment, whole.decision, tools.lang, facts, tools.keyword)

    def mend(self) -> bool:
        """What the server refused of the last decision, once it takes it; whether it did.

        What a person set since stays. The fields first, without a note that would stand at each
        try; the note then says that they were ours.
        """
        memory = self.memory
        if memory is None or not memory.wanted or not self._still_wanted(memory):
            return False
        try:
            self.client.put_ticket(self.case.id, memory.wanted)
        except Rejected:
            return False
        self._say_mended(memory)
        self.client.untag(self.case.id, ERROR)
        self._claim.look()
        return True

    def _say_mended(self, memory: Memory) -> None:
        """A note as after each judgement, whose memory has nothing left to want."""
        new = replace(
            memory,
            fields={**memory.fields, **memory.wanted},
            refused=(),
            wanted={},
            reply="",
            round=memory.round + 1,
            hand=self.hand.name,
        )
        back, whole = Back({}, new, memory.fields), judged(self.visit)
        told = self._note(whole, facts_of(self.visit, back, whole))
        self.hand.writing()
        put_note(self.client, self.case.id, back, lambda _: told)

    def _still_wanted(self, memory: Memory) -> bool:
        """Nobody took the ticket or set one of these since."""
        taken = owner_id(self.case.ticket)
        return not taken and not set(memory.wanted) & set(self.visit.by_people())

    def waited(self) -> float:
        """Seconds since the customer wrote last."""
        return self.visit.waited()

    def _answer(self, case: Case, reply: str) -> None:
        theirs = [one for one in case.from_customer if one.get("sender") == "Customer"]
        if self.tools.replies and theirs:
            waiting = Waiting(case.ticket, case.articles, channel_of(theirs[0]))
            late = not self.hand.began  # another hand's plan, which it had its time for
            answer(self.client, waiting, reply, self.tools.replies, self.visit.now, self.hand, late)
