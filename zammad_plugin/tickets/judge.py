"""A case → what triage makes of it and what routing decides. Nothing is asked or written."""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime

from zammad_plugin.routing.facts import Circumstances
from zammad_plugin.routing.hours import is_open
from zammad_plugin.routing.rules import Routing
from zammad_plugin.text.mail.blocks import Block, Blocks
from zammad_plugin.text.mail.clean import MAIL
from zammad_plugin.tickets.memory import named_by_us
from zammad_plugin.triage.message import message_of
from zammad_plugin.triage.model import Message
from zammad_plugin.triage.unclear import FILE, MEDIA, VOICE
from zammad_plugin.zammad.articles import channel_of, is_audio, is_auto, is_voice, mime, pictures_in
from zammad_plugin.zammad.case import Case
from zammad_plugin.zammad.conversation import Said, conversation
from zammad_plugin.zammad.rows import Article, Attachment

PICTURES = {"So", "Sk", "Mn", "Cf"}  # emoji, their skin colours, and what joins them


def utc_now() -> datetime:
    return datetime.now(UTC)


def messages_of(
    case: Case, heard: Mapping[int, str] | None = None, listened: Collection[int] = ()
) -> list[Message]:
    """A message for each of the customer's articles, oldest first; `heard`: transcripts by article;
    `listened`: articles whose voice message a person has heard, which no machine's words replace.

    A mail's own subject counts: the ticket's title may be neutral by now. Beside what a person
    wrote, a machine's mail (a bounce, an absence) is no text.
    """
    heard, found = heard or {}, list[Message]()
    said = conversation(case)
    persons = any(one.machine is None for one in said)
    for one in said:
        at = str(one.article.get("created_at") or "")
        if one.machine and persons:
            found.append(Message("", created_at=at))
            continue
        subject = _subject(one, case) if not found and _is_mail(one) else ""
        told = heard.get(int(one.article["id"]), "")
        message = message_of(_judged(one), subject, at, told)
        found.append(replace(message, unread=(*message.unread, *_unread(one.article, listened))))
    return found


def _subject(said: Said, case: Case) -> str:
    """The mail's own, else the ticket's title, where that is not a neutral one of ours."""
    own = str(said.article.get("subject") or "")
    return own or ("" if named_by_us(case) else case.title)


def _unread(article: Article, listened: Collection[int]) -> Iterator[str]:
    """What came with an article and no person read: no file is opened."""
    if _unheard(article, listened):
        yield VOICE
    if pictures_in(article):
        yield MEDIA
    if any(_is_file(one) for one in article.get("attachments") or []):
        yield FILE


def _unheard(article: Article, listened: Collection[int]) -> bool:
    return is_voice(article) and int(article["id"]) not in listened


def _is_file(attachment: Attachment) -> bool:
    """One that may hold the words: no sound, no picture, and not the mail's own HTML."""
    kind = mime(attachment)
    return not is_audio(attachment) and not kind.startswith(("image/", "video/", "text/html"))


def _judged(said: Said) -> Blocks:
    """A machine's mail that stands alone is read all the same: what makes it one can be forged, or
    stand beside a report."""
    text = said.blocks.text
    return Blocks(text, (Block("words", 0, len(text)),)) if said.machine and text else said.blocks


def _is_mail(said: Said) -> bool:
    return said.channel == MAIL


def _says(message: Message) -> bool:
    """Whether there is anything but blanks and pictures of faces: those alone are for a person."""
    said = message.text + message.subject
    return any(not one.isspace() and unicodedata.category(one) not in PICTURES for one in said)


def circumstances(
    case: Case,
    messages: list[Message],
    routing: Routing,
    now: datetime,
    returning: bool = False,
    listened: Collection[int] = (),
) -> Circumstances:
    """Pure but for reading `case`."""
    heard = case.from_customer
    return Circumstances(
        channel=channel_of(heard[0]) if heard else "other",
        voice=any(_unheard(article, listened) for article in heard),
        empty=not any(map(_says, messages)),
        auto=bool(heard) and all(is_auto(article) for article in heard),
        pictures=sum(pictures_in(article) for article in heard),
        open=is_open(routing.hours, now),
        returning=returning,
    )
