"""No report is lost: the bridge to Signal, a real process, killed again and again while others
look into its spool. What it committed ends in one article; no answer is sent twice in silence."""

from __future__ import annotations

import random
import sys
import time
from collections import Counter
from collections.abc import Mapping
from pathlib import Path

import pytest
from bridge_world import READERS, BridgeWorld, deleted, wait_for
from forks import Forks
from scale import figure, many

from zammad_plugin.emulator.signal.wire import Person

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")
WORLDS = 4
KILLS = many(24, 1000) // WORLDS
PEOPLE = [Person.made(number) for number in range(5)]


@pytest.mark.parametrize("words", READERS, ids=" ".join)
def test_a_look_at_the_spool_takes_no_log_away(
    forks: Forks, env: Mapping[str, str], tmp_path: Path, words: tuple[str, ...]
) -> None:
    with BridgeWorld(forks, env, tmp_path, "resend") as world:
        bridge = world.bridge()
        assert wait_for(lambda: world.network.subscribed > 0), bridge.err
        world.away = True
        for number, who in enumerate(PEOPLE):
            world.command(*words).wait()
            world.write(who, f"message {number}")
        assert wait_for(lambda: len(world.committed()) == len(PEOPLE))
        assert not deleted(bridge)
        bridge.kill()
        bridge.wait()
        assert len(world.committed()) == len(PEOPLE)


class Lives:
    """One spool and as many bridges, one after the other, as it takes."""

    def __init__(self, world: BridgeWorld, seed: int) -> None:
        self.world, self.dice = world, random.Random(seed)
        self.written: set[tuple[str, int]] = set()
        self.sure: set[tuple[str, int]] = set()  # seen in the spool by a reader, ever
        self.said: list[str] = []
        self.kills = self.looks = self.again = 0

    def life(self) -> None:
        """A start, some messages, perhaps an answer and readers, and the end."""
        world, dice = self.world, self.dice
        bridge = world.bridge()
        world.away = dice.random() < 0.3
        ends = time.monotonic() + dice.uniform(0.1, 0.9)
        while time.monotonic() < ends:
            self._happens()
            time.sleep(dice.uniform(0, 0.15))
        self.sure |= world.committed() if dice.random() < 0.5 else set()
        assert not deleted(bridge)
        assert bridge.alive, bridge.err
        bridge.kill()
        bridge.wait()
        self.kills += 1
        now = world.committed()
        gone = self.sure - now
        assert not gone, f"{len(gone)} messages were committed and are gone"
        self.sure |= now
        self._written_again(now)

    def _happens(self) -> None:
        world, dice = self.world, self.dice
        what = dice.random()
        if what < 0.5:
            self.written.add(world.write(dice.choice(PEOPLE), f"message {len(self.written)}"))
        elif what < 0.75:
            world.command(*dice.choice(READERS[:3]))
            self.looks += 1
        elif what < 0.85 and (tickets := world.tickets()):
            self.said.append(f"answer {len(self.said)}")
            world.say(int(dice.choice(tickets)["id"]), self.said[-1])

    def _written_again(self, now: set[tuple[str, int]]) -> None:
        """The one hop that can lose: what was on the wire when its reader died. Its sender's
        phone shows that it did not arrive, and sends it again."""
        world = self.world
        wait_for(lambda: not world.network.subscribed)
        waiting = "".join(world.network._waiting)
        for who, at in sorted(self.written - now):
            if str(at) not in waiting:
                person = next(one for one in PEOPLE if one.uuid == who)
                world.network.write(person, "sent again", at=at)
                self.again += 1


@pytest.mark.parametrize("seed", range(WORLDS))
def test_killed_again_and_again(
    forks: Forks, env: Mapping[str, str], tmp_path: Path, seed: int
) -> None:
    ask = "ask" if seed % 2 else "resend"
    with BridgeWorld(forks, env, tmp_path, ask) as world:
        lives = Lives(world, seed)
        for _ in range(KILLS):
            lives.life()
        world.away = False
        bridge = world.bridge()
        assert wait_for(lambda: set(world.placed()) >= lives.written, 200), bridge.err
        assert wait_for(lambda: _answered(world, lives.said), 200)
        # Before it listens the end is an interruption like that of any command.
        assert wait_for(lambda: world.network.subscribed > 0), bridge.err
        bridge.kill(15)
        assert bridge.wait() == 0, bridge.err
        assert Counter(world.placed().values()).keys() == {1}
        assert set(world.placed()) == lives.written
        _told(world, lives.said, ask)
        figure(
            f"bridge {seed}: kills, looks, messages",
            f"{lives.kills}, {lives.looks}, {len(lives.written)}",
        )
        figure(f"bridge {seed}: messages on the wire at a kill", lives.again)


def _reported(world: BridgeWorld) -> str:
    return " ".join(one["body"] for one in world.articles() if one["internal"])


def _answered(world: BridgeWorld, said: list[str]) -> bool:
    sent = {one.text for one in world.network.sent}
    missing = [text for text in said if text not in sent]
    return len(missing) <= _reported(world).count("not known whether your answer arrived")


def _told(world: BridgeWorld, said: list[str], ask: str) -> None:
    sent = Counter(one.text for one in world.network.sent)
    again = sum(count - 1 for count in sent.values())
    assert set(sent) <= set(said)
    if ask == "ask":
        assert not again
    else:
        assert again <= _reported(world).count("sent again")
