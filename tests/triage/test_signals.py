"""Functions of other packages see a text; none of them stops triage, or makes it wait."""

from __future__ import annotations

import json
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from zammad_plugin.config.extensions import SIGNALS, loaded
from zammad_plugin.triage.signals import installed
from zammad_plugin.triage.signals.installed import Signals

EXAMPLE = Path(__file__).parents[2] / "docs" / "extension"
BAD = """
import os, sys, time
def prints(text): print("noise"); return ["noted"]
def raises(text): raise RuntimeError(text)
def outside(text): return [("noted", 0, len(text) + 1)]
def undeclared(text): return ["other"]
def hangs(text): time.sleep(60) if "hang" in text else None; return []
def dies(text): os._exit(1) if "die" in text else None; return []
for one in (prints, raises, outside, undeclared, hangs, dies): one.concepts = ("noted",)
"""


def install(folder: Path, name: str, points: dict[str, dict[str, str]]) -> None:
    """As pip leaves it: a package's metadata on the path."""
    info = folder / f"{name}-1.0.dist-info"
    info.mkdir(parents=True)
    (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n")
    lines = [
        f"[{group}]\n" + "".join(f"{key} = {to}\n" for key, to in some.items())
        for group, some in points.items()
    ]
    (info / "entry_points.txt").write_text("\n".join(lines))


@pytest.fixture
def path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.syspath_prepend(str(tmp_path))
    return tmp_path


@pytest.fixture
def signals() -> Iterator[Signals]:
    made = Signals(("bad",))
    yield made
    made.close()


def bad(path: Path, *names: str) -> None:
    (path / "bad_signals.py").write_text(BAD)
    install(path, "bad", {SIGNALS: {name: f"bad_signals:{name}" for name in names}})


def test_what_fails_counts_for_nothing_and_the_others_go_on(
    path: Path, signals: Signals, caplog: pytest.LogCaptureFixture
) -> None:
    bad(path, "prints", "raises", "outside", "undeclared")
    assert signals.concepts() == {"noted"}
    assert [tuple(one) for one in signals.seen("a word")] == [("noted", 0, 6)]
    assert signals.seen("x" * 300_000)  # more than a pipe holds
    said = [one.getMessage() for one in caplog.records]
    assert len(said) == 3 and not any("a word" in one for one in said)


def test_what_hangs_or_dies_is_ended_and_nobody_asks_it_for_ever(
    path: Path, signals: Signals, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(installed, "PATIENCE", 0.2)
    bad(path, "hangs", "dies", "prints")
    assert [signals.seen(text) for text in ("hang", "die", "hang")] == [[], [], []]
    assert "nobody asks them any more" in caplog.records[-1].getMessage()
    assert signals.seen("all is well") == []


def test_what_cant_be_imported_is_named_and_left_out(
    path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    install(path, "gone", {SIGNALS: {"gone": "no_such_module:seen"}})
    assert loaded(SIGNALS) == []
    assert "gone can't be loaded: ModuleNotFoundError" in caplog.text


HERE = """
import json, sys
from pathlib import Path
from zammad_plugin.check.rule_fields import rule_field_problems
from zammad_plugin.sync.files.source import read
from zammad_plugin.sync.kinds import REGISTRY
from zammad_plugin.triage.engine import assess
from zammad_plugin.triage.model import Message
from zammad_plugin.triage.ruleset import load
desk = Path(sys.argv[1])
source = read(desk)
made = assess([Message("He waits for me at the pier at 23:30, I am 13")], load(desk=desk / "rules"))
print(json.dumps({
    "kind": "signatures" in REGISTRY,
    "objects": [one.address for one in source.desired],
    "problems": [str(one) for one in (*source.problems, *rule_field_problems(desk / "rules"))],
    "seen": [hit.text for hit in made.hits if hit.concept == "night_trip"],
    "urgency": made.urgency,
}))
"""


def test_the_example_of_the_docs_works_as_it_is_installed(tmp_path: Path) -> None:
    points = tomllib.loads((EXAMPLE / "pyproject.toml").read_text())["project"]["entry-points"]
    install(tmp_path, "harbour_desk", points)
    done = subprocess.run(
        [sys.executable, "-c", HERE, str(EXAMPLE / "desk")],
        capture_output=True, text=True, timeout=120, check=True,
        env={"PATH": "/usr/bin:/bin", "PYTHONPATH": f"{tmp_path}:{EXAMPLE / 'src'}"},
    )  # fmt: skip
    found = json.loads(done.stdout)
    assert found["kind"] and "signatures/plain" in found["objects"]
    assert found["problems"] == []
    assert found["seen"] == ["pier at 23:30"] and found["urgency"] == "critical"
