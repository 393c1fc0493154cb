"""Plays a story on a Zammad: steps in, what the desk sees out. The words are those of the YAML."""

from __future__ import annotations

import base64
import threading
import time
from dataclasses import dataclass, field, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from zammad_plugin.config.desk import Desk
from zammad_plugin.config.places import default_desk
from zammad_plugin.config.settings.desk import Settings
from zammad_plugin.emulator import Emulator
from zammad_plugin.routing.rules import Routing
from zammad_plugin.state.hands import Hands
from zammad_plugin.state.local_hands import LocalHands
from zammad_plugin.sync.files.source import read_spec, reader_of
from zammad_plugin.sync.kinds.text_modules import KIND
from zammad_plugin.sync.replies.html import to_html, to_plain
from zammad_plugin.text.mail.clean import NOTHING
from zammad_plugin.tickets.failures import Failures
from zammad_plugin.tickets.networks.accounts import Networks
from zammad_plugin.tickets.replies.auto_reply import MARK, Text
from zammad_plugin.tickets.run import run
from zammad_plugin.tickets.tools import Tools, tools_of
from zammad_plugin.triage.ruleset import load
from zammad_plugin.zammad.client import Client
from zammad_plugin.zammad.session import Session

RULESET = load()
TYPES = {"signal": "note", "whatsapp": "whatsapp message"}
FILES = {"voice": ("1-2.ogg", "audio/ogg"), "picture": ("1-2.jpg", "image/jpeg")}
EMPTY_HTML = "<br>"  # the API takes no article without a body
CLOSED: dict[str, Any] = {"timezone": "UTC", "week": {}}
MOST_CALLS = 60
DESK_MAIL = "desk@example.org"


class Dies(KeyboardInterrupt):
    """A kill: no handler of the plugin may catch it."""


@dataclass
class World:
    """Where a story plays. `server`: the emulator, None on a real Zammad."""

    url: str
    plugin_token: str
    agent_token: str
    server: Emulator | None = None
    sessions: list[Session] = field(default_factory=list)

    def client(self, token: str) -> Client:
        timeout = (2.0, 2.0) if self.server else (5.0, 30.0)
        sleep = (lambda _: None) if self.server else time.sleep
        self.sessions.append(Session(self.url, token, timeout=timeout, sleep=sleep))
        return Client(self.sessions[-1])


