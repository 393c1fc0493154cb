"""serve: Zammad's webhook, for triage within a second."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import click

from zammad_plugin.cli.hands import ABREAST, shared_by
from zammad_plugin.cli.judged import rules
from zammad_plugin.cli.last_good import last_good
from zammad_plugin.cli.options import STATE_DIR, connection, desk_with
from zammad_plugin.cli.output import say
from zammad_plugin.cli.server import Server, place
from zammad_plugin.errors import PluginError
from zammad_plugin.text.url import LOOPBACK as LOOPBACK_NAMES
from zammad_plugin.text.url import address_of

if TYPE_CHECKING:
    from zammad_plugin.config.settings.protection import FenceSettings
    from zammad_plugin.serve.gate import Gate
    from zammad_plugin.zammad.client import Client


LOOPBACK = "127.0.0.1:8092"


def _address(context: click.Context, option: click.Parameter, value: str) -> tuple[str, int]:
    host, _, port = value.rpartition(":")
    if host and port.isdigit() and int(port) < 65536:
        return host.strip("[]"), int(port)
    raise click.BadParameter(f"such as {LOOPBACK}")


@click.command()
@last_good
@connection
@desk_with("serve")
@click.option(
    "--listen",
    callback=_address,
    default=LOOPBACK,
    show_default=True,
    metavar="HOST:PORT",
    help="Where Zammad's webhook comes in; port 0 takes a free one.",
)
@STATE_DIR
def serve(
    server: Server,
    desk: Path,
    listen: tuple[str, int],
    state_dir: Path | None,
) -> None:
    """Triage a ticket as soon as Zammad's webhook names it, until it is stopped.

    A webhook is a hint that may get lost: keep `run` in cron. Beyond loopback put a proxy with TLS
    before it; a webhook without the right signature is refused wherever it comes from.
    """
    from zammad_plugin.config.desk import load_desk
    from zammad_plugin.serve.bench import Bench
    from zammad_plugin.serve.service import Service
    from zammad_plugin.serve.service import listen as work
    from zammad_plugin.tickets.tools import tools_of

    loaded = load_desk(desk)
    settings = loaded.settings.serve
    if settings is None:
        hint = "add `serve:` to zammad-plugin.yml (docs/running.md), then: zammad-plugin apply"
        raise PluginError("the desk takes no webhooks", hint=hint)

    warn_elsewhere(settings.endpoint, listen[1])

    def clients() -> AbstractContextManager[Client]:
        return server.client(desk, abreast=ABREAST)

    here = place(server.url, desk, state_dir)
    shared = shared_by(loaded, here)
    tools = tools_of(loaded, rules(desk), key=here.network_key)
    bench = Bench(clients, tools, shared.hands, settings.threads, shared.put)
    secret = os.environ.get(settings.secret.env, "").encode()
    gate = _gate(server, loaded.settings.fence, clients)
    service = Service(secret, bench, gate, shared.tally)
    with bench.clients() as client:
        client.me()  # a wrong token is said now
    signal.signal(signal.SIGTERM, _ended)
    work(service, *listen, _told)


def warn_elsewhere(endpoint: str, port: int) -> None:
    """Of a webhook that calls another port of this machine: nobody would hear it."""
    called = address_of(endpoint)
    if port and called.hostname in LOOPBACK_NAMES and called.port not in (port, None):
        what = f"the webhook calls port {called.port}, and serve listens on {port}"
        say(f"warning: {what}\n  next: --listen 127.0.0.1:{called.port}, or mend serve.endpoint")


def _gate(
    server: Server,
    fence: FenceSettings | None,
    clients: Callable[[], AbstractContextManager[Client]],
) -> Gate | None:
    from zammad_plugin.serve.gate import Gate

    return Gate(server.url, fence.roles, clients, server.allow_http) if fence else None


def _ended(*_: object) -> NoReturn:
    raise SystemExit(0)


def _told(host: str, port: int) -> None:
    say(f"ready on http://{host}:{port}")
