"""One ticket as a run found it, with what is known of its past."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from zammad_plugin.state.hands import Hand
from zammad_plugin.tickets.memory import Note, notes_of, recall
from zammad_plugin.tickets.tools import Tools
from zammad_plugin.tickets.writing.fields import Roster
from zammad_plugin.zammad.case import Case
from zammad_plugin.zammad.client import Client
from zammad_plugin.zammad.people import by_people
from zammad_plugin.zammad.times import read_time


class Visit:
    """`judged`: ids of the customer's articles; `memory`: of our last note, None before the first;
    `kept`: tags as the server has them, read at follow-ups."""

    def __init__(
        self, client: Client, case: Case, tools: Tools, roster: Roster | None, hand: Hand | None
    ) -> None:
        self.client, self.case, self.tools = client, case, tools
        self.roster, self.hand = roster or Roster(client), hand or Hand()
        self.now = tools.now()
        self.judged = tuple(int(article["id"]) for article in case.from_customer)
        self.memory = recall(case, self._me) if case.articles else None
        self.kept: Collection[str] = ()

    @property
    def _me(self) -> int:
        return int(self.client.me()["id"])

    @property
    def all_judged(self) -> bool:
        return self.memory is not None and set(self.judged) <= set(self.memory.judged)

    def notes(self) -> list[Note]:
        """Ours, oldest first."""
        return notes_of(self.case, self._me)

    def by_people(self) -> Collection[str]:
        """Names of fields that a person set since we wrote them."""
        return by_people(self.client, self.case.ticket)

    def asked(self) -> datetime:
        """When the customer wrote last."""
        stamps = [read_time(one.get("created_at")) for one in self.case.from_customer]
        return max((one for one in stamps if one), default=self.now)

    def waited(self) -> float:
        """Seconds since the customer wrote last, by the server's clock as far as it tells."""
        ahead = self.client.session.skew or 0.0
        return max(0.0, (self.tools.now() - self.asked()).total_seconds() + ahead)
