"""From the outbox to signal-cli: one send in flight, nothing twice without a word about it."""

from __future__ import annotations

import logging
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from zammad_plugin.config.signal import MEGABYTE, SignalSettings
from zammad_plugin.errors import (
    DaemonAway,
    DaemonRefused,
    NotFound,
    NotPermitted,
    RateLimited,
    Rejected,
    SendUnknown,
    Unregistered,
    UntrustedIdentity,
    ZammadError,
    brief,
)
from zammad_plugin.signal import files
from zammad_plugin.signal.leaving.replies import is_reply
from zammad_plugin.signal.store.outbox import UNSAFE, WAITING, Letter, Outbox, Why
from zammad_plugin.signal.store.spool import Spool
from zammad_plugin.signal.tickets.contact import agent_answered
from zammad_plugin.signal.tickets.conversation import Conversations
from zammad_plugin.signal.tickets.customers import login_of
from zammad_plugin.signal.wire.daemon import Daemon
from zammad_plugin.text.messenger import split, to_plain
from zammad_plugin.vocabulary import SIGNAL_FAILED
from zammad_plugin.zammad.articles import mime
from zammad_plugin.zammad.client import Client
from zammad_plugin.zammad.marks import REPLY, marked
from zammad_plugin.zammad.rows import Article, Attachment
from zammad_plugin.zammad.safe_contact import unsafe, unsafe_person

log = logging.getLogger(__name__)
LONGEST = 2000  # characters of one message
AWAY = 20.0  # seconds until the daemon is asked again
TELL = 600.0  # seconds that an answer waits for the daemon before the ticket says so
PAUSE = 3600  # seconds, where Signal tells no waiting time
RESENDS = 3  # times that an answer is sent again by itself, then a person is asked
PAUSED, CHALLENGE = "paused_until", "challenge"
Own = Callable[[str], str]  # key of a reply → its plain text; empty for none


