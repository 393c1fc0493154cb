"""Objects and tickets of others are, after apply, run, prune and uninstall, as they were."""

from __future__ import annotations

import copy
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from forks import Forks
from scale import figure
from zammad_world import ZammadWorld

from zammad_plugin.config.places import default_desk
from zammad_plugin.emulator import Emulator

THEIRS: dict[str, dict[str, Any]] = {
    "macros": {"name": "Theirs", "perform": {"ticket.state_id": {"value": "2"}}},
    "text_modules": {"name": "Theirs", "content": "<p>x</p>", "keywords": "x"},
    "groups": {"name": "Theirs"},
    "triggers": {
        "name": "Theirs",
        "condition": {"ticket.action": {"operator": "is", "value": "create"}},
        "perform": {"ticket.tags": {"operator": "add", "value": "theirs"}},
    },
    "overviews": {
        "name": "Theirs",
        "role_ids": [2],
        "condition": {"ticket.state_id": {"operator": "is", "value": ["1"]}},
        "order": {"by": "created_at", "direction": "ASC"},
        "view": {"s": ["title"]},
    },
}
SEED = ("roles", "calendars", "slas", "jobs", "webhooks", "postmaster_filters")


def test_others_objects_are_as_they_were(
    forks: Forks, env: Mapping[str, str], tmp_path: Path
) -> None:
    with ZammadWorld(forks, env, tmp_path, Emulator()) as world:
        for kind, fields in THEIRS.items():
            world.admin.create(kind, fields)
        store = world.server.store
        before = {kind: copy.deepcopy(store.rows(kind)) for kind in (*THEIRS, *SEED)}
        where = ("--desk", default_desk(), "--state-dir", tmp_path / "state")
        for words in (("apply",), ("prune", "--yes"), ("uninstall", "--yes")):
            done = world.run(*words, *where, who="sync")
            assert done.status in (0, 4), (words, done.err)
            for kind, rows in before.items():
                ids = {row["id"] for row in rows}
                assert [row for row in store.rows(kind) if row["id"] in ids] == rows, (words, kind)
        objects = sum(map(len, before.values()))
    figure("only ours: objects of others, commands", f"{objects}, 3")
