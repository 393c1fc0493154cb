"""Clusters: tickets that hang together by accounts and numbers that they name. Counts only."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from zammad_plugin.vocabulary import CATEGORY_FIELD, SAME_TAG
from zammad_plugin.zammad.client import Client
from zammad_plugin.zammad.times import read_time, write_time


@dataclass(frozen=True)
class Linked:
    """A ticket with its keyed hashes; nothing of what was written."""

    day: date
    customer: int
    category: str
    codes: frozenset[str]


@dataclass(frozen=True)
class Cluster:
    """Tickets, reporters, first and last day on which one was made, categories by their names."""

    tickets: int
    reporters: int
    first: date
    last: date
    categories: dict[str, int]


def linked(client: Client, since: datetime) -> Iterator[Linked]:
    """Tickets made since then that name an account or a number; one call each.
    Raises ZammadError's children."""
    tests = {"ticket.created_at": {"operator": "after (absolute)", "value": write_time(since)}}
    for row in client.every_ticket(tests):
        tags = client.tags(int(row["id"]))
        codes = frozenset(tag for tag in tags if tag.startswith(SAME_TAG))
        at = read_time(row.get("created_at"))
        if codes and at:
            category = str(row.get(CATEGORY_FIELD) or "")
            yield Linked(at.date(), int(row["customer_id"]), category, codes)


def clusters(tickets: Iterable[Linked]) -> list[Cluster]:
    """Of two tickets or more, the largest first; two that share a third's hashes are one. Pure."""
    return [cluster(members) for members in members_of(tickets)]


def members_of(tickets: Iterable[Linked]) -> list[list[Linked]]:
    """The tickets of each cluster, the largest first."""
    groups: list[tuple[set[str], list[Linked]]] = []
    for one in tickets:
        codes, members = set(one.codes), [one]
        apart = []
        for group in groups:
            if codes.isdisjoint(group[0]):
                apart.append(group)
            else:
                codes |= group[0]
                members += group[1]
        groups = [*apart, (codes, members)]
    found = [members for _, members in groups if len(members) > 1]
    return sorted(found, key=lambda one: (-len(one), min(member.day for member in one)))


def cluster(members: list[Linked]) -> Cluster:
    named = sorted(one.category for one in members if one.category)
    return Cluster(
        tickets=len(members),
        reporters=len({one.customer for one in members}),
        first=min(one.day for one in members),
        last=max(one.day for one in members),
        categories={name: named.count(name) for name in dict.fromkeys(named)},
    )


def days_ago(days: int, today: date) -> datetime:
    """The first moment of that day, in UTC as servers keep times."""
    return datetime.combine(today - timedelta(days=days), time(), UTC)
