"""signal outbox: answers that wait for a person's decision."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from zammad_plugin.cli.bridged import OUR_DESK, Bridged, bridged, daemon_of, spool_of
from zammad_plugin.cli.options import FORMAT, connection
from zammad_plugin.cli.server import Server
from zammad_plugin.errors import PluginError

if TYPE_CHECKING:
    from zammad_plugin.signal.store.outbox import Letter, Outbox
    from zammad_plugin.signal.store.spool import Spool
    from zammad_plugin.zammad.client import Client


CONFIRMED = (
    "identity",
    "people",
    "bridge",
    "merged",
    "unsafe",
)  # reasons that `retry` alone must not lift
CAPTCHA_PAGE = "https://signalcaptchas.org/challenge/generate.html"


@click.group()
def outbox() -> None:
    """Answers on their way out, and those that a person must decide about."""


@outbox.command("list")
@OUR_DESK
@FORMAT
@click.option("--all", "every", is_flag=True, help="Those that went out too.")
def list_(desk: Path, form: str, every: bool) -> None:
    """Every answer that has not gone out, with what to do about it."""
    from zammad_plugin.signal.status import described
    from zammad_plugin.signal.store.outbox import Outbox

    states = ("queued", "sending", "parked", *(("sent", "dropped") if every else ()))
    with spool_of(bridged(desk)) as spool:
        rows = [described(spool, one) for one in Outbox(spool).of_state(*states)]
    if form == "json":
        click.echo(json.dumps(rows))
        return
    for row in rows:
        click.echo(_line(row))


def _line(row: dict[str, Any]) -> str:
    why = f": {row['reason']}; {_next(row)}" if row["reason"] else ""
    place = f"ticket {row['ticket']}, article {row['article']}"
    return f"{row['id']} {row['outcome']} since {row['since']} ({place}){why}"


def _next(row: dict[str, Any]) -> str:
    number, reason = row["id"], row["reason"]
    if reason == "captcha":
        return (
            f"solve {CAPTCHA_PAGE}, then: zammad-plugin signal outbox captcha 'signalcaptcha://…'"
        )
    if row["outcome"] != "parked":
        return "it goes out by itself"
    verb = "confirm" if reason in CONFIRMED else "retry"
    return f"zammad-plugin signal outbox {verb} {number}, or drop {number}"


@outbox.command()
@click.argument("number", type=int)
@OUR_DESK
def retry(number: int, desk: Path) -> None:
    """Send the parked answer NUMBER again; it may arrive twice."""
    with spool_of(bridged(desk)) as spool:
        box, letter = _parked(spool, number)
        if letter.reason in CONFIRMED:
            raise PluginError(
                f"parked because of '{letter.reason}'",
                hint=f"zammad-plugin signal outbox confirm {number}",
            )
        box.again(letter)
    click.echo(f"{number} is in the queue")


@outbox.command()
@click.argument("number", type=int)
@OUR_DESK
def drop(number: int, desk: Path) -> None:
    """Never send the parked answer NUMBER."""
    with spool_of(bridged(desk)) as spool:
        box, letter = _parked(spool, number)
        box.set_aside(letter, "dropped")
    click.echo(f"{number} is dropped")


@outbox.command()
@click.argument("number", type=int)
@connection
@OUR_DESK
def confirm(number: int, server: Server, desk: Path) -> None:
    """Send the parked answer NUMBER all the same.

    The new safety number was checked, the ticket's customer is the one who is meant, or the words
    are safe although safe contact says yes.
    """
    here = bridged(desk)
    with spool_of(here) as spool:
        box, letter = _parked(spool, number)
        person = _settled(box, letter, here, server)
        if not (person or letter.person):
            raise PluginError(
                "nobody to send it to: the ticket's customer does not use Signal",
                hint=f"zammad-plugin signal outbox drop {number}",
            )
        box.again(letter, person)
    click.echo(f"{number} is in the queue")


def _settled(box: Outbox, letter: Letter, here: Bridged, server: Server) -> str:
    """Takes out of the way what was in it. To whom the answer goes now; empty: as before."""
    from zammad_plugin.signal.store.outbox import UNSAFE

    if letter.reason == "identity":
        with daemon_of(here) as daemon:
            daemon.trust(letter.person)
    elif letter.reason == UNSAFE:
        box.allow(letter)
    elif letter.reason in CONFIRMED:
        with server.client(here.desk.folder) as client:
            return _customer(client, letter.ticket) or letter.person
    return ""


def _customer(client: Client, ticket: int) -> str:
    from zammad_plugin.signal.tickets.customers import person_of

    return person_of(client.record(f"tickets/{ticket}", expand="true").get("customer"))


@outbox.command()
@click.argument("answer")
@OUR_DESK
def captcha(answer: str, desk: Path) -> None:
    """Lift a rate limit with ANSWER, a captcha that a person solved."""
    from zammad_plugin.signal.leaving.sender import CHALLENGE, PAUSED

    here = bridged(desk)
    with spool_of(here) as spool, daemon_of(here) as daemon:
        token = spool.get(CHALLENGE)
        if not token:
            raise PluginError("Signal asks for no captcha", hint="zammad-plugin signal status")
        daemon.submit_captcha(token, answer)
        spool.put(CHALLENGE, "")
        spool.put(PAUSED, "0")
    click.echo("the limit is lifted")


def _parked(spool: Spool, number: int) -> tuple[Outbox, Letter]:
    from zammad_plugin.signal.store.outbox import Outbox

    box = Outbox(spool)
    letter = box.find(number)
    if letter is None or letter.state != "parked":
        raise PluginError(f"no answer {number} is parked", hint="zammad-plugin signal outbox list")
    return box, letter
