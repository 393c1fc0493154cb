"""Tickets that name the same account or number find each other, by keyed hashes only.

The key is the desk's secret: without it a tag says nothing, not even whether a guess is right.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterable
from dataclasses import dataclass

from zammad_plugin.config.files import Strict
from zammad_plugin.text.identifiers.find import comparable, identifiers
from zammad_plugin.triage.model import Message
from zammad_plugin.vocabulary import SAME_TAG
from zammad_plugin.zammad.client import Client, Record
from zammad_plugin.zammad.people import owner_id

LENGTH = 12  # hex digits: 48 bits, no chance match in a desk's lifetime
MOST = 5  # identifiers of a ticket that become tags
SHOWN = 10  # tickets that a note names
LOOKED = 50  # tickets of one network that are looked at


class ExemptFile(Strict):
    """rules/networks.yml"""

    exempt: tuple[str, ...]
    """Numbers, addresses and domains that many messages name."""


@dataclass(frozen=True)
class Other:
    """A ticket that names the same account; ids of users, 0 for no owner."""

    id: int
    number: str
    group: str
    owner: int
    customer: int


def other_of(row: Record) -> Other:
    return Other(
        id=int(row["id"]),
        number=str(row.get("number")),
        group=str(row.get("group")),
        owner=owner_id(row),
        customer=int(row["customer_id"]),
    )


def tag_of(code: str) -> str:
    return SAME_TAG + code


class Networks:
    """`exempt`: the desk's own numbers and addresses, helplines, common domains; as identifiers."""

    def __init__(self, secret: bytes, exempt: Iterable[str] = ()) -> None:
        self.secret, self.exempt = secret, frozenset(exempt)

    def codes(self, messages: Iterable[Message]) -> tuple[str, ...]:
        """A keyed hash an identifier, the newest message's first."""
        found: dict[str, None] = {}
        for message in reversed(list(messages)):
            named = identifiers(f"{message.subject}\n{message.text}", self.exempt)
            for one in sorted(named, key=lambda one: not one.says_who):  # a link names both
                found.setdefault(self._hash(comparable(one.key)))
        return tuple(found)[:MOST]

    def _hash(self, identifier: str) -> str:
        return hmac.new(self.secret, identifier.encode(), hashlib.sha256).hexdigest()[:LENGTH]

    def find(self, client: Client, ticket_id: int, codes: tuple[str, ...]) -> list[Other]:
        """Other tickets that name one of them, the latest change first, as far as the token may
        see."""
        if not codes:
            return []
        tags = ",".join(map(tag_of, codes))
        tests = {"ticket.tags": {"operator": "contains one", "value": tags}}
        rows = client.search_tickets(tests, limit=LOOKED, newest=True)
        return [other_of(row) for row in rows if row["id"] != ticket_id]
