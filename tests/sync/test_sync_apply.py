"""Plan and apply against a Zammad in memory: twice is once, nothing foreign is touched."""

from __future__ import annotations

import stat
from collections import Counter
from pathlib import Path

import pytest
from fake_zammad import MIGRATE, FakeZammad

from zammad_plugin.errors import (
    NotAuthenticated,
    NotPermitted,
    OutcomeUnknown,
    Rejected,
    Unavailable,
)
from zammad_plugin.sync.apply import apply
from zammad_plugin.sync.files.source import read
from zammad_plugin.sync.ledger import Ledger
from zammad_plugin.sync.output.data import to_dict
from zammad_plugin.sync.output.render import render_text
from zammad_plugin.sync.plan import Plan, make_plan
from zammad_plugin.sync.result import Result

GROUP = "templates/groups/child-safety.yml"


def sync(
    desk: Path, zammad: FakeZammad, ledger: Ledger | None = None, adopt: bool = False
) -> tuple[Plan, Result]:
    ledger = ledger or Ledger()
    plan = make_plan(read(desk).desired, zammad, ledger, adopt)
    return plan, apply(plan, zammad, ledger)


def row(zammad: FakeZammad, resource: str, name: str) -> dict:
    return next(row for row in zammad.rows[resource] if row["name"] == name)


def actions(plan: Plan) -> dict[str, str]:
    return {change.address: change.action for change in plan.changes}


def test_everything_is_created_once(desk: Path, zammad: FakeZammad) -> None:
    _, result = sync(desk, zammad)
    assert result.failed == []
    assert result.written == len(read(desk).desired)
    assert zammad.calls.count(("post", MIGRATE)) == 1


@pytest.mark.parametrize("keep", [True, False])
def test_a_second_apply_writes_nothing(desk: Path, zammad: FakeZammad, keep: bool) -> None:
    ledger = Ledger()
    sync(desk, zammad, ledger)
    zammad.calls.clear()
    plan, result = sync(desk, zammad, ledger if keep else None)
    assert plan.changes == []
    assert (result.written, zammad.writes) == (0, [])
    assert max(Counter(zammad.calls).values()) == 1


def test_planning_lists_once_and_writes_nothing(desk: Path, zammad: FakeZammad) -> None:
    plan = make_plan(read(desk).desired, zammad, Ledger())
    assert zammad.writes == []
    calls = Counter(zammad.calls)
    # What is new is looked up among Zammad's own words, once a language.
    assert calls.pop(("list", "translations")) == 3
    assert max(calls.values()) == 1
    assert "create groups/child-safety" in render_text(plan)
    assert "to be created" in str(to_dict(plan))


def test_names_become_ids_also_of_a_group_just_created(desk: Path, zammad: FakeZammad) -> None:
    sync(desk, zammad)
    macro = row(zammad, "macros", "02 Child safety: escalate now")
    group, high = (
        row(zammad, "groups", "Child Safety"),
        row(zammad, "ticket_priorities", "3 high"),
    )
    assert macro["perform"]["ticket.group_id"] == {"value": str(group["id"])}
    assert macro["perform"]["ticket.priority_id"] == {"value": str(high["id"])}
    trigger = row(zammad, "triggers", "zammad-plugin 010 customer wrote again")
    assert trigger["condition"]["article.sender_id"] == {"operator": "is", "value": ["2"]}
    assert trigger["perform"] == {"ticket.tags": {"operator": "remove", "value": "cs-triaged"}}


def test_attributes_exist_before_what_names_them(desk: Path, zammad: FakeZammad) -> None:
    sync(desk, zammad)
    assert zammad.calls.index(("post", MIGRATE)) < zammad.calls.index(("create", "macros"))


def test_a_killed_migration_is_made_up_for(desk: Path, zammad: FakeZammad) -> None:
    zammad.faults["post", MIGRATE] = [Unavailable("killed")]
    _, result = sync(desk, zammad)
    attributes = {one.address for one in read(desk).desired if one.kind.name == "attributes"}
    assert {failure.address for failure in result.failed} == attributes
    zammad.calls.clear()
    plan, result = sync(desk, zammad)
    assert set(actions(plan).values()) == {"migrate"}
    assert zammad.writes == [("post", MIGRATE)]
    assert result.failed == []


def test_a_lost_answer_is_looked_up_not_repeated(desk: Path, zammad: FakeZammad) -> None:
    zammad.lost = ["text_modules", "overviews", "groups"]
    _, result = sync(desk, zammad)
    assert result.failed == []
    names = [row["name"] for row in zammad.rows["text_modules"] + zammad.rows["overviews"]]
    assert len(names) == len(set(names))
    zammad.calls.clear()
    sync(desk, zammad)
    assert zammad.writes == []


