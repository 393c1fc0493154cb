"""A desk that is as wanted costs reads only; what isn't ours is never touched. What it costs the
processor is measured in benchmarks/run.py."""

from __future__ import annotations

import json
import random
from collections import Counter
from pathlib import Path

from scale import many
from test_pull import BY_HAND

from zammad_plugin.config.places import default_desk
from zammad_plugin.emulator import Emulator
from zammad_plugin.sync.apply import apply
from zammad_plugin.sync.files.source import read
from zammad_plugin.sync.kinds import REGISTRY
from zammad_plugin.sync.ledger import Ledger
from zammad_plugin.sync.plan import make_plan
from zammad_plugin.sync.remove import ours, remove
from zammad_plugin.zammad.client import Client
from zammad_plugin.zammad.resources import PAGE

RUNS = many(200, 1000)
EDITS = (
    ("macros/m{}.yml", "name: {}\nperform: {{ticket.tags: {{operator: add, value: [{}]}}}}\n"),
    ("templates/tickets/t{}.yml", "name: {}\noptions: {{ticket.title: {}}}\n"),
    ("templates/checklists/c{}.yml", "name: {}\nitems: [{}]\n"),
    ("templates/translations/t{}.yml", "locale: ar\nsource: {}\ntarget: {}\n"),
)


def _snapshot(server: Emulator) -> dict[str, str]:
    """Every object of every kind as the store has it; but for what time alone changes."""
    return {
        f"{kind.resource}/{row['id']}": json.dumps(row, sort_keys=True, default=str)
        for kind in REGISTRY.values()
        for row in server.store.rows(kind.resource)
    }


def test_a_second_apply_sends_one_get_a_kind_and_page(server: Emulator, client: Client) -> None:
    desired, ledger = read(default_desk()).desired, Ledger()
    assert apply(make_plan(desired, client, ledger), client, ledger).failed == []
    server.log.clear()
    again = read(default_desk()).desired
    assert apply(make_plan(again, client, ledger), client, ledger).written == 0
    assert {call.method for call in server.log} == {"GET"}
    calls = Counter(call.path.removesuffix("/customized") for call in server.log)
    wanted = {item.kind.resource for item in desired} | {"ticket_states", "ticket_priorities"}
    assert set(calls) == wanted
    for path, count in calls.items():
        rows = len(server.store.rows(path))
        assert count == 1 if path == "translations" else count <= rows // PAGE + 1, path


def test_what_is_not_ours_is_equal_after_many_runs(
    server: Emulator, client: Client, tmp_path: Path
) -> None:
    for resource, payload in BY_HAND:
        client.create(resource, payload)
    client.post("object_manager_attributes_execute_migrations")
    before = _snapshot(server)
    dice, ledger = random.Random(20261124), Ledger()
    for run in range(RUNS):
        kind = run * len(EDITS) // RUNS
        desk, (place, text) = tmp_path / str(kind), EDITS[kind]
        file = desk / place.format(dice.randrange(3))
        file.parent.mkdir(parents=True, exist_ok=True)
        if dice.random() < 0.3:
            file.unlink(missing_ok=True)
        else:
            file.write_text(text.format(file.stem, dice.choice("abc")))
        plan = make_plan(read(desk).desired, client, ledger, overwrite=dice.random() < 0.5)
        apply(plan, client, ledger)
        if dice.random() < 0.1:
            remove(client, ledger, ours(client, ledger), release=True, drop_values=True)
    after = _snapshot(server)
    assert {address: after.get(address) for address in before} == before


def test_uninstall_leaves_the_instance_as_it_was(server: Emulator, client: Client) -> None:
    """Field by field; what Zammad can't delete is switched off and carries no mark."""
    for resource, payload in BY_HAND:
        client.create(resource, payload)
    client.post("object_manager_attributes_execute_migrations")
    before, ledger = _snapshot(server), Ledger()
    desired = read(default_desk()).desired
    assert apply(make_plan(desired, client, ledger), client, ledger).failed == []
    removal = remove(client, ledger, ours(client, ledger), release=True, drop_values=True)
    assert removal.failed == []
    after = _snapshot(server)
    assert {address: after.get(address) for address in before} == before
    left = {address: json.loads(row) for address, row in after.items() if address not in before}
    undeletable = {kind.resource for kind in REGISTRY.values() if not kind.deletable}
    assert {address.partition("/")[0] for address in left} <= undeletable
    assert not any(row.get("active") for row in left.values())
    assert not any("zammad-plugin" in str(row.get("note")) for row in left.values())
