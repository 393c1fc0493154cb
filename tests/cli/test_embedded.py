"""The embedded Zammad is an extra: without it the commands say how to get it."""

from __future__ import annotations

from pathlib import Path

import pytest
from console import invoke

from zammad_plugin.cli import embedded
from zammad_plugin.demo.story import table


@pytest.mark.parametrize("command", ["demo", "emulator"])
def test_without_the_extra_it_says_what_to_install(
    command: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(embedded, "EMBEDDED", "no_such_package")
    result = invoke(command)
    assert result.exit_code == 1
    assert "pip install 'zammad-plugin[demo]'" in result.output


def test_data_that_can_not_be_kept_is_told(tmp_path: Path) -> None:
    """It ended as a bug of ours."""
    (tmp_path / "words").write_text("no database, but longer than the head of one" * 9)
    for file in (tmp_path / "none" / "x.db", tmp_path / "words"):
        result = invoke("emulator", "--port", "0", "--data", str(file))
        assert result.exit_code == 1 and f"{file} can't be used" in result.stderr


def test_the_demo_names_a_command_that_any_way_of_installing_has() -> None:
    """It named `make` alone, which a package does not bring."""
    played = {"tickets": [], "answered": {"left": 0}, "voice": {"by": "nobody"}, "triaged": 14}
    assert "zammad-plugin demo --keep" in table(played)
