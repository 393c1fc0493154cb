"""Zammad away for ten hours while people go on writing: the spool grows, and nothing else."""

from __future__ import annotations

import random
import tracemalloc
from collections import Counter, defaultdict

from signal_world import World

from zammad_plugin.emulator.signal.wire import Person
from zammad_plugin.signal.status import report

HOURS, AN_HOUR, PEOPLE = 10, 1000, 500
CANARY = "kanarienvogel"
KILOBYTE = 1024


def _write(world: World, dice: random.Random, crowd: list[Person]) -> list[str]:
    """An hour's messages; their keys."""
    keys = []
    for number in range(AN_HOUR):
        who = crowd[number % PEOPLE] if not world.handed else dice.choice(crowd)
        keys.append(f"signal:{who.uuid}:{world.network.write(who, f'{CANARY} {number}')}")
    return keys


def _memory() -> int:
    """Bytes that the bridge's own modules hold."""
    own = tracemalloc.Filter(True, "*/intake/signal/*.py")
    seen = tracemalloc.take_snapshot().filter_traces([own, tracemalloc.Filter(False, "*/tests/*")])
    return sum(one.size for one in seen.statistics("filename"))


def _hours(world: World, written: list[str]) -> list[int]:
    """Every hour the bridge starts, listens, and finds no Zammad; what it holds after each."""
    dice, crowd, held = random.Random(1), [Person.made(one) for one in range(PEOPLE)], []
    tracemalloc.start(1)
    try:
        for _ in range(HOURS):
            written += _write(world, dice, crowd)
            world.clock += 3600
            assert not world.live()
            held.append(_memory())
    finally:
        tracemalloc.stop()
    return held


def test_zammad_away_for_hours() -> None:
    written: list[str] = []
    with World() as world:
        world.zammad_away = True
        held = _hours(world, written)
        assert held[-1] < held[0] + 64 * KILOBYTE
        with world.spool() as spool:
            told = report(spool)
        assert told["waiting"] == len(set(written)) == HOURS * AN_HOUR
        assert told["waiting_since"] and world.store.rows("tickets") == []

        world.zammad_away = False
        assert world.live()
        rows = world.store.rows("ticket_articles")
        assert Counter(str(row["message_id"]) for row in rows) == Counter(written)
        assert len(world.store.rows("tickets")) == PEOPLE
        order = defaultdict(list)
        for row in rows:
            order[row["ticket_id"]].append(int(str(row["message_id"]).rpartition(":")[2]))
        assert all(times == sorted(times) for times in order.values())
        assert CANARY.encode() not in world.raw_spool()
        with world.spool() as spool:
            assert report(spool)["waiting"] == 0
