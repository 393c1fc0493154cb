"""What the contract can't drive on a real server: rights by token, faults, SQLite, the page."""

from __future__ import annotations

import hashlib
import hmac
import json
import queue
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest
import requests

from zammad_plugin.emulator import Emulator

NEW = {
    "title": "سؤال",
    "group": "Users",
    "customer_id": "guess:customer@example.org",
    "article": {"body": "مرحبا", "sender": "Customer", "type": "web"},
}


def call(
    server: Emulator, who: str, method: str, path: str, body: Any = None, **params: Any
) -> requests.Response:
    return requests.request(
        method,
        f"{server.url}/api/v1/{path}",
        json=body,
        params=params,
        headers={"Authorization": f"Token token={server.tokens[who]}"},
        timeout=5,
    )


@pytest.mark.parametrize(
    ("who", "path", "status"),
    [
        ("triage", "text_modules", 200),
        ("triage", "macros", 200),
        ("triage", "ticket_states", 200),
        ("triage", "groups", 403),
        ("triage", "roles", 403),
        ("triage", "overviews", 403),
        ("triage", "triggers", 403),
        ("triage", "object_manager_attributes", 403),
        ("triage", "tag_list", 403),
        ("sync", "triggers", 200),
        ("sync", "object_manager_attributes", 200),
        ("customer", "text_modules", 403),
        ("customer", "ticket_states", 200),
    ],
)
def test_rights_by_token(emulator: Emulator, who: str, path: str, status: int) -> None:
    assert call(emulator, who, "GET", path).status_code == status


def test_the_words_tell_token_from_user(emulator: Emulator) -> None:
    by_user = call(emulator, "triage", "POST", "macros", {"name": "x"})
    assert by_user.json()["error"] == "Not authorized"
    by_token = call(emulator, "admin", "GET", "nothing")
    assert by_token.status_code == 404
    token = emulator.store.find("tokens", name="admin")
    assert token is not None
    token["permissions"] = ["ticket.agent"]
    assert call(emulator, "admin", "GET", "roles").json()["error"] == "Not authorized (token)!"


def test_the_customer_sees_tags_and_attributes_but_no_internal_note(emulator: Emulator) -> None:
    ticket = call(emulator, "admin", "POST", "tickets", {**NEW, "tags": "cs-x"}).json()
    note = {"body": "why", "internal": True, "preferences": {"zammad_plugin": {}}}
    call(emulator, "triage", "PUT", f"tickets/{ticket['id']}", {"article": note})
    path = f"ticket_articles/by_ticket/{ticket['id']}"
    assert len(call(emulator, "triage", "GET", path).json()) == 2
    assert [a["body"] for a in call(emulator, "customer", "GET", path).json()] == ["مرحبا"]
    tags = call(emulator, "customer", "GET", "tags", object="Ticket", o_id=ticket["id"]).json()
    assert tags == {"tags": ["cs-x"]}
    history = call(emulator, "customer", "GET", f"ticket_history/{ticket['id']}")
    assert history.status_code == 403


def test_an_agent_reaches_his_groups_only(emulator: Emulator) -> None:
    group = call(emulator, "sync", "POST", "groups", {"name": "Closed"}).json()
    ticket = call(emulator, "admin", "POST", "tickets", NEW).json()
    path = f"tickets/{ticket['id']}"
    refused = call(emulator, "triage", "PUT", path, {"group": "Closed"})
    assert refused.status_code == 422
    assert refused.json()["error"] == f"Invalid value '{group['id']}' for field 'group_id'!"
    me = call(emulator, "triage", "GET", "users/me").json()
    call(emulator, "admin", "PUT", f"users/{me['id']}", {"group_ids": {group["id"]: "full"}})
    assert call(emulator, "triage", "GET", path).status_code == 403
    assert call(emulator, "triage", "GET", "tickets").json() == []


def test_a_trigger_on_a_missing_attribute_stops_those_after_it(emulator: Emulator) -> None:
    broken = {
        "name": "1 broken",
        "condition": {"ticket.nonsense": {"operator": "is", "value": "x"}},
        "perform": {},
    }
    fine = {
        "name": "2 fine",
        "condition": {"ticket.action": {"operator": "is", "value": "create"}},
        "perform": {"ticket.tags": {"operator": "add", "value": "fired"}},
    }
    broken_row = call(emulator, "sync", "POST", "triggers", broken)
    assert broken_row.status_code == 201
    call(emulator, "sync", "POST", "triggers", fine)
    first = call(emulator, "admin", "POST", "tickets", NEW).json()["id"]
    call(emulator, "sync", "DELETE", f"triggers/{broken_row.json()['id']}")
    second = call(emulator, "admin", "POST", "tickets", NEW).json()["id"]
    tags = [
        call(emulator, "admin", "GET", "tags", object="Ticket", o_id=one).json()["tags"]
        for one in (first, second)
    ]
    assert tags == [[], ["fired"]]


