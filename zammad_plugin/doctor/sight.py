"""What triage can't see or write, which else looks like a quiet day: groups, fields, everything.

A token with `ticket.agent` alone may not list groups; where another token does (`admin`), groups
are named, else it is said that they are not known.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import asdict, dataclass

from zammad_plugin.doctor.groups import NEEDED, rights_of
from zammad_plugin.errors import NotPermitted
from zammad_plugin.sync.values import reads_tickets
from zammad_plugin.zammad.client import Client

NO_AGENT = (
    "the token is no agent's: it sees no report\n"
    "  next: give its user ticket.agent and rights on the groups (docs/rights.md)"
)
THERE = f"give its user {', '.join(NEEDED)} there"
WRONG = {  # what is named → (what is wrong with it, the mend)
    "unseen": (
        "groups whose tickets triage does not see",
        f"{THERE}, or name them in `unseen`",
    ),
    "closed": ("groups where triage can't send tickets", f"{THERE} (docs/rights.md)"),
    "fields": (
        "attributes that no ticket has",
        "zammad-plugin apply, then restart every process of Zammad",
    ),
}


@dataclass(frozen=True)
class Wanted:
    """Of a desk: groups that routing names, attributes that its files describe, and groups that
    triage is not meant to see."""

    groups: Collection[str] = ()
    fields: Collection[str] = ()
    unseen: Collection[str] = ()


@dataclass(frozen=True)
class Sight:
    """`agent`: whether the token reads tickets at all; `known`: whether groups could be listed;
    `unseen`: names of groups whose tickets triage does not see; `closed`: of those that routing
    names and where it can't send tickets; `fields`: attributes that no ticket has."""

    agent: bool
    known: bool
    unseen: tuple[str, ...] = ()
    closed: tuple[str, ...] = ()
    fields: tuple[str, ...] = ()

    @property
    def clear(self) -> bool:
        return self.agent and not (self.unseen or self.closed or self.fields)

    def to_dict(self) -> dict[str, object]:
        return asdict(self)

    def lines(self) -> Iterator[str]:
        """What is wrong, with the mend; nothing when all is seen."""
        if not self.agent:
            yield NO_AGENT
        named = {"unseen": self.unseen, "closed": self.closed, "fields": self.fields}
        for name, (what, mend) in WRONG.items():
            if named[name]:
                yield f"{what}: {', '.join(named[name])}\n  next: {mend}"


def sight(client: Client, wanted: Wanted, admin: Client | None = None) -> Sight:
    """`client` is triage's. Raises ZammadError's children."""
    agent = reads_tickets(client)
    fields = missing_fields(client, wanted.fields) if agent else ()
    try:
        rights = rights_of(admin or client)
    except NotPermitted:
        return Sight(agent, known=False, fields=fields)
    me = client.me()
    closed = [one for one in sorted(wanted.groups) if rights.missing(me, one)]
    unseen = [one for one in rights.blind(me) if one not in wanted.unseen]
    return Sight(agent, True, tuple(unseen), tuple(closed), fields)


def missing_fields(client: Client, wanted: Collection[str]) -> tuple[str, ...]:
    """By a ticket's own columns. None are missing where there is no ticket to look at, nor where
    none of them is there: then the desk goes by tags alone (doctor warns of it)."""
    try:
        rows = client.rows("tickets", per_page=1)
    except NotPermitted:
        return ()
    there = set(wanted) & set(client.names.fields.known(rows[0])) if rows else set[str]()
    return tuple(sorted(set(wanted) - there)) if there else ()
