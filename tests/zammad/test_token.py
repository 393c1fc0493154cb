from __future__ import annotations

import pytest

from zammad_plugin.errors import PluginError
from zammad_plugin.zammad.token import read_token


def test_from_environment(monkeypatch):
    monkeypatch.setenv("ZAMMAD_TOKEN", " abc \n")
    assert read_token() == "abc"


def test_none_at_all(monkeypatch):
    monkeypatch.delenv("ZAMMAD_TOKEN", raising=False)
    with pytest.raises(PluginError, match="no token"):
        read_token()


def test_a_file_that_others_can_read_is_refused(tmp_path):
    file = tmp_path / "token"
    file.write_text("canary")
    file.chmod(0o644)
    with pytest.raises(PluginError, match="others can read") as caught:
        read_token(file)
    assert "canary" not in str(caught.value)
    file.chmod(0o600)
    assert read_token(file) == "canary"


@pytest.mark.parametrize("bad", ["a b", "tökén", "a\nb"])
def test_a_token_with_impossible_characters(monkeypatch, bad):
    monkeypatch.setenv("ZAMMAD_TOKEN", bad)
    with pytest.raises(PluginError) as caught:
        read_token()
    assert bad not in str(caught.value)


def test_no_such_file(tmp_path):
    with pytest.raises(PluginError, match="can't be read"):
        read_token(tmp_path / "none")
