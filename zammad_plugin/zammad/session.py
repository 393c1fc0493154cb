"""One HTTP session to a Zammad: time-outs, one retry policy, typed errors.

zammad_py gives the session and the authentication. Its own request methods have no time-out
and drop the status of an error, so every call goes through `Session.call` instead.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import requests
from tenacity import RetryCallState, Retrying, retry_if_exception, stop_after_attempt
from tenacity.wait import wait_exponential_jitter
from zammad_py import ZammadAPI

from zammad_plugin.errors import (
    NotAuthenticated,
    NotFound,
    NotPermitted,
    OutcomeUnknown,
    PluginError,
    Rejected,
    Unavailable,
    ZammadError,
)

TIMEOUT = (5.0, 30.0)  # seconds to connect, seconds between two bytes
ATTEMPTS = 4
LONGEST_WAIT = 60.0  # seconds; a longer Retry-After is left to the next run from cron
PASSING = {502, 503, 504}  # a proxy speaks: the application may or may not have seen the call
LOOPBACK = {"127.0.0.1", "localhost", "::1"}
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


class _Retry(Unavailable):
    """A failure after which the same call may be sent again; `after` in seconds."""

    after: float = 0.0


def check_url(url: str, allow_http: bool) -> str:
    """The base of the API. Raises PluginError for plain http to another machine."""
    parts = urlsplit(url)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise PluginError(f"no URL of a Zammad: {url!r}", hint="--url https://desk.example.org")
    if parts.scheme == "http" and parts.hostname not in LOOPBACK and not allow_http:
        raise PluginError(
            "plain http would show the token and the reports to the network",
            hint="use https, or --allow-http if you know the network",
        )
    base = url.rstrip("/")
    return base if base.endswith("/api/v1") else f"{base}/api/v1"


def _said(response: requests.Response) -> str:
    """The server's own words, short; never a page of HTML."""
    try:
        body = response.json()
    except ValueError:
        return ""
    if not isinstance(body, dict):
        return ""
    words = body.get("error_human") or body.get("error") or ""
    return " ".join(str(words).split())[:300]


def _failure(response: requests.Response, what: str, repeat: bool) -> ZammadError:
    status = response.status_code
    if status == 429 or (status in PASSING and repeat):
        retry = _Retry(what, status=status, hint=HINTS[Unavailable])
        retry.after = _seconds(response.headers.get("Retry-After", ""))
        return retry
    if status in PASSING:
        return OutcomeUnknown(what, status=status, hint=HINTS[Unavailable])
    kind = CLASSES.get(status, Rejected if status < 500 else Unavailable)
    hint = HINTS.get(kind, "")
    return kind(f"{what}: HTTP {status}", status=status, said=_said(response), hint=hint)


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
    asked = error.after if isinstance(error, _Retry) else 0.0
    return max(asked, wait_exponential_jitter(multiplier=0.5, max=8.0)(state))


def _again(error: BaseException) -> bool:
    return isinstance(error, _Retry) and error.after <= LONGEST_WAIT


class Session:
    """Calls to one Zammad. `sleep` is given by tests; `calls` counts what was sent."""

    def __init__(
        self,
        url: str,
        token: str,
        *,
        allow_http: bool = False,
        timeout: tuple[float, float] = TIMEOUT,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self.url = check_url(url, allow_http)
        self.api = ZammadAPI(url=f"{self.url}/", http_token=token)
        self.api.session.headers["Accept"] = "application/json"
        self.calls = 0
        self.skew: float | None = None  # seconds that the server's clock is ahead of ours
        self._timeout = timeout
        self._retrying = Retrying(
            retry=retry_if_exception(_again),
            stop=stop_after_attempt(ATTEMPTS),
            wait=_wait,
            sleep=sleep,
            reraise=True,
        )

    def close(self) -> None:
        self.api.session.close()

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

    def download(self, path: str, file: Path, largest: int) -> None:
        """The raw answer into `file` (mode 0600). Raises Rejected beyond `largest` bytes."""
        self._retrying(self._fetch, path, file, largest)

    def _fetch(self, path: str, file: Path, largest: int) -> None:
        what = f"GET {path}"
        self.calls += 1
        try:
            with self.api.session.get(
                f"{self.url}/{path}", timeout=self._timeout, stream=True
            ) as response:
                if response.status_code >= 400:
                    raise _failure(response, what, repeat=True)
                self._keep(response, file, largest)
        except requests.RequestException as error:
            raise self._lost(what, error, repeat=True) from None

    @staticmethod
    def _keep(response: requests.Response, file: Path, largest: int) -> None:
        handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(handle, "wb") as stream:
            for chunk in response.iter_content(64 * 1024):
                stream.write(chunk)
                if stream.tell() > largest:
                    raise Rejected("the file is larger than allowed", hint="a person must look")

    def _once(self, method: str, path: str, params: Any, json: Any, repeat: bool) -> Any:
        what = f"{method} {path.split('?')[0]}"
        self.calls += 1
        try:
            response = self.api.session.request(
                method, f"{self.url}/{path}", params=params, json=json, timeout=self._timeout
            )
        except requests.RequestException as error:
            # The cause's text may hold the URL's query: only its class is told.
            raise self._lost(what, error, repeat) from None
        self.skew = _skew(response.headers.get("Date", ""))
        if response.status_code >= 400:
            raise _failure(response, what, repeat)
        return self._body(response, what, repeat)

    @staticmethod
    def _lost(what: str, error: requests.RequestException, repeat: bool) -> ZammadError:
        why = f"{what}: {type(error).__name__}"
        if isinstance(error, requests.exceptions.SSLError):
            return Unavailable(why, hint="the certificate can't be verified: renew or install it")
        refused = isinstance(error, requests.ConnectTimeout) or "NewConnection" in repr(error)
        if repeat or refused:
            return _Retry(why, hint=HINTS[Unavailable])
        return OutcomeUnknown(why, hint=HINTS[Unavailable])

    @staticmethod
    def _body(response: requests.Response, what: str, repeat: bool) -> Any:
        if not response.content:
            return None
        try:
            return response.json()
        except ValueError:
            kind = Unavailable if repeat else OutcomeUnknown
            said = "HTML" if response.content.lstrip()[:1] == b"<" else "no JSON"
            raise kind(
                f"{what}: the answer is {said}",
                status=response.status_code,
                hint="is the URL a Zammad's, and no log-in page or proxy before it?",
            ) from None
