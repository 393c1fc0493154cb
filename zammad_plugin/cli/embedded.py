"""Commands on the embedded Zammad: emulator, demo."""

from __future__ import annotations

import json
import re
import sqlite3
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

import click

from zammad_plugin.cli.options import FORMAT
from zammad_plugin.errors import PluginError

if TYPE_CHECKING:
    from zammad_plugin.demo.month import Made


EMBEDDED = "werkzeug"  # what the extra brings


def _needs_the_extra() -> None:
    """Raises PluginError: who only runs the plugin has no server in the process."""
    if find_spec(EMBEDDED) is None:
        raise PluginError(
            "the embedded Zammad is not installed", hint="pip install 'zammad-plugin[demo]'"
        )


@click.command()
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=8091,
    show_default=True,
    help="Port on loopback; 0: any free one.",
)
@click.option("--data", type=click.Path(path_type=Path), help="Keep the data in this SQLite file.")
@click.option("--fault", multiple=True, help="'METHOD PATH COUNT KIND', for tests of clients.")
@click.option("--zammad-version", help="The version to play, such as 5.2, 6.0 or 7.0.")
def emulator(
    port: int, data: Path | None, fault: tuple[str, ...], zammad_version: str | None
) -> None:
    """Serve an embedded Zammad on loopback, until interrupted."""
    _needs_the_extra()
    from zammad_plugin.emulator import Emulator

    try:
        server = Emulator(port, data, fault, version=_played(zammad_version))
    except ValueError as error:
        raise click.BadParameter(str(error), param_hint="--fault") from None
    except sqlite3.Error as error:
        hint = "name a file in a folder that is there, and that an emulator wrote"
        raise PluginError(f"{data} can't be used: {error}", hint=hint) from None
    except OSError as error:
        raise PluginError(
            f"port {port}: {error.strerror}", hint="choose another one: --port 0 takes a free one"
        ) from None
    click.echo(json.dumps({"url": server.url, "tokens": server.tokens}))
    server.serve_forever()


def _played(version: str | None) -> str:
    from zammad_plugin.emulator.server.zammad import VERSION

    if version is None:
        return VERSION
    if not re.fullmatch(r"\d+\.\d+(\.\d+)?", version):
        raise click.BadParameter("two or three numbers: 6.0", param_hint="--zammad-version")
    return version


@click.command()
@click.option("--keep", is_flag=True, help="Leave the server running for the browser.")
@click.option("--port", type=click.IntRange(0, 65535), default=0, help="0: any free port.")
@click.option(
    "--month",
    type=click.Path(file_okay=False, path_type=Path),
    help="An invented month instead: its report (English, Arabic) into this folder.",
)
@click.option(
    "--voice-model",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="A ggml model of Whisper that hears the voice message; without it a double does.",
)
@FORMAT
def demo(keep: bool, port: int, month: Path | None, voice_model: Path | None, form: str) -> None:
    """Watch invented reports be recognised and routed in an embedded Zammad."""
    _needs_the_extra()
    if month:
        return _month(month, port, keep)
    from zammad_plugin.demo.story import play, table, wait, wrong
    from zammad_plugin.emulator import Emulator

    with Emulator(port) as server:
        result = play(server.url, server.tokens, voice_model)
        click.echo(
            json.dumps(result, ensure_ascii=False, indent=2) if form == "json" else table(result)
        )
        if keep:
            click.echo(f"look at {server.url}/ ; end with Ctrl-C", err=True)
            wait()
    if wrong(result):
        raise PluginError(f"the desk does not see as it should: {', '.join(wrong(result))}")
    return None


LANGUAGES = ("en", "ar")  # of the month's pages


def _month(folder: Path, port: int, keep: bool) -> None:
    from zammad_plugin.demo import month
    from zammad_plugin.demo.story import wait
    from zammad_plugin.emulator import Emulator

    with Emulator(port) as server:
        made = month.play(server)
        _pages(server.url, server.tokens["triage"], made, folder)
        if keep:
            click.echo(f"look at {server.url}/ ; end with Ctrl-C", err=True)
            wait()


def _pages(url: str, token: str, made: Made, folder: Path) -> None:
    """The month's report and its networks, in each language, as `report` and `networks` draw
    them."""
    from zammad_plugin.demo.month import hours
    from zammad_plugin.report.network import drawn
    from zammad_plugin.report.page import Page
    from zammad_plugin.report.read import figures
    from zammad_plugin.report.summary import summary
    from zammad_plugin.state.atomic import replace_file
    from zammad_plugin.tickets.networks.clusters import days_ago, linked, members_of
    from zammad_plugin.zammad.client import Client
    from zammad_plugin.zammad.session import Session

    client = Client(Session(url, token))
    try:
        counted = summary(figures(client, hours(), made.first, made.last))
        groups = members_of(linked(client, days_ago(0, made.first)))
    finally:
        client.session.close()
    for lang in LANGUAGES:
        page, picture = folder / f"report-{lang}.html", folder / f"networks-{lang}.svg"
        replace_file(page, [Page(counted, lang, made.last).html()], mode=0o644)
        replace_file(picture, [drawn(groups, lang)], mode=0o644)
        click.echo(f"{page}\n{picture}")
