"""A plan as people read it, and what it refuses before anything is written."""

from __future__ import annotations

from pathlib import Path

import pytest

from zammad_plugin.emulator import Emulator
from zammad_plugin.sync.changes import Plan
from zammad_plugin.sync.desk_sync import apply_desk
from zammad_plugin.sync.diff import base_of, drifted
from zammad_plugin.sync.files.source import read
from zammad_plugin.sync.kinds import REGISTRY
from zammad_plugin.sync.ledger import Ledger
from zammad_plugin.sync.output.render import render_text, render_whole
from zammad_plugin.sync.plan import make_plan
from zammad_plugin.zammad.client import Client
from zammad_plugin.zammad.session import Session

SET = {"ticket.state_id": {"value": "4"}}
REPLY = """---
title: Hello
keyword: hello
purpose: an answer
audience: anyone
status: drafted
by: me
date: 2026-01-02
---
We are here. {second} You can write again.
"""


@pytest.fixture
def admin(server: Emulator) -> Client:
    return Client(Session(server.url, server.tokens["admin"]))


def put(desk: Path, place: str, text: str) -> None:
    file = desk / place
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")


def planned(desk: Path, client: Client, ledger: Ledger) -> Plan:
    return make_plan(read(desk).desired, client, ledger)


def test_a_permission_that_is_added_is_no_change_of_somebody_else(
    admin: Client, tmp_path: Path
) -> None:
    """The server answers permissions in an order of its own."""
    role = "name: R\npermissions: [user_preferences, ticket.agent]\n"
    put(tmp_path, "templates/roles/r.yml", role)
    ledger = Ledger()
    apply_desk(admin, tmp_path, ledger)
    put(tmp_path, "templates/roles/r.yml", role.replace("[", "[chat.agent, "))
    assert [change.action for change in planned(tmp_path, admin, ledger).changes] == ["update"]


def test_a_set_in_another_order_has_not_drifted() -> None:
    kind, sent = REGISTRY["roles"], {"permissions": ["a", "b"]}
    base = base_of(kind, sent, {"id": 1, "permissions": ["a", "b"]})
    row = {"id": 1, "permissions": ["b", "a"]}
    assert drifted(kind, ["permissions"], row, base) == []
    assert drifted(kind, ["permissions"], {"id": 1, "permissions": ["b"]}, base) == ["permissions"]


def test_what_still_has_the_old_name_of_a_renamed_group_is_blocked(
    admin: Client, tmp_path: Path
) -> None:
    put(tmp_path, "templates/groups/g.yml", "name: First name\n")
    put(tmp_path, "macros/m.yml", "name: M\nperform: {ticket.group: First name}\n")
    ledger = Ledger()
    apply_desk(admin, tmp_path, ledger)
    put(tmp_path, "templates/groups/g.yml", "name: Second name\n")
    found = {one.address: one for one in planned(tmp_path, admin, ledger).changes}
    assert found["groups/g"].action == "update" and found["macros/m"].action == "blocked"
    assert "is called 'Second name' from now on" in found["macros/m"].why


def test_a_name_in_another_unicode_form_is_the_same_object(admin: Client, tmp_path: Path) -> None:
    admin.create("macros", {"name": "\u00c9quip\u00e9", "perform": SET, "active": True})
    put(tmp_path, "macros/m.yml", "name: E\u0301quipe\u0301\nperform: {ticket.state: open}\n")
    [change] = planned(tmp_path, admin, Ledger()).changes
    assert change.action == "conflict" and "name" not in change.after


def test_decisions_come_before_creations_and_kinds_before_both(
    admin: Client, tmp_path: Path
) -> None:
    admin.create("macros", {"name": "Theirs", "perform": SET, "active": True})
    for number in range(12):
        macro = f"name: M{number}\nperform: {{ticket.state: open}}\n"
        put(tmp_path, f"macros/a{number}.yml", macro)
    put(tmp_path, "macros/z.yml", "name: Theirs\nperform: {ticket.state: open}\n")
    plan = planned(tmp_path, admin, Ledger())
    lines = render_text(plan).splitlines()
    assert lines[0].split() == ["macros", "1", "conflict,", "12", "create"]
    assert lines[2].startswith("! conflict macros/z")
    assert [one.address for one in plan.only(["macros/a1*"]).changes] == [
        "macros/a1",
        "macros/a10",
        "macros/a11",
    ]
    assert plan.only(["overviews"]).changes == [] and plan.only([]).changes == plan.changes


def test_one_changed_sentence_is_one_changed_line(admin: Client, tmp_path: Path) -> None:
    put(tmp_path, "templates/replies/hello/en.md", REPLY.format(second="It is safe."))
    ledger = Ledger()
    apply_desk(admin, tmp_path, ledger)
    put(tmp_path, "templates/replies/hello/en.md", REPLY.format(second="Nobody else reads it."))
    plan = planned(tmp_path, admin, ledger)
    whole = render_whole(plan.changes[0], plan).splitlines()
    assert [line.strip() for line in whole if line.strip()[:2] in ("- ", "+ ")] == [
        "- It is safe.",
        "+ Nobody else reads it.",
    ]
    assert "<div" not in "\n".join(whole)


def test_names_stand_in_the_place_of_ids(admin: Client, tmp_path: Path) -> None:
    put(tmp_path, "macros/m.yml", "name: M\nperform: {ticket.state: open}\n")
    ledger = Ledger()
    apply_desk(admin, tmp_path, ledger)
    put(tmp_path, "macros/m.yml", "name: M\nperform: {ticket.state: closed}\n")
    assert "open → closed" in render_text(planned(tmp_path, admin, ledger))
