"""Embedded Zammads with the default desk, made once and copied: applying takes a second each."""

from __future__ import annotations

import pickle
from functools import cache
from pathlib import Path
from typing import Any

from zammad_plugin.config.places import default_desk
from zammad_plugin.demo.story import let_in
from zammad_plugin.emulator import Emulator
from zammad_plugin.sync.desk_sync import apply_desk
from zammad_plugin.zammad.client import Client
from zammad_plugin.zammad.session import Session

ADDRESS = 1  # the embedded Zammad keeps no list of them
AGENTS = ("admin", "triage")


@cache
def _made(folder: Path) -> bytes:
    """(tables, next ids) of a server to which the desk in `folder` was applied, packed: unpacking
    takes a third of the time of copying, as often as a test has a desk."""
    with Emulator() as server:
        clients = {who: Client(Session(server.url, server.tokens[who])) for who in server.tokens}
        apply_desk(clients["sync"], folder)
        for agent in AGENTS:
            let_in(clients["admin"], clients[agent])
        for group in clients["admin"].list_all("groups"):  # without an address no mail goes out
            clients["admin"].update("groups", group["id"], {"email_address_id": ADDRESS})
        for client in clients.values():
            client.session.close()
        return pickle.dumps((server.store._tables, server.store._next))


def applied(folder: Path | None = None, **more: Any) -> Emulator:
    """Not yet started; as if `apply` had run, both agents were let into every group, and every
    group had an e-mail address."""
    server = Emulator(**more)
    server.store._tables, server.store._next = pickle.loads(_made(folder or default_desk()))
    return server
