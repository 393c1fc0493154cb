"""Files of our own on disks that are full, read-only, or hold something else."""

from __future__ import annotations

from pathlib import Path

import pytest

from zammad_plugin.errors import StateError
from zammad_plugin.state.atomic import read_json, replace_file
from zammad_plugin.state.lock import lock

FULL = Path("/dev/full")  # every write to it ends as on a full disk


@pytest.mark.parametrize("text", ["", "{", "[" * 200_000, "\xff\x00", "9" * 10_000])
def test_what_is_no_json_is_nothing(tmp_path: Path, text: str) -> None:
    (tmp_path / "a").write_text(text)
    assert read_json(tmp_path / "a") is None
    assert read_json(tmp_path / "missing") is None
    assert read_json(tmp_path) is None


def test_no_place_for_a_file(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(StateError, match=r"can't be written: (File exists|Not a directory)"):
        replace_file(tmp_path / "file" / "state.json", ["{}"])
    with pytest.raises(StateError, match="no lock"), lock(tmp_path / "file" / "run.lock"):
        pass


def test_what_was_there_stays(tmp_path: Path) -> None:
    def failing():
        yield "half"
        raise OSError(28, "No space left on device")

    (tmp_path / "a").write_text("whole")
    with pytest.raises(StateError, match="No space left"):
        replace_file(tmp_path / "a", failing())
    assert [one.read_text() for one in tmp_path.iterdir()] == ["whole"]


def test_a_link_with_the_new_files_name_is_not_followed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("os.getpid", lambda: 7)
    victim = tmp_path / "victim"
    victim.write_text("precious")
    (tmp_path / "a.7.new").symlink_to(victim)
    with pytest.raises(StateError):
        replace_file(tmp_path / "a", ["x"])
    assert victim.read_text() == "precious"


@pytest.mark.skipif(not FULL.exists(), reason="no /dev/full here")
def test_a_lock_on_a_full_disk_holds(tmp_path: Path) -> None:
    (tmp_path / "run.lock").symlink_to(FULL)
    with lock(tmp_path / "run.lock"):
        pass
