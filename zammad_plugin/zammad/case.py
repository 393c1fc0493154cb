"""One ticket as it was read: its fields and its articles."""

from __future__ import annotations

from dataclasses import dataclass, field

from zammad_plugin.errors import OddAnswer
from zammad_plugin.zammad.client import Record


@dataclass(frozen=True)
class Case:
    """One ticket with its articles, oldest first, as the server has them now. `moves`: what brings
    its attributes into the names that the desk chose, as `Client.move_fields` sends it.

    Raises OddAnswer when there are articles and none was told: an empty ticket would be judged.
    """

    ticket: Record
    articles: list[Record] = field(default_factory=list)
    moves: Record = field(default_factory=dict)

    def __post_init__(self) -> None:
        if self.ticket.get("article_count") and not self.articles:
            what = f"ticket {self.id} has articles, and none was told"
            raise OddAnswer(what, hint="try again later")

    @property
    def id(self) -> int:
        return int(self.ticket["id"])

    @property
    def from_customer(self) -> list[Record]:
        return [a for a in self.articles if a.get("sender") == "Customer" and not a.get("internal")]
