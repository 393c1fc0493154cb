"""Every kind through its life on the embedded Zammad: one test over the registry."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from zammad_plugin.emulator import Emulator
from zammad_plugin.sync.apply import apply
from zammad_plugin.sync.files.source import read
from zammad_plugin.sync.kinds import REGISTRY
from zammad_plugin.sync.ledger import Ledger
from zammad_plugin.sync.plan import Plan, make_plan
from zammad_plugin.sync.remove import ours, remove
from zammad_plugin.sync.result import Result
from zammad_plugin.zammad.client import Client
from zammad_plugin.zammad.session import Session

REPLY = """---
title: {0}
keyword: k
purpose: p
audience: anyone
status: drafted
by: us
date: 2026-11-01
---
Text {0}
"""
STATE = "ticket.state: {operator: is, value: [new]}"
TAGS = "ticket.tags: {{operator: add, value: [{0}]}}"
HOURS = "hours: {mon: [['09:00', '{0}']]}"
# kind → (file below the desk, its text with a slot that two versions fill, fillings, a field of the
# server that a colleague changes, his value)
KINDS: dict[str, tuple[str, str, tuple[str, str], str, Any]] = {
    "groups": (
        "groups/g.yml",
        "name: G\nfollow_up_possible: {0}\n",
        ("yes", "new_ticket"),
        "follow_up_possible",
        "new_ticket_after_certain_time",
    ),
    "attributes": (
        "attributes/a.yml",
        "name: cs_a\ndisplay: {0}\noptions: {{x: X}}\n",
        ("One", "Two"),
        "display",
        "Theirs",
    ),
    "roles": (
        "roles/r.yml",
        "name: R\npermissions: [{0}]\ngroups: {{Users: [read]}}\n",
        ("ticket.agent", "ticket.customer"),
        "permissions",
        ["admin.tag"],
    ),
    "calendars": (
        "calendars/c.yml",
        "name: C\ntimezone: {0}\nhours: {{mon: [['09:00', '17:00']]}}\n",
        ("Asia/Beirut", "Europe/Paris"),
        "timezone",
        "Asia/Tokyo",
    ),
    "text_modules": ("replies/t/en.md", REPLY, ("One", "Two"), "content", "<p>Theirs</p>"),
    "templates": (
        "tickets/i.yml",
        "name: I\noptions: {{ticket.title: {0}, ticket.priority: 3 high}}\n",
        ("one", "two"),
        "options",
        {"ticket.title": {"value": "theirs"}},
    ),
    "macros": (
        "m.yml",
        f"name: M\nperform:\n  {TAGS}\n",
        ("cs-a", "cs-b"),
        "perform",
        {"ticket.tags": {"operator": "add", "value": "theirs"}},
    ),
    "overviews": (
        "overviews/o.yml",
        "name: O\ngroup_by: {0}\ncondition:\n  "
        + STATE.replace("{", "{{").replace("}", "}}")
        + "\n",
        ("owner", "state"),
        "group_by",
        "customer",
    ),
    "slas": (
        "slas/s.yml",
        "name: S\ncalendar: C\nfirst_response_time: {0}\ncondition:\n  "
        "ticket.priority: {{operator: is, value: [3 high]}}\n",
        ("60", "30"),
        "first_response_time",
        5,
    ),
    "report_profiles": (
        "report_profiles/r.yml",
        "name: RP\nactive: {0}\ncondition:\n  "
        + STATE.replace("{", "{{").replace("}", "}}")
        + "\n",
        ("true", "false"),
        "condition",
        {"ticket.priority_id": {"operator": "is", "value": ["1"]}},
    ),
    "webhooks": (
        "webhooks/w.yml",
        "name: W\nendpoint: https://{0}.example/\n",
        ("one", "two"),
        "endpoint",
        "https://theirs.example/",
    ),
    "filters": (
        "filters/f.yml",
        "name: F\nmatch: {{subject: {{operator: contains, value: {0}}}}}\n"
        "perform: {{x-zammad-ticket-tags: {{operator: add, value: cs-auto}}}}\n",
        ("one", "two"),
        "match",
        {"subject": {"operator": "contains", "value": "t"}},
    ),
    "workflows": (
        "workflows/w.yml",
        "name: WF\npriority: {0}\nselected:\n  ticket.priority: "
        "{{operator: is, value: [3 high]}}\nperform: {{ticket.owner_id: {{operator: "
        "set_mandatory, set_mandatory: 'true'}}}}\n",
        ("500", "501"),
        "priority",
        5,
    ),
    "jobs": (
        "jobs/j.yml",
        f"name: J\nhours: [3]\ncondition:\n  ticket.priority: {{{{operator: is, "
        f"value: [3 high]}}}}\nperform:\n  {TAGS}\n",
        ("cs-a", "cs-b"),
        "perform",
        {"ticket.tags": {"operator": "add", "value": "theirs"}},
    ),
    "triggers": (
        "triggers/t.yml",
        f"name: T\ncondition:\n  ticket.action: {{{{operator: is, value: "
        f"create}}}}\nperform:\n  {TAGS}\n",
        ("cs-a", "cs-b"),
        "perform",
        {"ticket.tags": {"operator": "add", "value": "theirs"}},
    ),
    "checklists": (
        "checklists/c.yml",
        "name: C\nitems: [first, {0}]\n",
        ("One", "Two"),
        "items",
        ["theirs"],
    ),
    "translations": (
        "translations/t.yml",
        "locale: ar\nsource: waits for police\ntarget: {0}\n",
        ("واحد", "اثنان"),
        "target",
        "لهم",
    ),
    # A tag is its name: there is nothing of it to change.
    "tags": ("tags/t.yml", "name: cs-one\n", ("", ""), "", None),
}
NEEDS = {"slas": "calendars"}


class World:
    """A server, a desk's folder and a ledger."""

    def __init__(self, server: Emulator, folder: Path, client: Client) -> None:
        self.server, self.folder, self.client = server, folder, client
        self.ledger = Ledger(folder / "state.json")

    def write(self, kind: str, version: int) -> Path:
        place, text, fillings, _, _ = KINDS[kind]
        top = "macros" if kind == "macros" else "templates"
        file = self.folder / top / place
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text.format(fillings[version]), encoding="utf-8")
        return file

    def plan(self, **more: bool) -> Plan:
        source = read(self.folder)
        assert source.problems == []
        return make_plan(source.desired, self.client, self.ledger, **more)

    def apply(self, **more: bool) -> Result:
        return apply(self.plan(**more), self.client, self.ledger)

    def writes_of_apply(self) -> int:
        self.server.log.clear()
        self.apply()
        return len(self.server.writes)

    def row(self, kind: str) -> dict[str, Any]:
        return copy.deepcopy(self.server.store.rows(REGISTRY[kind].resource)[-1])

    def by_a_colleague(self, kind: str, **more: Any) -> None:
        _, _, _, field, value = KINDS[kind]
        row = self.row(kind)
        whole = row if kind == "attributes" else {}
        fields = {**whole, field: value, **more}
        self.client.update(REGISTRY[kind].resource, row["id"], fields)
        if kind == "attributes":
            self.client.post("object_manager_attributes_execute_migrations")

    def actions(self, **more: bool) -> list[str]:
        return [change.action for change in self.plan(**more).changes]


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    with Emulator() as server:
        session = Session(server.url, server.tokens["sync"])
        yield World(server, tmp_path, Client(session))
        session.close()


