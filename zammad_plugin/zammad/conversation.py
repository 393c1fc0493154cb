"""What each of a ticket's articles says, by whom, and why one can't be read. Pure.

One walk from the oldest: an article is read beside what was said before it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from zammad_plugin.text.mail.blocks import Block, Blocks
from zammad_plugin.text.mail.clean import Around, plain_text, read_article
from zammad_plugin.text.mail.decoded import decoded, unreadable
from zammad_plugin.text.mail.earlier import Earlier
from zammad_plugin.zammad.articles import channel_of, is_audio, is_picture, mime
from zammad_plugin.zammad.case import Case
from zammad_plugin.zammad.machine_mail import Machine, machine
from zammad_plugin.zammad.rows import Article, Attachment

Unreadable = Literal["charset", "encoded", "attachment"]

ADDRESS = re.compile(r"[^\s<>\"@]+@[^\s<>\"@]+")
DIGITS = re.compile(r"\D")
SAME_NUMBER = 8  # last digits of a sender's number
# Files that hold what a person wrote, as far as names tell: never opened.
WRITTEN = (
    ".eml", ".msg", ".dat", ".doc", ".docx", ".odt", ".rtf", ".pdf", ".txt", ".html", ".htm",
    ".pages", ".xls", ".xlsx", ".ods", ".ppt", ".pptx", ".zip", ".rar", ".7z", ".vcf", ".ics",
)  # fmt: skip
WRITTEN_TYPES = ("application/", "text/", "message/")
POINTS_TO_FILE = re.compile(
    r"attach|enclosed|see (?:the )?(?:file|document|letter)|ci-?jointe?|pi[eè]ce jointe|fichier"
    r"|en annexe|مرفق|المرفق|بالمرفق|الملف|ekte|ekli|dosya|پیوست|ضمیمه|فایل|هاوپێچ|پەڕگە|pêvek|կից"
    r"|anhang|adjunt|allegat",
    re.I,
)
FEW = 3  # words that say nothing beside a file
SHORT = 15  # words that may point to a file and say nothing else


@dataclass(frozen=True)
class Said:
    """One article of the customer's side. `machine`: no person wrote it; `unreadable`: why its
    words can't be judged; `stranger`: its sender is not who wrote the ticket's first article."""

    article: Article
    channel: str
    blocks: Blocks
    machine: Machine | None = None
    unreadable: Unreadable | None = None
    stranger: bool = False


def conversation(case: Case) -> list[Said]:
    """The customer's side, oldest first, strangers' and merged articles among them."""
    return list(_walk(case))


def _walk(case: Case) -> Iterator[Said]:
    earlier, senders = Earlier(), list[str]()
    heard = {int(one["id"]) for one in case.from_customer}
    for article in case.articles:
        by_customer = int(article["id"]) in heard
        if by_customer:
            yield _said(article, earlier, senders)
        if not article.get("internal"):
            body, kind = str(article.get("body") or ""), str(article.get("content_type"))
            earlier.add(plain_text(body, kind), by_desk=not by_customer)


def _said(article: Article, earlier: Earlier, senders: list[str]) -> Said:
    channel, sender, by = channel_of(article), sender_of(article), machine(article)
    known = senders[0] if senders else sender
    stranger = bool(sender and known and sender != known and not by)
    # Whoever writes for the first time where the desk said nothing quotes nothing of the desk's.
    new = not earlier.begun or bool(senders and sender and sender not in senders)
    first = new and not earlier.answered
    if sender and not by and sender not in senders:
        senders.append(sender)
    blocks = _blocks(article, Around(channel, first, earlier), by)
    why = None if by else _why_not(article, blocks)
    return Said(article, channel, blocks, by, why, stranger)


def _blocks(article: Article, around: Around, by: Machine | None) -> Blocks:
    body, kind = str(article.get("body") or ""), str(article.get("content_type"))
    if by:
        text = plain_text(body, kind)
        return Blocks(text, (Block("machine", 0, len(text)),) if text else ())
    return read_article(body, kind, str(article.get("subject") or ""), around)


def sender_of(article: Article) -> str:
    """The sender's address or number in one form; '' where the article names none."""
    named = str(article.get("from") or "")
    address = ADDRESS.search(named)
    if address:
        return address[0].casefold().strip(".,;")
    digits = DIGITS.sub("", named)
    return digits[-SAME_NUMBER:] if len(digits) >= SAME_NUMBER else ""


def _why_not(article: Article, blocks: Blocks) -> Unreadable | None:
    subject = decoded(str(article.get("subject") or ""))
    reason = unreadable(blocks.text) or unreadable(f"{subject} {blocks.text}")
    if reason:
        return reason
    return "attachment" if _files(article) and _says_nothing(blocks.words) else None


def _says_nothing(words: str) -> bool:
    count = len(words.split())
    return count <= FEW or (count <= SHORT and bool(POINTS_TO_FILE.search(words)))


def _files(article: Article) -> bool:
    return any(_is_written(one) for one in article.get("attachments") or [])


def _is_written(attachment: Attachment) -> bool:
    if is_audio(attachment) or is_picture(attachment):
        return False
    name = str(attachment.get("filename") or "").lower()
    return name.endswith(WRITTEN) or mime(attachment).startswith(WRITTEN_TYPES)
