from __future__ import annotations

import socket
from unittest.mock import Mock

import pytest
import requests
import responses
from responses import matchers

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
    brief,
)
from zammad_plugin.zammad.client import Client
from zammad_plugin.zammad.http import answer
from zammad_plugin.zammad.http.retries import ATTEMPTS
from zammad_plugin.zammad.session import Session

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

    page(1, range(1, 201))
    page(2, range(201, 211))
    client = Client(session)
    assert len(client.list_all("macros")) == 210
    assert session.calls == 2


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


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
@pytest.mark.parametrize("method", ["GET", "POST", "PUT", "DELETE"])
@responses.activate
def test_no_redirect_is_followed(session, method, status):
    elsewhere = responses.add(method, "https://elsewhere.example/x", json={"id": 1})
    headers = {"Location": "https://elsewhere.example/x"}
    responses.add(method, f"{URL}/x", status=status, headers=headers)
    with pytest.raises(Untrusted, match=f"HTTP {status}, a redirect") as caught:
        session.call(method, "x", json={"body": "a report"})
    assert elsewhere.call_count == 0 and session.calls == 1
    assert caught.value.exit_code == 1 and "elsewhere" not in str(caught.value)


@responses.activate
def test_no_redirect_of_a_file_is_followed(session, tmp_path):
    elsewhere = responses.get("https://elsewhere.example/x", body=b"OggS")
    responses.get(f"{URL}/x", status=302, headers={"Location": "https://elsewhere.example/x"})
    with pytest.raises(Untrusted):
        session.download("x", tmp_path / "x", 100)
    assert elsewhere.call_count == 0 and not (tmp_path / "x").exists()


@responses.activate
def test_netrc_never_takes_the_place_of_the_token(monkeypatch, tmp_path):
    netrc = tmp_path / "netrc"
    netrc.write_text("machine desk.example login somebody password secret\n")
    monkeypatch.setenv("NETRC", str(netrc))
    responses.get(f"{URL}/x", json={})
    made = Session("https://desk.example", "canary-token")
    made.call("GET", "x")
    made.close()
    assert responses.calls[0].request.headers["Authorization"] == "Token token=canary-token"


