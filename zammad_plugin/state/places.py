"""Where the plugin keeps what it must remember: one fixed place for each server and desk.

Never the current folder: cron's, an admin's and a service's differ, and each would have a lock
and a state of its own.
"""

from __future__ import annotations

import hashlib
import os
from dataclasses import dataclass
from pathlib import Path

from zammad_plugin.errors import StateError, Where
from zammad_plugin.text.url import address_of

APP = "zammad-plugin"
SYSTEM = Path("/var/lib") / APP  # as systemd's StateDirectory=zammad-plugin


def root() -> Path:
    """$STATE_DIRECTORY (systemd's), else $XDG_STATE_HOME, else /var/lib/zammad-plugin.

    Who may not make the last one, and nobody made it, keeps the state at home.
    """
    given = os.environ.get("STATE_DIRECTORY", "").partition(":")[0]  # several stand with colons
    if given:
        return Path(given)
    home = Path(os.environ.get("XDG_STATE_HOME", ""))
    if home.is_absolute():  # the XDG standard: a relative one is to be ignored
        return home / APP
    if SYSTEM.is_dir() or os.access(SYSTEM.parent, os.W_OK):
        return SYSTEM
    return Path.home() / ".local" / "state" / APP


def server_of(url: str) -> str:
    """A digest of 16 hex digits: a state names no server. Ways to write one URL give one."""
    parts = address_of(url)
    path = parts.path.rstrip("/").removesuffix("/api/v1")
    base = f"{parts.scheme}://{parts.netloc.casefold()}{path}"
    return hashlib.sha256(base.encode()).hexdigest()[:16]


@dataclass(frozen=True)
class Place:
    """The folder of one server and desk, and what stands in it."""

    folder: Path
    desk: str = ""  # its name, where several share one server

    @property
    def ledger(self) -> Path:
        """What `apply` wrote last."""
        return self.folder / "state.json"

    @property
    def sync_lock(self) -> Path:
        """Who writes objects."""
        return self.folder / "state.lock"

    @property
    def run_lock(self) -> Path:
        """Who makes a pass over what waits."""
        return self.folder / "run.lock"

    @property
    def failures(self) -> Path:
        return self.folder / "failures.json"

    @property
    def rounds(self) -> Path:
        return self.folder / "rounds.json"

    @property
    def network_key(self) -> Path:
        """Key of the hashes by which tickets find each other, where the desk names none."""
        return self.folder / "networks.key"

    @property
    def retention(self) -> Path:
        """Folder of the plan that somebody saw, of counts of what is gone, and of the proof."""
        return self.folder / "retention"

    @property
    def hands(self) -> Path:
        """A file for each ticket that is being worked on."""
        return self.folder / "hands"

    @property
    def voice_lock(self) -> Path:
        """Who hears voice messages: beside the run, never before it."""
        return self.folder / "voice.lock"

    @property
    def voice(self) -> Path:
        """Which tickets have nothing left to hear: ids and times alone."""
        return self.folder / "voice.json"

    @property
    def good_desk(self) -> Path:
        """The desk's files as they were when they could be read last."""
        return self.folder / "desk"


def place_of(url: str, desk: str = "", base: Path | None = None) -> Place:
    """The place of the server at `url` and the desk of that name, below `base` or `root()`.

    Made where it is missing. Raises StateError when that is not allowed.
    """
    name = f"{server_of(url)}-{desk}" if desk else server_of(url)
    folder = (base or root()) / name
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        allowed = os.access(folder, os.R_OK | os.W_OK | os.X_OK)
    except OSError:
        allowed = False
    if not allowed:
        raise StateError(
            "no place for the state: this user may not write there",
            where=Where(folder),
            hint=f"install -d -m 0700 -o USER {folder.parent}, or set $STATE_DIRECTORY; all "
            "commands for one desk as one user",
        )
    return Place(folder, desk)
