"""Brakes, secrets, kills: what must not happen, whatever an admin or a machine does."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from by_environment import named
from click.testing import CliRunner, Result

from zammad_plugin.cli.main import cli
from zammad_plugin.emulator import Emulator
from zammad_plugin.state.places import place_of
from zammad_plugin.sync.apply import apply
from zammad_plugin.sync.files.source import read
from zammad_plugin.sync.ledger import Ledger
from zammad_plugin.sync.plan import make_plan
from zammad_plugin.sync.remove import ours, remove
from zammad_plugin.zammad.client import Client
from zammad_plugin.zammad.session import Session

SECRETS = {"HOOK": "canary-hook", "PASSWORD": "canary-password", "BEARER": "canary-bearer"}


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Emulator]:
    monkeypatch.chdir(tmp_path)
    with Emulator(version="7.0.0") as made:
        use(monkeypatch, made)
        yield made


@pytest.fixture
def client(server: Emulator) -> Iterator[Client]:
    session = Session(server.url, server.tokens["sync"], sleep=lambda _: None)
    yield Client(session)
    session.close()


def use(monkeypatch: pytest.MonkeyPatch, server: Emulator) -> None:
    named(monkeypatch, server, "sync")


def put(place: str, text: str) -> Path:
    file = Path("desk") / place
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")
    return file


def overviews(count: int, group_by: str = "owner") -> None:
    for number in range(count):
        put(
            f"templates/overviews/o{number}.yml",
            f"name: O{number}\ngroup_by: {group_by}\n"
            "condition: {ticket.state: {operator: is, value: [new]}}\n",
        )


def invoke(*words: object) -> Result:
    return CliRunner().invoke(
        cli, [*map(str, words), *(["--desk", "desk"] if words[0] != "uninstall" else [])]
    )


def test_secrets_are_seen_nowhere(server: Emulator, monkeypatch: pytest.MonkeyPatch) -> None:
    """In no plan of any form, no kept plan, no diff, no state file, no error."""
    hook = (
        "name: W\nendpoint: https://{}.example/\nsignature_token: {{env: HOOK}}\n"
        "basic_auth_username: u\nbasic_auth_password: {{env: PASSWORD}}\n"
        "bearer_token: {{env: BEARER}}\n"
    )
    for name, value in SECRETS.items():
        monkeypatch.setenv(name, value)
    put("templates/webhooks/w.yml", hook.format("one"))
    shown = _everything()
    assert invoke("apply").exit_code == 0
    row = server.store.rows("webhooks")[0]
    assert (row["signature_token"], row["basic_auth_password"], row["bearer_token"]) == tuple(
        SECRETS.values()
    )
    for name in SECRETS:
        monkeypatch.setenv(name, f"canary-new-{name}")
    put("templates/webhooks/w.yml", hook.format("two"))
    shown += _everything()
    assert shown.count("(secret ") >= 3 * 5 and "https://two.example/" in shown
    server.faults.add("PUT webhooks/* 1 422")
    shown += CliRunner().invoke(cli, ["-vv", "apply", "--desk", "desk"]).output
    shown += place_of(server.url).ledger.read_text()
    assert "canary" not in shown
    assert invoke("apply").exit_code == 0
    assert invoke("plan", "--check").output == ""
    assert "canary" not in place_of(server.url).ledger.read_text()


def _everything() -> str:
    forms = [invoke("plan", "--format", form).output for form in ("text", "json", "markdown")]
    invoke("plan", "--out", "plan.json")
    return "".join([*forms, Path("plan.json").read_text(), invoke("diff", "webhooks/w").output])


def test_prune_asks_twice_when_most_would_go(server: Emulator) -> None:
    overviews(12)
    invoke("apply")
    for number in range(5):
        Path(f"desk/templates/overviews/o{number}.yml").unlink()
    refused = invoke("prune", "--yes")
    assert "5 of 12 objects would be removed, more than 30%" in str(refused.exception)
    assert "zammad-plugin prune" in str(refused.exception)
    for file in Path("desk/templates/overviews").glob("*.yml"):
        file.unlink()
    empty = invoke("prune", "--yes")
    assert "the desk is empty" in str(empty.exception) and "uninstall" in str(empty.exception)
    assert len(server.store.rows("overviews")) == 12
    assert invoke("prune").exit_code == 4
    assert invoke("prune", "--yes", "--force").output.startswith("12 deleted")


def test_max_changes(server: Emulator) -> None:
    overviews(3)
    refused = invoke("apply", "--max-changes", "2")
    assert str(refused.exception).startswith("3 changes, more than 2")
    assert server.writes == []
    assert invoke("apply", "--max-changes", "3").exit_code == 0


def test_killed_between_a_create_and_its_memory(server: Emulator, client: Client) -> None:
    """What keeps no note is ours all the same, is made once, and goes with the rest."""
    overviews(2)

    class Killed(BaseException):
        pass

    class Dying(Ledger):
        def put(self, address: str, base: Any) -> None:
            super().put(address, base)
            if base.id:  # the answer was there; now the machine goes down before anything is kept
                raise Killed

        def save(self) -> None:
            if not any((one := self.get(address)) and one.id for address in self.addresses()):
                super().save()

    dying = Dying(place_of(server.url).ledger)
    with pytest.raises(Killed):
        apply(make_plan(read(Path("desk")).desired, client, dying), client, dying)
    assert len(server.store.rows("overviews")) == 1
    overviews(2, group_by="state")  # and before the next run the file changes as well
    ledger = Ledger(place_of(server.url).ledger)
    plan = make_plan(read(Path("desk")).desired, client, ledger)
    assert [change.action for change in plan.changes] == ["update", "create"]
    assert apply(plan, client, ledger).failed == []
    assert [row["group_by"] for row in server.store.rows("overviews")] == ["state", "state"]
    removal = remove(client, ledger, ours(client, ledger), release=True)
    assert (len(removal.deleted), server.store.rows("overviews")) == (2, [])


def test_what_was_equal_before_us_stays(server: Emulator, client: Client) -> None:
    """An object that a colleague made, and a file that says the same: uninstall keeps it."""
    overviews(1)
    first = Ledger()
    apply(make_plan(read(Path("desk")).desired, client, first), client, first)
    theirs = json.dumps(server.store.rows("overviews"))
    ledger = Ledger()  # of a desk that has never seen it
    apply(make_plan(read(Path("desk")).desired, client, ledger), client, ledger)
    removal = remove(client, ledger, ours(client, ledger), release=True)
    assert removal.kept == ["overviews/o0"]
    assert json.dumps(server.store.rows("overviews")) == theirs


def test_a_refused_create_leaves_no_claim(server: Emulator, client: Client) -> None:
    overviews(1)
    ledger = Ledger()
    server.faults.add("POST overviews 1 422")
    assert apply(make_plan(read(Path("desk")).desired, client, ledger), client, ledger).failed
    assert ledger.get("overviews/o0") is None


def test_right_to_left_values_are_isolated_in_every_form(server: Emulator) -> None:
    put("macros/m.yml", "name: واحد\nperform: {ticket.state: open}\n")
    invoke("apply")
    put("macros/m.yml", "name: اثنان\nperform: {ticket.state: open}\n")
    assert "    name: \u2068واحد\u2069 → \u2068اثنان\u2069\n" in invoke("plan").output
    assert (
        "| name | \u2068واحد\u2069 | \u2068اثنان\u2069 |"
        in invoke("plan", "--format", "markdown").output
    )
    whole = invoke("diff", "macros/m").output
    assert "    - \u2068واحد\u2069\n    + \u2068اثنان\u2069" in whole


def test_what_is_written_first_is_removed_last(server: Emulator) -> None:
    put("templates/groups/g.yml", "name: G\n")
    put(
        "templates/calendars/c.yml",
        "name: C\ntimezone: Asia/Beirut\nhours: {mon: [['09:00', '17:00']]}\n",
    )
    put(
        "templates/slas/s.yml",
        "name: S\ncalendar: C\nfirst_response_time: 9\n"
        "condition: {ticket.group: {operator: is, value: [G]}}\n",
    )
    put("macros/m.yml", "name: M\ngroups: [G]\nperform: {ticket.group: G}\n")
    assert invoke("apply").exit_code == 0
    made = [call.path for call in server.writes]
    assert made == ["calendars", "groups", "macros", "slas"]
    server.log.clear()
    invoke("uninstall", "--yes")
    gone = [call.path.partition("/")[0] for call in server.writes]
    assert gone == ["slas", "macros", "groups", "calendars"]


def test_a_bar_on_a_terminal_only(
    server: Emulator, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from zammad_plugin.cli.apply import progress

    with progress(3) as told:
        told()
    assert capsys.readouterr().err == ""
    monkeypatch.setattr("sys.stderr.isatty", lambda: True, raising=False)
    with progress(3) as told:
        told()
    assert "apply" in capsys.readouterr().err


def test_what_can_not_be_removed_is_told_and_the_rest_goes(server: Emulator) -> None:
    overviews(3)
    invoke("apply")
    server.faults.add("DELETE overviews/* 1 422")
    result = invoke("uninstall", "--yes")
    assert result.exit_code == 5
    assert "error: overviews/o" in result.stderr and "HTTP 422: fault 422" in result.stderr
    assert result.stdout.startswith("2 deleted, 0 deactivated, 0 kept, 1 failed")
    assert invoke("uninstall", "--yes").stdout.startswith("1 deleted")


def test_an_old_server_has_nothing_of_newer_kinds_to_give(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    with Emulator(version="5.2.0") as old:
        use(monkeypatch, old)
        overviews(1)
        assert invoke("apply").exit_code == 0
        assert invoke("pull", "checklists", "overviews").exit_code == 0
        assert invoke("uninstall", "--yes").stdout.startswith("1 deleted")


def test_a_kind_without_files_and_without_the_right_is_no_error(
    server: Emulator, client: Client
) -> None:
    """What was written once is looked for; where it may not be read there is nothing to tell."""
    overviews(1)
    ledger = Ledger()
    apply(make_plan(read(Path("desk")).desired, client, ledger), client, ledger)
    Path("desk/templates/overviews/o0.yml").unlink()
    put("macros/m.yml", "name: M\nperform: {ticket.tags: {operator: add, value: [a]}}\n")
    server.faults.add("GET overviews 1 403")
    plan = make_plan(read(Path("desk")).desired, client, ledger)
    assert [change.action for change in plan.changes] == ["create"]
    server.faults.clear()
    plan = make_plan(read(Path("desk")).desired, client, ledger)
    assert [change.action for change in plan.changes] == ["create", "orphan"]


def test_a_lost_state_makes_an_update_of_ours_no_adoption(server: Emulator, client: Client) -> None:
    """Marked, changed in the file, state lost: written, and taken away with the rest."""
    put("macros/m.yml", "name: M\nperform: {ticket.tags: {operator: add, value: [a]}}\n")
    invoke("apply")
    place_of(server.url).ledger.unlink()
    put("macros/m.yml", "name: M\nperform: {ticket.tags: {operator: add, value: [b]}}\n")
    assert invoke("apply").stdout == "1 written, 0 failed\n"
    assert invoke("uninstall", "--yes").stdout.startswith("1 deleted")
    assert server.store.rows("macros") == []


def test_a_moved_overview_asks_for_no_end_of_writes(server: Emulator, client: Client) -> None:
    """Zammad numbers all of them anew; a file's new number moves its own alone."""
    overviews(3)
    for number in range(3):
        with Path(f"desk/templates/overviews/o{number}.yml").open("a") as file:
            file.write(f"prio: {900 + number}\n")
    assert invoke("apply").exit_code == 0
    client.update("overviews", 2, {"prio": 50})
    assert [row["prio"] for row in server.store.rows("overviews")] == [1, 50, 2]
    assert invoke("plan", "--check").exit_code == 0
    put(
        "templates/overviews/o0.yml",
        Path("desk/templates/overviews/o0.yml").read_text().replace("900", "990"),
    )
    assert invoke("apply").stdout.strip().endswith("1 written, 0 failed")
    assert [row["prio"] for row in server.store.rows("overviews")] == [990, 2, 1]
    place_of(server.url).ledger.unlink()
    assert invoke("plan", "--check").exit_code == 0