class NotSent(Exception):
    """An answer that can't go as it is; `why` says it to the agent."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.why = Why(code)


class _Listed(Attachment):
    """A file with the article that it hangs on."""

    ticket_id: int
    article_id: int


@dataclass(frozen=True)
class Content:
    """What one answer is made of: texts in order, files (Zammad's records) with the first;
    `answers`: the ticket whose clock an agent stops with it, 0 for none."""

    parts: list[str]
    files: list[_Listed] = field(default_factory=list)
    answers: int = 0


class Sender:
    """`own`: texts of the bridge's own. Raises ZammadError's children; Signal's are dealt with."""

    def __init__(
        self,
        client: Client,
        daemon: Daemon,
        spool: Spool,
        settings: SignalSettings,
        conversations: Conversations,
        own: Own = lambda key: "",
    ) -> None:
        self.client, self.daemon, self.spool, self.settings = client, daemon, spool, settings
        self.conversations, self.own, self.outbox = conversations, own, Outbox(spool)

    def recover(self) -> None:
        """A run died in the middle of a send: whether that one left is not known."""
        shutil.rmtree(self._folder, ignore_errors=True)
        for letter in self.outbox.of_state("sending"):
            self._unknown(letter)

    def flush(self) -> int:
        """Send what may go. Returns how many answers left."""
        done = 0
        if self._paused():
            self._say_that_all_wait()
        while not self._paused() and (letter := self.outbox.next()):
            if not self._one(letter):
                break
            done += 1
        return done

    def _paused(self) -> bool:
        return self.spool.now() < float(self.spool.get(PAUSED) or 0)

    def _one(self, letter: Letter) -> bool:
        """False when the others must wait too."""
        try:
            content = self._content(letter)
            if content is None:
                self.outbox.set_aside(letter, "passed")
            elif letter.part >= len(content.parts):
                self.outbox.set_aside(letter, "sent")
            else:
                self._send(letter, content)
        except NotSent as error:
            self.outbox.park(letter, error.why)
        except SendUnknown:
            self._unknown(letter)
        except Unregistered:
            self.outbox.park(letter, Why("unregistered"))
        except UntrustedIdentity:
            self.outbox.park(letter, Why("identity"))
        except DaemonRefused as error:
            self.outbox.park(letter, Why("refused", str(error.code)))
        except RateLimited as error:
            return self._limited(letter, error)
        except DaemonAway:
            return self._away(letter)
        return True

    def _send(self, letter: Letter, content: Content) -> None:
        """The next part; the others follow as the outbox gives the letter again."""
        part = letter.part
        with self._copies(letter, content.files if part == 0 else []) as paths:
            self.outbox.begin(letter)
            sent = self.daemon.send(letter.person, content.parts[part], paths)
        last = part + 1 == len(content.parts)
        self.outbox.sent(letter, part, sent.timestamp, last)
        if self.spool.get(CHALLENGE):
            self.spool.put(CHALLENGE, "")
        if last and content.answers:
            self._answered(content.answers)
        if last and self.outbox.told(letter, WAITING):
            self._calm(letter)

    def _answered(self, ticket: int) -> None:
        try:
            row, _ = self.client.ticket(ticket)
            self.client.put_ticket(ticket, agent_answered(row, self.spool.now()))
        except ZammadError as error:
            log.warning("ticket %s: its clock runs on: %s", ticket, brief(error))

    def _unknown(self, letter: Letter) -> None:
        if self.settings.on_unknown == "resend" and letter.tries < RESENDS:
            self.outbox.wait(letter, 0, Why("resent"), resend=True)
        else:
            self.outbox.park(letter, Why("ask"))

    def _limited(self, letter: Letter, error: RateLimited) -> bool:
        """Signal limits the account, not the person: everything waits."""
        until = self.spool.now() + (error.retry_after or PAUSE)
        self.spool.put(PAUSED, str(until))
        self.spool.put(CHALLENGE, error.token or "")
        self.outbox.wait(letter, 0, Why("captcha" if error.token else "rate_limit", _time(until)))
        self._say_that_all_wait()
        return False

    def _say_that_all_wait(self) -> None:
        """Every agent whose answer waits is told until when."""
        code = "captcha" if self.spool.get(CHALLENGE) else "rate_limit"
        until = _time(float(self.spool.get(PAUSED)))
        for letter in self.outbox.of_state("queued"):
            if not self.outbox.told(letter, WAITING):
                self.outbox.wait(letter, 0, Why(code, until))

    def _away(self, letter: Letter) -> bool:
        late = self.spool.now() - letter.at > TELL
        self.outbox.wait(letter, AWAY, Why("away") if late else None)
        return False

    def _calm(self, letter: Letter) -> None:
        """It went out in the end: the tag that called somebody is taken away."""
        try:
            row = self.conversations.ticket_of(letter.article)
            if row:
                self.client.untag(int(row["id"]), SIGNAL_FAILED)
        except ZammadError as error:
            log.warning("outbox %s: its tag stays: %s", letter.id, brief(error))

    # What is sent

    def _content(self, letter: Letter) -> Content | None:
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
        if letter.part == 0 and not self.outbox.allowed(letter) and self._unsafe(article):
            if marked(article, REPLY):
                return None  # nothing goes out by itself
            raise NotSent(UNSAFE)
        listed = [one for one in article.get("attachments") or [] if isinstance(one, dict)]
        if not all(self._allowed(one) for one in listed):
            raise NotSent("attachment")
        text = to_plain(str(article.get("body") or ""), str(article.get("content_type")))
        parts = split(text, LONGEST) or ([""] if listed else [])
        if not parts:
            raise NotSent("empty")
        ticket, number = int(article["ticket_id"]), int(article["id"])
        copies = [_Listed(**one, ticket_id=ticket, article_id=number) for one in listed]
        return Content(parts, copies, ticket if article.get("sender") == "Agent" else 0)

    def _unsafe(self, article: Article) -> bool:
        row, _ = self.client.ticket(int(article["ticket_id"]))
        return unsafe(self.client, row)

    def _unsafe_person(self, person: str) -> bool:
        """Whether any ticket of the person says so."""
        user = self.client.user(login_of(person))
        return user is not None and unsafe_person(self.client, int(user["id"]))

    def _allowed(self, attachment: Attachment) -> bool:
        size = str(attachment.get("size") or "")
        known = int(size) if size.isdigit() else None
        name = str(attachment.get("filename") or "")
        return files.verdict(mime(attachment), name, known, self.settings.documents) != "held"

    @property
    def _folder(self) -> Path:
        return self.spool.folder / "outgoing"

    @contextmanager
    def _copies(self, letter: Letter, listed: list[_Listed]) -> Iterator[list[Path]]:
        """The desk's own files, on the disk only while they are sent. Raises NotSent."""
        if not listed:
            yield []
            return
        self._folder.mkdir(mode=0o700, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=self._folder) as folder:
            yield [self._copy(Path(folder), one) for one in listed]

    def _copy(self, folder: Path, one: _Listed) -> Path:
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


def _time(at: float) -> str:
    return f"{datetime.fromtimestamp(at, UTC):%Y-%m-%d %H:%M} UTC"