def test_a_mail_trigger_is_skipped_whole_without_a_group_address(emulator: Emulator) -> None:
    trigger = {
        "name": "mail",
        "condition": {"ticket.action": {"operator": "is", "value": "create"}},
        "perform": {
            "ticket.tags": {"operator": "add", "value": "fired"},
            "notification.email": {"subject": "s", "body": "b", "recipient": "ticket_customer"},
        },
    }
    call(emulator, "sync", "POST", "triggers", trigger)
    ticket = call(emulator, "admin", "POST", "tickets", NEW).json()
    assert ticket["article_count"] == 1
    tags = call(emulator, "admin", "GET", "tags", object="Ticket", o_id=ticket["id"]).json()
    assert tags["tags"] == []
    call(emulator, "sync", "PUT", "groups/1", {"email_address_id": 1})
    ticket = call(emulator, "admin", "POST", "tickets", NEW).json()
    assert len(ticket["article_ids"]) == 2  # what the system writes does not count


class _Receiver(BaseHTTPRequestHandler):
    got: queue.Queue[tuple[dict[str, str], bytes]]

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.got.put((dict(self.headers.items()), body))
        self.send_response(200)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, format: str, *args: Any) -> None:
        pass


@pytest.fixture
def receiver() -> Iterator[tuple[str, queue.Queue[tuple[dict[str, str], bytes]]]]:
    _Receiver.got = queue.Queue()
    with HTTPServer(("127.0.0.1", 0), _Receiver) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/", _Receiver.got
        server.shutdown()
        thread.join()


def test_a_webhook_is_signed(
    emulator: Emulator, receiver: tuple[str, queue.Queue[tuple[dict[str, str], bytes]]]
) -> None:
    url, got = receiver
    hook = {"name": "h", "endpoint": url, "signature_token": "secret"}
    hook_id = call(emulator, "sync", "POST", "webhooks", hook).json()["id"]
    trigger = {
        "name": "t",
        "condition": {"ticket.action": {"operator": "is", "value": "create"}},
        "perform": {"notification.webhook": {"webhook_id": str(hook_id)}},
    }
    call(emulator, "sync", "POST", "triggers", trigger)
    ticket = call(emulator, "admin", "POST", "tickets", NEW).json()
    headers, body = got.get(timeout=5)
    wanted = hmac.new(b"secret", body, hashlib.sha1).hexdigest()
    assert headers["X-Hub-Signature"] == f"sha1={wanted}"
    assert headers["X-Zammad-Trigger"] == "t"
    assert headers["X-Zammad-Delivery"]
    payload = json.loads(body)
    assert payload["ticket"]["id"] == ticket["id"]
    assert payload["article"]["body"] == "مرحبا"


@pytest.mark.parametrize("kind", ["401", "403", "404", "409", "422", "429", "500", "502", "503"])
def test_status_faults(emulator: Emulator, kind: str) -> None:
    emulator.faults.add(f"GET users/* 1 {kind}")
    answer = call(emulator, "admin", "GET", "users/me")
    assert answer.status_code == int(kind)
    assert ("Retry-After" in answer.headers) == (kind == "429")
    assert call(emulator, "admin", "GET", "users/me").status_code == 200


@pytest.mark.parametrize("kind", ["reset", "timeout", "lost", "cut"])
def test_faults_of_the_connection(emulator: Emulator, kind: str) -> None:
    emulator.faults.add(f"POST tickets 1 {kind}")
    with pytest.raises(requests.RequestException):
        call(emulator, "admin", "POST", "tickets", NEW)
    made = len(call(emulator, "admin", "GET", "tickets").json())
    assert made == (1 if kind in {"lost", "cut"} else 0)


def test_html_fault(emulator: Emulator) -> None:
    emulator.faults.add("* users/me 1 html")
    answer = call(emulator, "admin", "GET", "users/me")
    assert answer.headers["Content-Type"].startswith("text/html")
    emulator.faults.add("* users/me 1 503")
    emulator.faults.clear()
    assert call(emulator, "admin", "GET", "users/me").status_code == 200


@pytest.mark.parametrize("text", ["PUT tickets 1", "PUT tickets x 503", "PUT tickets 1 418"])
def test_a_fault_that_is_none(text: str) -> None:
    with pytest.raises(ValueError, match="METHOD PATH COUNT KIND"):
        Emulator(faults=[text])