class Story:
    def __init__(self, world: World, told: dict[str, Any]) -> None:
        self.world, self.told = world, told
        self.plugin = world.client(world.plugin_token)
        self.agent = world.client(world.agent_token)
        self.failures = Failures()
        self.tools = self._tools()
        self.channel, self.ticket_id, self.people = "web", 0, 0
        self.began = time.time_ns()  # a live server has the people of earlier runs

    def _tools(self) -> Tools:
        plain = tools_of(None, RULESET)
        asked = dict(self.told.get("routing") or {})
        routing = plain.routing.model_dump(exclude_unset=True)
        if asked.pop("hours", "") == "closed":
            routing["hours"] = CLOSED
        owner = asked.pop("owner", None)
        for person in asked.get("people", []):
            person["login"] = str(self.agent.me()["login"])
        routing |= asked
        if owner:
            for rule in routing["rules"]:
                rule["then"] = {**rule["then"], "owner": owner}
        networks = Networks(b"a secret of the tests") if self.told.get("networks") else None
        return replace(
            plain, routing=Routing.model_validate(routing), replies=_reply, networks=networks
        )

    def play(self) -> None:
        for step in self.told["steps"]:
            name, more = (step, {}) if isinstance(step, str) else next(iter(step.items()))
            getattr(self, f"do_{name}")(more)

    # steps

    def do_customer(self, said: dict[str, Any]) -> None:
        self.channel = said.get("channel", self.channel)
        if self.ticket_id and not said.get("new_ticket"):
            for _ in range(said.get("times", 1)):
                self.agent.create_article({"ticket_id": self.ticket_id, **self._article(said)})
            return
        self.people += 1 if said.get("other_person") or not self.people else 0
        new = {
            "title": said.get("subject", "Message of +961 70 000 000"),
            "group": "Users",
            "customer_id": f"guess:person{self.people}-{self.began}@example.org",
            "article": self._article(said),
        }
        self.ticket_id = int(self.agent.create_ticket(new)["id"])

    def _article(self, said: dict[str, Any]) -> dict[str, Any]:
        files = [
            {"filename": name, "mime-type": mime, "data": base64.b64encode(b"x").decode()}
            for kind, (name, mime) in FILES.items()
            if said.get(kind)
        ]
        if "file" in said:
            known = {"mime-type": said["mime"], "data": base64.b64encode(b"x").decode()}
            files.append({"filename": said["file"], **known})
        marks: dict[str, Any] = {"signal": {"from": "x"}} if self.channel == "signal" else {}
        if said.get("automatic"):
            marks["is-auto-response"] = True
        html = said.get("html") or (not said["says"].strip() and self.channel != "email")
        return {
            "body": said["says"].strip() or (EMPTY_HTML if html else NOTHING),
            "subject": said.get("subject", ""),
            "from": said.get("from", f"person{self.people}@example.org"),
            "to": DESK_MAIL,  # a 6.5 takes no mail without
            "type": TYPES.get(self.channel, self.channel),
            "sender": "Customer",
            "internal": False,
            "content_type": "text/html" if html else "text/plain",
            "preferences": marks,
            "attachments": files,
        }

    def do_desk(self, said: dict[str, Any]) -> None:
        note = {"body": said["says"], "type": "note", "sender": "Agent", "internal": False}
        new = {"title": "Outreach", "group": "Users", "customer_id": "guess:d@example.org"}
        self.ticket_id = int(self.agent.create_ticket({**new, "article": note})["id"])

    def do_agent(self, did: dict[str, Any]) -> None:
        if did.get("takes_it"):
            self.agent.put_ticket(self.ticket_id, {"owner_id": self.agent.me()["id"]})
        if did.get("gives_it_to") == "plugin":
            self.agent.put_ticket(self.ticket_id, {"owner_id": self.plugin.me()["id"]})
        if "sets" in did:
            self.agent.put_ticket(self.ticket_id, did["sets"])
        if "writes_note" in did:
            note = {"body": did["writes_note"], "type": "note", "internal": True}
            self.agent.create_article({"ticket_id": self.ticket_id, **note})
        for tag in did.get("adds_tags", []):
            self.agent.tag(self.ticket_id, tag)
        for tag in did.get("removes_tags", []):
            self.agent.untag(self.ticket_id, tag)

    def do_run(self, _: Any = None, hands: Hands | None = None) -> None:
        run(
            self.world.client(self.world.plugin_token) if hands else self.plugin,
            RULESET,
            self.tools.routing,
            tools=self.tools,
            failures=self.failures,
            hands=hands,
        )

    def do_wait(self, seconds: Any) -> None:
        """What an agent does in the first moments counts as part of making the ticket."""
        time.sleep(seconds)

    def do_faults(self, lines: Any) -> None:
        assert self.world.server
        for line in lines:
            self.world.server.faults.add(line)

    def do_two_workers(self, _: Any) -> None:
        with TemporaryDirectory() as folder:
            hands = LocalHands(Path(folder))
            threads = [threading.Thread(target=self.do_run, args=(None, hands)) for _ in range(2)]
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()

    def do_die_at_every_call(self, _: Any) -> None:
        """Before the 1st call, before the 2nd, … until a run gets through."""
        session, real = self.plugin.session, self.plugin.session.call
        for last in range(MOST_CALLS):
            left = [last]

            def call(*args: Any, left: list[int] = left, **more: Any) -> Any:
                if not left[0]:
                    raise Dies
                left[0] -= 1
                return real(*args, **more)

            session.call = call  # type: ignore[method-assign]
            try:
                self.do_run()
            except Dies:
                continue
            finally:
                session.call = real  # type: ignore[method-assign]
            return
        raise AssertionError("no run got through")

    # what the desk sees

    @property
    def ticket(self) -> dict[str, Any]:
        names = {"expand": "true"}
        return dict(self.agent.session.call("GET", f"tickets/{self.ticket_id}", params=names))

    @property
    def tags(self) -> set[str]:
        return set(self.agent.tags(self.ticket_id))

    @property
    def articles(self) -> list[dict[str, Any]]:
        path = f"ticket_articles/by_ticket/{self.ticket_id}"
        return list(self.agent.session.call("GET", path))

    @property
    def notes(self) -> list[str]:
        return [
            one["body"]
            for one in self.articles
            if one["internal"] and "zammad_plugin" in (one["preferences"] or {})
        ]

    @property
    def answers(self) -> list[str]:
        return [one["body"] for one in self.articles if MARK in (one["preferences"] or {})]


def _reply(key: str, lang: str) -> Text | None:
    folder = default_desk() / "templates" / "replies" / key
    file: Path = folder / f"{lang}.md" if (folder / f"{lang}.md").is_file() else folder / "en.md"
    spec, _ = read_spec(KIND, file, reader_of(Desk(folder, Settings())))
    body = str(spec.model_dump()["body"])
    return Text("Your message", to_plain(body), to_html(body, file.stem))
