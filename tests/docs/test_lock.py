"""The lock files of the container and of Debian's package: all of install_requires, with hashes."""

from __future__ import annotations

import re
from configparser import ConfigParser
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

TREE = Path(__file__).resolve().parents[2]
LOCKS = {
    file.stem: file.read_text(encoding="utf-8") for file in (TREE / "requirements").glob("*.txt")
}


def _pinned(lock: str) -> dict[str, str]:
    return dict(re.findall(r"^([a-z0-9.-]+)==([^ ;\\]+)", LOCKS[lock], re.MULTILINE))


def _required(lock: str) -> list[Requirement]:
    setup = ConfigParser()
    setup.read(TREE / "setup.cfg", encoding="utf-8")
    lines = setup["options"]["install_requires"].split("\n")
    if lock == "demo":
        lines += setup["options.extras_require"]["demo"].split("\n")
    return [Requirement(line) for line in lines if line]


@pytest.mark.parametrize("lock", ["container", "demo"])
def test_each_requirement_is_pinned_within_its_bounds(lock: str) -> None:
    pinned = _pinned(lock)
    for one in _required(lock):
        version = pinned.get(canonicalize_name(one.name))
        assert version and one.specifier.contains(version), f"{one}: run `make lock`"


def test_both_hold_the_same_versions() -> None:
    assert _pinned("container").items() <= _pinned("demo").items()


@pytest.mark.parametrize("lock", ["container", "demo"])
def test_each_pin_has_a_hash(lock: str) -> None:
    for block in re.split(r"\n(?=[a-z])", LOCKS[lock]):
        assert "--hash=sha256:" in block, block.splitlines()[0]
