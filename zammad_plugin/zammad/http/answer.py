"""What a server answered, or why it did not: the value, or the typed error that it means."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

import requests

from zammad_plugin.errors import (
    NotAuthenticated,
    NotFound,
    NotPermitted,
    OddAnswer,
    OutcomeUnknown,
    Rejected,
    Unavailable,
    Untrusted,
    ZammadError,
)
from zammad_plugin.text.url import address_of

PASSING = {502, 503, 504}  # a proxy speaks: the application may or may not have seen the call
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


@dataclass(frozen=True)
class Answer:
    """One that came whole."""

    what: str  # the call
    status: int
    body: bytes
    retry_after: str = ""

    @classmethod
    def of(cls, response: requests.Response, what: str) -> Answer:
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
            body = json.loads(self.body)
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
            return json.loads(self.body)
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


def lost(what: str, error: requests.RequestException, repeat: bool) -> ZammadError:
    """Of a call without a whole answer. Of the error only its class is told: its text may hold the
    URL's query."""
    why, said = f"{what}: {type(error).__name__}", _unreached(error)
    if isinstance(error, requests.exceptions.SSLError):
        hint = f"renew the certificate, or name the file of its issuer in {CERTIFICATES[0]}"
        return Untrusted(f"{why}: the certificate can't be verified", hint=hint)
    if repeat or said:
        return _again(why, said=said)
    return OutcomeUnknown(why, hint=HINTS[Unavailable])
