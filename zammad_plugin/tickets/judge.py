"""A case → what triage makes of it and what routing decides. Nothing is asked or written."""

from __future__ import annotations

from datetime import UTC, datetime

from zammad_plugin.routing.decision import Circumstances
from zammad_plugin.routing.hours import is_open
from zammad_plugin.routing.rules import Routing
from zammad_plugin.text.clean import clean_article
from zammad_plugin.triage.engine import assess
from zammad_plugin.triage.model import Assessment, Message
from zammad_plugin.triage.ruleset import Ruleset
from zammad_plugin.vocabulary import RANK
from zammad_plugin.zammad.articles import channel_of, is_auto, is_voice, pictures_in
from zammad_plugin.zammad.case import Case
from zammad_plugin.zammad.client import Record

MAIL = "email"


def utc_now() -> datetime:
    return datetime.now(UTC)


def messages_of(case: Case, heard: dict[int, str] | None = None) -> list[Message]:
    """The customer's articles as messages, oldest first; `heard`: transcripts by article.

    A mail's own subject counts: the ticket's title may be neutral by now. Beside what a person
    wrote, a machine's mail (a bounce, an absence) is no text.
    """
    title = str(case.ticket.get("title") or "")
    heard, found, earlier = heard or {}, list[Message](), Earlier()
    persons = [article for article in case.from_customer if not is_auto(article)]
    for article in case.articles:
        if article in case.from_customer and (article in persons or not persons):
            subject = str(article.get("subject") or title) if not found and _is_mail(article) else ""
            blocks = _read(article, earlier)
            told = heard.get(article["id"], "")
            found.append(message_of(blocks, subject, str(article.get("created_at") or ""), told))
        _remember(article, earlier)
    return found


def _is_mail(article: Record) -> bool:
    return channel_of(article) == MAIL


def _read(article: Record, earlier: Earlier) -> Blocks:
    body, subject = str(article.get("body") or ""), str(article.get("subject") or "")
    around = Around(channel_of(article), first=not earlier.answered, earlier=earlier)
    return read_article(body, str(article.get("content_type")), subject, around)


def _remember(article: Record, earlier: Earlier) -> None:
    """What was said so far; an internal note never reached the customer."""
    if not article.get("internal"):
        text = plain_text(str(article.get("body") or ""), str(article.get("content_type")))
        earlier.add(text, by_desk=article.get("sender") != "Customer")


def circumstances(
    case: Case, messages: list[Message], routing: Routing, now: datetime, returning: bool = False
) -> Circumstances:
    """Pure but for reading `case`."""
    heard = case.from_customer
    return Circumstances(
        channel=channel_of(heard[0]) if heard else "other",
        voice=any(is_voice(article) for article in heard),
        empty=not any(message.text.strip() or message.subject.strip() for message in messages),
        auto=bool(heard) and all(is_auto(article) for article in heard),
        pictures=sum(pictures_in(article) for article in heard),
        open=is_open(routing.hours, now),
        returning=returning,
    )
