"""init: a desk of one's own."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from zammad_plugin.cli.output import say
from zammad_plugin.cli.server import Server
from zammad_plugin.errors import ExitCode, PluginError

if TYPE_CHECKING:
    from zammad_plugin.sync.files.pull import Pulled


@click.command()
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path), metavar="FOLDER")
@click.option("--from", "url", default="", metavar="URL", help="Begin with what this Zammad has.")
@click.option(
    "--token-file",
    type=click.Path(path_type=Path),
    default=None,
    help="With --from: file with the token, mode 0600; else $ZAMMAD_TOKEN.",
)
@click.option("--allow-http", is_flag=True, help="Allow plain http beyond loopback.")
def init(folder: Path, url: str, token_file: Path | None, allow_http: bool) -> None:
    """Lay down a desk in FOLDER: settings, examples, schemas for editors, CI, a pre-commit hook.

    The new desk extends the package's: what stands in FOLDER counts in its stead, everything else
    stays. What stands in FOLDER already is left as it is.
    """
    from zammad_plugin.config.settings.desk import SETTINGS_FILE
    from zammad_plugin.config.starter import lay_down

    if (folder / SETTINGS_FILE).exists():
        hint = f"zammad-plugin check --desk {folder}"
        raise PluginError(f"a desk stands in {folder} already", hint=hint)
    written, left = lay_down(folder, url)
    _schemas(folder)
    if not url:
        _remember_package(folder)
    for file in left:
        say(f"left as it is: {file}")
    pulled = _pull(folder, Server(url, token_file, allow_http)) if url else None
    count = len(written) + (len(pulled.written) if pulled else 0)
    click.echo(f"{count} files in {folder}\n  next: zammad-plugin check --desk {folder}")
    if pulled and pulled.left:
        raise SystemExit(int(ExitCode.PARTIAL))


def _remember_package(folder: Path) -> None:
    """By which `upgrade` says later what has changed."""
    from zammad_plugin.sync.files.since import remember

    remember(folder)


def _schemas(folder: Path) -> None:
    """What editors complete and check with, beside the desk's files."""
    from zammad_plugin.check.schema import FILE_KINDS, schema_of
    from zammad_plugin.config.starter import put

    for name, kind in FILE_KINDS.items():
        text = json.dumps(schema_of(kind), ensure_ascii=False, indent=1)
        put(folder / ".schema" / f"{name}.json", f"{text}\n")


def _pull(folder: Path, server: Server) -> Pulled:
    from zammad_plugin.sync.files.pull import pull

    with server.or_of(folder).client() as client:
        pulled = pull(client, folder)
    for where, why in pulled.left:
        say(f"left out: {where}: {why}")
    return pulled
