"""The embedded Zammad is an extra: without it the commands say how to get it."""

from __future__ import annotations

import pytest
from console import invoke

from zammad_plugin.cli import embedded


@pytest.mark.parametrize("command", ["demo", "emulator"])
def test_without_the_extra_it_says_what_to_install(
    command: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(embedded, "EMBEDDED", "no_such_package")
    result = invoke(command)
    assert result.exit_code == 1
    assert "pip install 'zammad-plugin[demo]'" in result.output
