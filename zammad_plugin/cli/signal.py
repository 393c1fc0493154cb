"""signal: the bridge to Signal, and what a person decides about its messages."""

from __future__ import annotations

import logging
import signal as signals
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from zammad_plugin.cli.bridged import OUR_DESK, Bridged, bridged, daemon_of, spool_of
from zammad_plugin.cli.lazy import LazyGroup
from zammad_plugin.cli.options import STATE_DIR, connection
from zammad_plugin.cli.output import say
from zammad_plugin.cli.server import Server, place
from zammad_plugin.errors import ExitCode, PluginError, QueueFull

if TYPE_CHECKING:
    from zammad_plugin.cli.hands import Shared
    from zammad_plugin.serve.bench import Bench
    from zammad_plugin.signal.bridge import Ends

log = logging.getLogger(__name__)
AT_ONCE = 4  # tickets that the bridge triages at once
LAST = 60.0  # seconds for the tickets of --once
ELSEWHERE = {
    "doctor": "signal_setup:doctor",
    "link": "signal_setup:link",
    "outbox": "signal_outbox:outbox",
    "status": "signal_status:status",
}


@contextmanager
def _ends(
    server: Server,
    here: Bridged,
    told: Callable[[int, int], None] | None = None,
) -> Iterator[Ends]:
    from zammad_plugin.signal.arriving.pump import untold
    from zammad_plugin.signal.bridge import Ends
    from zammad_plugin.tickets.replies.texts import all_languages

    desk = here.desk.folder
    with server.client(desk) as client, daemon_of(here) as daemon:
        own: Callable[[str], str] = lambda key: all_languages(here.desk, key)  # noqa: E731
        yield Ends(client, daemon, here.settings, here.lang, own, told=told or untold)


def _bench(server: Server, here: Bridged, state_dir: Path | None) -> tuple[Bench, Shared]:
    """Raises PluginError's children for what can't judge."""
    from zammad_plugin.cli.hands import shared_by
    from zammad_plugin.cli.judged import rules
    from zammad_plugin.serve.bench import Bench
    from zammad_plugin.tickets.tools import tools_of

    desk = here.desk.folder
    at = place(server.url, desk, state_dir)
    tools = tools_of(here.desk, rules(desk), key=at.network_key)
    shared = shared_by(here.desk, at)
    clients = partial(server.client, desk)
    return Bench(clients, tools, shared.hands, AT_ONCE, shared.put), shared


@contextmanager
def _judge(server: Server, here: Bridged, state_dir: Path | None) -> Iterator[Bench | None]:
    """Triage of what the bridge brings in, within seconds. Whatever is wrong with it stops no
    message: then it is `run`'s."""
    try:
        made = _bench(server, here, state_dir) if here.settings.triage else None
    except PluginError as error:
        say(f"error: no triage by the bridge: {error}")
        made = None
    if made is None:
        yield None
        return
    bench, shared = made
    bench.start()
    try:
        yield bench
    finally:
        bench.stop()
        shared.close()


@click.group(cls=LazyGroup, places=ELSEWHERE)
def signal() -> None:
    """The bridge to Signal, a channel that Zammad does not have."""


@signal.command()
@connection
@OUR_DESK
@click.option(
    "--once",
    is_flag=True,
    help="End when nothing came between two signs of life, in 15 to 30 s; for cron.",
)
@STATE_DIR
def run(server: Server, desk: Path, once: bool, state_dir: Path | None) -> None:
    """Carry messages between Signal and Zammad until it is stopped, and triage what it brings.

    A second bridge on the same spool exits 75. A daemon that is too old, loses messages by the way
    it was started or lacks the account is refused. Run it as a service: after the end, of each
    --once too, a message is lost that comes before signal-cli notices it, within 15 seconds.
    """
    from zammad_plugin.signal import bridge

    here = bridged(desk)
    with (
        _judge(server, here, state_dir) as bench,
        _ends(server, here, _named(bench)) as ends,
    ):
        if not once:
            bridge.run(ends, here.folder, _stopped())
            return
        try:
            _told(*bridge.once(ends, here.folder))
        finally:
            if bench:
                bench.pool.drain(LAST)


def _stopped() -> threading.Event:
    """Set by whoever ends the program."""
    stop = threading.Event()
    for one in (signals.SIGTERM, signals.SIGINT):
        signals.signal(one, lambda *_: stop.set())
    return stop


def _named(bench: Bench | None) -> Callable[[int, int], None] | None:
    if bench is None:
        return None

    def told(ticket: int, customer: int) -> None:
        try:
            bench.accept(ticket, customer)
        except QueueFull as error:
            log.warning("ticket %s: %s; left to run", ticket, error.what)

    return told


def _told(arrived: int, left: int, failed: int) -> None:
    if arrived or left or failed:
        click.echo(f"{arrived} into Zammad, {left} out, {failed} failed")
    if failed:
        raise SystemExit(int(ExitCode.PARTIAL))


@signal.command()
@click.argument("held", metavar="TICKET/KEY")
@click.option("--by", multiple=True, required=True, help="Login of an agent; two are needed.")
@connection
@OUR_DESK
def release(held: str, by: tuple[str, ...], server: Server, desk: Path) -> None:
    """Copy a HELD file into an internal note of its ticket. Two named persons decide.

    HELD is TICKET/KEY, such as 13007/h3: the ticket's number or id, and the key it shows.
    """
    from zammad_plugin.signal.leaving.release import Release
    from zammad_plugin.signal.store.held import HeldFiles
    from zammad_plugin.signal.tickets.conversation import Conversations

    here, (ticket, _, key) = bridged(desk), held.partition("/")
    with spool_of(here) as spool, _ends(server, here) as ends:
        talks = Conversations(ends.client, spool, here.settings)
        work = Release(ends.client, ends.daemon, HeldFiles(spool), talks, here.lang)
        article = work.release(ticket, key, by)
    click.echo(f"released into article {article}")


@signal.command()
@OUR_DESK
def again(desk: Path) -> None:
    """Put messages that Zammad refused back into the queue."""
    from zammad_plugin.signal.store.inbox import Inbox

    with spool_of(bridged(desk)) as spool:
        click.echo(f"{Inbox(spool).again()} are tried again")
