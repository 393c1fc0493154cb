from __future__ import annotations

import pytest
import requests
import responses
from responses import matchers

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
from zammad_plugin.zammad.client import Client
from zammad_plugin.zammad.session import ATTEMPTS, Session

URL = "https://desk.example/api/v1"


@pytest.fixture
def waits() -> list[float]:
    return []


@pytest.fixture
def session(waits: list[float]):
    made = Session("https://desk.example", "canary-token", sleep=waits.append)
    yield made
    made.close()


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (401, NotAuthenticated),
        (403, NotPermitted),
        (404, NotFound),
        (409, Rejected),
        (422, Rejected),
        (500, Unavailable),
    ],
)
@responses.activate
def test_status_becomes_a_typed_error_with_the_servers_words(session, status, kind):
    responses.get(f"{URL}/x", status=status, json={"error": "raw", "error_human": "said so"})
    with pytest.raises(kind) as caught:
        session.call("GET", "x")
    assert caught.value.status == status
    assert "said so" in str(caught.value)
    assert "canary-token" not in str(caught.value)
    assert session.calls == 1


@responses.activate
def test_429_waits_as_long_as_the_server_asks(session, waits):
    responses.post(f"{URL}/x", status=429, headers={"Retry-After": "7"})
    responses.post(f"{URL}/x", json={"id": 1})
    assert session.call("POST", "x") == {"id": 1}
    assert len(waits) == 1 and waits[0] >= 7


@responses.activate
def test_a_very_long_retry_after_is_left_to_the_next_run(session, waits):
    responses.get(f"{URL}/x", status=429, headers={"Retry-After": "3600"})
    with pytest.raises(Unavailable):
        session.call("GET", "x")
    assert waits == []


@pytest.mark.parametrize("status", [502, 503, 504])
@responses.activate
def test_a_passing_failure_is_retried_only_when_safe(session, status):
    responses.get(f"{URL}/x", status=status)
    responses.post(f"{URL}/x", status=status)
    with pytest.raises(Unavailable):
        session.call("GET", "x")
    assert session.calls == ATTEMPTS
    with pytest.raises(OutcomeUnknown):
        session.call("POST", "x")
    assert session.calls == ATTEMPTS + 1


@pytest.mark.parametrize("error", [requests.ReadTimeout, requests.ConnectionError])
@responses.activate
def test_a_lost_answer_is_never_blindly_repeated(session, error):
    responses.post(f"{URL}/x", body=error("secret query"))
    with pytest.raises(OutcomeUnknown) as caught:
        session.call("POST", "x")
    assert session.calls == 1
    assert "secret" not in str(caught.value)


@pytest.mark.parametrize("body", ["<html>log in</html>", '{"id": 1, "na'])
@responses.activate
def test_an_answer_that_is_no_json_is_a_clear_error(session, body):
    responses.get(f"{URL}/x", body=body)
    with pytest.raises(ZammadError, match="the answer is"):
        session.call("GET", "x")
    responses.post(f"{URL}/x", body=body)
    with pytest.raises(OutcomeUnknown):
        session.call("POST", "x")


@responses.activate
def test_every_page_is_read(session):
    def page(number: int, ids: range) -> None:
        query = matchers.query_param_matcher({"page": number, "per_page": 200})
        responses.get(
            f"{URL}/macros", json=[{"id": i, "name": f"m{i}"} for i in ids], match=[query]
        )

    page(1, range(200))
    page(2, range(200, 210))
    client = Client(session)
    assert len(client.list_all("macros")) == 210
    assert client.name_to_id("macros", "m205") == 205
    assert session.calls == 2
    with pytest.raises(Rejected, match="no 'x' among macros"):
        client.name_to_id("macros", "x")


@responses.activate
def test_delete_of_what_is_gone_is_done(session):
    responses.delete(f"{URL}/macros/3", status=404, json={"error": "Couldn't find"})
    Client(session).delete("macros", 3)
    assert session.calls == 1


@pytest.mark.parametrize("url", ["http://desk.example", "ftp://x", "desk.example", ""])
def test_urls_that_are_refused(url):
    with pytest.raises(PluginError):
        Session(url, "t")


def test_plain_http_is_allowed_to_loopback_or_when_said():
    Session("http://127.0.0.1:1", "t").close()
    Session("http://desk.example/api/v1/", "t", allow_http=True).close()
