"""worker: tickets from the desk's queue in Redis, on as many machines as one likes."""

from __future__ import annotations

import signal
import socket
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from zammad_plugin.cli.hands import ABREAST, Shared, shared_by
from zammad_plugin.cli.judged import rules
from zammad_plugin.cli.last_good import last_good
from zammad_plugin.cli.options import STATE_DIR, connection, desk_with
from zammad_plugin.cli.output import say
from zammad_plugin.cli.server import Server, place
from zammad_plugin.errors import PluginError, Unavailable

if TYPE_CHECKING:
    from celery import Celery
    from redis import Redis

    from zammad_plugin.config.desk import Desk
    from zammad_plugin.config.settings.machines import ScaleSettings
    from zammad_plugin.deadlines.rounds import Times
    from zammad_plugin.serve.queue import JobQueue
    from zammad_plugin.serve.tally import Tally
    from zammad_plugin.state.hands import Hands
    from zammad_plugin.state.places import Place
    from zammad_plugin.tickets.tools import Tools
    from zammad_plugin.tickets.voice.step import Done as Heard
    from zammad_plugin.zammad.client import Client

SLOWLY = 2  # tickets that a slow worker has in hand


@click.command()
@last_good
@connection
@desk_with("scale")
@click.option(
    "--slow",
    is_flag=True,
    help="Voice messages, clocks and sync instead of messages; at least one such worker is needed.",
)
@click.option(
    "--processes", type=click.IntRange(1, 64), help="Tickets at once; else the desk's, slow: 2."
)
@STATE_DIR
def worker(
    server: Server,
    desk: Path,
    slow: bool,
    processes: int | None,
    state_dir: Path | None,
) -> None:
    """Triage tickets that `serve`, the bridge and other workers queue, until it is stopped.

    Any number may run on any number of machines, with a token of the same user. One that is killed
    loses nothing: what it had in hand is another's within a minute. Keep `run` in cron.
    """
    from zammad_plugin.config.desk import load_desk
    from zammad_plugin.deadlines.rounds import Times
    from zammad_plugin.serve.broker import QUICK, SLOW
    from zammad_plugin.serve.shop import Shop, tasks
    from zammad_plugin.tickets.tools import tools_of

    loaded, here = load_desk(desk), place(server.url, desk, state_dir)
    shared, pace = shared_by(loaded, here, slow), SLOW if slow else QUICK
    line, tally, settings = _queue(loaded, shared)
    tools = tools_of(loaded, rules(desk), key=here.network_key)
    rounds = _rounds(loaded, server, here, Times(here.rounds), tools, shared.hands)
    shop = Shop(
        line,
        lambda: server.client(desk, abreast=ABREAST),
        tools,
        shared.hands,
        rounds,
        tally.told,
        _hears(loaded, tools, shared.hands),
    )
    with shop.clients() as client:
        client.me()  # a wrong token is said now
    tasks(line.app, shop)
    _warm(tools)
    count = processes or (SLOWLY if slow else settings.processes)
    beat = here.folder / "beat" if slow else None
    raise SystemExit(_work(line.app, pace.queues, count, beat))


def _queue(desk: Desk, shared: Shared) -> tuple[JobQueue, Tally, ScaleSettings]:
    """Raises PluginError where the desk has none, Unavailable where it does not answer."""
    line, tally, settings = shared.line, shared.tally, desk.settings.scale
    if line is None or tally is None or settings is None:
        hint = "add `scale:` to zammad-plugin.yml (docs/running.md)"
        raise PluginError("the desk has no queue for several machines", hint=hint)
    _answers(line.redis)
    return line, tally, settings


def _answers(redis: Redis) -> None:
    """Raises Unavailable when Redis does not: said now, and systemd tries again."""
    from redis.exceptions import RedisError

    try:
        redis.ping()
    except RedisError as error:
        what = f"Redis does not answer: {type(error).__name__}"
        raise Unavailable(what, hint="is redis-server up, at that address?") from None


def _hears(desk: Desk, tools: Tools, hands: Hands) -> Callable[[Client, int], Heard] | None:
    """Hears the voice messages of one ticket; None where only people do."""
    from zammad_plugin.tickets.voice.step import hear
    from zammad_plugin.voice.ears import ears_of

    if desk.settings.voice is None:
        return None
    ears = ears_of(desk.settings.voice, desk.folder)
    return lambda client, ticket: hear(client, tools, ears, hands=hands, only=[ticket])


def _rounds(
    desk: Desk,
    server: Server,
    here: Place,
    times: Times,
    tools: Tools,
    hands: Hands,
) -> Callable[[Client], None]:
    """Sync and clocks, each where it is due."""
    from zammad_plugin.cli.sync_step import sync_if_due
    from zammad_plugin.deadlines.rounds import after_triage

    def work(client: Client) -> None:
        sync_if_due(desk, server, here, times)
        after_triage(client, tools, times, hands=hands)

    return work


def _warm(tools: Tools) -> None:
    """Rules that are compiled at their first use have been used before processes are forked."""
    from zammad_plugin.triage.engine import assess
    from zammad_plugin.triage.model import Message

    assess([Message(text="hello", subject="", created_at="")], tools.ruleset)


# Workers know nothing of each other, and log as every command does.
ALONE = {
    "pool": "prefork",
    "without_gossip": True,
    "without_mingle": True,
    "without_heartbeat": True,
    "loglevel": None,
    "quiet": True,
}


def _work(app: Celery, queues: tuple[str, ...], processes: int, beat: Path | None) -> int:
    from celery.signals import setup_logging, worker_process_init, worker_ready

    setup_logging.connect(_own_log, weak=False)
    worker_process_init.connect(_quiet, weak=False)
    worker_ready.connect(lambda **_: say("ready"), weak=False)
    made = app.Worker(
        hostname=f"{queues[0]}@{socket.gethostname()}",
        concurrency=processes,
        queues=",".join(queues),
        beat=beat is not None,
        schedule_filename=str(beat) if beat else None,
        **ALONE,
    )
    made.start()
    return int(made.exitcode or 0)


def _own_log(**_: object) -> None:
    """Celery leaves our log as it is."""


def _quiet(**_: object) -> None:
    """The parent decides when its processes end."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
