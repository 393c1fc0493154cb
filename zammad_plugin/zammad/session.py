"""One HTTP session to a Zammad: time-outs, one retry policy, typed errors.

zammad_py gives the session and the authentication. Its own request methods have no time-out
and drop the status of an error, so every call goes through `Session.call` instead. No redirect is
followed, and nothing of the environment or the home folder (proxies, netrc) is asked where the
token goes and with which name: a write to another host would take the report with it.
"""

from __future__ import annotations

import json as codec
import os
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from itertools import chain
from pathlib import Path
from typing import Any

import requests
from requests.utils import get_environ_proxies
from tenacity import RetryCallState, Retrying, retry_if_exception, stop_after_attempt
from tenacity.wait import wait_exponential_jitter
from zammad_py import ZammadAPI

from zammad_plugin.errors import (
    NotAuthenticated,
    NotFound,
    NotPermitted,
    OddAnswer,
    OutcomeUnknown,
    PluginError,
    Rejected,
    Unavailable,
    Untrusted,
    ZammadError,
)
from zammad_plugin.text.url import LOOPBACK, address_of
from zammad_plugin.zammad.abreast import Abreast

TIMEOUT = (5.0, 30.0)  # seconds to connect, seconds between two bytes
ATTEMPTS = 4
LONGEST_WAIT = 60.0  # seconds; a longer Retry-After is left to the next run from cron
PASSING = {502, 503, 504}  # a proxy speaks: the application may or may not have seen the call
HEAD = 4096  # bytes of a file that are looked at first
LARGEST = 64 * 1024 * 1024  # bytes of an answer; a ticket of a thousand long mails has less
CERTIFICATES = ("REQUESTS_CA_BUNDLE", "SSL_CERT_FILE")  # files that an admin may name
REDIRECT = "give the address that answers itself (https, the very host) with --url"
HINTS: dict[type[ZammadError], str] = {
    NotAuthenticated: "check the token: zammad-plugin run --help names where it is read from",
    NotPermitted: "give the token's user the permission that the call needs (docs/rights.md)",
    NotFound: "check the URL and the id",
    Unavailable: "try again later; nothing was lost",
}
CLASSES: dict[int, type[ZammadError]] = {
    401: NotAuthenticated,
    403: NotPermitted,
    404: NotFound,
    429: Unavailable,
}


def check_url(url: str, allow_http: bool) -> str:
    """The base of the API. Raises PluginError for plain http to another machine."""
    parts = address_of(url)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise PluginError(f"no URL of a Zammad: {url!r}", hint="--url https://desk.example.org")
    if parts.scheme == "http" and parts.hostname not in LOOPBACK and not allow_http:
        raise PluginError(
            "plain http would show the token and the reports to the network",
            hint="use https, or --allow-http if you know the network",
        )
    base = url.rstrip("/")
    return base if base.endswith("/api/v1") else f"{base}/api/v1"


@dataclass(frozen=True)
class _Answer:
    """One that came whole."""

    what: str  # the call
    status: int
    body: bytes
    retry_after: str = ""

    @classmethod
    def of(cls, response: requests.Response, what: str) -> _Answer:
        """Raises OddAnswer for a body larger than any Zammad gives."""
        found = bytearray()
        for chunk in response.iter_content(64 * 1024):
            found += chunk
            if len(found) > LARGEST:
                raise OddAnswer(f"{what}: more than {LARGEST >> 20} MiB", hint="look at the server")
        wait = response.headers.get("Retry-After", "")
        return cls(what, response.status_code, bytes(found), wait)

    @property
    def said(self) -> str:
        """The server's own words, short; never a page of HTML."""
        try:
            body = codec.loads(self.body)
        except (ValueError, RecursionError):
            return ""
        if not isinstance(body, dict):
            return ""
        words = body.get("error_human") or body.get("error") or ""
        return " ".join(str(words).split())[:300]

    def failure(self, repeat: bool) -> ZammadError:
        status, told = self.status, f"{self.what}: HTTP {self.status}"
        if status < 400:
            return Untrusted(f"{told}, a redirect, is not followed", status=status, hint=REDIRECT)
        if status == 429 or (status in PASSING and repeat):
            return _again(told, status, _seconds(self.retry_after))
        if status in PASSING:
            return OutcomeUnknown(told, status=status, hint=HINTS[Unavailable])
        kind = CLASSES.get(status, Rejected if status < 500 else Unavailable)
        return kind(told, status=status, said=self.said, hint=HINTS.get(kind, ""))

    def value(self, repeat: bool) -> Any:
        if not self.body:
            return None
        try:
            return codec.loads(self.body)
        except (ValueError, RecursionError):
            kind = Unavailable if repeat else OutcomeUnknown
            said = "HTML" if self.body.lstrip()[:1] == b"<" else "no JSON"
            raise kind(
                f"{self.what}: the answer is {said}",
                status=self.status,
                hint="is the URL a Zammad's, and no log-in page or proxy before it?",
            ) from None