def test_a_call_lost_on_the_way_is_sent_once_more(desk: Path, zammad: FakeZammad) -> None:
    zammad.faults["create", "groups"] = [OutcomeUnknown("lost before it arrived")]
    _, result = sync(desk, zammad)
    assert result.failed == []
    groups = sum(item.kind.name == "groups" for item in read(desk).desired)
    assert zammad.calls.count(("create", "groups")) == groups + 1


def test_one_refused_object_leaves_the_others(desk: Path, zammad: FakeZammad) -> None:
    zammad.faults["create", "macros"] = [Rejected("POST macros", status=422, said="no")]
    _, result = sync(desk, zammad)
    assert len(result.failed) == 1
    assert result.written == len(read(desk).desired) - 1


def test_a_server_that_is_down_is_not_asked_on(desk: Path, zammad: FakeZammad) -> None:
    zammad.faults["create", "text_modules"] = [Unavailable("down")] * 99
    _, result = sync(desk, zammad)
    assert zammad.calls.count(("create", "text_modules")) == 3
    assert result.unavailable


def test_a_wrong_token_ends_it(desk: Path, zammad: FakeZammad) -> None:
    zammad.faults["create", "groups"] = [NotAuthenticated("401")]
    with pytest.raises(NotAuthenticated):
        sync(desk, zammad)


def test_a_kind_that_may_not_be_read_leaves_the_others(desk: Path, zammad: FakeZammad) -> None:
    zammad.faults["list", "macros"] = [NotPermitted("GET macros")]
    plan, result = sync(desk, zammad)
    assert len(plan.problems) == 1
    assert "macros" not in zammad.rows
    assert row(zammad, "groups", "Child Safety")
    assert result.written > 20


@pytest.mark.parametrize("denied", [True, False])
def test_a_condition_is_tried_before_it_is_saved(
    desk: Path, zammad: FakeZammad, denied: bool
) -> None:
    error = NotPermitted("403") if denied else Rejected("422", status=422)
    zammad.faults["search", "tickets"] = [error] * 99
    _, result = sync(desk, zammad)
    written = [row["name"] for row in zammad.rows["triggers"]]
    assert ("zammad-plugin 010 customer wrote again" in written) is denied
    assert any("condition not tried" in note for note in result.notes) is denied


def test_somebody_elses_object_is_left_alone(desk: Path, zammad: FakeZammad) -> None:
    foreign = zammad.add("groups", {"name": "Child Safety", "active": False, "note": "mine"})
    before = dict(foreign)
    plan, result = sync(desk, zammad)
    assert actions(plan)["groups/child-safety"] == "conflict"
    assert foreign == before
    assert [failure.address for failure in result.failed] == ["groups/child-safety"]
    sync(desk, zammad, adopt=True)
    assert foreign["active"] is True
    assert foreign["note"] == "zammad-plugin adopted: child-safety"


def test_an_equal_object_is_adopted_silently(desk: Path, zammad: FakeZammad) -> None:
    item = next(one for one in read(desk).desired if one.address == "groups/child-safety")
    group = zammad.add("groups", {**item.fields, "note": "the desk's own words"})
    ledger = Ledger()
    plan, _ = sync(desk, zammad, ledger)
    assert "groups/child-safety" not in actions(plan)
    (desk / GROUP).write_text("name: Child Safety\nactive: false\n", encoding="utf-8")
    sync(desk, zammad, ledger)
    assert (group["active"], group["note"]) == (False, "the desk's own words")


def test_a_changed_file_writes_only_what_changed(desk: Path, zammad: FakeZammad) -> None:
    sync(desk, zammad)
    (desk / GROUP).write_text("name: Child Safety\nactive: false\n", encoding="utf-8")
    plan, result = sync(desk, zammad)
    assert [change.after for change in plan.changes] == [{"active": False}]
    assert result.written == 1


def test_a_new_title_or_file_name_keeps_the_object(desk: Path, zammad: FakeZammad) -> None:
    sync(desk, zammad)
    file = desk / "templates/replies/first-answer-child/en.md"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace('title: "First', 'title: "Very first'), encoding="utf-8")
    (desk / GROUP).rename(desk / "templates/groups/children.yml")
    plan, result = sync(desk, zammad)
    assert set(actions(plan).values()) == {"update"}
    assert (result.written, result.failed) == (2, [])


