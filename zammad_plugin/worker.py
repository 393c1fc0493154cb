"""One pass over what waits: read, assess, decide, write back; one broken ticket stops nobody."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass, field

from zammad_plugin.errors import NotAuthenticated, PluginError, Unavailable
from zammad_plugin.intake.channel import channel_of, is_auto, is_voice
from zammad_plugin.intake.waiting import DONE_TAG, Case, read_case, waiting
from zammad_plugin.routing.decision import Circumstances, Decision, decide
from zammad_plugin.routing.note import note_html
from zammad_plugin.routing.rules import Routing
from zammad_plugin.routing.write_back import write_back
from zammad_plugin.text.clean import clean_article
from zammad_plugin.triage.engine import assess
from zammad_plugin.triage.model import Assessment, Message
from zammad_plugin.triage.ruleset import Ruleset
from zammad_plugin.zammad.client import Client

log = logging.getLogger(__name__)


@dataclass
class Summary:
    """Counts of one pass; `failed` holds ticket ids."""

    done: int = 0
    notes: int = 0
    failed: list[int] = field(default_factory=list)


def messages_of(case: Case) -> list[Message]:
    """The customer's articles as cleaned messages, oldest first."""
    title = str(case.ticket.get("title") or "")
    return [
        Message(
            text=clean_article(str(article.get("body") or ""), str(article.get("content_type"))),
            subject=title if index == 0 and channel_of(article) == "email" else "",
            created_at=str(article.get("created_at") or ""),
        )
        for index, article in enumerate(case.from_customer)
    ]


def judge(case: Case, ruleset: Ruleset, routing: Routing) -> tuple[Assessment, Decision]:
    """Pure but for reading `case`."""
    messages, heard = messages_of(case), case.from_customer
    assessment = assess(messages, ruleset)
    around = Circumstances(
        channel=channel_of(heard[0]) if heard else "other",
        voice=any(is_voice(article) for article in heard),
        empty=not any(message.text.strip() or message.subject.strip() for message in messages),
        auto=bool(heard) and all(is_auto(article) for article in heard),
    )
    return assessment, decide(assessment, around, routing)


def triage_ticket(
    client: Client, ticket_id: int, ruleset: Ruleset, routing: Routing, lang: str = "en"
) -> bool:
    """Triage one ticket; returns whether a note was written."""
    case = read_case(client, ticket_id)
    if case.articles and not case.from_customer:
        client.tag(case.id, DONE_TAG)  # the desk itself wrote first: nothing to judge yet
        return False
    assessment, decision = judge(case, ruleset, routing)
    newest = max((int(article["id"]) for article in case.from_customer), default=0)
    note = note_html(assessment, decision, lang)
    return write_back(
        client, case.ticket, case.articles, decision, note, newest, assessment.ruleset
    )


def run(
    client: Client,
    ruleset: Ruleset,
    routing: Routing,
    *,
    limit: int | None = None,
    lang: str = "en",
    progress: Callable[[int], None] = lambda done: None,
) -> Summary:
    """Everything that waits. Raises only what makes going on pointless (token, server away)."""
    summary = Summary()
    for ticket_id in waiting(client, limit):
        try:
            summary.notes += triage_ticket(client, ticket_id, ruleset, routing, lang)
            summary.done += 1
        except NotAuthenticated:
            raise
        except PluginError as error:
            _failed(summary, ticket_id, type(error).__name__)
            if isinstance(error, Unavailable) and len(summary.failed) >= 3 and not summary.done:
                raise
        except Exception as error:  # a bug on one ticket must not hide the others
            _failed(summary, ticket_id, type(error).__name__)
        progress(summary.done)
    return summary


def _failed(summary: Summary, ticket_id: int, kind: str) -> None:
    """Only the error's class: its text could quote the ticket."""
    log.error("ticket %s: %s; it stays in the queue", ticket_id, kind)
    summary.failed.append(ticket_id)
