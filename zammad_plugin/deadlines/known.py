"""What a ticket tells for the sheet for the police."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from zammad_plugin.deadlines.dates import believed, dates_of, deadlines
from zammad_plugin.deadlines.evidence import platform_of
from zammad_plugin.deadlines.police_sheet import Known
from zammad_plugin.deadlines.preservation import read_preservation
from zammad_plugin.text.identifiers.find import Identifier, identifiers
from zammad_plugin.text.mail.clean import clean_article
from zammad_plugin.tickets.waiting import read_case
from zammad_plugin.zammad.case import Case
from zammad_plugin.zammad.client import Client
from zammad_plugin.zammad.times import read_time


def known_of(client: Client, ticket_id: int, zone: str) -> Known:
    """What the sheet for the police says of a ticket; times in `zone`. Raises NotFound."""
    case, rules = read_case(client, ticket_id), read_preservation()
    tags, code = client.tags(ticket_id), platform_of(client, ticket_id)
    dates, today = dates_of(case.ticket), datetime.now(ZoneInfo(zone)).date()
    stamps = [at for one in case.from_customer if (at := read_time(one.get("created_at")))]
    return Known(
        number=str(case.ticket.get("number")),
        platform=rules.of(code),
        identifiers=_named(case),
        first_heard=_shown(min(stamps), zone) if stamps else "-",
        last_heard=_shown(max(stamps), zone) if stamps else "-",
        dates={name: day.isoformat() for name, day in dates.items()},
        tags=frozenset(tags),
        deadlines=tuple(deadlines(believed(case.ticket, today), code, rules)),
    )


def _named(case: Case) -> tuple[Identifier, ...]:
    """Accounts and numbers in the customer's messages and in the agents' own notes."""
    texts = [
        clean_article(str(one.get("body") or ""), str(one.get("content_type")))
        for one in case.articles
        if one.get("sender") != "System" and "zammad_plugin" not in (one.get("preferences") or {})
    ]
    return tuple(identifiers("\n".join(texts)))


def _shown(at: datetime, zone: str) -> str:
    return f"{at.astimezone(ZoneInfo(zone)):%Y-%m-%d %H:%M} {zone}"
