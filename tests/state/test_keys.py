"""A key of one's own: made once, for its owner alone, the same for everybody who asks."""

from __future__ import annotations

import stat
import subprocess
import sys
from pathlib import Path

import pytest

from zammad_plugin.errors import StateError
from zammad_plugin.state.keys import own_key

ASK = "import sys; from pathlib import Path; from zammad_plugin.state.keys import own_key; "
ASK += "print(own_key(Path(sys.argv[1])).decode())"


def test_it_is_made_once_for_its_owner_alone(tmp_path: Path) -> None:
    file = tmp_path / "state" / "networks.key"
    key = own_key(file)
    assert len(key) == 64 and own_key(file) == key
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert [one.name for one in file.parent.iterdir()] == ["networks.key"]


def test_processes_that_ask_at_once_get_the_same(tmp_path: Path) -> None:
    words = [sys.executable, "-c", ASK, str(tmp_path / "networks.key")]
    running = [subprocess.Popen(words, stdout=subprocess.PIPE, text=True) for _ in range(4)]
    assert len({one.communicate(timeout=100)[0] for one in running}) == 1


def test_what_is_no_key_is_not_taken(tmp_path: Path) -> None:
    file = tmp_path / "networks.key"
    file.write_text("short")
    with pytest.raises(StateError, match="no key"):
        own_key(file)
    with pytest.raises(StateError, match="can't be read or made"):
        own_key(file / "below")
