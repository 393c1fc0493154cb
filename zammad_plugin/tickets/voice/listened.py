"""Which voice messages a person has heard: those that were there when somebody of the desk took
the tag `cs-voice` away, as the macro *heard* does."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from zammad_plugin.vocabulary import VOICE
from zammad_plugin.zammad.articles import is_voice
from zammad_plugin.zammad.case import Case
from zammad_plugin.zammad.client import Client
from zammad_plugin.zammad.people import no_person
from zammad_plugin.zammad.rows import Article, Event
from zammad_plugin.zammad.times import read_time


def listened(client: Client, case: Case) -> Collection[int]:
    """Ids of articles; the history is asked only where there is a voice message.

    A tag that we did not bring ourselves to set was never taken away: only the history knows.
    """
    spoken = [one for one in case.from_customer if is_voice(one)]
    at = _taken_away(client, case) if spoken else None
    return {int(one["id"]) for one in spoken if at and _before(one, at)}


def _taken_away(client: Client, case: Case) -> datetime | None:
    """When a person did so last; the customer, a trigger and our own user are none."""
    nobody = no_person(client, case.ticket)
    times = [
        read_time(event.get("created_at"))
        for event in client.history(case.id)
        if _is_removal(event) and event.get("created_by_id") not in nobody
    ]
    return max((one for one in times if one), default=None)


def _is_removal(event: Event) -> bool:
    told = (event.get("type"), event.get("attribute"), event.get("value_to"))
    return told == ("removed", "tag", VOICE)


def _before(article: Article, at: datetime) -> bool:
    made = read_time(article.get("created_at"))
    return made is not None and made <= at
