"""From the outbox to signal-cli: one send in flight, nothing twice without a word about it."""

from __future__ import annotations

import logging
from datetime import UTC, datetime

from zammad_plugin.config.settings.signal import SignalSettings
from zammad_plugin.errors import (
    DaemonAway,
    DaemonRefused,
    RateLimited,
    SendUnknown,
    Unregistered,
    UntrustedIdentity,
    ZammadError,
    brief,
)
from zammad_plugin.signal.leaving.content import Content, Contents, NotSent, Own
from zammad_plugin.signal.store.outbox import WAITING, Letter, Outbox, Why
from zammad_plugin.signal.store.spool import Spool
from zammad_plugin.signal.tickets.contact import agent_answered
from zammad_plugin.signal.tickets.conversation import Conversations
from zammad_plugin.signal.wire.daemon import Daemon
from zammad_plugin.vocabulary import SIGNAL_FAILED
from zammad_plugin.zammad.client import Client

log = logging.getLogger(__name__)
AWAY = 20.0  # seconds until the daemon is asked again
TELL = 600.0  # seconds that an answer waits for the daemon before the ticket says so
PAUSE = 3600  # seconds, where Signal tells no waiting time
RESENDS = 3  # times that an answer is sent again by itself, then a person is asked
PAUSED, CHALLENGE = "paused_until", "challenge"


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
        self.conversations, self.outbox = conversations, Outbox(spool)
        folder = spool.folder / "outgoing"
        self.contents = Contents(client, settings, folder, self.outbox.allowed, own)

    def recover(self) -> None:
        """A run died in the middle of a send: whether that one left is not known."""
        self.contents.clear()
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
            content = self.contents.of(letter)
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
        with self.contents.copies(content.files if part == 0 else []) as paths:
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


def _time(at: float) -> str:
    return f"{datetime.fromtimestamp(at, UTC):%Y-%m-%d %H:%M} UTC"
