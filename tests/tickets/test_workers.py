"""A long queue and two workers at once: nothing twice, nothing left, counted; by call as well."""

from __future__ import annotations

import threading
from collections import Counter

from desk_of_tests import ROUTING, RULESET, THREAT, Desk

from zammad_plugin.tickets.run import Bounds, Summary, run
from zammad_plugin.vocabulary import TRIAGED

TICKETS, WORKERS, PEOPLE = 200, 2, 20
TEXTS = (THREAT, "newsletter: unsubscribe here", "بنتي عمرها 13 سنة وفي واحد عم يهددها ينشر صورها")


def test_nothing_twice_and_nothing_left(desk: Desk) -> None:
    """A person's tickets are all one worker's."""
    ids = [
        desk.report(TEXTS[number % len(TEXTS)], person=f"person{number % PEOPLE}")
        for number in range(TICKETS)
    ]
    desk.server.log.clear()
    summaries: list[Summary] = []

    def work(share: tuple[int, int]) -> None:
        bounds = Bounds(share=share)
        summaries.append(run(desk.client("triage"), RULESET, ROUTING, bounds=bounds))

    threads = [threading.Thread(target=work, args=((k, WORKERS),)) for k in range(1, WORKERS + 1)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(one.done for one in summaries) == sum(one.notes for one in summaries) == TICKETS
    assert [one.failed for one in summaries] == [[], []]
    assert min(one.done for one in summaries) >= TICKETS / WORKERS / 2
    store = desk.server.store
    notes = Counter(row["ticket_id"] for row in store.rows("ticket_articles") if row["internal"])
    assert set(notes.values()) == {1} and set(notes) == set(ids)
    rows = [row for row in store.rows("tickets") if row["id"] in set(ids)]
    assert all(TRIAGED in row["_tags"] for row in rows)
    assert all(len(row["_tags"]) == len(set(row["_tags"])) for row in rows)
    _few_calls(desk, sum(len(row["_tags"]) for row in rows))


def _few_calls(desk: Desk, tags: int) -> None:
    """Two reads, one PUT and a call a tag; searches by the batch, once more a worker at the end."""
    log = [(call.method, call.path.split("/")[0]) for call in desk.server.log]
    kinds = Counter(log)
    assert kinds[("GET", "tickets")] == kinds[("GET", "ticket_articles")] == TICKETS
    assert kinds[("PUT", "tickets")] == TICKETS and kinds[("POST", "tags")] == tags
    rest = len(log) - 3 * TICKETS - tags
    assert rest <= 0.15 * TICKETS, kinds
