"""The default desk and the rules are found from an installed wheel as from a checkout."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

TREE = Path(__file__).resolve().parent.parent
PROBE = """
import zammad_plugin
from zammad_plugin.config.places import default_desk
from zammad_plugin.sync.files.source import read
from zammad_plugin.triage.ruleset import load
source, rules = read(default_desk()), load()
print(zammad_plugin.__file__, len(source.desired), len(rules.rules.rules), len(source.problems))
from zammad_plugin.cli.docs import _files
print(*(name for name, _ in _files()))
"""


def _probe(path: Path, folder: Path) -> list[str]:
    environment = {**os.environ, "PYTHONPATH": str(path)}
    command = [sys.executable, "-c", PROBE]
    done = subprocess.run(command, env=environment, cwd=folder, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return done.stdout.split()


@pytest.mark.timeout(120)
def test_a_wheel_carries_all_that_a_checkout_has(tmp_path):
    build = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "-o", str(tmp_path)]
    done = subprocess.run([*build, str(TREE)], capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    unpacked = tmp_path / "site"
    with zipfile.ZipFile(next(tmp_path.glob("*.whl"))) as wheel:
        wheel.extractall(unpacked)
    place, *installed = _probe(unpacked, tmp_path)
    assert place.startswith(str(unpacked))
    assert installed == _probe(TREE, tmp_path)[1:]
    assert {"running", "man/zammad-plugin.1", "container/compose.yml"} <= set(installed)
    shared = next(unpacked.glob("*.data/data/share"))
    assert (shared / "man/man1/zammad-plugin-run.1").is_file()
    assert (shared / "bash-completion/completions/zammad-plugin").is_file()
    assert installed[2] == "0" and int(installed[0]) > 20
