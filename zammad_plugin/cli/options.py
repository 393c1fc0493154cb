"""Options that several commands share, and the client made from them."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, TypedDict, TypeVar

import click

if TYPE_CHECKING:
    from zammad_plugin.config.desk import Desk
    from zammad_plugin.state.places import Place
    from zammad_plugin.zammad.client import Client

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
DESK = click.option(
    "--desk",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    default=None,
    envvar=DESK_VARIABLE,
    show_envvar=True,
    help="The desk's folder; without it the default desk of the package.",
)


def desk_with(section: str, envvar: str | None = None) -> Callable[[F], F]:
    """--desk of a command that does nothing without this section of the desk's settings."""
    return click.option(
        "--desk",
        type=click.Path(exists=True, file_okay=False, path_type=Path),
        required=True,
        envvar=envvar,
        show_envvar=True,
        help=f"The desk's folder; its zammad-plugin.yml holds `{section}:`.",
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


def place(url: str, desk: Path | None, base: Path | None) -> Place:
    """The Place of a server and a desk. Raises DeskError for settings that can't be read."""
    from zammad_plugin.state.places import place_of

    return place_of(url, _name_of(desk), base)


def _name_of(desk: Path | None) -> str:
    from zammad_plugin.config.desk import load_desk

    return load_desk(desk).settings.name if desk else ""


EXAMPLE = "https://desk.example.org"
NO_URL = (
    f"no Zammad named: --url {EXAMPLE}, or $ZAMMAD_URL, or `url:` in the desk's "
    "zammad-plugin.yml (with --desk)"
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
        folder = desk if isinstance(desk, Path) else None
        named = named_by(folder, url or "", token_file, allow_http)
        if needed and not named["url"]:
            raise click.UsageError(NO_URL)
        return command(**named, **more)

    found: Callable[..., object] = connected
    for option in (
        click.option(
            "--allow-http",
            is_flag=True,
            envvar="ZAMMAD_ALLOW_HTTP",
            help="Allow plain http beyond loopback.",
        ),
        click.option(
            "--token-file",
            type=click.Path(path_type=Path),
            default=None,
            help="File with the token, mode 0600; else $ZAMMAD_TOKEN, else the desk's.",
        ),
        click.option(
            "--url",
            callback=_address,
            envvar="ZAMMAD_URL",
            show_envvar=True,
            help="Zammad's address; else the desk's.",
        ),
    ):
        found = option(found)
    return found


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


class Named(TypedDict):
    """How a Zammad is reached."""

    url: str
    token_file: Path | None
    allow_http: bool


def named_by(desk: Path | None, url: str, token_file: Path | None, allow_http: bool) -> Named:
    """What was given on the command line or in the environment, else what the desk's settings
    say. Raises DeskError for settings that can't be read."""
    if desk is None or not desk.is_dir():
        return {"url": url, "token_file": token_file, "allow_http": allow_http}
    from zammad_plugin.config.desk import load_desk
    from zammad_plugin.zammad.token import VARIABLE

    loaded = load_desk(desk)
    if token_file is None and not os.environ.get(VARIABLE, "").strip():
        token_file = loaded.token_file
    return {
        "url": url or loaded.settings.url,
        "token_file": token_file,
        "allow_http": allow_http or loaded.settings.allow_http,
    }


@dataclass(frozen=True)
class Target:
    """A Zammad, the desk whose files it gets, and the folder that says what it got last."""

    url: str
    token_file: Path | None
    allow_http: bool
    desk: Path | None
    state_dir: Path | None

    @property
    def place(self) -> Place:
        """Where this server's and desk's state stands."""
        return place(self.url, self.desk, self.state_dir)

    def connected(self) -> AbstractContextManager[Client]:
        return client_of(self.url, self.token_file, self.allow_http, self.desk, named=False)


def target(command: Callable[..., object]) -> Callable[..., object]:
    """The options of a Target, which the command gets as its first argument."""

    @wraps(command)
    def with_target(
        url: str,
        token_file: Path | None,
        allow_http: bool,
        desk: Path | None,
        state_dir: Path | None,
        **more: object,
    ) -> object:
        return command(Target(url, token_file, allow_http, desk, state_dir), **more)

    return connection(DESK(STATE_DIR(with_target)))


@contextmanager
def client_of(
    url: str,
    token_file: Path | None,
    allow_http: bool,
    desk: Path | None = None,
    named: bool = True,
    abreast: int = 1,
) -> Iterator[Client]:
    """A Client, closed at the end; `desk` says which names tags have (not `named`: plain ones, as
    files have them) and by which way the server is reached; `abreast`: calls at once. Imports late,
    so that --help stays fast."""
    from zammad_plugin.config.desk import load_desk
    from zammad_plugin.zammad.token import read_token

    loaded = load_desk(desk) if desk else None
    with client_by(read_token(token_file), url, allow_http, loaded, named, abreast) as client:
        yield client


@contextmanager
def client_by(
    token: str,
    url: str,
    allow_http: bool,
    desk: Desk | None,
    named: bool = True,
    abreast: int = 1,
) -> Iterator[Client]:
    """The same with a token and a desk that were read already."""
    from zammad_plugin.config.taxonomy import PLAIN
    from zammad_plugin.zammad.client import Client
    from zammad_plugin.zammad.session import Session

    names = desk.tag_names if desk and named else PLAIN
    proxies = desk is not None and desk.settings.proxy == "environment"
    session = Session(url, token, allow_http=allow_http, proxies=proxies, abreast=abreast)
    try:
        yield Client(session, names)
    finally:
        session.close()
