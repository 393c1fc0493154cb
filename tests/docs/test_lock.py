"""The container's lock file stands for install_requires, each package with its hashes."""

from __future__ import annotations

import re
from configparser import ConfigParser
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

TREE = Path(__file__).resolve().parents[2]
LOCK = (TREE / "requirements" / "container.txt").read_text(encoding="utf-8")
PINNED = dict(re.findall(r"^([a-z0-9.-]+)==([^ ;\\]+)", LOCK, re.MULTILINE))


def _required() -> list[Requirement]:
    setup = ConfigParser()
    setup.read(TREE / "setup.cfg", encoding="utf-8")
    return [Requirement(line) for line in setup["options"]["install_requires"].split("\n") if line]


def test_each_requirement_is_pinned_within_its_bounds() -> None:
    for one in _required():
        version = PINNED.get(canonicalize_name(one.name))
        assert version and one.specifier.contains(version), f"{one}: run `make lock`"


def test_each_pin_has_a_hash() -> None:
    for block in re.split(r"\n(?=[a-z])", LOCK):
        assert "--hash=sha256:" in block, block.splitlines()[0]
