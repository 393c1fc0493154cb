"""How the running signal-cli was started, as far as this machine shows it (Linux's /proc)."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

PROC = Path("/proc")
MAIN = "org.asamk.signal.Main"
FOLDER = ("--config", "-c", "--data-dir", "-d")
USUAL_HTTP = "localhost:8080"  # of --http without a value


@dataclass(frozen=True)
class Options:
    """`http`: host:port; `mode`: of --receive-mode, "" when not given (then signal-cli takes
    on-start); `data`: its folder, None when not given; `flags`: options without a value."""

    http: str
    mode: str
    data: Path | None
    trust: str
    flags: frozenset[str]

    @property
    def port(self) -> int:
        port = self.http.rpartition(":")[2]
        return int(port) if port.isdigit() else 0

    @property
    def host(self) -> str:
        return self.http.rpartition(":")[0].strip("[]")


def options(words: Sequence[str]) -> Options | None:
    """Those of a signal-cli daemon with HTTP; None for any other command line."""
    start = next((at for at, word in enumerate(words) if _is_program(word)), None)
    if start is None or "daemon" not in words[start:]:
        return None
    given = dict(_pairs(words[start + 1 :]))
    if "--http" not in given:
        return None
    data = next((given[key] for key in FOLDER if given.get(key)), "")
    return Options(
        http=given["--http"] or USUAL_HTTP,
        mode=given.get("--receive-mode", ""),
        data=Path(data) if data else None,
        trust=given.get("--trust-new-identities", ""),
        flags=frozenset(key for key, value in given.items() if not value),
    )


def _is_program(word: str) -> bool:
    return word == MAIN or word.rpartition("/")[2] == "signal-cli"


def _pairs(words: Sequence[str]) -> Iterator[tuple[str, str]]:
    """`--key value` and `--key=value`; a word that follows a flag is no value of it when it is
    an option itself or the command."""
    for at, word in enumerate(words):
        if not word.startswith("-"):
            continue
        key, sign, value = word.partition("=")
        after = words[at + 1] if at + 1 < len(words) else "-"
        plain = "" if after.startswith("-") or after == "daemon" else after
        yield key, value if sign else plain


def daemons(port: int, proc: Path = PROC) -> list[Options]:
    """Every signal-cli that serves this port; empty where none can be seen."""
    found = (options(_words(file)) for file in proc.glob("[0-9]*/cmdline"))
    return [one for one in found if one is not None and one.port == port]


def _words(file: Path) -> list[str]:
    try:
        return file.read_bytes().decode("utf-8", "replace").split("\0")
    except OSError:  # it ended meanwhile
        return []


def key_made(data: Path) -> int | None:
    """When the newest signed pre-key was made (ms), as far as the daemon's files tell: it may be
    newer. None where they can't be read. Nothing is written, no key is read."""
    try:
        accounts = json.loads((data / "data" / "accounts.json").read_text("utf-8"))["accounts"]
        made = [_newest(data / "data" / f"{one['path']}.d" / "account.db") for one in accounts]
    except (OSError, ValueError, LookupError, TypeError, sqlite3.Error):
        return None
    return max(filter(None, made), default=None)


def _newest(file: Path) -> int | None:
    # immutable: SQLite makes no file beside it, which the daemon could then not open.
    where = f"file:{quote(str(file.resolve(strict=True)))}?mode=ro&immutable=1"
    db = sqlite3.connect(where, uri=True)
    try:
        row = db.execute("SELECT max(timestamp) FROM signed_pre_key").fetchone()
    finally:
        db.close()
    return int(row[0]) if row[0] else None
