"""What we write of a desk stays in its folder."""

from __future__ import annotations

import pytest

from zammad_plugin.config.writing import write_inside
from zammad_plugin.errors import DeskError


@pytest.mark.parametrize(
    "path",
    ["../x.yml", "a/../../x.yml", "/etc/x.yml", ".x.yml", "a/.b/x.yml", "a\0b.yml", "link/x.yml"],
)
def test_nothing_is_written_outside_of_the_folder(tmp_path, path):
    desk, outside = tmp_path / "desk", tmp_path / "outside"
    desk.mkdir()
    outside.mkdir()
    (desk / "link").symlink_to(outside)
    with pytest.raises(DeskError):
        write_inside(desk, desk / path, "x")
    assert not [one for one in tmp_path.rglob("*") if one.is_file()]


def test_a_link_is_not_written_through(tmp_path):
    desk, victim = tmp_path / "desk", tmp_path / "victim"
    desk.mkdir()
    victim.write_text("precious")
    (desk / "x.yml").symlink_to(victim)
    with pytest.raises(DeskError, match="link"):
        write_inside(desk, desk / "x.yml", "x")
    assert victim.read_text() == "precious"


def test_a_name_that_no_disk_takes(tmp_path):
    with pytest.raises(DeskError, match="no name"):
        write_inside(tmp_path, tmp_path / f"{'x' * 400}.yml", "x")
