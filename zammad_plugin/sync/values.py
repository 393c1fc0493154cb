"""What tickets hold in attributes of ours: with a deleted attribute its values are gone."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path

from zammad_plugin.errors import NotFound, NotPermitted, Rejected
from zammad_plugin.state.atomic import replace_file
from zammad_plugin.sync.model import Kind, Record
from zammad_plugin.sync.server.inventory import Api

MOST = 200  # tickets that are counted; more are "or more"


def is_attribute(kind: Kind) -> bool:
    return kind.name == "attributes"


UNSEEN = "whether tickets hold a value can't be seen with this token"
NOTHING = 0  # an id that no ticket has


def reads_tickets(client: Api) -> bool:
    """Whether the token is an agent's. The trap: another one's search is answered too, with the
    tickets of its own user: with none."""
    try:
        client.get(f"ticket_history/{NOTHING}")
    except NotPermitted:
        return False
    except (NotFound, Rejected):
        return True
    return True


def why_kept(client: Api, row: Record) -> str:
    """Why the attribute `row` is not simply deleted; empty when no ticket holds a value of it."""
    try:
        count = len(_holders(client, row))
    except (NotPermitted, Rejected, NotFound):
        return UNSEEN
    if not count:
        return "" if reads_tickets(client) else UNSEEN
    many = f"{count} or more" if count >= MOST else str(count)
    return f"{many} tickets hold a value"


def _holders(client: Api, row: Record) -> list[Record]:
    test = {"operator": "is set", "value": ""}
    if row.get("data_type") == "boolean":  # every ticket has one of the two
        test = {"operator": "is", "value": "true"}
    return client.search_tickets({f"ticket.{row['name']}": test}, limit=MOST)


def export(client: Api, rows: Iterable[Record], file: Path) -> int:
    """Every value that can be seen, a ticket a line, mode 0600; how many tickets.

    Raises NotPermitted for a token that may not read tickets, StateError for a full disk.
    """
    tickets: dict[int, Record] = {}
    names = [str(row["name"]) for row in rows]
    if names and not reads_tickets(client):
        raise NotPermitted("the values can't be seen with this token", hint="give it ticket.agent")
    for row in rows:
        for ticket in _holders(client, row):
            tickets[ticket["id"]] = ticket
    replace_file(file, (f"{line}\n" for line in _lines(tickets, names)))
    return len(tickets)


def _lines(tickets: dict[int, Record], names: list[str]) -> Iterator[str]:
    for id, ticket in sorted(tickets.items()):
        held = {name: ticket[name] for name in names if ticket.get(name) not in (None, "", [])}
        yield json.dumps({"id": id, "number": ticket.get("number"), **held}, ensure_ascii=False)
