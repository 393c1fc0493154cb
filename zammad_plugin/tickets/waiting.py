"""Which tickets need a look: not closed and without the tag `cs-triaged`.

Zammad holds the queue; a trigger takes the tag away when the customer writes again.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from functools import partial
from heapq import heappop, heappush

from zammad_plugin.vocabulary import TRIAGED
from zammad_plugin.zammad.case import Case
from zammad_plugin.zammad.client import Client, Record

BATCH = 50
GRAVE = 2  # from this gravity on (high, critical) a ticket goes before the backlog
LOOK = 20.0  # seconds between two looks for new ones while a backlog is worked off
# State types of every Zammad's seed: new, open, pending reminder, pending action.
OPEN_TYPES = {1, 2, 3, 4}


def condition(client: Client) -> Record:
    """The selector of what waits. State ids are looked up: they differ by the install's age."""
    return {
        "ticket.state_id": open_states(client),
        "ticket.tags": {"operator": "contains all not", "value": TRIAGED},
    }


def open_states(client: Client) -> Record:
    """The test for every state that isn't done."""
    states = client.list_all("ticket_states")
    ids = [str(state["id"]) for state in states if state.get("state_type_id") in OPEN_TYPES]
    return {"operator": "is", "value": ids}


def waiting(client: Client, gravity: Callable[[Record], int]) -> Iterator[Record]:
    """Waiting tickets as the search shows them, each once: what is grave as soon as it is seen,
    newest first, the others by gravity and age.

    `gravity`: RANK of a ticket's messages; asked only where there is a choice. New ones are looked
    for again every LOOK seconds: what comes while a backlog is worked off doesn't wait for its end.
    """
    selector, seen = condition(client), set[int]()
    backlog: list[tuple[int, int, Record]] = []  # (gravity from the gravest, id, row)
    while (fresh := _unseen(client, selector, seen, whole=not backlog)) or backlog:
        for row in fresh:
            rank = gravity(row) if len(fresh) + len(backlog) > 1 else GRAVE
            if rank >= GRAVE:
                yield row
            else:
                heappush(backlog, (-rank, int(row["id"]), row))
        looks = time.monotonic() + LOOK
        while backlog:
            yield heappop(backlog)[2]
            if time.monotonic() >= looks:
                break


def _unseen(client: Client, selector: Record, seen: set[int], whole: bool) -> list[Record]:
    """Rows that are new since the last look, newest first; of the newest page when not `whole`.

    Tickets leave the result while it is read, and what stands behind moves up: a list of several
    pages is read again until it brings nothing new.
    """
    found: dict[int, Record] = {}
    page, news = 1, False
    while True:
        rows = client.search_tickets(selector, limit=BATCH, page=page, newest=not whole)
        new = {int(row["id"]): row for row in rows if int(row["id"]) not in seen.union(found)}
        found, news = found | new, news or bool(new)
        if len(rows) == BATCH and whole:
            page += 1
        elif page > 1 and news:
            page, news = 1, False
        else:
            break
    seen.update(found)
    return sorted(found.values(), key=lambda row: str(row.get("updated_at")), reverse=True)


def wrote_before(client: Client, case: Case) -> bool:
    """Whether the customer has an older ticket."""
    customer = [str(case.ticket["customer_id"])]
    test = {"operator": "is", "pre_condition": "specific", "value": customer}
    rows = client.search_tickets({"ticket.customer_id": test}, limit=1)
    return any(int(row["id"]) < case.id for row in rows)


def read_case(client: Client, ticket_id: int) -> Case:
    """Two reads: the ticket's fields now, and its articles with the names of their types. What is
    written between them the look behind the last tag finds, whichever was answered first."""
    (ticket, moves), articles = client.abreast.both(
        partial(client.ticket, ticket_id), partial(client.articles, ticket_id, expand="true")
    )
    return Case(ticket, articles, moves)
