"""What Zammad's webhook is let in by: a signature, ids only, each delivery once, 202 at once."""

from __future__ import annotations

import hashlib
import hmac
import json
import logging
import threading
from collections import OrderedDict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import IO, TYPE_CHECKING, Any

from zammad_plugin.errors import QueueFull

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

log = logging.getLogger(__name__)
LARGEST = 1024 * 1024  # bytes of a webhook: before 6.0 Zammad sends the whole ticket and article
KNOWN = 10_000  # deliveries that are remembered; Zammad tries each five times within two minutes
AGAIN = "30"  # seconds until Zammad, or whoever asks, may try again
TEXT = "text/plain; charset=utf-8"


@dataclass(frozen=True)
class Answer:
    status: HTTPStatus
    body: bytes = b""
    kind: str = TEXT


class Deliveries:
    """Ids of deliveries that were taken, the newest KNOWN of them."""

    def __init__(self, most: int = KNOWN) -> None:
        self._seen: OrderedDict[str, None] = OrderedDict()
        self._most, self._lock = most, threading.Lock()

    def take(self, delivery: str) -> bool:
        """Whether it is new; one without an id always is."""
        if not delivery:
            return True
        with self._lock:
            if delivery in self._seen:
                return False
            self._seen[delivery] = None
            if len(self._seen) > self._most:
                self._seen.popitem(last=False)
            return True

    def drop(self, delivery: str) -> None:
        """It was not taken after all: the next try counts."""
        with self._lock:
            self._seen.pop(delivery, None)


def signed(secret: bytes, body: bytes, signature: str) -> bool:
    """Whether `signature` is `sha1=HMAC(secret, body)`, as X-Hub-Signature has it."""
    digest = hmac.new(secret, body, hashlib.sha1).hexdigest()
    return hmac.compare_digest(f"sha1={digest}".encode(), signature.encode("utf-8", "replace"))


def ticket_in(body: bytes) -> int:
    """The ticket's id: `{"ticket": {"id": 7}}` or `{"ticket_id": "7"}`. 0 for anything else."""
    return _id_in(body, "ticket_id", "id")


def customer_in(body: bytes) -> int:
    """The customer's id, where it is told; else 0."""
    return _id_in(body, "customer_id", "customer_id")


def _id_in(body: bytes, name: str, inside: str) -> int:
    """`inside`: its name in Zammad's own payload."""
    try:
        said = json.loads(body)
        found = said[name] if name in said else said["ticket"][inside]
        return max(int(found), 0)
    except (ValueError, TypeError, KeyError, RecursionError):
        return 0


class Door:
    """The WSGI application. `accept` queues the ids of a ticket and its customer (0: not told) and
    raises QueueFull; `ready` says whether rules are warm; `figures` gives the text for Prometheus;
    `told` counts an outcome; `opens`: whether a call to a path with these headers may go on
    (serve/gate.py)."""

    def __init__(
        self,
        secret: bytes,
        accept: Callable[[int, int], None],
        ready: Callable[[], bool],
        figures: Callable[[], bytes],
        told: Callable[[str], None],
        opens: Callable[[str, Mapping[str, str]], bool] | None = None,
    ) -> None:
        self._secret, self._accept, self._told = secret, accept, told
        self._deliveries, self._opens = Deliveries(), opens
        self._pages: dict[tuple[str, str], Callable[[WSGIEnvironment], Answer]] = {
            ("POST", "/webhook"): self._webhook,
            ("GET", "/health"): lambda _: _health(ready()),
            ("GET", "/fence"): self._fence,
            ("GET", "/metrics"): lambda _: Answer(HTTPStatus.OK, figures(), METRICS),
        }

    def __call__(self, environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
        where = str(environ["REQUEST_METHOD"]), str(environ.get("PATH_INFO"))
        page = self._pages.get(where)
        answer = page(environ) if page else Answer(HTTPStatus.NOT_FOUND)
        headers = [("Content-Type", answer.kind), ("Content-Length", str(len(answer.body)))]
        if answer.status is HTTPStatus.SERVICE_UNAVAILABLE:
            headers.append(("Retry-After", AGAIN))
        start(f"{answer.status.value} {answer.status.phrase}", headers)
        return [answer.body]

    def _webhook(self, environ: WSGIEnvironment) -> Answer:
        body = _body(environ)
        if body is None:
            self._told("too large")
            return Answer(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
        if not signed(self._secret, body, str(environ.get("HTTP_X_HUB_SIGNATURE", ""))):
            self._told("refused")
            log.warning("a webhook without the right signature was refused")
            return Answer(HTTPStatus.FORBIDDEN)
        ticket_id = ticket_in(body)
        if not ticket_id:
            self._told("unreadable")
            return Answer(HTTPStatus.BAD_REQUEST)
        delivery = str(environ.get("HTTP_X_ZAMMAD_DELIVERY", ""))
        return self._queued(ticket_id, customer_in(body), delivery)

    def _fence(self, environ: WSGIEnvironment) -> Answer:
        """204 or 403, which is what `auth_request` of a web server understands."""
        if self._opens is None:
            return Answer(HTTPStatus.NOT_FOUND)
        headers = {
            "Cookie": str(environ.get("HTTP_COOKIE") or ""),
            "Authorization": str(environ.get("HTTP_AUTHORIZATION") or ""),
        }
        free = self._opens(str(environ.get("HTTP_X_FENCE_PATH") or ""), headers)
        self._told("fence open" if free else "fence shut")
        return Answer(HTTPStatus.NO_CONTENT if free else HTTPStatus.FORBIDDEN)

    def _queued(self, ticket_id: int, customer: int, delivery: str) -> Answer:
        if not self._deliveries.take(delivery):
            self._told("known")
            return Answer(HTTPStatus.ACCEPTED)
        try:
            self._accept(ticket_id, customer)
        except QueueFull:
            self._deliveries.drop(delivery)
            self._told("full")
            return Answer(HTTPStatus.SERVICE_UNAVAILABLE)
        self._told("accepted")
        return Answer(HTTPStatus.ACCEPTED)


METRICS = "text/plain; version=0.0.4; charset=utf-8"


def _health(ready: bool) -> Answer:
    status = HTTPStatus.OK if ready else HTTPStatus.SERVICE_UNAVAILABLE
    return Answer(status, b"ready\n" if ready else b"not ready\n")


def _body(environ: WSGIEnvironment) -> bytes | None:
    """None when it is larger than any webhook; what is announced so is not even read."""
    length = str(environ.get("CONTENT_LENGTH") or "0")
    if not length.isdigit() or int(length) > LARGEST:
        return None
    stream: IO[bytes] | Any = environ["wsgi.input"]
    return bytes(stream.read(int(length)))
