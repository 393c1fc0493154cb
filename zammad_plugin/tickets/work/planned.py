"""What is written to a ticket, and which other tickets are told."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from typing import Any

from zammad_plugin.routing.people import choose
from zammad_plugin.tickets.memory import promise_of
from zammad_plugin.tickets.networks.accounts import Other, other_of, tag_of
from zammad_plugin.tickets.networks.notify import Here, tell
from zammad_plugin.tickets.note.told import codes, dangers
from zammad_plugin.tickets.replies.auto_reply import EVERY
from zammad_plugin.tickets.voice.spoken import remembered
from zammad_plugin.tickets.work.judgement import Judgement
from zammad_plugin.tickets.work.visit import Visit
from zammad_plugin.tickets.writing.fields import (
    country_of,
    is_new,
    later_of,
    owner_of,
    suspended_of,
    title_of,
    way_of,
    window_of,
)
from zammad_plugin.tickets.writing.ours import Seen
from zammad_plugin.tickets.writing.prepare import Back, prepare
from zammad_plugin.triage.model import Assessment
from zammad_plugin.zammad.people import given_by_customer, touched


def planned(visit: Visit, whole: Judgement, news: Assessment) -> tuple[Back, list[Other]]:
    """(what is written, other tickets that name the same). `news`: what came since the last
    judgement, by itself."""
    assessment, decision = whole.assessment, whole.decision
    seen = _seen(visit, whole, news)
    grave = visit.tools.ruleset.grave
    told = {*dangers(assessment, grave), *dangers(news, grave)}
    said = (*codes(assessment, decision), *sorted(told))
    back = prepare(seen, decision, assessment.ruleset, said, told)
    fields = _fields(visit, back.fields, seen, whole)
    same, others = _networks(visit, whole)
    memory = replace(
        back.memory,
        fields={**back.before, **fields},
        tags=[*back.memory.tags, *map(tag_of, same)],
        same=tuple(dict.fromkeys([*back.memory.same, *same])),
        reply=_reply(visit, whole),
        promise=promise_of(visit.case, visit.memory, decision.answer_within),
        hand=visit.hand.name,
    )
    return replace(back, fields=fields, memory=remembered(memory, whole.heard)), others


def _seen(visit: Visit, whole: Judgement, news: Assessment) -> Seen:
    ticket, memory = visit.case.ticket, visit.memory
    written = memory.fields if memory else {}
    given = given_by_customer(visit.client, ticket, list(whole.decision.fields), written)
    return Seen(
        ticket,
        memory,
        visit.judged,
        set(map(visit.client.names.read, visit.kept)),
        () if memory else touched(visit.client, ticket),
        given,
        news.urgency,
    )


def _reply(visit: Visit, whole: Judgement) -> str:
    """KEY/LANG of the text that goes out by itself, to the first message alone."""
    reply = whole.decision.auto_reply if not visit.memory else ""
    lang = EVERY if whole.decision.every_language else whole.assessment.answer_lang
    return f"{reply}/{lang}" if reply and visit.tools.replies else ""


def _fields(visit: Visit, fields: dict[str, Any], seen: Seen, whole: Judgement) -> dict[str, Any]:
    """All that is written to the ticket."""
    case, decision, routing = visit.case, whole.decision, visit.tools.routing
    lang = whole.assessment.answer_lang
    if "state" in fields and not is_new(visit.client, case.id):
        fields = {name: value for name, value in fields.items() if name != "state"}
    return {
        **fields,
        **later_of(fields, decision, visit.now),
        **owner_of(seen, decision, lang, routing, visit.now, visit.roster),
        **title_of(case, seen, decision, routing, lambda: _changed(visit, seen)),
        **window_of(case),
        **way_of(case, decision.around.channel),
        **country_of(case),
        **suspended_of(case, seen, decision, whole.assessment, visit.tools.read_in),
    }


def _changed(visit: Visit, seen: Seen) -> Collection[str]:
    """At a follow-up too."""
    return visit.by_people() if visit.memory else seen.touched


def _networks(visit: Visit, whole: Judgement) -> tuple[tuple[str, ...], list[Other]]:
    """(hashes, other tickets that name the same)"""
    networks = visit.tools.networks
    if not networks:
        return (), []
    hashes = networks.codes(whole.messages)
    return hashes, networks.find(visit.client, visit.case.id, hashes)


def group_of(visit: Visit, back: Back) -> str:
    return str(back.fields.get("group", visit.case.ticket.get("group")))


def tell_others(visit: Visit, others: list[Other], back: Back) -> None:
    """Those of a network whose hashes are news here; before our note, so that a run that died
    in between tells them again."""
    known = visit.memory.same if visit.memory else ()
    if not others or set(back.memory.same) <= set(known):
        return
    owner = int(back.fields.get("owner_id") or 0)
    here = other_of(visit.case.ticket)
    here = replace(here, group=group_of(visit, back), owner=here.owner or owner)

    def on_call() -> int | None:
        return choose("on-call", "", visit.tools.routing, visit.now, visit.roster)

    tell(visit.client, Here(here, visit.tools.lang, on_call), others)
