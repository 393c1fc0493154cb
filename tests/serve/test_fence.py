"""The fence around pictures: the real nginx with the documented snippet, before the embedded
Zammad; and two persons who take it down."""

from __future__ import annotations

import base64
import shutil
import socket
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

import pytest
import requests
from applied_desk import applied
from by_environment import named
from click.testing import CliRunner
from ports import free_port

from zammad_plugin.cli.main import cli
from zammad_plugin.emulator import Emulator
from zammad_plugin.serve.door import Door
from zammad_plugin.serve.gate import Gate, article_in
from zammad_plugin.zammad.client import Client
from zammad_plugin.zammad.session import Session

SNIPPET = Path(__file__).resolve().parents[2] / "docs" / "nginx" / "fence.conf"
ROLES = ("Child safety lead", "Child safety custodian")
WAIT = 30.0
PIXEL = base64.b64encode(b"not a picture, only called so").decode()
CONFIG = """
daemon off; pid {folder}/pid; error_log {folder}/error.log; worker_processes 1;
events {{ worker_connections 64; }}
http {{
  access_log off;
  client_body_temp_path {folder}/b; proxy_temp_path {folder}/p; fastcgi_temp_path {folder}/f;
  uwsgi_temp_path {folder}/u; scgi_temp_path {folder}/s;
  upstream zammad-railsserver {{ server {zammad}; }}
  server {{
    listen 127.0.0.1:{port};
{snippet}
    location / {{ proxy_set_header Host $http_host; proxy_pass http://zammad-railsserver; }}
  }}
}}
"""


