"""The bridge of a desk as the commands on Signal take it: settings, daemon, spool."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from zammad_plugin.cli.options import desk_with
from zammad_plugin.errors import PluginError

if TYPE_CHECKING:
    from zammad_plugin.config.desk import Desk
    from zammad_plugin.config.settings.signal import SignalSettings
    from zammad_plugin.signal.store.spool import Spool
    from zammad_plugin.signal.wire.daemon import Daemon

OUR_DESK = desk_with("signal")


@dataclass(frozen=True)
class Bridged:
    """A desk that has a bridge: its settings, its language, the folder of its spool."""

    desk: Desk
    settings: SignalSettings
    folder: Path

    @property
    def lang(self) -> str:
        return str(self.desk.settings.language)


def bridged(folder: Path) -> Bridged:
    """Raises DeskError for a wrong file, PluginError for a desk without `signal:`."""
    from zammad_plugin.config.desk import load_desk

    desk = load_desk(folder)
    settings = desk.settings.signal
    if settings is None:
        raise PluginError(
            "the desk has no bridge to Signal",
            hint="add `signal:` to zammad-plugin.yml (docs/signal.md)",
        )
    return Bridged(desk, settings, folder / settings.spool)


@contextmanager
def daemon_of(here: Bridged) -> Iterator[Daemon]:
    from zammad_plugin.signal.wire.daemon import Daemon

    daemon = Daemon(here.settings.daemon, here.settings.account)
    try:
        yield daemon
    finally:
        daemon.close()


@contextmanager
def spool_of(here: Bridged) -> Iterator[Spool]:
    """The spool that `run` made. Raises PluginError when there is none."""
    from zammad_plugin.signal.store.spool import FILE, Spool

    if not (here.folder / FILE).is_file():
        raise PluginError(f"no spool in {here.folder}", hint="zammad-plugin signal run")
    with Spool(here.folder) as spool:
        yield spool
