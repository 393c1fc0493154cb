"""Who is let in with a webhook: only Zammad, each delivery once, and never more than fits."""

from __future__ import annotations

import hashlib
import hmac
import io
import json
from typing import Any

import pytest

from zammad_plugin.errors import QueueFull
from zammad_plugin.serve.door import LARGEST, Deliveries, Door, ticket_in

SECRET = b"a secret of the tests"
BODY = json.dumps({"ticket_id": "7"}).encode()


class House:
    """A door, and what came through it."""

    def __init__(self, most: int = 10) -> None:
        self.came: list[int] = []
        self.customers: list[int] = []
        self.told: list[str] = []
        self.ready, self.most = True, most
        self.door = Door(
            SECRET, self.accept, lambda: self.ready, lambda: b"figures", self.told.append
        )

    def accept(self, ticket_id: int, customer: int) -> None:
        if len(self.came) >= self.most:
            raise QueueFull("full")
        self.came.append(ticket_id)
        self.customers.append(customer)

    def call(self, method: str, path: str, body: bytes = b"", **headers: str) -> tuple[int, bytes]:
        status: list[str] = []
        environ: dict[str, Any] = {
            "REQUEST_METHOD": method,
            "PATH_INFO": path,
            "CONTENT_LENGTH": str(len(body)),
            "wsgi.input": io.BytesIO(body),
            **headers,
        }
        answer = self.door(environ, lambda words, _: status.append(words))  # type: ignore[arg-type,return-value]
        return int(status[0].split()[0]), b"".join(answer)

    def hook(self, body: bytes = BODY, delivery: str = "", signature: str | None = None) -> int:
        signed = f"sha1={hmac.new(SECRET, body, hashlib.sha1).hexdigest()}"
        headers = {"HTTP_X_HUB_SIGNATURE": signed if signature is None else signature}
        return self.call("POST", "/webhook", body, HTTP_X_ZAMMAD_DELIVERY=delivery, **headers)[0]


def test_a_signed_webhook_is_taken_at_once() -> None:
    house = House()
    assert (house.hook(), house.came, house.told) == (202, [7], ["accepted"])


@pytest.mark.parametrize("signature", ["", "sha1=", "sha1=" + "0" * 40, "md5=1", "sha1=é"])
def test_a_wrong_signature_is_refused(signature: str) -> None:
    house = House()
    assert (house.hook(signature=signature), house.came) == (403, [])


def test_a_body_that_was_changed_is_refused() -> None:
    house = House()
    right = f"sha1={hmac.new(SECRET, BODY, hashlib.sha1).hexdigest()}"
    assert house.hook(b'{"ticket_id": "8"}', signature=right) == 403


def test_a_delivery_that_comes_again_is_one() -> None:
    house = House()
    assert [house.hook(delivery="d1") for _ in range(3)] == [202] * 3
    assert (house.came, house.told) == ([7], ["accepted", "known", "known"])


def test_a_full_queue_says_so_and_the_next_try_counts() -> None:
    house = House(most=0)
    assert house.hook(delivery="d1") == 503
    house.most = 1
    assert (house.hook(delivery="d1"), house.came) == (202, [7])


def test_ten_megabytes_are_not_read() -> None:
    house = House()

    class Unread(io.BytesIO):
        def read(self, size: int | None = -1) -> bytes:
            raise AssertionError("read")

    environ = {"CONTENT_LENGTH": str(10 * LARGEST), "wsgi.input": Unread()}
    assert house.call("POST", "/webhook", b"", **environ)[0] == 413  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("body", "ticket"),
    [
        (b'{"ticket_id": 7}', 7),
        (b'{"ticket": {"id": 7, "title": "x"}, "article": {}}', 7),
        (b'{"ticket_id": "-1"}', 0),
        (b'{"ticket_id": null}', 0),
        (b"[]", 0),
        (b"7", 0),
        (b"", 0),
        (b"\xff", 0),
        (b"[" * 100_000, 0),
    ],
)
def test_the_ticket_that_a_body_names(body: bytes, ticket: int) -> None:
    assert ticket_in(body) == ticket


@pytest.mark.parametrize(
    ("body", "customer"),
    [
        (b'{"ticket_id": "7", "customer_id": "3"}', 3),
        (b'{"ticket": {"id": 7, "customer_id": 3}}', 3),
        (b'{"ticket_id": "7"}', 0),
        (b'{"ticket_id": "7", "customer_id": "#{ticket.customer_id}"}', 0),
    ],
)
def test_the_customer_is_told_on_where_it_is_known(body: bytes, customer: int) -> None:
    house = House()
    assert (house.hook(body), house.customers) == (202, [customer])


def test_a_signed_body_without_a_ticket_is_no_error_of_ours() -> None:
    assert House().hook(b"[]") == 400


def test_health_and_figures() -> None:
    house = House()
    assert house.call("GET", "/health") == (200, b"ready\n")
    house.ready = False
    assert house.call("GET", "/health")[0] == 503
    assert house.call("GET", "/metrics") == (200, b"figures")
    assert house.call("GET", "/webhook")[0] == house.call("GET", "/")[0] == 404


def test_only_the_newest_deliveries_are_remembered() -> None:
    seen = Deliveries(most=2)
    assert [seen.take(one) for one in ("a", "b", "a", "c", "a")] == [True, True, False, True, True]
