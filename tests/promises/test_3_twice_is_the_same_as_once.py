"""Every command can be killed at any call and run again: no second note, no second answer, no lost
change. Real processes, SIGKILL before or after the server did what was asked."""

from __future__ import annotations

import random
import time
from collections import Counter
from collections.abc import Mapping
from pathlib import Path

import pytest
from forks import Forks
from scale import FULL, figure, many
from zammad_world import THREAT, ZammadWorld

from zammad_plugin.config.places import default_desk
from zammad_plugin.emulator import Emulator

# Shares of the kills, of which several are at work at once: most of it is waiting.
OF_RUN, OF_APPLY = (4, 3) if FULL else (2, 1)
RUNS, APPLIES = many(12, 1000) // OF_RUN, many(4, 300) // OF_APPLY
PATIENCE = 120.0  # seconds; a ticket whose worker was killed rests for some
CALLS = 16  # a run on one ticket makes fewer


@pytest.mark.parametrize("share", range(OF_RUN))
def test_run(forks: Forks, env: Mapping[str, str], tmp_path: Path, share: int) -> None:
    dice = random.Random(share)
    with ZammadWorld(forks, env, tmp_path) as world:
        tickets: list[int] = []
        while world.killer.kills < RUNS:
            tickets.append(world.report(THREAT, f"person{share}-{len(tickets)}"))
            for _ in range(dice.randint(1, 3)):
                world.killer.arm(dice.randint(1, CALLS), dice.random() < 0.5)
                world.triage()
            world.killer.arm(0, False)
            last = world.triage()
            assert last.status in (0, 5), last.err
        ends = time.monotonic() + PATIENCE
        while any("cs-triaged" not in world.tags(one) for one in tickets[-30:]):
            assert time.monotonic() < ends
            world.triage()
        found = Counter(world.counts(one) for one in tickets)
        assert set(found) == {(1, 1)}, found
        assert all("cs-triaged" in world.tags(one) for one in tickets)
        figure(f"run {share}: kills, tickets", f"{world.killer.kills}, {len(tickets)}")


@pytest.mark.parametrize("share", range(OF_APPLY))
def test_apply(forks: Forks, env: Mapping[str, str], tmp_path: Path, share: int) -> None:
    dice, kills = random.Random(3 + share), 0
    words = ("apply", "--desk", default_desk(), "--state-dir", tmp_path / "state", "--force")
    with ZammadWorld(forks, env, tmp_path, Emulator()) as world:
        world.run(*words, who="sync")
        whole = _objects(world)
        calls = world.killer.calls
    while kills < APPLIES:
        home = tmp_path / str(kills)
        with ZammadWorld(forks, env, home, Emulator()) as world:
            state = ("--state-dir", home / "state")
            for _ in range(10):
                if kills + world.killer.kills >= APPLIES:
                    break
                world.killer.arm(dice.randint(1, calls // 4), dice.random() < 0.5)
                world.run(*words[:3], *state, "--force", who="sync")
            kills += world.killer.kills
            world.killer.arm(0, False)
            last = world.run(*words[:3], *state, "--force", who="sync")
            assert last.status == 0, last.err
            assert _objects(world) == whole
            before = len(world.server.writes)
            again = world.run(*words[:3], *state, who="sync")
            assert again.status == 0 and len(world.server.writes) == before, again.out
    figure(f"apply {share}: kills", kills)


def _objects(world: ZammadWorld) -> dict[str, Counter[str]]:
    """Names of everything that the desk's kinds hold."""
    kinds = ("text_modules", "macros", "triggers", "overviews", "groups", "jobs", "tag_list")
    return {kind: Counter(str(row["name"]) for row in world.admin.list_all(kind)) for kind in kinds}
