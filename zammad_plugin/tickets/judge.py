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

STRETCH = 20  # messages


def utc_now() -> datetime:
    return datetime.now(UTC)


def messages_of(case: Case, heard: dict[int, str] | None = None) -> list[Message]:
    """The customer's articles as cleaned messages, oldest first; `heard`: transcripts by article.

    A mail's own subject counts: the ticket's title may be neutral by now.
    """
    title = str(case.ticket.get("title") or "")
    return [
        Message(
            text=_text(article, heard or {}),
            subject=str(article.get("subject") or title)
            if index == 0 and channel_of(article) == "email"
            else "",
            created_at=str(article.get("created_at") or ""),
        )
        for index, article in enumerate(case.from_customer)
    ]


def _text(article: Record, heard: dict[int, str]) -> str:
    body, subject = str(article.get("body") or ""), str(article.get("subject") or "")
    text = clean_article(body, str(article.get("content_type")), subject)
    return f"{text}\n{heard[article['id']]}".strip() if article["id"] in heard else text


def assessed(messages: list[Message], ruleset: Ruleset) -> Assessment:
    """The thread as one text, as `assess` does; of a long one also each stretch of it, and the
    gravest counts: among hundreds of messages three sentences weigh little."""
    return gravest(assess(messages, ruleset), messages, ruleset)


def gravest(whole: Assessment, messages: list[Message], ruleset: Ruleset) -> Assessment:
    """Of `whole`, which is what `assess` says of `messages`, and of the stretches of a long one."""
    if len(messages) <= STRETCH:
        return whole
    starts = range(0, len(messages), STRETCH)
    parts = [assess(messages[start : start + STRETCH], ruleset) for start in starts]
    return max([whole, *parts], key=_gravity)


def _gravity(one: Assessment) -> tuple[bool, bool, int]:
    return one.child_safety, one.review, RANK[one.urgency]


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
