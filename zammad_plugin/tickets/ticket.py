"""One ticket from reading to writing: judge, decide, look at what people did, write back."""

from __future__ import annotations

import logging
from collections.abc import Callable, Collection
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from zammad_plugin.errors import Rejected
from zammad_plugin.routing.decision import Decision, decide
from zammad_plugin.routing.rules import Routing
from zammad_plugin.tickets.auto_reply import Replies, Waiting, answer
from zammad_plugin.tickets.fields import Roster, is_new, later_of, owner_of, title_of, window_of
from zammad_plugin.tickets.judge import circumstances, messages_of, utc_now
from zammad_plugin.tickets.memory import recall
from zammad_plugin.tickets.networks import Networks, tag_of
from zammad_plugin.tickets.note import Facts, codes, dangers, note_html
from zammad_plugin.tickets.prepare import Back, Seen, prepare
from zammad_plugin.tickets.waiting import wrote_before
from zammad_plugin.tickets.write_back import finish, write_back
from zammad_plugin.triage.engine import assess
from zammad_plugin.triage.model import Assessment, Message
from zammad_plugin.triage.ruleset import Ruleset
from zammad_plugin.vocabulary import TRIAGED
from zammad_plugin.voice.transcriber import Transcriber
from zammad_plugin.zammad.articles import channel_of, file_is_coming, window_ends
from zammad_plugin.zammad.case import Case
from zammad_plugin.zammad.client import Client, Record
from zammad_plugin.zammad.times import read_time

log = logging.getLogger(__name__)
MAKING = timedelta(seconds=2)  # a ticket and its first article are two writes
SYSTEM = 1  # the user in whose name Zammad's own triggers work
WATCHED = {"group", "priority", "owner", "state", "title"}
MERGED = {"merged", "removed"}


@dataclass(frozen=True)
class Tools:
    """What is the same for every ticket of a run."""

    ruleset: Ruleset
    routing: Routing
    lang: str = "en"
    replies: Replies | None = None
    transcriber: Transcriber | None = None
    networks: Networks | None = None
    now: Callable[[], datetime] = field(default=utc_now)


