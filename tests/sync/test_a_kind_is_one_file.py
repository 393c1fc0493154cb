"""A new kind of object is one module: found by itself, ordered, its names looked up."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from zammad_plugin.check.names.here import Here
from zammad_plugin.check.names.of_kinds import problems
from zammad_plugin.check.names.world import Entry, World
from zammad_plugin.sync import kinds
from zammad_plugin.sync.model import Kind

MODULE = '''
from zammad_plugin.sync.model import Kind, Record, Ref, Spec, plain


class Signature(Spec):
    """What stands below every mail of a group."""

    name: str
    """Its name."""
    body: str
    """The text."""
    group: str
    """Whose mails it is for."""

    def fields(self) -> Record:
        return {"name": self.name, "body": self.body, "group_id": Ref("groups", self.group)}


KIND = Kind(
    name="a_signatures",
    resource="signatures",
    permission="admin.channel_email",
    spec=Signature,
    files="templates/signatures/*.yml",
    unread=plain("name", "body"),
    after=(AFTER,),
)
'''
NAME = "zammad_plugin.sync.kinds.a_kind_of_tests"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.setattr(kinds, "__path__", [*kinds.__path__, str(tmp_path)])
    yield tmp_path
    sys.modules.pop(NAME, None)


def _added(folder: Path, after: str) -> dict[str, Kind]:
    text = MODULE.replace("AFTER", repr(after))
    (folder / "a_kind_of_tests.py").write_text(text, encoding="utf-8")
    return kinds._ordered()


def test_it_stands_behind_what_it_needs(folder: Path) -> None:
    order = list(_added(folder, "triggers"))
    assert set(order) == {*kinds.REGISTRY, "a_signatures"}
    assert order.index("a_signatures") > order.index("triggers")


def test_a_name_in_its_file_is_looked_up(folder: Path) -> None:
    kind = _added(folder, "groups")["a_signatures"]
    entry = Entry(kind, Path("x.yml"), {"name": "a", "body": "b", "group": "Child Safty"})
    world = World(names={"groups": {"Child Safety"}})
    [(where, what, _)] = problems(entry.data, Here(world, entry, {}))
    assert where == ("group",) and "did you mean 'Child Safety'?" in what


def test_kinds_that_wait_for_each_other_are_told(folder: Path) -> None:
    with pytest.raises(ValueError, match="wait for each other: a_signatures"):
        _added(folder, "a_signatures")
