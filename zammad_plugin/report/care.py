"""For the lead's care of the team: who met how many grave cases on how many days. Off unless a desk
switches it on; nothing is kept, nothing is judged: no speed, no number of answers.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from zammad_plugin.config.settings.protection import CareSettings
from zammad_plugin.vocabulary import CATEGORY_FIELD
from zammad_plugin.zammad.client import Client, Record
from zammad_plugin.zammad.rows import Article
from zammad_plugin.zammad.times import read_time, write_time


@dataclass
class Met:
    """What one agent met: ids of cases, and the days on which he or she wrote in one."""

    login: str
    cases: set[int] = field(default_factory=set)
    days: set[date] = field(default_factory=set)

    @property
    def in_a_row(self) -> int:
        """The most days one behind the other."""
        best = run = 0
        before: date | None = None
        for day in sorted(self.days):
            run = run + 1 if before and day - before == timedelta(days=1) else 1
            best, before = max(best, run), day
        return best

    def needs_care(self, settings: CareSettings) -> bool:
        return len(self.cases) >= settings.cases or self.in_a_row >= settings.days_in_a_row


def met(client: Client, settings: CareSettings, since: datetime) -> list[Met]:
    """Of each agent who wrote in a grave case since then, the most cases first; one call a case.

    Reading alone leaves no trace in Zammad, so who only read is not seen here. Raises ZammadError's
    children.
    """
    found: dict[int, Met] = {}
    for ticket in client.every_ticket(_grave(settings.categories, since)):
        number = int(ticket["id"])
        for user, day in _wrote(client.articles(number), since):
            one = found.setdefault(user, Met(""))
            one.cases.add(number)
            one.days.add(day)
    ours = int(client.me()["id"])
    people = [one for user, one in found.items() if user != ours and _named(client, user, one)]
    return sorted(people, key=lambda one: (-len(one.cases), one.login))


def _grave(categories: Sequence[str], since: datetime) -> Record:
    return {
        f"ticket.{CATEGORY_FIELD}": {"operator": "is", "value": list(categories)},
        "ticket.updated_at": {"operator": "after (absolute)", "value": write_time(since)},
    }


def _wrote(articles: Iterable[Article], since: datetime) -> Iterator[tuple[int, date]]:
    """(user, day) of what agents wrote, notes too."""
    for one in articles:
        at = read_time(one.get("created_at"))
        if one.get("sender") == "Agent" and at and at >= since:
            yield int(one["created_by_id"]), at.date()


def _named(client: Client, user: int, one: Met) -> bool:
    """Whether it is somebody who can be named."""
    row = client.user_by_id(user)
    one.login = str(row.get("login") or "") if row else ""
    return bool(one.login)
