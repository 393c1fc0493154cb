"""A long queue and two workers at once: nothing twice, nothing left, counted; by call as well."""

from __future__ import annotations

import threading
from collections import Counter
from pathlib import Path

import pytest
from desk_of_tests import ROUTING, RULESET, THREAT, Desk

from zammad_plugin.state.local_hands import LocalHands
from zammad_plugin.tickets.run import Summary, run
from zammad_plugin.vocabulary import TRIAGED

TICKETS, WORKERS, PEOPLE = 100, 2, 20
TEXTS = (THREAT, "newsletter: unsubscribe here", "بنتي عمرها 13 سنة وفي واحد عم يهددها ينشر صورها")


@pytest.mark.parametrize("apart", [False, True], ids=["one machine", "two machines"])
def test_nothing_twice_and_nothing_left(desk: Desk, tmp_path: Path, apart: bool) -> None:
    ids = [
        desk.report(TEXTS[number % len(TEXTS)], person=f"person{number % PEOPLE}")
        for number in range(TICKETS)
    ]
    desk.server.log.clear()
    summaries: list[Summary] = []

    def work(number: int) -> None:
        hands = LocalHands(tmp_path / str(number * apart))
        summaries.append(run(desk.client("triage"), RULESET, ROUTING, hands=hands))

    threads = [threading.Thread(target=work, args=(k,)) for k in range(WORKERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [one.failed for one in summaries] == [[], []]
    assert apart or sum(one.notes for one in summaries) == TICKETS
    store = desk.server.store
    notes = Counter(row["ticket_id"] for row in store.rows("ticket_articles") if row["internal"])
    assert set(notes.values()) == {1} and set(notes) == set(ids)
    rows = [row for row in store.rows("tickets") if row["id"] in set(ids)]
    assert all(TRIAGED in row["_tags"] for row in rows)
    assert all(len(row["_tags"]) == len(set(row["_tags"])) for row in rows)


def test_a_ticket_costs_four_calls_and_one_a_tag(desk: Desk) -> None:
    """Two reads, one PUT, a look at the end; articles that were peeked at serve the work too."""
    for number in range(20):
        desk.report(TEXTS[number % 2], person=f"person{number}")
    desk.server.log.clear()
    assert desk.run().done == 20
    kinds = Counter((call.method, call.path.split("/")[0]) for call in desk.server.log)
    assert kinds[("GET", "tickets")] == kinds[("PUT", "tickets")] == 20
    assert kinds[("GET", "ticket_articles")] == 40
    assert kinds[("POST", "tags")] == sum(
        len(row["_tags"]) for row in desk.server.store.rows("tickets")
    )
    assert kinds[("POST", "tickets")] == 2
