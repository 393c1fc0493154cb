"""No sound of a voice message lies on a disk or lives on in a process, whenever the pass that hears
it is killed; and each message is noted once in the end. The transcriber is a double."""

from __future__ import annotations

import base64
import random
import time
from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path

from bridge_world import wait_for
from forks import Child, Forks
from scale import figure, many
from zammad_world import ZammadWorld

KILLS = many(6, 200)
LATEST = 5.0  # seconds until a kill: beyond the start, the hearing and the note
PATIENCE = 900.0  # seconds; a ticket whose worker was killed rests for some
TOKEN = b"Zorbanella" + random.Random(21).randbytes(32)
SOUND = b"OggS" + TOKEN * 100
ANSWER = '{"text": "my brother hit me and I am eleven", "language": "en", "confidence": 0.9}'
HEARS = """#!/bin/sh
bytes=$(wc -c < "$1") || exit 1
[ "$bytes" = {size} ] || exit 2
echo >> {home}/begun
exec 3< "$1"
sleep 2
echo '{answer}'
"""


class Ward:
    """One desk whose hearing is killed, and the places where a sound could stay."""

    def __init__(self, world: ZammadWorld, home: Path) -> None:
        self.world, self.home, self.begun = world, home, home / "begun"
        hears = home / "hears"
        hears.write_text(HEARS.format(size=len(SOUND), home=home, answer=ANSWER))
        hears.chmod(0o700)
        (world.desk / "zammad-plugin.yml").write_text(f"voice: {{command: [{hears}]}}\n")
        (home / "tmp").mkdir()
        self.tickets: list[int] = []

    def speak(self) -> None:
        data = base64.b64encode(SOUND).decode()
        file = {"filename": "v.ogg", "data": data, "mime-type": "audio/ogg"}
        person = f"person{len(self.tickets)}"
        self.tickets.append(self.world.report("listen", person, attachments=[file]))
        self.world.triage()

    def start(self) -> Child:
        where = ("--desk", self.world.desk, "--state-dir", self.home / "state")
        return self.world.start("voice", "run", *where, TMPDIR=str(self.home / "tmp"))

    @property
    def hearings(self) -> int:
        return len(self.begun.read_text()) if self.begun.exists() else 0

    def noted(self, ticket: int) -> int:
        articles = self.world.admin.articles(ticket, expand="true")
        return sum("<blockquote" in str(one["body"]) for one in articles if one["internal"])

    def on_disk(self) -> list[Path]:
        files = [one for one in self.home.rglob("*") if one.is_file()]
        files += [one for one in Path("/dev/shm").glob("*") if one.is_file()]
        return [one for one in files if _holds(one)]


def _holds(file: Path) -> bool:
    with suppress(OSError):
        return TOKEN in file.read_bytes()
    return False


def in_memory() -> list[str]:
    """Open files of any process that hold the sound, also those that have no name any more."""
    return [str(one) for one in _open_files() if _holds(one)]


def _open_files() -> Iterator[Path]:
    for process in Path("/proc").glob("[0-9]*/fd"):
        with suppress(OSError):
            yield from (one for one in process.iterdir() if "memfd:" in str(one.readlink()))


def test_no_sound_remains_after_any_kill(
    forks: Forks, env: Mapping[str, str], tmp_path: Path
) -> None:
    dice, kills, amid = random.Random(21), 0, 0
    with ZammadWorld(forks, env, tmp_path) as world:
        ward = Ward(world, tmp_path)
        while kills < KILLS:
            if not ward.tickets or ward.noted(ward.tickets[-1]):
                ward.speak()
            before = ward.hearings
            child = ward.start()
            if dice.random() < 0.5:  # amid the hearing
                wait_for(lambda before=before: ward.hearings > before, 20.0)
                amid += bool(in_memory())
            time.sleep(dice.uniform(0, LATEST / (3 if ward.hearings > before else 1)))
            child.kill()
            kills += child.wait() < 0
            assert wait_for(lambda: not in_memory(), 30.0), in_memory()
            assert ward.on_disk() == []
        ends = time.monotonic() + PATIENCE
        while any(not ward.noted(one) for one in ward.tickets):
            assert time.monotonic() < ends
            ward.start().wait()
            world.triage()
        assert {ward.noted(one) for one in ward.tickets} == {1}
        assert all({"cs-triaged", "cs-voice"} <= world.tags(one) for one in ward.tickets)
        assert ward.on_disk() == [] and in_memory() == [] and amid
    figure("voice: kills, of these with the sound in memory", f"{kills}, {amid}")
