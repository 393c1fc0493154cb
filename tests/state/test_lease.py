"""A ticket in one hand of all that share a Redis; and what holds while there is none."""

from __future__ import annotations

import logging
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from redis_server import WAIT, RedisServer, needs_redis

from zammad_plugin.errors import OutcomeUnknown
from zammad_plugin.state import hands
from zammad_plugin.state.hands import Alone, Resting, Taken
from zammad_plugin.state.lease import RedisHands
from zammad_plugin.state.local_hands import LocalHands

pytestmark = needs_redis
LONG = 600.0


@pytest.fixture
def server(tmp_path: Path) -> Iterator[RedisServer]:
    made = RedisServer(tmp_path)
    made.start()
    yield made
    made.end()


def machine(server: RedisServer, prefix: str = "here:", lease: float = LONG) -> RedisHands:
    """Hands with a connection of their own, as on another machine."""
    return RedisHands(server.client(), prefix, Alone("alone"), lease=lease)


def test_one_hand_of_all_machines(server: RedisServer) -> None:
    one, other = machine(server), machine(server)
    with one.take(7) as hand:
        with pytest.raises(Taken), other.take(7):
            pass
        with other.take(8) as second:
            assert second.name == hand.name  # they see each other
        assert other.busy(7) and not other.busy(8)
    with other.take(7) as again:
        assert not again.taken_over


def test_two_desks_of_one_redis_do_not_meet(server: RedisServer) -> None:
    with machine(server, "a:").take(7) as one, machine(server, "b:").take(7) as other:
        assert one.name != other.name


def test_a_hand_that_slept_through_its_lease_writes_nothing(server: RedisServer) -> None:
    """The fence: the other one has the ticket by then, and keeps what it notes."""
    slow, quick = machine(server, lease=0.2), machine(server)
    with ExitStack() as held:
        with pytest.raises(Taken, match="hold on the ticket ended"), slow.take(7) as sleeper:
            time.sleep(0.5)
            awake = held.enter_context(quick.take(7))
            awake.writing()
            sleeper.writing()
        awake.check()
        assert server.client().zscore("here:rests", 7) is not None
        with pytest.raises(Taken), slow.take(7):
            pass


def test_each_call_makes_the_lease_longer(server: RedisServer) -> None:
    hand_of = machine(server, lease=1.0)
    with hand_of.take(7) as hand:
        for _ in range(6):
            time.sleep(0.3)
            hand.check()
        assert machine(server).busy(7)


def test_fences_only_rise(server: RedisServer) -> None:
    store, hand_of, found = server.client(), machine(server), []
    for _ in range(3):
        with hand_of.take(7):
            found.append(int(bytes(store.get("here:lease:7")).split(b"-")[0]))
    assert found == sorted(set(found))


CODE = """
import sys, redis
from zammad_plugin.state.hands import Alone
from zammad_plugin.state.lease import RedisHands
hands = RedisHands(redis.Redis.from_url(sys.argv[1]), "here:", Alone(), lease=float(sys.argv[2]))
with hands.take(7) as hand:
    hand.writing()
    print("writing", flush=True)
    sys.stdin.read()
"""


def test_a_killed_hand_leaves_its_ticket_to_rest(
    server: RedisServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The lease ends by itself; what it had sent may still take effect: then it is taken over."""
    code = f"from zammad_plugin.state import hands; hands.KILLED = 3.0\n{CODE}"
    with subprocess.Popen(
        [sys.executable, "-c", code, server.url, "1"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env=dict(os.environ),
    ) as process:
        assert process.stdout and process.stdout.readline() == b"writing\n"
        process.send_signal(signal.SIGKILL)
    here, seen = machine(server), set[str]()
    monkeypatch.setattr(hands, "LOOK", 0.0)
    ends = time.monotonic() + WAIT
    while True:
        assert time.monotonic() < ends
        try:
            with here.take(7) as hand:
                assert hand.taken_over and here.left() == [7]
                hand.writing()
            break
        except (Taken, Resting) as error:
            seen.add(type(error).__name__)
            time.sleep(0.05)
    assert seen == {"Taken", "Resting"}
    assert here.left() == [7]  # looked at once more: the killed one's write may come late
    with here.take(7):
        pass
    assert here.left() == []


def test_after_a_lost_answer_a_ticket_rests_everywhere(server: RedisServer) -> None:
    with pytest.raises(OutcomeUnknown), machine(server).take(7) as hand:
        hand.writing()
        raise OutcomeUnknown("lost")
    with pytest.raises(Resting), machine(server).take(7):
        pass


def test_after_any_other_error_it_is_free_at_once(server: RedisServer) -> None:
    with pytest.raises(ValueError), machine(server).take(7) as hand:
        hand.writing()
        raise ValueError
    with machine(server).take(7) as again:
        assert not again.taken_over


def test_without_redis_this_machines_own_hands_count(
    server: RedisServer, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    local = LocalHands(tmp_path / "hands")
    here = RedisHands(server.client(), "here:", local, lease=LONG)
    server.stop()
    with caplog.at_level(logging.ERROR), here.take(7) as hand:
        assert hand.name == local.name
        with pytest.raises(Taken), here.take(7):
            pass
    assert here.left() == [] and "own hands count" in caplog.text


def test_redis_dies_in_the_middle_of_the_work(server: RedisServer) -> None:
    """The work goes on; once it is back, empty, the hold is gone and nothing more is written."""
    here = machine(server)
    with pytest.raises(Taken), here.take(7) as hand:
        server.stop()
        hand.writing()
        server.start()
        hand.check()
    with here.take(7):
        pass


def test_a_full_redis_is_no_redis(tmp_path: Path) -> None:
    full = RedisServer(tmp_path, "--maxmemory", "1", "--maxmemory-policy", "noeviction")
    full.start()
    try:
        with machine(full).take(7) as hand:
            assert hand.name == "alone"
    finally:
        full.end()


def test_what_stands_in_redis_is_ids_and_times(server: RedisServer) -> None:
    with machine(server).take(7) as hand:
        hand.writing()
        keys = sorted(key.decode() for key in server.client().scan_iter())
    assert keys == ["here:fence", "here:lease:7", "here:name", "here:rests"]
