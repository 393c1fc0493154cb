"""Tickets that name the same account or number find each other, by keyed hashes only.

The key is the desk's secret: without it a tag says nothing, not even whether a guess is right.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterable

from zammad_plugin.config.files import Strict
from zammad_plugin.text.identifiers import comparable, identifiers
from zammad_plugin.triage.model import Message
from zammad_plugin.vocabulary import SAME_TAG
from zammad_plugin.zammad.client import Client

LENGTH = 12  # hex digits: 48 bits, no chance match in a desk's lifetime
MOST = 5  # identifiers of a ticket that become tags
SHOWN = 10  # tickets that a note names


class ExemptFile(Strict):
    """rules/networks.yml"""

    exempt: tuple[str, ...]
    """Numbers, addresses and domains that many messages name."""


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
            for one in identifiers(f"{message.subject}\n{message.text}", self.exempt):
                found.setdefault(self._hash(comparable(one.key)))
        return tuple(found)[:MOST]

    def _hash(self, identifier: str) -> str:
        return hmac.new(self.secret, identifier.encode(), hashlib.sha256).hexdigest()[:LENGTH]

    def find(self, client: Client, ticket_id: int, codes: tuple[str, ...]) -> list[tuple[str, str]]:
        """(number, group) of other tickets that name one of them, as far as the token may see."""
        if not codes:
            return []
        tags = ",".join(map(tag_of, codes))
        tests = {"ticket.tags": {"operator": "contains one", "value": tags}}
        rows = client.search_tickets(tests, limit=SHOWN + 1)
        return [
            (str(row["number"]), str(row.get("group"))) for row in rows if row["id"] != ticket_id
        ]