class _Quiet(WSGIRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        return


class World:
    """An embedded Zammad with people of several roles, each with a token of the own."""

    def __init__(self, server: Emulator) -> None:
        self.server = server
        self.admin = Client(Session(server.url, server.tokens["admin"]))
        token = server.tokens["triage"]
        self.triage = Client(Session(server.url, token, sleep=lambda _: None))
        self.tokens = {
            "agent": self.person("agent", "Child safety agent"),
            "rana": self.person("rana", "Child safety lead"),
            "omar": self.person("omar", "Child safety custodian"),
        }

    def person(self, name: str, role: str) -> str:
        store, token = self.server.store, f"{name}-token"
        made = self.admin.create("users", {"firstname": name, "login": f"{name}@desk.example"})
        roles = [row["id"] for row in store.rows("roles") if row["name"] in (role, "Agent")]
        store.update("users", made["id"], {"role_ids": roles})
        store.insert(
            "tokens",
            {"name": name, "token": token, "user_id": made["id"], "permissions": ["ticket.agent"]},
        )
        return token

    def client(self, name: str) -> Client:
        return Client(Session(self.server.url, self.tokens[name]))

    def file(self, name: str = "a.jpg", kind: str = "image/jpeg", ticket: int = 0) -> str:
        """Path of a customer's file, in a new ticket or in `ticket`."""
        sent = {"filename": name, "data": PIXEL, "mime-type": kind}
        article = {"body": "look", "type": "web", "sender": "Customer", "internal": False}
        article["attachments"] = [sent]
        if ticket:
            made = self.admin.create_article({"ticket_id": ticket, **article})
        else:
            new = {"title": "M", "group": "Child Safety", "customer_id": "guess:a@example.org"}
            ticket = int(self.admin.create_ticket({**new, "article": article})["id"])
            made = self.admin.articles(ticket)[-1]
        return f"/api/v1/ticket_attachment/{ticket}/{made['id']}/{made['attachments'][0]['id']}"

    def agree(self, name: str, ticket: int, subject: str = "Second person") -> None:
        note = {"body": "ok", "subject": subject, "type": "note", "internal": True}
        with_client = self.client(name)
        with_client.create_article({"ticket_id": ticket, "sender": "Agent", **note})


@pytest.fixture
def world() -> Iterator[World]:
    with applied(hold=3) as server:
        yield World(server)


@contextmanager
def _door(world: World) -> Iterator[str]:
    gate = Gate(world.server.url, ROLES, lambda: nullcontext(world.triage))
    door = Door(b"s" * 16, lambda _: None, lambda: True, bytes, lambda _: None, gate.opens)
    with make_server("127.0.0.1", 0, door, WSGIServer, _Quiet) as made:
        thread = threading.Thread(target=made.serve_forever, daemon=True)
        thread.start()
        yield f"127.0.0.1:{made.server_port}"
        made.shutdown()
        thread.join()


@pytest.fixture
def nginx(world: World, tmp_path: Path) -> Iterator[str]:
    program = shutil.which("nginx") or "/usr/sbin/nginx"
    if not Path(program).exists():
        pytest.skip("no nginx here: apt-get install nginx-light")
    port = free_port()
    with _door(world) as door:
        text = CONFIG.format(
            folder=tmp_path,
            port=port,
            zammad=world.server.url.removeprefix("http://"),
            snippet=SNIPPET.read_text(encoding="utf-8").replace("127.0.0.1:8092", door),
        )
        (tmp_path / "nginx.conf").write_text(text, encoding="utf-8")
        words = [program, "-c", str(tmp_path / "nginx.conf"), "-p", str(tmp_path)]
        with subprocess.Popen(words, stderr=subprocess.DEVNULL) as process:
            try:
                _until_up(port)
                yield f"http://127.0.0.1:{port}"
            finally:
                process.terminate()


def _until_up(port: int) -> None:
    ends = time.monotonic() + WAIT
    while True:
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
            return
        except OSError:
            assert time.monotonic() < ends
            time.sleep(0.02)


def _get(nginx: str, path: str, token: str = "") -> int:
    headers = {"Authorization": f"Token token={token}"} if token else {}
    return requests.get(f"{nginx}{path}", headers=headers, timeout=WAIT).status_code


def test_two_roles_get_a_picture_and_nobody_else(world: World, nginx: str) -> None:
    picture, tokens = world.file(), world.tokens
    assert _get(nginx, picture, tokens["agent"]) == 403
    assert _get(nginx, f"{picture}?view=preview", tokens["agent"]) == 403
    assert _get(nginx, picture) == 403
    assert _get(nginx, picture, tokens["omar"]) == _get(nginx, picture, tokens["rana"]) == 200
    assert _get(nginx, "/api/v1/users/me", tokens["agent"]) == 200


def test_other_ways_to_the_same_file_are_shut_too(world: World, nginx: str) -> None:
    picture, agent = world.file(), world.tokens["agent"]
    harmless = world.file("plan.pdf", "application/pdf")
    ticket, article, file = picture.split("/")[-3:]
    other = harmless.split("/")[-3]
    ways = (
        f"/api/v1/ticket%5Fattachment/{ticket}/{article}/{file}",
        f"/api/v1//ticket_attachment/{ticket}/{article}/{file}",
        f"/api/v1/ticket_attachment/{other}/{article}/{file}",  # under another ticket's number
        f"/api/v1/x/../ticket_attachment/{ticket}/{article}/{file}",
        f"/api/v1/ticket_article_plain/{article}",
        f"/api/v1/attachments/{file}",
        f"/api/v1/ticket_attachment/{ticket}/{article}",
    )
    assert {way: _get(nginx, way, agent) for way in ways} == dict.fromkeys(ways, 403)


def test_a_file_that_is_none_passes_until_the_ticket_has_pictures(world: World, nginx: str) -> None:
    harmless, agent = world.file("plan.pdf", "application/pdf"), world.tokens["agent"]
    assert _get(nginx, harmless, agent) == 200
    world.admin.tag(int(harmless.split("/")[-3]), "cs-media")
    assert _get(nginx, harmless, agent) == 403


def test_in_doubt_it_is_shut(world: World, nginx: str) -> None:
    harmless, agent = world.file("plan.pdf", "application/pdf"), world.tokens["agent"]
    article = harmless.split("/")[-2]
    world.server.faults.add(f"GET ticket_articles/{article} 9 500")
    assert _get(nginx, harmless, agent) == 403


@pytest.mark.parametrize(
    ("path", "article"),
    [
        ("/api/v1/ticket_attachment/1/22/3", 22),
        ("/api/v1/ticket_article_plain/22", 22),
        ("/api/v1/ticket_attachment_upload_clone_by_article/22", 22),
        ("/api/v1/attachments/22", 0),
        ("/api/v1/ticket_attachment/1/22", 0),
        ("", 0),
    ],
)
def test_the_article_that_is_asked_for(path: str, article: int) -> None:
    assert article_in(path) == article


def _release(world: World, ticket: int, *by: str, monkeypatch: pytest.MonkeyPatch) -> str:
    named(monkeypatch, world.server, "triage")
    words = [word for one in by for word in ("--by", one)]
    done = CliRunner().invoke(cli, ["release", str(ticket), *words])
    return done.output if done.exit_code == 0 else str(done.exception)


def _opens(world: World, path: str, name: str = "agent") -> bool:
    gate = Gate(world.server.url, ROLES, lambda: nullcontext(world.triage))
    return gate.opens(path, {"Authorization": f"Token token={world.tokens[name]}"})


def test_two_confirmations_open_what_came_until_then(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    picture = world.file()
    ticket = int(picture.split("/")[-3])
    both = ("rana@desk.example", "omar@desk.example")
    assert "has not agreed" in _release(world, ticket, *both, monkeypatch=monkeypatch)
    world.agree("rana", ticket)
    world.agree("omar", ticket, subject="Something else")
    assert "has not agreed" in _release(world, ticket, *both, monkeypatch=monkeypatch)
    assert not _opens(world, picture)
    world.agree("omar", ticket, subject="الشخص الثاني")
    assert "1 messages" in _release(world, ticket, *both, monkeypatch=monkeypatch)
    assert _opens(world, picture)
    later = world.file(ticket=ticket)
    assert not _opens(world, later) and _opens(world, picture)
    assert "has not agreed" in _release(world, ticket, *both, monkeypatch=monkeypatch)


def test_tokens_prove_it_and_one_person_is_not_two(
    world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    picture, files = world.file(), dict[str, str]()
    ticket = int(picture.split("/")[-3])
    for name, token in {**world.tokens, "plugin": world.server.tokens["triage"]}.items():
        file = tmp_path / f"{name}.token"
        file.write_text(token)
        file.chmod(0o600)
        files[name] = str(file)

    def said(*names: str) -> str:
        by = [files.get(name, name) for name in names]
        return _release(world, ticket, *by, monkeypatch=monkeypatch)

    assert "two different persons" in said("rana", "rana")
    assert "two different persons" in said("rana")
    assert "no person" in said("rana", "plugin")
    assert "no agent with this login" in said("rana", "nobody@desk.example")
    assert not _opens(world, picture)
    assert "1 messages" in said("rana", "omar")
    assert _opens(world, picture)


def test_an_unsafe_file_goes_out_of_sight_and_comes_back(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    ticket = int(world.file().split("/")[-3])
    world.client("agent").tag(ticket, "cs-evid-unsafe-attachment-received")
    note = {"body": "A file may show a child.", "type": "note", "internal": True}
    world.client("agent").put_ticket(ticket, {"priority": "3 high", "article": note})  # the macro
    assert world.triage.ticket(ticket)[0]["group"] == "Child Safety closed"
    for name in ("rana", "omar"):
        world.agree(name, ticket)
    both = ("rana@desk.example", "omar@desk.example")
    assert "1 messages" in _release(world, ticket, *both, monkeypatch=monkeypatch)
    assert world.triage.ticket(ticket)[0]["group"] == "Child Safety"
    assert "cs-evid-unsafe-attachment-received" not in world.admin.tags(ticket)
