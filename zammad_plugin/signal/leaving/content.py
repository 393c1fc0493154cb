"""What one answer is made of when it leaves, its texts and files; and whether it may leave yet."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from zammad_plugin.config.settings.signal import MEGABYTE, SignalSettings
from zammad_plugin.errors import NotFound, NotPermitted, Rejected
from zammad_plugin.signal import files
from zammad_plugin.signal.leaving.replies import is_reply
from zammad_plugin.signal.store.outbox import UNSAFE, Letter, Why
from zammad_plugin.signal.tickets.customers import login_of
from zammad_plugin.text.messenger import split, to_plain
from zammad_plugin.zammad.articles import mime
from zammad_plugin.zammad.client import Client
from zammad_plugin.zammad.marks import REPLY, marked
from zammad_plugin.zammad.rows import Article, Attachment
from zammad_plugin.zammad.safe_contact import unsafe, unsafe_person

LONGEST = 2000  # characters of one message
Own = Callable[[str], str]  # key of a reply → its plain text; empty for none


class NotSent(Exception):
    """An answer that can't go as it is; `why` says it to the agent."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.why = Why(code)


class Listed(Attachment):
    """A file with the article that it hangs on."""

    ticket_id: int
    article_id: int


@dataclass(frozen=True)
class Content:
    """What one answer is made of: texts in order, files (Zammad's records) with the first;
    `answers`: the ticket whose clock an agent stops with it, 0 for none."""

    parts: list[str]
    files: list[Listed] = field(default_factory=list)
    answers: int = 0


@dataclass(frozen=True)
class Contents:
    """`folder`: for copies of files while they are sent; `allowed`: whether a person let this
    letter go to somebody whom writing may endanger; `own`: texts of the bridge's own.

    Raises ZammadError's children."""

    client: Client
    settings: SignalSettings
    folder: Path
    allowed: Callable[[Letter], bool]
    own: Own

    def clear(self) -> None:
        """A run that died left its copies."""
        shutil.rmtree(self.folder, ignore_errors=True)

    def of(self, letter: Letter) -> Content | None:
        """None for what is not to be sent any more. Raises NotSent."""
        if letter.own:
            if self._unsafe_person(letter.person):
                return None
            text = self.own(self.settings.group_answer) if self.settings.group_answer else ""
            return Content(split(text, LONGEST)) if text else None
        try:
            article = self.client.article(letter.article)
        except (NotFound, NotPermitted):
            return None  # deleted: the agent took it back
        if not is_reply(article):
            return None  # made internal since it was found
        if letter.part == 0 and not self.allowed(letter) and self._unsafe(article):
            if marked(article, REPLY):
                return None  # nothing goes out by itself
            raise NotSent(UNSAFE)
        listed = [one for one in article.get("attachments") or [] if isinstance(one, dict)]
        if not all(self._passes(one) for one in listed):
            raise NotSent("attachment")
        text = to_plain(str(article.get("body") or ""), str(article.get("content_type")))
        parts = split(text, LONGEST) or ([""] if listed else [])
        if not parts:
            raise NotSent("empty")
        ticket, number = int(article["ticket_id"]), int(article["id"])
        copies = [Listed(**one, ticket_id=ticket, article_id=number) for one in listed]
        return Content(parts, copies, ticket if article.get("sender") == "Agent" else 0)

    def _unsafe(self, article: Article) -> bool:
        row, _ = self.client.ticket(int(article["ticket_id"]))
        return unsafe(self.client, row)

    def _unsafe_person(self, person: str) -> bool:
        """Whether any ticket of the person says so."""
        user = self.client.user(login_of(person))
        return user is not None and unsafe_person(self.client, int(user["id"]))

    def _passes(self, attachment: Attachment) -> bool:
        size = str(attachment.get("size") or "")
        known = int(size) if size.isdigit() else None
        name = str(attachment.get("filename") or "")
        return files.verdict(mime(attachment), name, known, self.settings.documents) != "held"

    @contextmanager
    def copies(self, listed: list[Listed]) -> Iterator[list[Path]]:
        """The desk's own files, on the disk only while they are sent. Raises NotSent."""
        if not listed:
            yield []
            return
        self.folder.mkdir(mode=0o700, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=self.folder) as folder:
            yield [self._copy(Path(folder), one) for one in listed]

    def _copy(self, folder: Path, one: Listed) -> Path:
        name = files.file_name(mime(one), str(one.get("filename") or ""), int(one["id"]))
        file = folder / str(one["id"]) / name
        file.parent.mkdir(mode=0o700)
        path = f"ticket_attachment/{one['ticket_id']}/{one['article_id']}/{one['id']}"
        most = self.settings.documents.megabytes * MEGABYTE

        def fits(head: bytes) -> bool:
            return not files.disguised(mime(one), head)

        try:
            self.client.session.download(path, file, most, fits)
        except Rejected:
            raise NotSent("attachment") from None
        return file