@pytest.mark.parametrize("kind", REGISTRY)
def test_life(world: World, kind: str) -> None:
    if kind in NEEDS:
        world.write(NEEDS[kind], 0)
        world.apply()
    file = world.write(kind, 0)
    assert world.actions() == ["create"]
    result = world.apply()
    assert (result.written, result.failed) == (1, [])
    assert world.writes_of_apply() == 0
    if KINDS[kind][3]:
        _changed_here(world, kind)
        _changed_there(world, kind)
        _changed_on_both_sides(world, kind)
    _state_lost(world)
    if KINDS[kind][3]:
        _somebody_elses(world, kind)
    _orphan(world, kind, file)


def _changed_here(world: World, kind: str) -> None:
    world.write(kind, 1)
    assert world.actions() == ["update"]
    assert world.apply().failed == []
    assert world.writes_of_apply() == 0


def _changed_there(world: World, kind: str) -> None:
    """Drift is told and left alone; --overwrite undoes it."""
    world.by_a_colleague(kind)
    assert world.actions() == ["drift"]
    assert world.writes_of_apply() == 0
    assert world.apply(overwrite=True).written == 1
    assert world.writes_of_apply() == 0


def _changed_on_both_sides(world: World, kind: str) -> None:
    world.by_a_colleague(kind)
    world.write(kind, 0)
    assert world.actions() == ["conflict"]
    assert world.writes_of_apply() == 0
    assert world.apply(overwrite=True).written == 1
    assert world.writes_of_apply() == 0


def _state_lost(world: World) -> None:
    world.ledger = Ledger(world.folder / "another.json")
    assert world.writes_of_apply() == 0


def _somebody_elses(world: World, kind: str) -> None:
    """Of the same name, and not ours: left alone, adopted when asked, kept by uninstall."""
    note = {"note": "by hand"} if REGISTRY[kind].has_note else {}
    world.by_a_colleague(kind, **note)
    world.ledger = Ledger(world.folder / "third.json")
    if REGISTRY[kind].our_prefix:
        assert world.actions() == ["update"]  # the name itself says that it is ours
        assert world.apply().written == 1
        return
    assert world.actions() == ["conflict"]
    assert world.writes_of_apply() == 0
    assert world.actions(adopt=True) == ["adopt"]
    assert world.apply(adopt=True).written == 1
    assert world.writes_of_apply() == 0
    _released(world, kind)


