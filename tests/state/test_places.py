"""Where state and locks stand: the same for everybody who works for one server and desk."""

from __future__ import annotations

from pathlib import Path

import pytest

from zammad_plugin.errors import PluginError
from zammad_plugin.state import places
from zammad_plugin.state.places import place_of, root, server_of

URL = "https://desk.example.org"


def test_where_it_stands(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "xdg"))
    monkeypatch.setenv("STATE_DIRECTORY", f"{tmp_path / 'one'}:{tmp_path / 'two'}")
    assert root() == tmp_path / "one"
    monkeypatch.delenv("STATE_DIRECTORY")
    assert root() == tmp_path / "xdg" / "zammad-plugin"
    monkeypatch.setenv("XDG_STATE_HOME", "relative")
    monkeypatch.setattr(places, "SYSTEM", tmp_path / "zammad-plugin")
    assert root() == tmp_path / "zammad-plugin"
    monkeypatch.setattr(places, "SYSTEM", tmp_path / "nowhere" / "zammad-plugin")
    monkeypatch.setenv("HOME", str(tmp_path))
    assert root() == tmp_path / ".local" / "state" / "zammad-plugin"


def test_never_the_current_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = place_of(URL)
    monkeypatch.chdir(tmp_path)
    assert place_of(URL) == first
    assert first.folder.stat().st_mode & 0o777 == 0o700


def test_ways_to_write_one_address_are_one_server() -> None:
    one = server_of(URL)
    for same in (f"{URL}/", "https://DESK.example.org/api/v1", f"{URL}/api/v1/"):
        assert server_of(same) == one
    assert server_of(f"{URL}/other") != one


def test_two_desks_of_one_server_have_two_places() -> None:
    assert (
        len({place_of(URL).folder, place_of(URL, "north").folder, place_of(URL, "s").folder}) == 3
    )


def test_a_place_that_cant_be_made_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(PluginError, match="no place for the state"):
        place_of(URL, base=tmp_path / "file")
