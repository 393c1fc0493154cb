"""One pass over what waits: each ticket by itself; one broken ticket stops nobody."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from zammad_plugin.errors import (
    NotAuthenticated,
    NotFound,
    NotPermitted,
    PluginError,
    Rejected,
    Unavailable,
    Untrusted,
    brief,
)
from zammad_plugin.routing.rules import Routing
from zammad_plugin.state.hands import Alone, Hand, Hands, Resting, Taken
from zammad_plugin.tickets.failures import Failures
from zammad_plugin.tickets.names import unknown_names
from zammad_plugin.tickets.order import Peeked
from zammad_plugin.tickets.ticket import TicketWork
from zammad_plugin.tickets.tools import Tools
from zammad_plugin.tickets.waiting import waiting
from zammad_plugin.tickets.writing.fields import Roster
from zammad_plugin.triage.ruleset import Ruleset
from zammad_plugin.vocabulary import ERROR, TRIAGED
from zammad_plugin.zammad.case import Case
from zammad_plugin.zammad.client import Client

log = logging.getLogger(__name__)
KEEPS_NONE = (
    "the server keeps no '%s'; if it is new: zammad-plugin apply, then restart every process of "
    "Zammad"
)
IGNORED = {
    "owner_id": "the server took '%s' away: an owner needs 'full' in the ticket's group; give it "
    "to the role of the agents (templates/roles, docs/rights.md)"
}
PATIENCE = 3  # tickets in a row for want of an answer, then the server counts as down


@dataclass
class Summary:
    """Counts of one pass; `failed` and `given_up` hold ticket ids, `ignored` names of fields that
    the server did not take, `closed` names of groups whose tickets the token may not change;
    `refused` holds ids of tickets of which the server did not take a part, `unknown` names that
    routing uses and the server does not have; `resting` counts tickets that another hand has, or
    had a moment ago; `waited`: seconds from
    the newest message of each ticket that got a note to its last tag."""

    done: int = 0
    notes: int = 0
    failed: list[int] = field(default_factory=list)
    given_up: list[int] = field(default_factory=list)
    refused: list[int] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)
    resting: int = 0
    waited: list[float] = field(default_factory=list)
    more: bool = False  # stopped by its bounds: something is left
    ignored: list[str] = field(default_factory=list)
    closed: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Bounds:
    """How much one pass does: `limit` counts tickets that were done, so that those that can't be
    hold up no others."""

    limit: int | None = None
    seconds: float | None = None


class _Pass:
    def __init__(
        self, client: Client, tools: Tools, bounds: Bounds, failures: Failures, hands: Hands
    ) -> None:
        self.client, self.tools, self.bounds, self.failures = client, tools, bounds, failures
        self.hands = hands
        self.checked = False
        self.peeked = Peeked(client, tools.ruleset)
        self.summary, self.roster = Summary(), Roster(client)
        self.ends = time.monotonic() + bounds.seconds if bounds.seconds else None

    def ids(self) -> Iterator[int]:
        """What an earlier hand left, then what waits, the gravest first."""
        yield from self.hands.left()
        for row in waiting(self.client, self.peeked.gravity):
            full = self.bounds.limit is not None and self.summary.done >= self.bounds.limit
            if full or (self.ends and time.monotonic() >= self.ends):
                self.summary.more = True
                return
            yield int(row["id"])

    def one(self, ticket_id: int) -> None:
        case = None
        try:
            with self.hands.take(ticket_id) as hand, self.client.session.guarded(hand.check):
                case = self.peeked.read(ticket_id)
                self._do(case, hand)
        except (NotAuthenticated, Untrusted):
            raise
        except (Taken, Resting) as held:
            log.info("%s", held.what)
            self.summary.resting += 1
        except NotFound:
            log.info("ticket %s: gone since it was found", ticket_id)
        except NotPermitted as error:
            self._closed(case)
            self._failed(ticket_id, error)
        except Exception as error:  # a bug on one ticket must not hide the others
            self._failed(ticket_id, error)

    def _do(self, case: Case, hand: Hand) -> None:
        work = TicketWork(self.client, case, self.tools, self.roster, hand)
        self._check_names()
        noted = work.do()
        if work.refused:
            self.summary.refused.append(case.id)
        self.summary.notes += noted
        if noted:
            self.summary.waited.append(work.waited())
        self.summary.done += 1
        self.failures.forget(case.id)
        self._tell_ignored(work.ignored)

    def _tell_ignored(self, names: Iterable[str]) -> None:
        """Fields that this Zammad does not keep, each once."""
        for name in names:
            if name not in self.summary.ignored:
                log.warning(IGNORED.get(name, KEEPS_NONE), name)
                self.summary.ignored.append(name)

    def _check_names(self) -> None:
        """Before the first ticket that is worked on; a pass with nothing to do asks nothing."""
        if not self.checked:
            self.checked = True
            try:
                self.summary.unknown = unknown_names(self.client, self.tools.routing)
            except (Rejected, Unavailable) as error:  # of a list: the ticket itself may go well
                log.error("names of routing can't be looked up: %s", brief(error))

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
        """Only the call and its status: the error's text could quote the ticket."""
        log.error("ticket %s: %s; it stays in the queue", ticket_id, brief(error))
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
            log.error("ticket %s can't even be marked: %s", ticket_id, brief(error))
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
    hands: Hands | None = None,
    only: Iterable[int] | None = None,
    progress: Callable[[int], None] = lambda done: None,
) -> Summary:
    """Everything that waits, or `only` these tickets. Raises only what makes going on pointless
    (token, server away)."""
    made = tools or Tools(ruleset, routing)
    one_pass = _Pass(client, made, bounds, failures or Failures(), hands or Alone())
    one_pass.checked = only is not None  # one ticket is in a hurry
    for ticket_id in one_pass.ids() if only is None else only:
        one_pass.one(ticket_id)
        progress(one_pass.summary.done)
    one_pass.failures.save()
    return one_pass.summary