@pytest.mark.parametrize(
    ("url", "wanted", "used"),
    [
        ("https://desk.example", False, False),
        ("https://desk.example", True, True),
        ("http://127.0.0.1:1", True, False),
    ],
)
def test_proxies_of_the_environment_only_when_asked_for(monkeypatch, url, wanted, used):
    for name in ("http_proxy", "HTTPS_PROXY", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    made = Session(url, "t", proxies=wanted)
    session = made.api.session
    merged = session.merge_environment_settings(f"{made.url}/x", {}, None, None, None)
    assert bool(merged["proxies"]) is used
    made.close()


@responses.activate
def test_a_certificate_that_cant_be_verified_is_no_matter_of_time(session):
    responses.get(f"{URL}/x", body=requests.exceptions.SSLError("secret"))
    with pytest.raises(Untrusted, match="certificate") as caught:
        session.call("GET", "x")
    assert caught.value.exit_code == 1 and session.calls == 1
    assert "secret" not in str(caught.value)


@responses.activate
def test_an_answer_without_an_end_is_not_read_to_its_end(session, monkeypatch):
    monkeypatch.setattr(answer, "LARGEST", 1000)
    responses.get(f"{URL}/x", body=b"[" + b"1," * 100_000)
    with pytest.raises(OddAnswer, match="MiB"):
        session.call("GET", "x")


@responses.activate
def test_an_answer_that_is_nested_without_an_end(session):
    responses.get(f"{URL}/x", body=b"[" * 200_000)
    with pytest.raises(Unavailable, match="no JSON"):
        session.call("GET", "x")


@responses.activate
def test_messages_name_the_status(session):
    responses.get(f"{URL}/x", status=503)
    with pytest.raises(Unavailable) as caught:
        session.call("GET", "x")
    assert brief(caught.value) == "Unavailable (GET x: HTTP 503)"


ODD = [None, True, 7, "text", [], {}, [1], ["a"], [None], {"id": "x"}, {"id": None}, [{}], [[]]]
ASKS = {
    "list_all": lambda client: client.list_all("macros"),
    "list_all without pages": lambda client: client.list_all("tag_list"),
    "record": lambda client: client.record("tickets/7"),
    "rows": lambda client: client.rows("tickets"),
    "search_tickets": lambda client: client.search_tickets({}),
    "every_ticket": lambda client: list(client.every_ticket({})),
    "count_tickets": lambda client: client.count_tickets({}),
    "ticket": lambda client: client.ticket(7),
    "articles": lambda client: client.articles(7),
    "tags": lambda client: client.tags(7),
    "history": lambda client: client.history(7),
    "me": lambda client: client.me(),
    "user": lambda client: client.user("a"),
    "user_by_id": lambda client: client.user_by_id(7),
}
WRITES = {
    "create": lambda client: client.create("macros", {"name": "a"}),
    "update": lambda client: client.update("macros", 7, {"name": "a"}),
    "put_ticket": lambda client: client.put_ticket(7, {"article": {"body": "a"}}),
    "move_fields": lambda client: client.move_fields(7, {"a": "b"}),
    "create_ticket": lambda client: client.create_ticket({"title": "a"}),
    "create_article": lambda client: client.create_article({"ticket_id": 7, "body": "a"}),
    "tag": lambda client: client.tag(7, "a"),
    "untag": lambda client: client.untag(7, "a"),
}


class Answering:
    """A session that answers one thing, whatever is asked."""

    def __init__(self, answer):
        self.answer = answer

    def call(self, *_, **__):
        return self.answer


@pytest.mark.parametrize("name", ASKS)
@pytest.mark.parametrize("answer", ODD, ids=repr)
def test_an_odd_answer_is_a_clear_error_or_nothing(name, answer):
    """`[]` is a sound list, and an empty answer an empty one."""
    try:
        found = ASKS[name](Client(Answering(answer)))
    except ZammadError as error:
        assert str(error)
    else:
        assert found in ([], None, 0)


@pytest.mark.parametrize("name", WRITES)
@pytest.mark.parametrize("answer", [*ODD, {"id": 8}, {"id": 7, "ticket_id": 8}], ids=repr)
def test_a_writes_answer_is_what_was_written(name, answer):
    sound = {"create": "id", "create_ticket": "id", "update": 7, "put_ticket": 7, "move_fields": 7}
    is_object = isinstance(answer, dict) and isinstance(answer.get("id"), int)
    good = is_object and sound.get(name) in ("id", answer["id"])
    if good or (answer is True and name in {"tag", "untag"}):
        WRITES[name](Client(Answering(answer)))
        return
    with pytest.raises(OddAnswer):
        WRITES[name](Client(Answering(answer)))


@responses.activate
def test_a_file_that_does_not_fit_is_never_on_the_disk(session, tmp_path):
    responses.get(f"{URL}/x", body=b"\xff\xd8\xff" + bytes(100_000))
    with pytest.raises(Rejected, match="not what it says"):
        session.download("x", tmp_path / "x", 1_000_000, lambda head: head[:2] != b"\xff\xd8")
    assert not (tmp_path / "x").exists()
    session.download("x", tmp_path / "x", 1_000_000)
    assert (tmp_path / "x").stat().st_size == 100_003


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("http://127.0.0.1:9", "nothing answers at 127.0.0.1:9"),
        ("https://desk.invalid", "no machine is known by the name of desk.invalid"),
    ],
)
def test_an_address_that_nobody_has_is_named(
    url: str, said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A typing mistake in the address looks like a server that is away: both are asked for."""
    if "invalid" in url:
        monkeypatch.setattr(socket, "getaddrinfo", Mock(side_effect=socket.gaierror()))
    with pytest.raises(Unavailable, match=said) as caught:
        Session(url, "t", sleep=lambda _: None).call("GET", "x")
    assert caught.value.hint.startswith("is the address right?")
    assert brief(caught.value) == "Unavailable (GET x: ConnectionError)"
