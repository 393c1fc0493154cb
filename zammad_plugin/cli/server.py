"""How a command reaches a Zammad, and where its state stands. Imports late, so that --help stays
fast."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from zammad_plugin.config.desk import Desk
    from zammad_plugin.state.places import Place
    from zammad_plugin.zammad.client import Client

EXAMPLE = "https://desk.example.org"
NO_URL = (
    f"no Zammad named: --url {EXAMPLE}, or $ZAMMAD_URL, or `url:` in the desk's "
    "zammad-plugin.yml (with --desk)"
)


@dataclass(frozen=True)
class Server:
    """A Zammad as it was named; `url` may be empty. Without `token_file` the token stands in
    $ZAMMAD_TOKEN."""

    url: str
    token_file: Path | None = None
    allow_http: bool = False

    def or_of(self, desk: Path | None) -> Server:
        """What was given on the command line or in the environment, else what the desk's settings
        say. Raises DeskError for settings that can't be read."""
        if desk is None or not desk.is_dir():
            return self
        from zammad_plugin.config.desk import load_desk
        from zammad_plugin.zammad.token import VARIABLE

        loaded, file = load_desk(desk), self.token_file
        if file is None and not os.environ.get(VARIABLE, "").strip():
            file = loaded.token_file
        allowed = self.allow_http or loaded.settings.allow_http
        return Server(self.url or loaded.settings.url, file, allowed)

    @contextmanager
    def client(
        self, desk: Path | None = None, named: bool = True, abreast: int = 1
    ) -> Iterator[Client]:
        """A Client, closed at the end; `desk` says which names tags have (not `named`: plain ones,
        as files have them) and by which way the server is reached; `abreast`: calls at once."""
        from zammad_plugin.config.desk import desk_in
        from zammad_plugin.zammad.token import read_token

        loaded, token = desk_in(desk), read_token(self.token_file)
        with self.client_by(token, loaded, named, abreast) as client:
            yield client

    @contextmanager
    def client_by(
        self, token: str, desk: Desk | None, named: bool = True, abreast: int = 1
    ) -> Iterator[Client]:
        """The same with a token and a desk that were read already."""
        from zammad_plugin.config.taxonomy import PLAIN
        from zammad_plugin.zammad.client import Client
        from zammad_plugin.zammad.session import Session

        names = desk.tag_names if desk and named else PLAIN
        proxies = desk is not None and desk.settings.proxy == "environment"
        session = Session(
            self.url, token, allow_http=self.allow_http, proxies=proxies, abreast=abreast
        )
        try:
            yield Client(session, names)
        finally:
            session.close()


def place(url: str, desk: Path | None, base: Path | None) -> Place:
    """The Place of a server and a desk. Raises DeskError for settings that can't be read."""
    from zammad_plugin.state.places import place_of

    return place_of(url, _name_of(desk), base)


def _name_of(desk: Path | None) -> str:
    from zammad_plugin.config.desk import load_desk

    return load_desk(desk).settings.name if desk else ""


@dataclass(frozen=True)
class Target:
    """A Zammad, the desk whose files it gets, and the folder that says what it got last."""

    server: Server
    desk: Path | None
    state_dir: Path | None

    @property
    def place(self) -> Place:
        """Where this server's and desk's state stands."""
        return place(self.server.url, self.desk, self.state_dir)

    def connected(self) -> AbstractContextManager[Client]:
        """As files have tags."""
        return self.server.client(self.desk, named=False)