def test_a_refused_call_leaves_nothing(emulator: Emulator) -> None:
    """The ticket's article is refused after the ticket was made: both are undone."""
    bad = {**NEW, "customer_id": "guess:new@example.org", "article": {"body": "x", "type": "none"}}
    assert call(emulator, "admin", "POST", "tickets", bad).status_code == 422
    assert call(emulator, "admin", "GET", "tickets").json() == []
    assert emulator.store.find("users", email="new@example.org") is None


def test_data_outlive_the_server(tmp_path: Path) -> None:
    file = tmp_path / "zammad.sqlite"
    with Emulator(data=file) as server:
        made = call(server, "admin", "POST", "tickets", {**NEW, "tags": "a"}).json()
        tokens = server.tokens
        gone = call(server, "admin", "POST", "tickets", NEW).json()["id"]
        call(server, "admin", "DELETE", f"tickets/{gone}")
    with Emulator(data=file) as server:
        assert server.tokens == tokens
        again = call(server, "admin", "GET", f"tickets/{made['id']}").json()
        assert again.items() <= made.items()
        assert call(server, "admin", "GET", f"tickets/{gone}").status_code == 404
        assert call(server, "admin", "POST", "tickets", NEW).json()["id"] == gone + 1


def test_the_log_tells_reads_from_writes(emulator: Emulator) -> None:
    call(emulator, "admin", "POST", "tickets/search", {"condition": {}})
    call(emulator, "admin", "POST", "tickets", NEW)
    assert [(one.path, one.is_write) for one in emulator.log] == [
        ("tickets/search", False),
        ("tickets", True),
    ]
    assert emulator.writes == emulator.log[1:]


def test_the_page_shows_tickets_and_escapes_them(emulator: Emulator) -> None:
    hostile = {**NEW, "title": "<script>alert(1)</script>", "tags": "cs-urg-critical"}
    call(emulator, "admin", "POST", "tickets", hostile)
    note = {"body": "<p>why</p><script>x</script>", "content_type": "text/html", "internal": True}
    file = {"filename": "<b>.ogg", "data": "T2dn", "mime-type": "audio/ogg"}
    call(emulator, "admin", "PUT", "tickets/1", {"article": {**note, "attachments": [file]}})
    page = requests.get(emulator.url, timeout=5)
    assert page.headers["Content-Type"] == "text/html; charset=utf-8"
    assert "&lt;script&gt;alert(1)" in page.text
    assert "<script>" not in page.text
    assert 'dir="auto"' in page.text
    assert 'class="tag critical"' in page.text
    ticket = requests.get(f"{emulator.url}/ticket/1", timeout=5)
    assert "&lt;b&gt;.ogg" in ticket.text and "&lt;script&gt;alert(1)" in ticket.text
    assert "<script>" not in ticket.text
    for path in ("ticket/77", "overview/77", "nothing"):
        assert requests.get(f"{emulator.url}/{path}", timeout=5).status_code == 404


def test_an_old_version_has_no_whatsapp() -> None:
    new = {**NEW, "article": {"body": "x", "type": "whatsapp message"}}
    with Emulator(version="6.0.0") as server:
        assert call(server, "admin", "GET", "version").json() == {"version": "6.0.0"}
        refused = call(server, "admin", "POST", "tickets", new)
        assert "whatsapp message" in refused.json()["error"]
    with Emulator(version="6.3.0") as server:
        assert call(server, "admin", "POST", "tickets", new).status_code == 201


def test_attachments_are_served_to_those_who_see_the_article() -> None:
    file = {"filename": "v.ogg", "data": "T2dnUw==", "mime-type": "audio/ogg"}
    new = {**NEW, "customer_id": "guess:another@example.org"}
    new["article"] = {**NEW["article"], "attachments": [file]}
    with Emulator() as server:
        ticket = call(server, "admin", "POST", "tickets", new).json()
        (article,) = call(
            server, "admin", "GET", f"ticket_articles/by_ticket/{ticket['id']}"
        ).json()
        number = article["attachments"][0]["id"]
        path = f"ticket_attachment/{ticket['id']}/{article['id']}/{number}"
        found = call(server, "admin", "GET", path)
        assert (found.status_code, found.content) == (200, b"OggS")
        assert found.headers["Content-Type"] == "audio/ogg"
        assert call(server, "customer", "GET", path).status_code == 403
        for wrong in (f"9{path[17:]}", f"{ticket['id']}/{article['id']}/99"):
            assert call(server, "admin", "GET", f"ticket_attachment/{wrong}").status_code == 404
