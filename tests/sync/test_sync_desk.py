"""The desk in one step."""

from __future__ import annotations

from pathlib import Path

import pytest
from fake_zammad import FakeZammad

from zammad_plugin.errors import DeskError, PluginError, Rejected
from zammad_plugin.sync.desk_sync import apply_desk


def test_it_counts(desk: Path, zammad: FakeZammad) -> None:
    first = apply_desk(zammad, desk)
    assert apply_desk(zammad, desk) == {"written": 0, "unchanged": first["written"]}


def test_it_writes_nothing_from_a_broken_desk(desk: Path, zammad: FakeZammad) -> None:
    (desk / "macros/bad.yml").write_text("nam: x\n", encoding="utf-8")
    with pytest.raises(DeskError):
        apply_desk(zammad, desk)
    assert zammad.calls == []


def test_it_tells_what_failed(desk: Path, zammad: FakeZammad) -> None:
    zammad.faults["create", "macros"] = [Rejected("POST macros", status=422, said="no")]
    with pytest.raises(PluginError, match="macros/"):
        apply_desk(zammad, desk)