def test_a_change_made_in_zammad_is_told(desk: Path, zammad: FakeZammad) -> None:
    ledger = Ledger()
    sync(desk, zammad, ledger)
    row(zammad, "groups", "Child Safety")["active"] = False
    plan = make_plan(read(desk).desired, zammad, ledger)
    assert plan.changes[0].drift == ("active",)
    assert "changed in Zammad since our last write" in render_text(plan)


def test_what_the_server_keeps_otherwise_is_not_written_for_ever(
    desk: Path, zammad: FakeZammad
) -> None:
    ledger = Ledger()
    plan = make_plan(read(desk).desired, zammad, ledger)
    kept = zammad._kept
    zammad._kept = lambda resource, payload: {  # type: ignore[method-assign]
        name: value
        for name, value in kept(resource, payload).items()
        if name != "follow_up_assignment"
    }
    result = apply(plan, zammad, ledger)
    assert make_plan(read(desk).desired, zammad, ledger).changes == []
    assert result.failed == []


def test_a_removed_file_deletes_nothing(desk: Path, zammad: FakeZammad) -> None:
    sync(desk, zammad)
    (desk / "macros/false-alarm.yml").unlink()
    zammad.calls.clear()
    plan, _ = sync(desk, zammad)
    assert actions(plan) == {"macros/false-alarm": "orphan"}
    assert zammad.writes == []


def test_an_unknown_name_blocks_only_its_object(desk: Path, zammad: FakeZammad) -> None:
    file = desk / "macros/escalate-now.yml"
    text = file.read_text(encoding="utf-8").replace("3 high", "9 highest")
    file.write_text(text, encoding="utf-8")
    plan, result = sync(desk, zammad)
    assert actions(plan)["macros/escalate-now"] == "blocked"
    assert len(result.failed) == 1


def test_an_attribute_gets_a_new_option(desk: Path, zammad: FakeZammad) -> None:
    sync(desk, zammad)
    file = desk / "templates/attributes/urgency.yml"
    file.write_text(file.read_text(encoding="utf-8") + "  none: None\n", encoding="utf-8")
    zammad.calls.clear()
    sync(desk, zammad)
    assert zammad.writes == [("update", "object_manager_attributes"), ("post", MIGRATE)]
    attribute = row(zammad, "object_manager_attributes", "cs_urgency")
    assert "none" in attribute["data_option"]["options"]


def test_the_ledger_is_private_and_may_be_lost(
    desk: Path, zammad: FakeZammad, tmp_path: Path
) -> None:
    file = tmp_path / "state" / "ledger.json"
    sync(desk, zammad, Ledger(file))
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert list(file.parent.iterdir()) == [file]
    assert Ledger(file).get("groups/child-safety")
    for broken in ("{", "[]", '{"objects": {"x": 1}}', '{"objects": []}'):
        file.write_text(broken, encoding="utf-8")
        assert make_plan(read(desk).desired, zammad, Ledger(file)).changes == []


ROLE = "templates/roles/night.yml"


def test_an_existing_role_may_name_a_group_that_is_new(desk: Path, zammad: FakeZammad) -> None:
    """Its rights are a mapping by group, of which one has no id yet."""
    text = "name: Night\npermissions: [ticket.agent]\ngroups: {{{}: [full]}}\n"
    (desk / ROLE).write_text(text.format("Child Safety"))
    sync(desk, zammad)
    (desk / "templates/groups/night.yml").write_text("name: Night watch\n")
    (desk / ROLE).write_text(text.format("Night watch"))
    plan, result = sync(desk, zammad)
    assert actions(plan)["roles/night"] == "update" and "Night watch" in render_text(plan)
    assert result.failed == []
    group = row(zammad, "groups", "Night watch")
    assert row(zammad, "roles", "Night")["group_ids"] == {str(group["id"]): ["full"]}


def test_a_secret_that_is_not_set_is_refused_with_its_place(
    desk: Path, zammad: FakeZammad, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = desk / "templates/webhooks/hook.yml"
    file.parent.mkdir()
    file.write_text(
        "name: Hook\nendpoint: https://a.example/\nsignature_token: {env: HOOK_SECRET}\n"
    )
    _, result = sync(desk, zammad)
    [failure] = result.failed
    assert failure.address == "webhooks/hook" and "$HOOK_SECRET is not set" in failure.why
    assert failure.where is not None and failure.where.path == file
    assert not zammad.rows.get("webhooks")
    monkeypatch.setenv("HOOK_SECRET", "a secret of the tests")
    sync(desk, zammad)
    assert row(zammad, "webhooks", "Hook")["signature_token"] == "a secret of the tests"
    monkeypatch.delenv("HOOK_SECRET")
    plan, _ = sync(desk, zammad)
    assert actions(plan) == {"webhooks/hook": "blocked"}  # and no orphan
