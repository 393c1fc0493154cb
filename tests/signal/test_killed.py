"""A bridge that is killed anywhere, again and again: nothing is lost, nothing is said twice
without a word about it."""

from __future__ import annotations

import json
import random
from collections import Counter

import pytest
from scale import many
from signal_world import Fate, World

from zammad_plugin.emulator.signal.wire import File, Person
from zammad_plugin.signal.status import report
from zammad_plugin.signal.tickets.keys import key_of

RUNS, SHARES = many(240, 1000), 4
PEOPLE = [Person.made(number, hidden=number == 2) for number in range(3)]
VOICE = File("voice-1", "audio/aac", b"\xff\xf1voice")
PICTURE = File("picture-1.jpg", "image/jpeg", b"\xff\xd8\xffpicture")
CANARY = "kanarienvogel"


def _write(world: World, dice: random.Random, count: int) -> list[tuple[str, int]]:
    """Messages of several people; some events come twice."""
    written = []
    for number in range(count):
        who = dice.choice(PEOPLE)
        files = dice.choice([(), (), (), (VOICE,), (PICTURE,)])
        at = world.network.write(who, f"{CANARY} {number}", *files)
        written.append((who.uuid, at))
        if dice.random() < 0.2:
            world.network.raw(world.network._waiting[-1])
    return written


def _live_on(world: World) -> None:
    """Start the bridge again until a life ends by itself. What died in our hand before it was
    committed is the one hop that can lose it: here its sender's phone sends it again."""
    for _ in range(12):
        if world.live():
            return
        with world.spool() as spool:
            for event in reversed(world.handed):
                at = json.loads(event)["envelope"]["timestamp"]
                if not spool.one("SELECT 1 FROM inbox WHERE timestamp=?", at) and "data" in event:
                    world.network._waiting.appendleft(event)
            world.handed.clear()
    raise AssertionError("the bridge never came to an end")


def _answer(world: World) -> list[str]:
    """An agent answers on every ticket: once to the person, once to colleagues."""
    said = []
    for row in world.tickets():
        text = f"answer to {row['id']} {row['article_count']}"
        world.say(row["id"], f"<p>{text}</p>")
        world.say(row["id"], "between us", internal=True)
        said.append(text)
    return said


def _story(world: World, seed: int, fate: Fate) -> None:
    dice = random.Random(seed)
    world.fate = fate
    _live_on(world)  # the first look: what was written before is not sent
    written = _write(world, dice, 4)
    _live_on(world)
    said = _answer(world)
    written += _write(world, dice, 3)
    _live_on(world)
    fate.deaths, fate.lost = set(), set()
    _live_on(world)
    if not seed % 5:
        _live_on(world)  # once more changes nothing
    _check(world, written, said)


def _check(world: World, written: list[tuple[str, int]], said: list[str]) -> None:
    keys = world.keys()
    assert Counter(keys) == Counter(f"signal:{who}:{at}" for who, at in written)
    for person in PEOPLE:
        times = [int(key.split(":")[2]) for key in keys if person.uuid in key]
        assert times == sorted(times)
    owners = Counter(row["customer"] for row in world.tickets())
    assert max(owners.values()) == 1  # one person, one open ticket
    assert "between us" not in world.sent
    notices = [key_of(one) for one in world.every_article() if one["internal"]]
    assert max(Counter(filter(None, notices)).values(), default=1) == 1
    reported = " ".join(one["body"] for one in world.every_article() if one["internal"])
    for text in said:
        count = world.sent.count(text)
        if world.settings.on_unknown == "resend":
            assert count >= 1
            assert count == 1 or "sent again" in reported
        else:
            assert count <= 1
            assert count == 1 or "not known whether your answer arrived" in reported
    assert CANARY.encode() not in world.raw_spool()
    with world.spool() as spool:
        assert report(spool)["waiting"] == 0
    assert PICTURE.id not in world.network.fetched


def _steps() -> int:
    """How many places a life of this story has where a kill can come."""
    with World() as world:
        _story(world, 1, fate := Fate())
        return fate.steps


@pytest.mark.parametrize("share", range(SHARES))
def test_killed_again_and_again_in_one_process(share: int) -> None:
    steps, places = _steps(), Counter[str]()
    for seed in range(share, RUNS, SHARES):
        dice = random.Random(seed)
        fate = Fate()
        fate.deaths = {dice.randint(1, steps) for _ in range(dice.randint(1, 3))}
        fate.lost = {dice.randint(1, steps) for _ in range(dice.randint(0, 2))}
        with World(on_unknown=dice.choice(["resend", "ask"])) as world:
            _story(world, seed, fate)
        places.update(" ".join(place.split()[:2]) for place in fate.places)
    assert len(places) > 20  # kills came between all kinds of steps
