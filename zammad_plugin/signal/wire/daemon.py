"""One signal-cli daemon over HTTP on loopback: its stream of events and its calls.

Nothing is tried again here: the bridge opens a new stream, the outbox decides about a message.
No number, name or text is logged or told in an error.
"""

from __future__ import annotations

import base64
import binascii
import mimetypes
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import quote as quote_name

from zammad_plugin.errors import DaemonRefused
from zammad_plugin.signal.wire import answers
from zammad_plugin.signal.wire import results as told
from zammad_plugin.signal.wire.results import Device, Identity, Sent
from zammad_plugin.signal.wire.rpc import ANSWER, LARGEST, Rpc, check_url
from zammad_plugin.signal.wire.shapes import Quote

SEND = 180.0  # seconds: files are encrypted and uploaded before the answer
LINK = 300.0  # seconds for a person to find the phone and scan the code
# Bytes of a file within a call: signal-cli reads no JSON string over 20,000,000 characters.
IN_CALL = 13 * 1024 * 1024


class Daemon:
    """Calls for one account. `read_timeout`: seconds of silence after which a stream is dead;
    the daemon gives a sign of life every 15."""

    def __init__(
        self, url: str, account: str, *, read_timeout: float = 45.0, remote: bool = False
    ) -> None:
        self.url = check_url(url, remote)
        self.account = account
        self.rpc = Rpc(self.url, read_timeout)

    def close(self) -> None:
        self.rpc.close()

    def check(self) -> None:
        """Raises DaemonAway when nobody answers, DaemonRefused when it is no signal-cli."""
        self.rpc.check()

    def version(self) -> str:
        """As in `0.13.19`."""
        return _word(self.rpc.call("version", {}), "version")

    def accounts(self) -> list[str]:
        """Numbers. Raises DaemonRefused (-32601) by a daemon that was started with `-a`."""
        answer = self.rpc.call("listAccounts", {})
        listed = answer if isinstance(answer, list) else []
        return [str(one["number"]) for one in listed if isinstance(one, dict) and "number" in one]

    def devices(self) -> list[Device]:
        """As Signal's servers know them. Raises DaemonRefused where they refuse the account."""
        answer = self._own("listDevices", {})
        listed = answer if isinstance(answer, list) else []
        return [told.device(one) for one in listed if isinstance(one, dict)]

    def events(self) -> Iterator[str | None]:
        """Subscribe. The JSON of each `receive` event; None when the stream opens and for each
        keep-alive. An event that the end cuts is given as far as it came.

        Raises DaemonAway when the stream ends or falls silent, DaemonRefused (400) for an
        account that the daemon doesn't have. Messages wait on Signal's servers while nobody is
        subscribed, if the daemon runs with --receive-mode=on-connection.
        """
        return self.rpc.events(self.account)

    def send(
        self, to: str, text: str, attachments: Sequence[Path] = (), quote: Quote | None = None
    ) -> Sent:
        """Send once. `to`: uuid or number; `attachments` arrive under the names of the files.

        Raises SendUnknown when the answer is lost, DaemonAway when nothing was sent, else the
        other children of SignalError.
        """
        params: dict[str, Any] = {"recipient": [to], "message": text}
        if attachments:
            params["attachments"] = [_file(path) for path in attachments]
        if quote:
            params |= {"quoteTimestamp": quote.timestamp, "quoteAuthor": quote.author}
            params["quoteMessage"] = quote.text
        return Sent(answers.sent_at(self._own("send", params, SEND)))

    def attachment(self, attachment_id: str, to: str, largest: int = LARGEST) -> bytes:
        """The file that signal-cli keeps. Raises DaemonRefused: gone, or beyond `largest` bytes."""
        params = {"id": attachment_id, "recipient": to}
        answer = self._own("getAttachment", params, most=largest * 4 // 3 + 1024)
        try:
            return base64.b64decode(_word(answer, "data"), validate=True)
        except binascii.Error:
            raise DaemonRefused("getAttachment: the answer is no file") from None

    def identities(self, of: str | None = None) -> list[Identity]:
        """Keys of one person (uuid or number), or of all."""
        answer = self._own("listIdentities", {"number": of} if of else {})
        listed = answer if isinstance(answer, list) else []
        return [told.identity(one) for one in listed if isinstance(one, dict)]

    def trust(self, who: str, safety_number: str | None = None) -> None:
        """Trust the safety number that was compared; without one, every key known of them."""
        choice = (
            {"verifiedSafetyNumber": safety_number}
            if safety_number
            else {"trustAllKnownKeys": True}
        )
        self._own("trust", {"recipient": who, **choice})

    def submit_captcha(self, token: str, captcha: str) -> None:
        """Lift a rate limit. `token` of RateLimited. Raises CaptchaRejected."""
        self._own("submitRateLimitChallenge", {"challenge": token, "captcha": captcha})

    def start_link(self) -> str:
        """The address that a phone scans (sgnl://linkdevice?…); good for some minutes."""
        return _word(self.rpc.call("startLink", {}), "deviceLinkUri")

    def finish_link(self, link: str, name: str) -> str:
        """Wait until the phone has agreed; the account's number."""
        params = {"deviceLinkUri": link, "deviceName": name}
        return _word(self.rpc.call("finishLink", params, LINK), "number")

    def _own(
        self, method: str, params: dict[str, Any], patience: float = ANSWER, most: int = 0
    ) -> Any:
        return self.rpc.call(method, {"account": self.account, **params}, patience, most)


def _file(path: Path) -> str:
    """The file itself, as a data URI: signal-cli may run as a user who can't read our folders.

    Where that is too large for its parser, or empty, the path; then it must be able to.
    """
    if not 0 < path.stat().st_size <= IN_CALL:
        return str(path.resolve())
    kind = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
    data = base64.b64encode(path.read_bytes()).decode()
    return f"data:{kind};filename={quote_name(path.name, safe='')};base64,{data}"


def _word(answer: Any, key: str) -> str:
    value = answer.get(key) if isinstance(answer, dict) else None
    if not isinstance(value, str):
        raise DaemonRefused(f"the answer lacks {key!r}", hint="is it a signal-cli?")
    return value
