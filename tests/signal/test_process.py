"""How a daemon was started, told from command lines; the age of its keys, told from its files."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path

import pytest

from zammad_plugin.signal.wire.process import Options, daemons, key_made, options

JAVA = "java -cp /opt/lib/* org.asamk.signal.Main"


def test_the_unit_of_the_docs() -> None:
    words = (
        "/opt/signal-cli/bin/signal-cli --config /var/lib/signal-cli daemon "
        "--http=127.0.0.1:8090 --receive-mode=on-connection --no-receive-stdout"
    )
    found = options(words.split())
    assert found == Options(
        "127.0.0.1:8090",
        "on-connection",
        Path("/var/lib/signal-cli"),
        "",
        frozenset({"--no-receive-stdout"}),
    )
    assert (found.port, found.host) == (8090, "127.0.0.1")


@pytest.mark.parametrize(
    ("words", "port", "mode"),
    [
        (f"{JAVA} daemon --http 127.0.0.1:7000 --receive-mode on-start", 7000, "on-start"),
        (f"{JAVA} -a +1 daemon --http", 8080, ""),
        (f"{JAVA} daemon --http --receive-mode manual", 8080, "manual"),
        ("signal-cli --trust-new-identities daemon --http [::1]:9", 9, ""),
        ("signal-cli daemon --http nonsense", 0, ""),
    ],
)
def test_other_ways_to_say_it(words: str, port: int, mode: str) -> None:
    found = options(words.split())
    assert found is not None and (found.port, found.mode) == (port, mode)


@pytest.mark.parametrize(
    "words",
    [
        "",
        "vim signal-cli.service",
        f"{JAVA} -a +1 receive",
        "daemon signal-cli --http",
        "signal-cli daemon --socket",
    ],
)
def test_other_programs(words: str) -> None:
    assert options(words.split()) is None


def test_processes(tmp_path: Path) -> None:
    lines = {
        "1": "init",
        "7": f"{JAVA} daemon --http=127.0.0.1:8090 --receive-mode=on-start",
        "8": f"{JAVA} daemon --http=127.0.0.1:9",
    }
    for pid, line in lines.items():
        (tmp_path / pid).mkdir()
        (tmp_path / pid / "cmdline").write_bytes(line.replace(" ", "\0").encode() + b"\0")
    (tmp_path / "9").mkdir()
    (tmp_path / "9" / "cmdline").mkdir()  # what can't be read
    assert [one.mode for one in daemons(8090, tmp_path)] == ["on-start"]
    assert daemons(1, tmp_path) == []


def keys(folder: Path, *made: int) -> Path:
    account = folder / "data" / "1.d"
    account.mkdir(parents=True)
    accounts = {"accounts": [{"path": "1", "number": "+1"}], "version": 2}
    (folder / "data" / "accounts.json").write_text(json.dumps(accounts))
    db = sqlite3.connect(account / "account.db")
    with db:
        db.execute("CREATE TABLE signed_pre_key (_id INTEGER PRIMARY KEY, timestamp INTEGER)")
        rows = [(one,) for one in made]
        db.executemany("INSERT INTO signed_pre_key (timestamp) VALUES (?)", rows)
    db.close()
    return folder


def test_the_newest_key(tmp_path: Path) -> None:
    folder = keys(tmp_path, 5, 9)
    before = sorted(folder.rglob("*"))
    assert key_made(folder) == 9
    assert sorted(folder.rglob("*")) == before  # nothing beside the daemon's own files


@pytest.mark.parametrize("accounts", ["", "[]", '{"accounts": 7}', '{"accounts": [{"path": "2"}]}'])
def test_files_that_tell_nothing(tmp_path: Path, accounts: str) -> None:
    folder = keys(tmp_path)
    assert key_made(folder) is None
    (folder / "data" / "accounts.json").write_text(accounts)
    assert key_made(folder) is None
    assert key_made(tmp_path / "none") is None


def test_a_database_of_another_kind(tmp_path: Path) -> None:
    folder = keys(tmp_path, 1)
    (folder / "data" / "1.d" / "account.db").write_bytes(b"no database " * 100)
    assert key_made(folder) is None
