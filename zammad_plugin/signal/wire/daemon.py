"""One signal-cli daemon over HTTP on loopback: its stream of events and its calls.

Nothing is tried again here: the bridge opens a new stream, the outbox decides about a message.
No number, name or text is logged or told in an error.
"""

from __future__ import annotations

import base64
import binascii
import itertools
import mimetypes
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import quote as quote_name

import requests

from zammad_plugin.config.signal import DAEMON
from zammad_plugin.errors import DaemonAway, DaemonRefused, PluginError
from zammad_plugin.signal.wire import answers
from zammad_plugin.signal.wire import results as told
from zammad_plugin.signal.wire.connections import session
from zammad_plugin.signal.wire.events import Quote
from zammad_plugin.signal.wire.results import Device, Identity, Sent
from zammad_plugin.signal.wire.sse import Events
from zammad_plugin.text.url import LOOPBACK, address_of

__all__ = ["Daemon", "Device", "Identity", "Sent", "check_url"]

CONNECT = 5.0  # seconds
ANSWER = 30.0  # seconds for a call that only looks
SEND = 180.0  # seconds: files are encrypted and uploaded before the answer
LINK = 300.0  # seconds for a person to find the phone and scan the code
LARGEST = 32 * 1024 * 1024  # bytes of an attachment that is read into memory
# Bytes of a file within a call: signal-cli reads no JSON string over 20,000,000 characters.
IN_CALL = 13 * 1024 * 1024
AWAY = "start it: systemctl start signal-cli; then: zammad-plugin signal doctor"


def check_url(url: str, remote: bool = False) -> str:
    """The daemon's base. Raises PluginError for another machine: the daemon asks no password."""
    parts = address_of(url)
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.username:
        raise PluginError("no URL of a signal-cli daemon", hint=f"signal.daemon: {DAEMON}")
    if parts.hostname not in LOOPBACK and not remote:
        raise PluginError(
            "signal-cli on another machine: whoever reaches it reads and writes as the desk",
            hint=f"run it on this machine and use {DAEMON}",
        )
    return url.rstrip("/")


class Daemon:
    """Calls for one account. `read_timeout`: seconds of silence after which a stream is dead;
    the daemon gives a sign of life every 15."""

    def __init__(
        self, url: str, account: str, *, read_timeout: float = 45.0, remote: bool = False
    ) -> None:
        self.url = check_url(url, remote)
        self.account = account
        self._silence = read_timeout
        self._session = session(f"{self.url}/api/v1/events")
        self._ids = itertools.count(1)

    def close(self) -> None:
        self._session.close()

    def check(self) -> None:
        """Raises DaemonAway when nobody answers, DaemonRefused when it is no signal-cli."""
        try:
            response = self._session.get(
                f"{self.url}/api/v1/check", timeout=(CONNECT, ANSWER), allow_redirects=False
            )
        except requests.RequestException as error:
            raise _away(error) from None
        self._ok(response, "check")

    def version(self) -> str:
        """As in `0.13.19`."""
        return _word(self._call("version", {}), "version")

    def accounts(self) -> list[str]:
        """Numbers. Raises DaemonRefused (-32601) by a daemon that was started with `-a`."""
        answer = self._call("listAccounts", {})
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
        parser = Events()
        try:
            with self._session.get(
                f"{self.url}/api/v1/events",
                params={"account": self.account},
                headers={"Accept": "text/event-stream"},
                timeout=(CONNECT, self._silence),
                allow_redirects=False,
                stream=True,
            ) as response:
                self._ok(response, "events")
                yield None
                for chunk in response.iter_content(None):
                    yield from parser.feed(chunk)
        except requests.RequestException as error:
            cut, away = parser.rest(), _away(error)
        else:
            cut, away = parser.rest(), DaemonAway("the daemon ended the stream", hint=AWAY)
        if cut is not None:
            yield cut
        raise away

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
        return _word(self._call("startLink", {}), "deviceLinkUri")

    def finish_link(self, link: str, name: str) -> str:
        """Wait until the phone has agreed; the account's number."""
        params = {"deviceLinkUri": link, "deviceName": name}
        return _word(self._call("finishLink", params, LINK), "number")

    def _own(
        self, method: str, params: dict[str, Any], patience: float = ANSWER, most: int = 0
    ) -> Any:
        return self._call(method, {"account": self.account, **params}, patience, most)

    def _call(
        self, method: str, params: dict[str, Any], patience: float = ANSWER, most: int = 0
    ) -> Any:
        call = {"jsonrpc": "2.0", "method": method, "params": params, "id": next(self._ids)}
        try:
            with self._session.post(
                f"{self.url}/api/v1/rpc",
                json=call,
                timeout=(CONNECT, patience),
                allow_redirects=False,
                stream=True,
            ) as response:
                if method == "send" and response.status_code >= 500:
                    raise answers.lost()
                self._ok(response, method)
                body = _read(response, method, most or LARGEST)
        except requests.RequestException as error:
            if method == "send" and not _refused(error):
                raise answers.lost() from None
            raise _away(error) from None
        return answers.result(method, body)

    @staticmethod
    def _ok(response: requests.Response, what: str) -> None:
        if response.status_code == 200:
            return
        hint = "is it a signal-cli? zammad-plugin signal doctor"
        if response.status_code == 400:
            hint = "link the account: zammad-plugin signal link"
        raise DaemonRefused(f"{what}: HTTP", code=response.status_code, hint=hint)


def _file(path: Path) -> str:
    """The file itself, as a data URI: signal-cli may run as a user who can't read our folders.

    Where that is too large for its parser, or empty, the path; then it must be able to.
    """
    if not 0 < path.stat().st_size <= IN_CALL:
        return str(path.resolve())
    kind = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
    data = base64.b64encode(path.read_bytes()).decode()
    return f"data:{kind};filename={quote_name(path.name, safe='')};base64,{data}"


def _read(response: requests.Response, method: str, most: int) -> bytes:
    body = bytearray()
    for chunk in response.iter_content(64 * 1024):
        body += chunk
        if len(body) > most:
            raise DaemonRefused(f"{method}: the answer is larger than {most} bytes")
    return bytes(body)


def _word(answer: Any, key: str) -> str:
    value = answer.get(key) if isinstance(answer, dict) else None
    if not isinstance(value, str):
        raise DaemonRefused(f"the answer lacks {key!r}", hint="is it a signal-cli?")
    return value


def _refused(error: requests.RequestException) -> bool:
    """Whether nothing was sent: no connection came about."""
    return isinstance(error, requests.ConnectTimeout) or "NewConnection" in repr(error)


def _away(error: requests.RequestException) -> DaemonAway:
    # The cause's text holds the URL's query, and that the account's number: only its class.
    return DaemonAway(f"no answer of signal-cli: {type(error).__name__}", hint=AWAY)
