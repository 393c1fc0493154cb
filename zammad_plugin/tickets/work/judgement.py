"""What triage makes of a ticket and what routing decides, with what machines heard in it."""

from __future__ import annotations

from dataclasses import dataclass

from zammad_plugin.routing.decision import Decision, decide
from zammad_plugin.tickets.judge import circumstances, messages_of
from zammad_plugin.tickets.voice.listened import listened
from zammad_plugin.tickets.voice.spoken import Heard, by_article, raised, recalled
from zammad_plugin.tickets.waiting import wrote_before
from zammad_plugin.tickets.work.visit import Visit
from zammad_plugin.tickets.writing.fields import there
from zammad_plugin.triage.engine import assess
from zammad_plugin.triage.model import Assessment, Message


@dataclass(frozen=True)
class Judgement:
    """`messages`: those that were written, since what a machine heard names nobody for sure;
    `heard`: voice messages that were heard now."""

    assessment: Assessment
    decision: Decision
    messages: list[Message]
    heard: tuple[Heard, ...] = ()


def judged(visit: Visit, heard: tuple[Heard, ...] = ()) -> Judgement:
    case, ruleset, routing = visit.case, visit.tools.ruleset, visit.tools.routing
    by_person = listened(visit.client, case) if visit.memory else ()
    messages = messages_of(case, listened=by_person)
    assessment = assess(messages, ruleset)
    told = _told(visit, heard)
    if told:
        spoken = messages_of(case, told, by_person)
        assessment = raised(assessment, assess(spoken, ruleset))
    around = circumstances(case, messages, routing, visit.now, _returning(visit), by_person)
    decision = there(case, decide(assessment, around, routing))
    return Judgement(assessment, decision, messages, heard)


def _told(visit: Visit, heard: tuple[Heard, ...]) -> dict[int, str]:
    """Article → what machines heard well enough, now and in earlier notes of ours."""
    notes = visit.notes() if visit.memory else []
    return by_article([*recalled(visit.case, notes), *heard])


def _returning(visit: Visit) -> bool:
    """Asked only when a rule wants to know."""
    return visit.tools.routing.asks("returning") and wrote_before(visit.client, visit.case)


def news_of(visit: Visit, whole: Judgement) -> Assessment:
    """The messages that were not judged before, by themselves."""
    known = set(visit.memory.judged) if visit.memory else set()
    pairs = zip(visit.judged, whole.messages, strict=True)
    new = [message for id, message in pairs if id not in known]
    return assess(new, visit.tools.ruleset) if known and new else whole.assessment