def _unreached(error: requests.RequestException) -> str:
    """Why nothing was sent; '' when something may have been."""
    url = getattr(error.request, "url", "")
    host = address_of(url).netloc.rpartition("@")[2]
    told = repr(error)
    if "NameResolutionError" in told:
        return f"no machine is known by the name of {host}"
    if isinstance(error, requests.ConnectTimeout) or "NewConnection" in told:
        return f"nothing answers at {host}"
    return ""


def _again(what: str, status: int = 0, after: float = 0.0, said: str = "") -> Unavailable:
    hint = f"is the address right? {HINTS[Unavailable]}" if said else HINTS[Unavailable]
    error = Unavailable(what, status=status, said=said, hint=hint)
    error.again, error.after = True, after
    return error


def _seconds(retry_after: str) -> float:
    return float(retry_after) if retry_after.strip().isdigit() else 0.0


def _skew(date: str) -> float | None:
    """Seconds between an answer's Date header and now; None when it says none."""
    try:
        return parsedate_to_datetime(date).timestamp() - time.time()
    except (TypeError, ValueError):
        return None


def _wait(state: RetryCallState) -> float:
    error = state.outcome.exception() if state.outcome else None
    asked = error.after if isinstance(error, Unavailable) else 0.0
    return max(asked, wait_exponential_jitter(multiplier=0.5, max=8.0)(state))


def _may_repeat(error: BaseException) -> bool:
    return isinstance(error, Unavailable) and error.again and error.after <= LONGEST_WAIT


def _proxies(url: str) -> dict[str, str]:
    """Those of the environment; never for this machine: they would see the token in clear."""
    if address_of(url).hostname in LOOPBACK:
        return {}
    return get_environ_proxies(url)


