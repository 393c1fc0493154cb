"""The gravest first: each ticket that waits is peeked at, and what was read serves its turn."""

from __future__ import annotations

from zammad_plugin.errors import NotAuthenticated, Untrusted
from zammad_plugin.tickets.judge import messages_of
from zammad_plugin.triage.engine import assess
from zammad_plugin.triage.ruleset import Ruleset
from zammad_plugin.vocabulary import RANK
from zammad_plugin.zammad.articles import is_voice
from zammad_plugin.zammad.case import Case
from zammad_plugin.zammad.client import Client, Record
from zammad_plugin.zammad.rows import Article


class Peeked:
    """Of one pass."""

    def __init__(self, client: Client, ruleset: Ruleset) -> None:
        self.client, self.ruleset = client, ruleset
        self.peeked: dict[int, tuple[str, list[Article]]] = {}

    def gravity(self, row: Record) -> int:
        """RANK of what the customer wrote, rules and trained part alone; 0 for what can't be read:
        its turn will tell why."""
        try:
            return self._gravity(
                Case(row, self.client.articles(int(row["id"]), expand="true")), row
            )
        except (NotAuthenticated, Untrusted):
            raise
        except Exception:  # of one ticket; the others must not wait for it
            return 0

    def _gravity(self, case: Case, row: Record) -> int:
        """By what is written: a voice message is high for want of words, and goes behind them."""
        self.peeked[case.id] = str(row.get("updated_at")), case.articles
        spoken = [int(one["id"]) for one in case.from_customer if is_voice(one)]
        messages = messages_of(case, listened=spoken)
        written = RANK[assess(messages, self.ruleset).urgency] if messages else 0
        return max(written, RANK["normal"]) if spoken else written

    def read(self, ticket_id: int) -> Case:
        """Articles that were peeked at serve while nothing was written to the ticket since."""
        ticket, moves = self.client.ticket(ticket_id)
        at, articles = self.peeked.pop(ticket_id, ("", []))
        fresh = at == str(ticket.get("updated_at"))
        return Case(
            ticket, articles if fresh else self.client.articles(ticket_id, expand="true"), moves
        )
