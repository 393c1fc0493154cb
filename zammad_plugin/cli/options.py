"""Options that several commands share, and the client made from them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from functools import wraps
from pathlib import Path
from typing import Any

import click

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
    help="The desk's folder; without it the default desk of the package.",
)

STATE_DIR = click.option(
    "--state-dir",
    type=click.Path(file_okay=False, path_type=Path),
    default=None,
    help="Where locks and state stand, by server and desk; else $STATE_DIRECTORY, else "
    "$XDG_STATE_HOME, else /var/lib/zammad-plugin.",
)


def place(url: str, desk: Path | None, base: Path | None) -> Any:
    """The Place of a server and a desk. Raises DeskError for settings that can't be read."""
    from zammad_plugin.state.places import place_of

    return place_of(url, _name_of(desk), base)


def _name_of(desk: Path | None) -> str:
    from zammad_plugin.config.desk import load_desk

    return load_desk(desk).settings.name if desk else ""


def connection(command: Callable[..., Any]) -> Callable[..., Any]:
    """--url, --token-file and --allow-http."""
    for option in (
        click.option("--allow-http", is_flag=True, help="Allow plain http beyond loopback."),
        click.option(
            "--token-file",
            type=click.Path(path_type=Path),
            default=None,
            help="File with the token, mode 0600; else $ZAMMAD_TOKEN.",
        ),
        click.option("--url", envvar="ZAMMAD_URL", required=True, help="Zammad's address."),
    ):
        command = option(command)
    return command


@dataclass(frozen=True)
class Target:
    """A Zammad, the desk whose files it gets, and the folder that says what it got last."""

    url: str
    token_file: Path | None
    allow_http: bool
    desk: Path | None
    state_dir: Path | None

    @property
    def place(self) -> Any:
        """Where this server's and desk's state stands."""
        return place(self.url, self.desk, self.state_dir)

    def connected(self) -> AbstractContextManager[Any]:
        return client_of(self.url, self.token_file, self.allow_http)


def target(command: Callable[..., Any]) -> Callable[..., Any]:
    """The options of a Target, which the command gets as its first argument."""

    @wraps(command)
    def with_target(
        url: str,
        token_file: Path | None,
        allow_http: bool,
        desk: Path | None,
        state_dir: Path | None,
        **more: Any,
    ) -> Any:
        return command(Target(url, token_file, allow_http, desk, state_dir), **more)

    return connection(DESK(STATE_DIR(with_target)))


@contextmanager
def client_of(
    url: str, token_file: Path | None, allow_http: bool, desk: Path | None = None
) -> Iterator[Any]:
    """A Client, closed at the end; `desk` says which names tags have. Imports late, so that
    --help stays fast."""
    from zammad_plugin.config.desk import load_desk
    from zammad_plugin.config.taxonomy import PLAIN
    from zammad_plugin.zammad.client import Client
    from zammad_plugin.zammad.session import Session
    from zammad_plugin.zammad.token import read_token

    names = load_desk(desk).tag_names if desk else PLAIN
    session = Session(url, read_token(token_file), allow_http=allow_http)
    try:
        yield Client(session, names)
    finally:
        session.close()
