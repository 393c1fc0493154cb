"""signal link: the desk's phone to this machine. signal doctor: what is wrong around the bridge."""

from __future__ import annotations

import io
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from zammad_plugin.cli.bridged import OUR_DESK, Bridged, bridged, daemon_of, spool_of
from zammad_plugin.cli.doctor import tell
from zammad_plugin.cli.options import FORMAT
from zammad_plugin.errors import DaemonAway, DaemonRefused, PluginError

if TYPE_CHECKING:
    from segno import QRCode

    from zammad_plugin.signal.store.downtime import Gap
    from zammad_plugin.signal.wire.daemon import Daemon


MULTI = "start signal-cli's daemon without -a (docs/systemd/signal-cli.service), then run it again"
SCAN = "On the desk's phone: Signal, Settings, Linked devices, +. Scan this within some minutes:"
PIXELS = 8  # of the picture, a square of the code


@click.command()
@OUR_DESK
@click.option(
    "--name", default="Helpdesk", show_default=True, help="What the phone calls this device."
)
@click.option(
    "--png",
    type=click.Path(dir_okay=False, writable=True, path_type=Path),
    help="Draw the code into this file instead; it is removed afterwards.",
)
def link(desk: Path, name: str, png: Path | None) -> None:
    """Link signal-cli with the desk's phone: shows a QR code and waits until it is scanned."""
    here = bridged(desk)
    with daemon_of(here) as daemon:
        if _linked(daemon):
            click.echo("linked already")
            return
        address = daemon.start_link()
        with _shown(address, png):
            number = _scanned(daemon, address, name)
    if number != here.settings.account:
        raise PluginError(
            "linked, but the phone has another number than signal.account says",
            hint="mend signal.account in zammad-plugin.yml, or unlink the device on that phone",
        )
    click.echo("linked; next: zammad-plugin signal doctor")


def _linked(daemon: Daemon) -> bool:
    daemon.check()
    try:
        return daemon.account in daemon.accounts()
    except DaemonRefused as error:
        raise PluginError(f"this daemon links no phone: {error.what}", hint=MULTI) from None


@contextmanager
def _shown(address: str, png: Path | None) -> Iterator[None]:
    import segno

    code = segno.make(address, error="m", micro=False)
    if png is None:
        _draw(code)
        yield
        return
    try:
        with os.fdopen(os.open(png, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            code.save(file, kind="png", scale=PIXELS, border=4)
    except FileExistsError:
        raise PluginError(f"{png} exists", hint="name another file") from None
    try:
        click.echo(f"{SCAN} {png}")
        yield
    finally:
        png.unlink(missing_ok=True)


def _draw(code: QRCode) -> None:
    """On the terminal."""
    drawn = io.StringIO()
    code.terminal(drawn, compact=True, border=2)
    click.echo(SCAN)
    for line in drawn.getvalue().splitlines():
        # black on white, whatever colours the terminal has: some phones read nothing else
        click.echo(click.style(line, fg="bright_white", bg="black"))


def _scanned(daemon: Daemon, address: str, name: str) -> str:
    """The number. Raises PluginError when nobody scanned in time."""
    try:
        return str(daemon.finish_link(address, name))
    except (DaemonAway, DaemonRefused) as error:
        raise PluginError(
            f"not linked: {error.what}", hint="run it again and scan within a minute"
        ) from None


@click.command()
@OUR_DESK
@FORMAT
def doctor(desk: Path, form: str) -> None:
    """Look at the daemon, how it was started, its account and keys, the clock, folders, gaps.

    Exit code 1 when something fails.
    """
    from zammad_plugin.doctor.signal import examine

    here = bridged(desk)
    with daemon_of(here) as daemon:
        findings = examine(daemon, here.folder, _gaps(here))
    tell(findings, form)


def _gaps(here: Bridged) -> list[Gap] | None:
    from zammad_plugin.signal.store.downtime import Gaps

    try:
        with spool_of(here) as spool:
            return Gaps(spool).all()
    except PluginError:
        return None  # no spool yet, or one that others may read: its folder's line says so
