"""Which tickets need a look: not closed and without the tag `cs-triaged`.

Zammad holds the queue; a trigger takes the tag away when the customer writes again.
"""

from __future__ import annotations

from collections.abc import Iterator

from zammad_plugin.vocabulary import TRIAGED
from zammad_plugin.zammad.case import Case
from zammad_plugin.zammad.client import Client, Record

BATCH = 50
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


def waiting(client: Client) -> Iterator[Record]:
    """Waiting tickets as the search shows them, oldest first, each once.

    Tickets leave the result while we work, so the same page is asked again until it brings
    nothing new; what failed, or is another worker's, stays there and pushes us to the next page.
    When those leave, later tickets move up to a page behind us: it ends only when a whole round
    from the first page on brought nothing new.
    """
    selector, seen, page, news = condition(client), set[int](), 1, False
    while True:
        rows = client.search_tickets(selector, limit=BATCH, page=page)
        fresh = [row for row in rows if int(row["id"]) not in seen]
        if fresh:
            news = True
        elif rows:
            page += 1
        elif page > 1 and news:
            page, news = 1, False
        else:
            return
        for row in fresh:
            seen.add(int(row["id"]))
            yield row


def wrote_before(client: Client, case: Case) -> bool:
    """Whether the customer has an older ticket."""
    customer = [str(case.ticket["customer_id"])]
    test = {"operator": "is", "pre_condition": "specific", "value": customer}
    rows = client.search_tickets({"ticket.customer_id": test}, limit=1)
    return any(int(row["id"]) < case.id for row in rows)


def read_case(client: Client, ticket_id: int) -> Case:
    """Two reads: the ticket's fields now, and its articles with the names of their types."""
    ticket, moves = client.ticket(ticket_id)
    path, names = f"ticket_articles/by_ticket/{ticket_id}", {"expand": "true"}
    articles = client.session.call("GET", path, params=names) or []
    return Case(ticket, sorted(articles, key=lambda article: int(article["id"])), moves)
