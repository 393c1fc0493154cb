"""What changed in the package's desk since a desk that extends it looked at it last.

`.package.json` in the desk, kept in git with it, holds a digest of each of the package's files.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, TypedDict

from zammad_plugin import __version__
from zammad_plugin.config.desk import Desk
from zammad_plugin.config.object_files import below, leaves_out
from zammad_plugin.config.overlay import RULES, RulesFile
from zammad_plugin.config.places import default_desk, rules_folder
from zammad_plugin.config.starter import put
from zammad_plugin.state.atomic import read_json
from zammad_plugin.sync.kinds import REGISTRY

FILE = ".package.json"
DIGITS = 16  # hex
How = Literal["new", "changed", "gone"]


class Looked(TypedDict):
    """`files`: place below a desk → digest of the package's file."""

    version: str
    files: dict[str, str]


@dataclass(frozen=True)
class Change:
    """`here`: what this desk does with the file; empty where it counts as the package has it.
    `file`: where the package's stands; None of one that is gone."""

    place: str
    how: How
    here: str
    file: Path | None


def looked(desk: Desk) -> Looked | None:
    """What was remembered; None where nothing is, or nobody can read it."""
    found = read_json(desk.folder / FILE)
    sound = isinstance(found, dict) and isinstance(found.get("files"), dict)
    return Looked(version=str(found.get("version")), files=found["files"]) if sound else None


def remember(folder: Path) -> None:
    """The package as it is now. Raises DeskError where the desk can't be written."""
    files = {place: _digest(file) for place, file in sorted(_package().items())}
    now = Looked(version=__version__, files=files)
    put(folder / FILE, json.dumps(now, indent=0, sort_keys=True) + "\n")


def changes(desk: Desk, before: Looked) -> list[Change]:
    """File by file, in the order of their places."""
    return sorted(_changes(desk, before["files"]), key=lambda one: one.place)


def _changes(desk: Desk, before: dict[str, str]) -> Iterator[Change]:
    now = _package()
    for place, file in now.items():
        if before.get(place) != _digest(file):
            how: How = "changed" if place in before else "new"
            yield Change(place, how, _here(place, desk), file)
    for place in before.keys() - now.keys():
        yield Change(place, "gone", _here(place, desk), None)


def _package() -> dict[str, Path]:
    """Place below a desk → the package's file."""
    base, root = default_desk(), rules_folder()
    objects = {
        place: file for kind in REGISTRY.values() for place, file in below(base, kind.files).items()
    }
    rules = {
        f"rules/{_place(one, file, root)}": file
        for one in RULES.values()
        for file in one.of_package(root)
    }
    return {**objects, **rules}


def _place(kind: RulesFile, file: Path, root: Path) -> str:
    """Where a desk would have its own."""
    return kind.files if kind.shipped else file.relative_to(root).as_posix()


def _digest(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()[:DIGITS]


def _here(place: str, desk: Desk) -> str:
    if any(leaves_out(one, place) for one in desk.settings.without):
        return "left out here"
    name = place.removeprefix("rules/")
    own = desk.rules / name if name != place else desk.folder / place
    if not own.is_file():
        return ""
    if name == place:
        return "replaced here"
    kind = next((one for one in RULES.values() if Path(name).match(one.files)), None)
    return f"{kind.meets.removesuffix('s')}d here" if kind else ""
