"""One pass over what waits: each ticket by itself; one broken ticket stops nobody."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from zammad_plugin.errors import NotAuthenticated, NotFound, NotPermitted, PluginError, Unavailable
from zammad_plugin.routing.rules import Routing
from zammad_plugin.tickets.failures import Failures
from zammad_plugin.tickets.fields import Roster
from zammad_plugin.tickets.ticket import TicketWork, Tools
from zammad_plugin.tickets.waiting import read_case, waiting
from zammad_plugin.triage.ruleset import Ruleset
from zammad_plugin.vocabulary import ERROR, TRIAGED
from zammad_plugin.zammad.case import Case
from zammad_plugin.zammad.client import Client, Record

log = logging.getLogger(__name__)
PATIENCE = 3  # tickets in a row for want of an answer, then the server counts as down


@dataclass
class Summary:
    """Counts of one pass; `failed` and `given_up` hold ticket ids, `ignored` names of fields that
    the server did not take, `closed` names of groups whose tickets the token may not change."""

    done: int = 0
    notes: int = 0
    failed: list[int] = field(default_factory=list)
    given_up: list[int] = field(default_factory=list)
    more: bool = False  # stopped by its bounds: something is left
    ignored: list[str] = field(default_factory=list)
    closed: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Bounds:
    """How much one pass does: `limit` counts tickets that were done, so that those that can't be
    hold up no others. `share`: (k, n), the k-th of n workers takes every n-th customer's tickets:
    no two workers have the same one, and two tickets of one person get one auto-reply."""

    limit: int | None = None
    seconds: float | None = None
    share: tuple[int, int] = (1, 1)

    def mine(self, row: Record) -> bool:
        return int(row.get("customer_id") or row["id"]) % self.share[1] == self.share[0] - 1


class _Pass:
    def __init__(self, client: Client, tools: Tools, bounds: Bounds, failures: Failures) -> None:
        self.client, self.tools, self.bounds, self.failures = client, tools, bounds, failures
        self.summary, self.roster = Summary(), Roster(client)
        self.ends = time.monotonic() + bounds.seconds if bounds.seconds else None

    def ids(self) -> Iterator[int]:
        for row in waiting(self.client):
            if not self.bounds.mine(row):
                continue
            full = self.bounds.limit is not None and self.summary.done >= self.bounds.limit
            if full or (self.ends and time.monotonic() >= self.ends):
                self.summary.more = True
                return
            yield int(row["id"])

    def one(self, ticket_id: int) -> None:
        case = None
        try:
            case = read_case(self.client, ticket_id)
            self._do(case)
        except NotAuthenticated:
            raise
        except NotFound:
            log.info("ticket %s: gone since it was found", ticket_id)
        except NotPermitted as error:
            self._closed(case)
            self._failed(ticket_id, error)
        except Exception as error:  # a bug on one ticket must not hide the others
            self._failed(ticket_id, error)

    def _do(self, case: Case) -> None:
        work = TicketWork(self.client, case, self.tools, self.roster)
        self.summary.notes += work.do()
        self.summary.done += 1
        self.failures.forget(case.id)
        for name in work.ignored:
            if name not in self.summary.ignored:
                log.warning(
                    "the server keeps no '%s'; if it is new: zammad-plugin apply, then "
                    "restart every process of Zammad",
                    name,
                )
                self.summary.ignored.append(name)

    def _closed(self, case: Case | None) -> None:
        """Said once a group: an admin mends it there."""
        group = str(case.ticket.get("group")) if case else "?"
        if group not in self.summary.closed:
            log.error(
                "group '%s': the token may not change its tickets; give its user 'full' there, "
                "or at least read, create and change (docs/rights.md)",
                group,
            )
            self.summary.closed.append(group)

    def _failed(self, ticket_id: int, error: Exception) -> None:
        """Only the error's class: its text could quote the ticket."""
        log.error("ticket %s: %s; it stays in the queue", ticket_id, type(error).__name__)
        self.summary.failed.append(ticket_id)
        if isinstance(error, Unavailable):
            if len(self.summary.failed) >= PATIENCE and not self.summary.done:
                raise error
        elif self.failures.count(ticket_id):
            self._give_up(ticket_id)

    def _give_up(self, ticket_id: int) -> None:
        """For a person; the customer's next message puts it back into the queue."""
        try:
            self.client.tag(ticket_id, ERROR)
            self.client.tag(ticket_id, TRIAGED)
        except PluginError as error:
            log.error("ticket %s can't even be marked: %s", ticket_id, type(error).__name__)
            return
        self.failures.forget(ticket_id)
        self.summary.given_up.append(ticket_id)


def run(
    client: Client,
    ruleset: Ruleset,
    routing: Routing,
    *,
    tools: Tools | None = None,
    bounds: Bounds = Bounds(),
    failures: Failures | None = None,
    progress: Callable[[int], None] = lambda done: None,
) -> Summary:
    """Everything that waits. Raises only what makes going on pointless (token, server away)."""
    one_pass = _Pass(client, tools or Tools(ruleset, routing), bounds, failures or Failures())
    for ticket_id in one_pass.ids():
        one_pass.one(ticket_id)
        progress(one_pass.summary.done)
    one_pass.failures.save()
    return one_pass.summary
