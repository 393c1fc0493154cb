"""HTTP to one signal-cli: its calls (JSON-RPC) and its stream, on loopback.

Nothing is tried again here. No number, name or text is told in an error.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from typing import Any

import requests

from zammad_plugin.config.settings.signal import DAEMON
from zammad_plugin.errors import DaemonAway, DaemonRefused, PluginError
from zammad_plugin.signal.wire import answers
from zammad_plugin.signal.wire.connections import session
from zammad_plugin.signal.wire.sse import Events
from zammad_plugin.text.url import LOOPBACK, address_of

CONNECT = 5.0  # seconds
ANSWER = 30.0  # seconds for a call that only looks
LARGEST = 32 * 1024 * 1024  # bytes of an answer that is read into memory
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


class Rpc:
    """`silence`: seconds without a byte after which a stream is dead."""

    def __init__(self, url: str, silence: float) -> None:
        self.url, self._silence = url, silence
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

    def events(self, account: str) -> Iterator[str | None]:
        """As `Daemon.events` gives them."""
        parser = Events()
        try:
            with self._session.get(
                f"{self.url}/api/v1/events",
                params={"account": account},
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

    def call(
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


def _read(response: requests.Response, method: str, most: int) -> bytes:
    body = bytearray()
    for chunk in response.iter_content(64 * 1024):
        body += chunk
        if len(body) > most:
            raise DaemonRefused(f"{method}: the answer is larger than {most} bytes")
    return bytes(body)


def _refused(error: requests.RequestException) -> bool:
    """Whether nothing was sent: no connection came about."""
    return isinstance(error, requests.ConnectTimeout) or "NewConnection" in repr(error)


def _away(error: requests.RequestException) -> DaemonAway:
    # The cause's text holds the URL's query, and that the account's number: only its class.
    return DaemonAway(f"no answer of signal-cli: {type(error).__name__}", hint=AWAY)