def _released(world: World, kind: str) -> None:
    before = world.row(kind)
    found = list(ours(world.client, world.ledger))
    removal = remove(world.client, world.ledger, iter(found), release=True, drop_values=True)
    [address] = (one for one in removal.kept if one.startswith(f"{kind}/"))
    after = world.row(kind)
    changing = {"note", "updated_at"}
    assert {**after, **{name: before.get(name) for name in changing & set(after)}} == before
    assert "zammad-plugin" not in str(after.get("note"))
    assert world.apply(adopt=True).failed == []
    assert world.ledger.get(address)


def _orphan(world: World, kind: str, file: Path) -> None:
    file.unlink()
    assert world.actions() == ["orphan"]
    before = world.row(kind)
    gone = (one for one in ours(world.client, world.ledger) if one[0].name == kind)
    assert remove(world.client, world.ledger, gone, drop_values=True).failed == []
    left = {row["id"]: row for row in world.server.store.rows(REGISTRY[kind].resource)}
    if REGISTRY[kind].deletable:
        assert before["id"] not in left
    else:
        assert left[before["id"]].get("active", False) is False
    assert world.plan().orphans == []


def test_a_colleagues_object_of_the_same_name_is_not_touched(world: World) -> None:
    tag = {"ticket.tags": {"operator": "add", "value": "x"}}
    world.client.create("macros", {"name": "M", "perform": tag})
    world.write("macros", 0)
    assert [change.action for change in world.plan().changes] == ["conflict"]
    assert world.writes_of_apply() == 0
    assert world.apply(adopt=True).written == 1


def test_a_secret_is_never_shown(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    from zammad_plugin.sync.output.data import to_dict
    from zammad_plugin.sync.output.render import render_text

    file = world.write("webhooks", 0)
    file.write_text(file.read_text() + "signature_token: {env: HOOK_SECRET}\n")
    assert "signature_token" not in world.plan().changes[0].after  # not set: not sent
    monkeypatch.setenv("HOOK_SECRET", "canary-secret")
    plan = world.plan()
    assert "canary-secret" not in render_text(plan) + str(to_dict(plan))
    world.apply()
    assert world.row("webhooks")["signature_token"] == "canary-secret"
    assert "canary-secret" not in (world.folder / "state.json").read_text()
    assert world.writes_of_apply() == 0


@pytest.mark.parametrize(
    ("kind", "text", "why"),
    [
        ("calendars", "name: C\ntimezone: Beirut\nhours: {mon: [['09:00', '17:00']]}", "time zone"),
        ("calendars", "name: C\ntimezone: Asia\nhours: {mon: [['09:00', '17:00']]}", "time zone"),
        ("calendars", "name: C\ntimezone: ../x\nhours: {mon: [['09:00', '17:00']]}", "time zone"),
        (
            "calendars",
            "name: C\ntimezone: Asia/Beirut\nhours: {mon: [['17:00', '09:00']]}",
            "earlier first",
        ),
        (
            "filters",
            "name: F\nmatch: {subject: {operator: contains, value: x}}\n"
            "perform: {x-zammad-ignore: {value: 'true'}}",
            "no report may be lost",
        ),
        ("attributes", "name: cs_a\ndisplay: A\n", "needs options"),
        ("attributes", "name: cs_a\ndisplay: A\ndata_type: date\noptions: {x: X}", "takes no"),
        (
            "attributes",
            "name: cs_a\ndisplay: A\ndata_type: tree_select\noptions: {'a::b': B}",
            "before its parent",
        ),
        ("jobs", "name: J\ncondition: {}\nperform: {ticket.action: {value: delete}}", "delete"),
        ("slas", "name: S\ncalendar: C\ncondition: {}", "it is empty"),
    ],
)
def test_what_a_file_may_not_say(world: World, kind: str, text: str, why: str) -> None:
    file = world.write(kind, 0)
    file.write_text(text)
    [problem] = read(world.folder).problems
    assert why in str(problem)


@pytest.mark.parametrize(
    ("data_type", "more"),
    [
        ("input", ""),
        ("multiselect", "options: {a: A}"),
        ("boolean", ""),
        ("date", ""),
        ("datetime", ""),
        ("integer", "maximum: 18"),
        ("tree_select", "options: {a: A, 'a::b': B}"),
    ],
)
def test_every_type_of_attribute(world: World, data_type: str, more: str) -> None:
    file = world.write("attributes", 0)
    file.write_text(f"name: cs_a\ndisplay: A\ndata_type: {data_type}\n{more}\n")
    assert world.apply().failed == []
    assert world.writes_of_apply() == 0
