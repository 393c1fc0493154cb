"""What two versions write differently: default desk and demo's story on the embedded Zammad.

usage: python benchmarks/same.py FOLDER FOLDER

Each folder holds the code of a version (`git worktree add FOLDER COMMIT`) and runs with its own
files, one after the other. Told are all objects, articles, notes and tags that differ; times and
tokens are not compared. Nothing is told, and the exit code is 0, where a change moved code only.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

TIME = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:?\d\d)?")
SHOWN = 100  # characters of a value
PLAYS = """
import json, sys
from zammad_plugin.demo.story import play
from zammad_plugin.emulator import Emulator
with Emulator() as server:
    play(server.url, server.tokens)
    tables = {name: server.store.rows(name) for name in server.store._tables}
for row in tables["tokens"]:
    row["token"] = ""
json.dump(tables, sys.stdout, default=str, sort_keys=True)
"""


def written(version: Path) -> Any:
    """Table → rows, after the story was played by this version."""
    with TemporaryDirectory() as state:
        env = {**os.environ, "PYTHONPATH": str(version), "STATE_DIRECTORY": state}
        command = [sys.executable, "-c", PLAYS]
        done = subprocess.run(command, cwd=version, env=env, stdout=subprocess.PIPE, check=True)
    return json.loads(TIME.sub("TIME", done.stdout.decode()))


def differences(one: Any, other: Any, place: str = "") -> Iterator[str]:
    if isinstance(one, dict) and isinstance(other, dict):
        for name in sorted({*one, *other}):
            yield from differences(one.get(name), other.get(name), f"{place}/{name}")
    elif isinstance(one, list) and isinstance(other, list) and len(one) == len(other):
        for number, (left, right) in enumerate(zip(one, other, strict=True)):
            yield from differences(left, right, f"{place}/{number}")
    elif one != other:
        yield f"{place}: {str(one)[:SHOWN]!r} → {str(other)[:SHOWN]!r}"


def main() -> int:
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    one, other = (written(Path(folder).resolve()) for folder in sys.argv[1:])
    found = list(differences(one, other))
    for line in found:
        print(line)
    print(f"{len(found)} differences in {sum(map(len, other.values()))} rows")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
