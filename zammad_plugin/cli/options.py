"""Options that several commands share."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import TypeVar

import click

from zammad_plugin.cli.hints import remember
from zammad_plugin.cli.server import EXAMPLE, NO_URL, Server, Target
from zammad_plugin.vocabulary import AGENT_LANGUAGES, MAIN

F = TypeVar("F", bound=Callable[..., object] | click.Command)
DESK_VARIABLE = "ZAMMAD_DESK"
FORMAT = click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="How the result is printed.",
)


def _desk(told: str, *, needed: bool, envvar: str | None = DESK_VARIABLE) -> Callable[[F], F]:
    return click.option(
        "--desk",
        type=click.Path(exists=True, file_okay=False, path_type=Path),
        required=needed,
        envvar=envvar,
        show_envvar=True,
        callback=remember,
        help=told,
    )


DESK = _desk("The desk's folder; without it the default desk of the package.", needed=False)
DESK_NEEDED = _desk("The desk's folder.", needed=True)


def desk_with(section: str, envvar: str | None = None) -> Callable[[F], F]:
    """--desk of a command that does nothing without this section of the desk's settings."""
    told = f"The desk's folder; its zammad-plugin.yml holds `{section}:`."
    return _desk(told, needed=True, envvar=envvar)


def lang_of(told: str) -> Callable[[F], F]:
    """--lang of what is printed for people: one of the agents' languages."""
    return click.option(
        "--lang",
        type=click.Choice(AGENT_LANGUAGES),
        default=MAIN,
        show_default=True,
        help=told,
    )


def country_code(
    context: click.Context, parameter: click.Parameter, code: str | None
) -> str | None:
    """Raises BadParameter for anything but two letters: a name would find no contact at all."""
    if code and not (len(code) == 2 and code.isascii() and code.isalpha()):
        raise click.BadParameter(f"'{code}' is no code of a country: two letters, such as LB")
    return code


STATE_DIR = click.option(
    "--state-dir",
    type=click.Path(file_okay=False, path_type=Path),
    default=None,
    help="Where locks and state stand, by server and desk; else $STATE_DIRECTORY, else "
    "$XDG_STATE_HOME, else /var/lib/zammad-plugin.",
)


def connection(command: Callable[..., object]) -> Callable[..., object]:
    """--url, --token-file and --allow-http: the option, then the environment, then the settings
    of the desk. Raises UsageError without a URL."""
    return _connection(command, needed=True)


def connection_if_asked(command: Callable[..., object]) -> Callable[..., object]:
    """The same for a command that asks a server only sometimes; `url` may be empty."""
    return _connection(command, needed=False)


def _connection(command: Callable[..., object], needed: bool) -> Callable[..., object]:
    @wraps(command)
    def connected(
        url: str | None, token_file: Path | None, allow_http: bool, **more: object
    ) -> object:
        desk = more.get("desk")
        given = Server(url or "", token_file, allow_http)
        server = given.or_of(desk if isinstance(desk, Path) else None)
        if needed and not server.url:
            raise click.UsageError(NO_URL)
        return command(server=server, **more)

    return URL(TOKEN_FILE(ALLOW_HTTP(connected)))


def _address(context: click.Context, parameter: click.Parameter, url: str | None) -> str | None:
    """Raises BadParameter for what is no address, before anything else is asked for."""
    if not url:
        return url
    from zammad_plugin.text.url import address_of

    parts = address_of(url)
    if parts.scheme in {"http", "https"} and parts.hostname:
        return url
    rest = url.rpartition("://")[2].strip("/")
    meant = f"https://{rest}" if address_of(f"https://{rest}").hostname else EXAMPLE
    raise click.BadParameter(f"'{url}' is no address of a Zammad, did you mean '{meant}'?")


ALLOW_HTTP = click.option(
    "--allow-http",
    is_flag=True,
    envvar="ZAMMAD_ALLOW_HTTP",
    help="Allow plain http beyond loopback.",
)
TOKEN_FILE = click.option(
    "--token-file",
    type=click.Path(path_type=Path),
    default=None,
    help="File with the token, mode 0600; else $ZAMMAD_TOKEN, else the desk's.",
)
URL = click.option(
    "--url",
    callback=_address,
    envvar="ZAMMAD_URL",
    show_envvar=True,
    help="Zammad's address; else the desk's.",
)


def target(command: Callable[..., object]) -> Callable[..., object]:
    """The options of a Target, which the command gets as its first argument."""

    @wraps(command)
    def with_target(
        server: Server, desk: Path | None, state_dir: Path | None, **more: object
    ) -> object:
        return command(Target(server, desk, state_dir), **more)

    return connection(DESK(STATE_DIR(with_target)))
