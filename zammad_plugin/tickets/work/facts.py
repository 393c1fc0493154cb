"""What the note tells beside the judgement."""

from __future__ import annotations

from dataclasses import replace

from zammad_plugin.tickets.note.facts import Facts
from zammad_plugin.tickets.note.told import evidence
from zammad_plugin.tickets.work.judgement import Judgement
from zammad_plugin.tickets.work.visit import Visit
from zammad_plugin.tickets.writing.prepare import Back
from zammad_plugin.triage.model import Assessment
from zammad_plugin.zammad.articles import window_ends
from zammad_plugin.zammad.conversation import Said, conversation
from zammad_plugin.zammad.people import owner_id
from zammad_plugin.zammad.safe_contact import says_so
from zammad_plugin.zammad.times import read_time


def facts_of(
    visit: Visit,
    back: Back,
    whole: Judgement,
    news: Assessment | None = None,
    related: tuple[str, ...] = (),
) -> Facts:
    """`news`: what came since the last judgement, where that is not all; `related`: other tickets
    as the note shows them."""
    case, memory, local = visit.case, visit.memory, visit.tools.local
    promise = back.memory.promise
    by, ends = read_time(promise[1] if promise else ""), window_ends(case.from_customer)
    new = _new(visit)
    found = Facts(
        said=memory.said if memory else (),
        again=memory is not None,
        kept=back.kept,
        answer_by=local(by) if by else "",
        window=local(ends) if ends else "",
        related=related,
        subject=case.title if "title" in back.fields else "",
        call=owner_id(case.ticket) if back.alert else 0,
        heard=whole.heard,
        unsafe=says_so(case.ticket),
        bounced=any(one.machine == "bounce" for one in new),
        stranger=any(one.stranger for one in new),
    )
    apart = news is not None and news is not whole.assessment
    return replace(found, newest=evidence(news)) if news and apart else found


def _new(visit: Visit) -> list[Said]:
    """What came since the last judgement."""
    known = visit.memory.judged if visit.memory else ()
    return [one for one in conversation(visit.case) if int(one.article["id"]) not in known]