class Session:
    """Calls to one Zammad. `sleep` is given by tests; `calls` counts what was sent.

    `abreast`: runs several at once, each thread with a connection of its own."""

    def __init__(
        self,
        url: str,
        token: str,
        *,
        allow_http: bool = False,
        timeout: tuple[float, float] = TIMEOUT,
        sleep: Callable[[float], None] = time.sleep,
        proxies: bool = False,
        abreast: int = 1,
    ) -> None:
        """`proxies`: those of the environment are used (`proxy: environment` of the desk);
        `abreast`: how many calls may be under way at once."""
        self.url = check_url(url, allow_http)
        self.abreast = Abreast(abreast)
        self._token, self._proxies = token, _proxies(self.url) if proxies else {}
        self._opened: list[ZammadAPI] = []
        self._mine = threading.local()
        self.calls = 0
        self.skew: float | None = None  # seconds that the server's clock is ahead of ours
        self._guard: Callable[[], None] = lambda: None
        self._timeout = timeout
        self._retrying = Retrying(
            retry=retry_if_exception(_may_repeat),
            stop=stop_after_attempt(ATTEMPTS),
            wait=_wait,
            sleep=sleep,
            reraise=True,
        )

    @property
    def api(self) -> ZammadAPI:
        """This thread's: an HTTP session of requests is one thread's."""
        if not hasattr(self._mine, "api"):
            self._mine.api = self._open()
            self._opened.append(self._mine.api)
        found: ZammadAPI = self._mine.api
        return found

    def _open(self) -> ZammadAPI:
        api = ZammadAPI(url=f"{self.url}/", http_token=self._token)
        api.session.headers["Accept"] = "application/json"
        api.session.trust_env = False
        api.session.proxies = self._proxies
        named = (os.environ.get(name) for name in CERTIFICATES)
        api.session.verify = next(filter(None, named), True)
        return api

    def close(self) -> None:
        self.abreast.close()
        for api in self._opened:
            api.session.close()

    @contextmanager
    def guarded(self, guard: Callable[[], None]) -> Iterator[None]:
        """`guard` is asked before each call; what it raises ends the work."""
        before, self._guard = self._guard, guard
        try:
            yield
        finally:
            self._guard = before

    def call(
        self,
        method: str,
        path: str,
        *,
        params: dict[str, Any] | None = None,
        json: Any = None,
        repeat: bool | None = None,
    ) -> Any:
        """The JSON answer. `repeat`: the call may be sent twice with the effect of once.

        Raises ZammadError's children; OutcomeUnknown when a write that must not be repeated
        was sent and its answer is lost.
        """
        safe = method == "GET" if repeat is None else repeat
        return self._retrying(self._once, method, path, params, json, safe)

    def download(
        self,
        path: str,
        file: Path,
        largest: int,
        fits: Callable[[bytes], bool] = lambda head: True,
    ) -> None:
        """The raw answer into `file` (mode 0600). Raises Rejected beyond `largest` bytes, and where
        its beginning (up to 4,096 bytes) does not fit; then nothing of it was written."""
        self._retrying(self._fetch, path, file, largest, fits)

    def _fetch(self, path: str, file: Path, largest: int, fits: Callable[[bytes], bool]) -> None:
        what = f"GET {path}"
        self.calls += 1
        try:
            with self.api.session.get(
                f"{self.url}/{path}", timeout=self._timeout, stream=True, allow_redirects=False
            ) as response:
                if response.status_code >= 300:
                    raise _Answer.of(response, what).failure(repeat=True)
                self._keep(response, file, largest, fits)
        except requests.RequestException as error:
            raise self._lost(what, error, repeat=True) from None

    @staticmethod
    def _keep(
        response: requests.Response, file: Path, largest: int, fits: Callable[[bytes], bool]
    ) -> None:
        chunks = response.iter_content(HEAD)
        head = next(chunks, b"")
        if not fits(head):
            raise Rejected("the file is not what it says", hint="a person must look")
        handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(handle, "wb") as stream:
            for chunk in chain([head], chunks):
                stream.write(chunk)
                if stream.tell() > largest:
                    raise Rejected("the file is larger than allowed", hint="a person must look")

    def answers(self) -> bool:
        """Whether the server answers at all, asked once: no second try hides that it is away."""
        try:
            self._once("GET", "users/me", None, None, repeat=True)
        except Unavailable:
            return False
        except ZammadError:
            return True
        return True

    def _once(self, method: str, path: str, params: Any, json: Any, repeat: bool) -> Any:
        what = f"{method} {path.split('?')[0]}"
        self._guard()
        self.calls += 1
        try:
            with self.api.session.request(
                method,
                f"{self.url}/{path}",
                params=params,
                json=json,
                timeout=self._timeout,
                allow_redirects=False,
                stream=True,
            ) as response:
                date = response.headers.get("Date", "")
                answer = _Answer.of(response, what)
        except requests.RequestException as error:
            # The cause's text may hold the URL's query: only its class is told.
            raise self._lost(what, error, repeat) from None
        self.skew = _skew(date)
        if answer.status >= 300:
            raise answer.failure(repeat)
        return answer.value(repeat)

    @staticmethod
    def _lost(what: str, error: requests.RequestException, repeat: bool) -> ZammadError:
        why, said = f"{what}: {type(error).__name__}", _unreached(error)
        if isinstance(error, requests.exceptions.SSLError):
            hint = f"renew the certificate, or name the file of its issuer in {CERTIFICATES[0]}"
            return Untrusted(f"{why}: the certificate can't be verified", hint=hint)
        if repeat or said:
            return _again(why, said=said)
        return OutcomeUnknown(why, hint=HINTS[Unavailable])
