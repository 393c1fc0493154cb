"""One ticket from reading to writing: judge, decide, look at what people did, write back."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Collection
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from zammad_plugin.errors import Rejected
from zammad_plugin.routing.decision import Decision, decide
from zammad_plugin.routing.people import choose
from zammad_plugin.routing.rules import Routing
from zammad_plugin.state.hands import Hand
from zammad_plugin.tickets.auto_reply import EVERY, Replies, Waiting, answer
from zammad_plugin.tickets.claim import Claim
from zammad_plugin.tickets.fields import (
    Roster,
    country_of,
    is_new,
    later_of,
    owner_of,
    suspended_of,
    there,
    title_of,
    way_of,
    window_of,
)
from zammad_plugin.tickets.judge import circumstances, messages_of, utc_now
from zammad_plugin.tickets.memory import Memory, notes_of, promise_of, recall
from zammad_plugin.tickets.networks.accounts import Networks, Other, other_of, tag_of
from zammad_plugin.tickets.networks.notify import Here, shown, tell
from zammad_plugin.tickets.note.internal import (
    Facts,
    Keyword,
    codes,
    dangers,
    evidence,
    note_html,
)
from zammad_plugin.tickets.prepare import Back, Seen, prepare
from zammad_plugin.tickets.voice.listened import listened
from zammad_plugin.tickets.voice.spoken import Heard, by_article, raised, recalled, remembered
from zammad_plugin.tickets.waiting import wrote_before
from zammad_plugin.tickets.write_back import put_note, write_tags
from zammad_plugin.triage.engine import assess
from zammad_plugin.triage.model import Assessment, Message
from zammad_plugin.triage.ruleset import Ruleset
from zammad_plugin.vocabulary import ERROR, TRIAGED
from zammad_plugin.zammad.articles import channel_of, file_is_coming, window_ends
from zammad_plugin.zammad.case import Case
from zammad_plugin.zammad.client import Client
from zammad_plugin.zammad.conversation import Said, conversation
from zammad_plugin.zammad.people import by_people, given_by_customer, owner_id, touched
from zammad_plugin.zammad.safe_contact import says_so
from zammad_plugin.zammad.times import read_time

log = logging.getLogger(__name__)
MERGED = {"merged", "removed"}


@dataclass(frozen=True)
class Tools:
    """What is the same for every ticket of a run. `keyword`: finds the desk's replies, without it
    the package's; `zone`: in which the desk reads times."""

    ruleset: Ruleset
    routing: Routing
    lang: str = "en"
    replies: Replies | None = None
    networks: Networks | None = None
    keyword: Keyword | None = None
    zone: str = "UTC"
    now: Callable[[], datetime] = field(default=utc_now)

    @property
    def read_in(self) -> str:
        """Name of the zone of the desk's hours, else of the desk."""
        return self.routing.hours.timezone if self.routing.hours else self.zone

    def local(self, at: datetime) -> str:
        """In the desk's own time; a zone that is nobody's is named."""
        shown = f"{at.astimezone(ZoneInfo(self.read_in)):%Y-%m-%d %H:%M}"
        return f"{shown} (UTC)" if self.read_in == "UTC" else shown


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
        self.client, self.case, self.tools = client, case, tools
        self.roster, self.hand = roster or Roster(client), hand or Hand()
        self.now = tools.now()
        self.judged = tuple(int(article["id"]) for article in case.from_customer)
        self.memory = recall(case, int(client.me()["id"])) if case.articles else None
        self.refused: tuple[str, ...] = ()  # names of fields that the server did not take
        self.ignored: tuple[str, ...] = ()  # fields that the server has otherwise
        self.kept: Collection[str] = ()  # tags as the server has them, read at follow-ups

    def do(self) -> bool:
        """Returns whether a note was written. A ticket that must wait stays in the queue.

        Raises ZammadError's children, Taken and Resting: run again after them."""
        if str(self.case.ticket.get("state")) in MERGED:
            return False
        if any(file_is_coming(article, self.now) for article in self.case.from_customer):
            return False
        self._move()
        if self.case.articles and not self.case.from_customer:  # nothing to judge yet
            self._done(self.client.tags_as_kept(self.case.id))
            return False
        if self.memory and set(self.judged) <= set(self.memory.judged):
            self._finish(self.memory)
            return False
        self._triage()
        return True

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
        notes = notes_of(self.case, int(self.client.me()["id"]))
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
        known = self.memory is not None and set(self.judged) <= set(self.memory.judged)
        if known and str(self.case.ticket.get("state")) not in MERGED:
            self.client.untag(self.case.id, TRIAGED)
            self._triage(heard)
            return True
        return False

    def _triage(self, heard: tuple[Heard, ...] = ()) -> None:
        self.kept = self.client.tags_as_kept(self.case.id) if self.memory else ()
        self._wait_for_others()
        assessment, decision, messages = self._judged(heard)
        news = self._news(messages, assessment)
        back, others = self._back(assessment, decision, messages, news)
        back = replace(back, memory=remembered(back.memory, heard))
        related = shown(others, self._group(back))
        facts = self._facts(back, decision, related, heard)
        if news is not assessment:
            facts = replace(facts, newest=evidence(news))
        self._tell(others, back)

        def note(refused: tuple[str, ...]) -> str:
            told = replace(facts, refused=refused, group=str(back.fields.get("group", "")))
            return note_html(assessment, decision, self.tools.lang, told, self.tools.keyword)

        self.hand.writing()
        written = put_note(self.client, self.case.id, back, note)
        self.hand.wrote, self.ignored = time.monotonic(), written.ignored
        self.refused = written.memory.refused
        write_tags(self.client, self.case.id, written.memory, self.kept)
        self._claim.finish(written.memory, self._answer)

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
        fields = {**memory.fields, **memory.wanted}
        new = replace(
            memory,
            fields=fields,
            refused=(),
            wanted={},
            reply="",
            round=memory.round + 1,
            hand=self.hand.name,
        )
        assessment, decision, _ = self._judged()
        facts = self._facts(Back({}, new, memory.fields), decision, ())
        told = note_html(assessment, decision, self.tools.lang, facts, self.tools.keyword)
        self.hand.writing()
        put_note(self.client, self.case.id, Back({}, new, memory.fields), lambda _: told)
        self.client.untag(self.case.id, ERROR)
        self._claim.look()
        return True

    def _still_wanted(self, memory: Memory) -> bool:
        """Nobody took the ticket or set one of these since."""
        ticket = self.case.ticket
        return not owner_id(ticket) and not set(memory.wanted) & by_people(self.client, ticket)

    def _judged(self, heard: tuple[Heard, ...] = ()) -> tuple[Assessment, Decision, list[Message]]:
        """The messages are those that were written: what a machine heard names nobody for sure."""
        by_person = listened(self.client, self.case) if self.memory else ()
        messages = messages_of(self.case, listened=by_person)
        assessment = assess(messages, self.tools.ruleset)
        told = self._told(heard)
        if told:
            spoken = messages_of(self.case, told, by_person)
            assessment = raised(assessment, assess(spoken, self.tools.ruleset))
        around = circumstances(
            self.case, messages, self.tools.routing, self.now, self._returning(), by_person
        )
        decision = there(self.case, decide(assessment, around, self.tools.routing))
        return assessment, decision, messages

    def _told(self, heard: tuple[Heard, ...]) -> dict[int, str]:
        """Article → what machines heard well enough, now and in earlier notes of ours."""
        notes = notes_of(self.case, int(self.client.me()["id"])) if self.memory else []
        return by_article([*recalled(self.case, notes), *heard])

    def _back(
        self,
        assessment: Assessment,
        decision: Decision,
        messages: list[Message],
        news: Assessment,
    ) -> tuple[Back, list[Other]]:
        """`news`: what came since the last judgement, by itself."""
        tags = map(self.client.names.read, self.kept)
        ticket, written = self.case.ticket, self.memory.fields if self.memory else {}
        given = given_by_customer(self.client, ticket, list(decision.fields), written)
        seen = Seen(
            self.case.ticket,
            self.memory,
            self.judged,
            set(tags),
            () if self.memory else touched(self.client, ticket),
            given,
            news.urgency,
        )
        said, grave = codes(assessment, decision), self.tools.ruleset.grave
        told = {*dangers(assessment, grave), *dangers(news, grave)}
        back = prepare(seen, decision, assessment.ruleset, (*said, *sorted(told)), told)
        fields = self._fields(back.fields, seen, assessment, decision)
        same, related = self._networks(messages)
        reply = decision.auto_reply if not self.memory else ""
        lang = EVERY if decision.every_language else assessment.answer_lang
        memory = replace(
            back.memory,
            fields={**back.before, **fields},
            tags=[*back.memory.tags, *map(tag_of, same)],
            same=tuple(dict.fromkeys([*back.memory.same, *same])),
            reply=f"{reply}/{lang}" if reply and self.tools.replies else "",
            promise=promise_of(self.case, self.memory, decision.answer_within),
            hand=self.hand.name,
        )
        return replace(back, fields=fields, memory=memory), related

    def _news(self, messages: list[Message], whole: Assessment) -> Assessment:
        """The messages that were not judged before, by themselves."""
        known = set(self.memory.judged) if self.memory else set()
        new = [one for id, one in zip(self.judged, messages, strict=True) if id not in known]
        return assess(new, self.tools.ruleset) if known and new else whole

    def _fields(
        self, fields: dict[str, Any], seen: Seen, assessment: Assessment, decision: Decision
    ) -> dict[str, Any]:
        """All that is written to the ticket."""
        routing, lang = self.tools.routing, assessment.answer_lang
        if "state" in fields and not is_new(self.client, self.case.id):
            fields = {name: value for name, value in fields.items() if name != "state"}
        return {
            **fields,
            **later_of(fields, decision, self.now),
            **owner_of(seen, decision, lang, routing, self.now, self.roster),
            **title_of(self.case, seen, decision, routing, lambda: self._changed(seen)),
            **window_of(self.case),
            **way_of(self.case, decision.around.channel),
            **country_of(self.case),
            **suspended_of(self.case, seen, decision, assessment, self.tools.read_in),
        }

    def _changed(self, seen: Seen) -> Collection[str]:
        """At a follow-up too."""
        return by_people(self.client, self.case.ticket) if self.memory else seen.touched

    def _returning(self) -> bool:
        """Asked only when a rule wants to know."""
        return self.tools.routing.asks("returning") and wrote_before(self.client, self.case)

    def _networks(self, messages: list[Message]) -> tuple[tuple[str, ...], list[Other]]:
        """(hashes, other tickets that name the same)"""
        networks = self.tools.networks
        if not networks:
            return (), []
        codes = networks.codes(messages)
        return codes, networks.find(self.client, self.case.id, codes)

    def _tell(self, others: list[Other], back: Back) -> None:
        """Those of a network whose hashes are news here; before our note, so that a run that died
        in between tells them again."""
        known = self.memory.same if self.memory else ()
        if not others or set(back.memory.same) <= set(known):
            return
        owner = int(back.fields.get("owner_id") or 0)
        here = other_of(self.case.ticket)
        here = replace(here, group=self._group(back), owner=here.owner or owner)

        def on_call() -> int | None:
            return choose("on-call", "", self.tools.routing, self.now, self.roster)

        tell(self.client, Here(here, self.tools.lang, on_call), others)

    def _group(self, back: Back) -> str:
        return str(back.fields.get("group", self.case.ticket.get("group")))

    def _facts(
        self,
        back: Back,
        decision: Decision,
        related: tuple[str, ...],
        heard: tuple[Heard, ...] = (),
    ) -> Facts:
        promise = back.memory.promise
        by, ends = read_time(promise[1] if promise else ""), window_ends(self.case.from_customer)
        subject, new = self.case.title if "title" in back.fields else "", self._new()
        return Facts(
            said=self.memory.said if self.memory else (),
            again=self.memory is not None,
            kept=back.kept,
            answer_by=self.tools.local(by) if by else "",
            window=self.tools.local(ends) if ends else "",
            related=related,
            subject=subject,
            call=owner_id(self.case.ticket) if back.alert else 0,
            heard=heard,
            unsafe=says_so(self.case.ticket),
            bounced=any(one.machine == "bounce" for one in new),
            stranger=any(one.stranger for one in new),
        )

    def _new(self) -> list[Said]:
        """What came since the last judgement."""
        known = self.memory.judged if self.memory else ()
        return [one for one in conversation(self.case) if int(one.article["id"]) not in known]

    def _asked(self) -> datetime:
        """When the customer wrote last."""
        stamps = [read_time(one.get("created_at")) for one in self.case.from_customer]
        return max((one for one in stamps if one), default=self.now)

    def waited(self) -> float:
        """Seconds since the customer wrote last, by the server's clock as far as it tells."""
        ahead = self.client.session.skew or 0.0
        return max(0.0, (self.tools.now() - self._asked()).total_seconds() + ahead)

    def _answer(self, case: Case, planned: str) -> None:
        theirs = [one for one in case.from_customer if one.get("sender") == "Customer"]
        if self.tools.replies and theirs:
            waiting = Waiting(case.ticket, case.articles, channel_of(theirs[0]))
            late = not self.hand.began  # another hand's plan, which it had its time for
            answer(self.client, waiting, planned, self.tools.replies, self.now, self.hand, late)
