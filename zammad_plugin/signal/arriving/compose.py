"""An event → the article to post: its files fetched where the rules allow it, its marks set."""

from __future__ import annotations

import logging
from dataclasses import dataclass, field

from zammad_plugin.config.settings.signal import MEGABYTE, SignalSettings
from zammad_plugin.errors import DaemonAway, DaemonRefused, MalformedEvent
from zammad_plugin.signal import files
from zammad_plugin.signal.arriving.long_text import whole
from zammad_plugin.signal.arriving.render import Rendered, Wanted, held_lines, render, timer_line
from zammad_plugin.signal.store.held import HeldFiles
from zammad_plugin.signal.store.inbox import Arrived
from zammad_plugin.signal.store.spool import Spool
from zammad_plugin.signal.wire.daemon import Daemon
from zammad_plugin.signal.wire.events import parse
from zammad_plugin.signal.wire.shapes import Attachment, Content, Edit, Text
from zammad_plugin.signal.words import say
from zammad_plugin.vocabulary import MEDIA, SIGNAL_TIMER
from zammad_plugin.zammad.articles import PICTURES
from zammad_plugin.zammad.client import Record
from zammad_plugin.zammad.marks import SIGNAL

log = logging.getLogger(__name__)
FETCHES = 5  # tries to get a file from a daemon that is away; the text waits no longer


@dataclass(frozen=True)
class Message:
    """What is posted. `held`: whether files wait for a release."""

    article: Record
    tags: tuple[str, ...] = ()
    held: bool = False
    timer: int | None = None


@dataclass
class _Files:
    ready: list[Record] = field(default_factory=list)
    held: list[tuple[Attachment, str]] = field(default_factory=list)
    missing: list[tuple[Attachment, str]] = field(default_factory=list)


def number_of(arrived: Arrived) -> str:
    """The sender's number, where the event tells one."""
    try:
        return parse(arrived.body).sender_number or ""
    except MalformedEvent:
        return ""


class Composer:
    def __init__(self, daemon: Daemon, spool: Spool, settings: SignalSettings, lang: str) -> None:
        self.daemon, self.spool, self.settings, self.lang = daemon, spool, settings, lang
        self.files = HeldFiles(spool)

    def message(self, arrived: Arrived, timer: int = 0) -> Message | None:
        """None for what needs no article. `timer`: what the person's was before.

        Raises DaemonAway while a file can't be had and the text may still wait for it.
        """
        try:
            content = parse(arrived.body).content
        except MalformedEvent:
            return self._unreadable(arrived)
        return self._readable(arrived, content, timer)

    def broken(self, arrived: Arrived) -> Record:
        """Stands where a message would that Zammad did not take."""
        made = Rendered(added=[say("broken", self.lang, row=arrived.id)])
        return self._article(f"{arrived.key}:broken", made, _Files())

    def _readable(self, arrived: Arrived, content: Content, timer: int) -> Message | None:
        content = whole(content, lambda one: self._waited_for(arrived, one))
        made = render(content, self.lang, self.settings.documents)
        if made is None:
            return None
        if made.timer is not None and made.timer != timer:
            self._timer(made, isinstance(content, (Text, Edit)))
        got = self._fetched(arrived, made)
        made.added += held_lines(got.held, "held", self.lang)
        made.added += held_lines(got.missing, "unfetched", self.lang)
        article = self._article(arrived.key, made, got)
        waits = bool(got.held or got.missing)
        return Message(article, tuple(dict.fromkeys(made.tags)), waits, made.timer)

    def _timer(self, made: Rendered, in_text: bool) -> None:
        """A new timer is shown; a change of its own says so already."""
        if in_text:
            made.added.append(timer_line(made.timer or 0, self.lang))
        if self.settings.disappearing == "ask" and made.timer:
            made.tags.append(SIGNAL_TIMER)

    def _unreadable(self, arrived: Arrived) -> Message:
        """The event itself as a file: whoever reads it may find what was written."""
        made = Rendered(added=[say("unreadable", self.lang)])
        file = files.attached("event.txt", "text/plain", arrived.body.encode())
        return Message(self._article(arrived.key, made, _Files(ready=[file])))

    def _article(self, key: str, made: Rendered, got: _Files) -> Record:
        pictures = sum(one.content_type.startswith(PICTURES) for one, _ in got.held)
        mark = {"key": key, **({"held": pictures} if pictures else {})}
        return {
            "type": "note",
            "sender": "Customer",
            "internal": False,
            "content_type": "text/html",
            "body": made.html(),
            "message_id": key,
            "preferences": {SIGNAL: mark},
            **({"attachments": got.ready} if got.ready else {}),
        }

    # Files

    def _fetched(self, arrived: Arrived, made: Rendered) -> _Files:
        got = _Files()
        for attachment in made.held:
            got.held.append((attachment, self._key(arrived, attachment)))
        for number, wanted in enumerate(made.wanted, 1):
            self._fetch(arrived, wanted, number, got, made)
        return got

    def _fetch(
        self, arrived: Arrived, wanted: Wanted, number: int, got: _Files, made: Rendered
    ) -> None:
        attachment = wanted.attachment
        data = self._waited_for(arrived, attachment)
        if data is None:
            got.missing.append((attachment, self._key(arrived, attachment)))
        elif files.disguised(attachment.content_type, data):
            got.held.append((attachment, self._key(arrived, attachment)))
            made.tags.append(MEDIA)
        else:
            kind = attachment.content_type
            name = files.file_name(kind, attachment.filename, number)
            got.ready.append(files.attached(name, kind, data))

    def _waited_for(self, arrived: Arrived, attachment: Attachment) -> bytes | None:
        """Raises DaemonAway as long as the message may wait for its file."""
        try:
            return self._data(attachment, arrived.sender)
        except DaemonAway:
            if arrived.tries < FETCHES:
                raise
            return None

    def _data(self, attachment: Attachment, person: str) -> bytes | None:
        """None when signal-cli has it no more, or it is larger than was said."""
        most = self.settings.documents.megabytes * MEGABYTE
        try:
            return self.daemon.attachment(attachment.id, person, most) if attachment.id else None
        except DaemonRefused as error:
            log.warning("a file can't be fetched: code %s", error.code)
            return None

    def _key(self, arrived: Arrived, attachment: Attachment) -> str:
        return self.files.key(arrived.sender, arrived.timestamp, attachment)