class TicketWork:
    """One ticket of one run. Every write can be killed and run again."""

    def __init__(
        self, client: Client, case: Case, tools: Tools, roster: Roster | None = None
    ) -> None:
        self.client, self.case, self.tools = client, case, tools
        self.roster = roster or Roster(client)
        self.now = tools.now()
        self.memory = recall(case.articles)
        self.ignored: tuple[str, ...] = ()  # fields that the server has otherwise
        self.kept: Collection[str] = ()  # tags as the server has them, read at follow-ups

    def do(self) -> bool:
        """Returns whether a note was written. A ticket that must wait stays in the queue."""
        if str(self.case.ticket.get("state")) in MERGED:
            return False
        if any(file_is_coming(article, self.now) for article in self.case.from_customer):
            return False
        self._move()
        if self.case.articles and not self.case.from_customer:  # nothing to judge yet
            self._done(self.client.tags_as_kept(self.case.id))
            return False
        newest = max((int(article["id"]) for article in self.case.from_customer), default=0)
        if self.memory and self.memory.article >= newest:
            self._finish()
            return False
        self._triage(newest)
        return True

    def _move(self) -> None:
        """Attributes in the set of names that the desk left; before anything is written to them."""
        if self.case.moves:
            try:
                self.client.move_fields(self.case.id, self.case.moves)
            except Rejected:
                log.warning("ticket %s: attributes keep their former names", self.case.id)

    def _finish(self) -> None:
        """A run died behind the PUT, or tags have other names now: what is still to do."""
        kept = self.client.tags_as_kept(self.case.id)
        if TRIAGED in map(self.client.names.read, kept):  # by its former name: all was done
            self._done(kept)
        elif self.memory:
            finish(self.client, self.case.id, self.memory, self._reply, kept)

    def _done(self, kept: Collection[str]) -> None:
        """The former `cs-triaged` goes last: while it stands a run that died knows that all else
        was done, and sets nothing again that a person took away."""
        done = [tag for tag in kept if self.client.names.read(tag) == TRIAGED]
        self.client.rename_tags(self.case.id, [tag for tag in kept if tag not in done])
        self.client.tag(self.case.id, TRIAGED)
        self.client.rename_tags(self.case.id, done, without=[TRIAGED])

    def _triage(self, newest: int) -> None:
        self.kept = self.client.tags_as_kept(self.case.id) if self.memory else ()
        hear = self.tools.transcriber
        heard = hear.hear(self.client, self.case) if hear else {}
        messages = messages_of(self.case, heard)
        assessment = assess(messages, self.tools.ruleset)
        around = circumstances(self.case, messages, self.tools.routing, self.now, self._returning())
        decision = decide(assessment, around, self.tools.routing)
        back, related = self._back(newest, assessment, decision, messages)
        facts = self._facts(back, decision, related, bool(heard))

        def note(refused: tuple[str, ...]) -> str:
            told = replace(facts, refused=refused, group=str(back.fields.get("group", "")))
            return note_html(assessment, decision, self.tools.lang, told)

        written = write_back(self.client, self.case.id, back, note, self._reply, self.kept)
        self.ignored = written.ignored

    def _back(
        self, newest: int, assessment: Assessment, decision: Decision, messages: list[Message]
    ) -> tuple[Back, tuple[str, ...]]:
        tags = map(self.client.names.read, self.kept)
        seen = Seen(self.case.ticket, self.memory, newest, set(tags), self._touched())
        said, grave = codes(assessment, decision), self.tools.ruleset.grave
        back = prepare(seen, decision, assessment.ruleset, said, dangers(assessment, grave))
        fields = self._fields(back.fields, seen, assessment, decision)
        same, related = self._networks(messages, fields.get("group", self.case.ticket.get("group")))
        reply = decision.auto_reply if not self.memory else ""
        memory = replace(
            back.memory,
            fields={**back.before, **fields},
            tags=[*back.memory.tags, *map(tag_of, same)],
            same=tuple(dict.fromkeys([*back.memory.same, *same])),
            reply=f"{reply}/{assessment.answer_lang}" if reply else "",
        )
        return replace(back, fields=fields, memory=memory), related

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
        }

    def _touched(self) -> Collection[str]:
        """Fields that a person changed before we came; asked only when somebody changed any."""
        ticket = self.case.ticket
        others = {ticket.get("customer_id"), SYSTEM}
        if self.memory or ticket.get("updated_by_id") in others or _as_created(ticket):
            return ()
        return self._by_people()

    def _by_people(self) -> Collection[str]:
        others = {self.case.ticket.get("customer_id"), SYSTEM, int(self.client.me()["id"])}
        changes = self.client.history(self.case.id)
        return {
            str(one.get("attribute")).removesuffix("_id")
            for one in changes
            if one.get("type") == "updated" and one.get("created_by_id") not in others
        } & WATCHED

    def _changed(self, seen: Seen) -> Collection[str]:
        """At a follow-up too."""
        return self._by_people() if self.memory else seen.touched

    def _returning(self) -> bool:
        """Asked only when a rule wants to know."""
        return self.tools.routing.asks("returning") and wrote_before(self.client, self.case)

    def _networks(
        self, messages: list[Message], group: Any
    ) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """(hashes, what the note says of other tickets): numbers only of those whose group sees
        this note."""
        networks = self.tools.networks
        if not networks:
            return (), ()
        codes = networks.codes(messages)
        found = networks.find(self.client, self.case.id, codes)
        shown = [f"#{number}" for number, theirs in found if theirs == group]
        hidden = len(found) - len(shown)
        return codes, (*shown, *([f"+{hidden}"] if hidden else []))

    def _facts(
        self, back: Back, decision: Decision, related: tuple[str, ...], heard: bool
    ) -> Facts:
        owner = int(self.case.ticket.get("owner_id") or SYSTEM)
        within, ends = decision.answer_within, window_ends(self.case.from_customer)
        subject = str(self.case.ticket.get("title") or "") if "title" in back.fields else ""
        return Facts(
            said=self.memory.said if self.memory else (),
            again=self.memory is not None,
            kept=back.kept,
            answer_by=self._shown(self._asked() + timedelta(minutes=within)) if within else "",
            window=self._shown(ends) if ends else "",
            related=related,
            subject=subject,
            call=owner if back.alert else 0,
            heard=heard,
        )

    def _asked(self) -> datetime:
        """When the customer wrote last."""
        stamps = [read_time(one.get("created_at")) for one in self.case.from_customer]
        return max((one for one in stamps if one), default=self.now)

    def _shown(self, at: datetime) -> str:
        hours = self.tools.routing.hours
        zone = hours.timezone if hours else "UTC"
        return f"{at.astimezone(ZoneInfo(zone)):%Y-%m-%d %H:%M} ({zone})"

    def _reply(self, planned: str) -> None:
        if planned and self.tools.replies:
            channel = channel_of(self.case.from_customer[0])
            waiting = Waiting(self.case.ticket, self.case.articles, channel)
            answer(self.client, waiting, planned, self.tools.replies, self.now)


def _as_created(ticket: Record) -> bool:
    """Nobody but its maker wrote to it, and only in its first moments."""
    if ticket.get("updated_by_id") != ticket.get("created_by_id"):
        return False
    made, changed = read_time(ticket.get("created_at")), read_time(ticket.get("updated_at"))
    return bool(made and changed and changed - made < MAKING)
