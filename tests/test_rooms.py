"""The plan of the house: few files a floor, nothing loose at the top, no circle of imports.

Which room may know which other is import-linter's work (`make lint`, setup.cfg).
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

import grimp
import pytest

import zammad_plugin

PACKAGE = Path(zammad_plugin.__file__).parent
LOOSE = {"__init__.py", "errors.py", "py.typed", "vocabulary.py"}
# More than sixteen files are not found at a glance. Apart: one file a kind, one file a command.
MOST = 16
LISTS = {PACKAGE / "cli", PACKAGE / "sync/kinds"}


def _floors() -> list[Path]:
    return [
        folder
        for folder in [PACKAGE, *PACKAGE.rglob("*/")]
        if folder.is_dir() and folder.name != "__pycache__" and folder not in LISTS
    ]


def test_no_floor_has_too_many_files() -> None:
    files = {
        str(folder.relative_to(PACKAGE)): sum(one.is_file() for one in folder.iterdir())
        for folder in _floors()
    }
    assert len(files) > 20
    assert {name: many for name, many in files.items() if many > MOST} == {}


def test_nothing_lies_loose_at_the_top() -> None:
    assert {one.name for one in PACKAGE.iterdir() if one.is_file()} == LOOSE


@cache
def _graph() -> grimp.ImportGraph:
    return grimp.build_graph("zammad_plugin", cache_dir=None)


def _modules() -> list[str]:
    return sorted(_graph().modules)


@pytest.mark.parametrize("room", sorted(one.name for one in PACKAGE.iterdir() if one.is_dir()))
def test_no_import_runs_in_a_circle(room: str) -> None:
    """Also not by an import within a function: that is a circle put off."""
    graph = _graph()
    for module in (one for one in _modules() if one.split(".")[1:2] == [room]):
        back = [
            other
            for other in graph.find_modules_directly_imported_by(module)
            if module in graph.find_upstream_modules(other)
        ]
        assert back == [], module
