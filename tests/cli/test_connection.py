"""Where a command finds its Zammad: the option, then the environment, then the desk's settings."""

from __future__ import annotations

from pathlib import Path

import pytest
from console import invoke

from zammad_plugin.cli.server import Server
from zammad_plugin.emulator import Emulator


@pytest.fixture(autouse=True)
def nothing_named(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("ZAMMAD_URL", "ZAMMAD_TOKEN", "ZAMMAD_DESK", "ZAMMAD_ALLOW_HTTP"):
        monkeypatch.delenv(name, raising=False)


def settings(folder: Path, *lines: str) -> Path:
    (folder / "zammad-plugin.yml").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return folder


def test_the_option_before_the_environment_before_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = settings(tmp_path, "url: https://file.example.org", "token_file: t", "allow_http: true")
    found = Server("").or_of(desk)
    assert found == Server("https://file.example.org", tmp_path / "t", allow_http=True)
    given = Server("https://option.example.org", Path("mine")).or_of(desk)
    assert (given.url, given.token_file) == ("https://option.example.org", Path("mine"))
    monkeypatch.setenv("ZAMMAD_TOKEN", "from-the-environment")
    assert Server("").or_of(desk).token_file is None


def test_a_desk_with_url_and_token_file_needs_no_option(tmp_path: Path) -> None:
    with Emulator() as server:
        token = tmp_path / "token"
        token.write_text(server.tokens["sync"], encoding="utf-8")
        token.chmod(0o600)
        settings(tmp_path, f"url: {server.url}", "token_file: token")
        (tmp_path / "macros").mkdir()
        macro = "name: Ours\nperform: {ticket.state: open}\n"
        (tmp_path / "macros" / "ours.yml").write_text(macro, encoding="utf-8")
        result = invoke("plan", "--desk", str(tmp_path), "--state-dir", str(tmp_path / "state"))
        assert result.exit_code == 0, result.output
        assert "+ create macros/ours" in result.output


def test_without_a_url_all_three_ways_are_told() -> None:
    result = invoke("plan")
    assert result.exit_code == 2
    for way in ("--url", "$ZAMMAD_URL", "zammad-plugin.yml"):
        assert way in result.output
