"""One ticket as it was read: its fields and its articles."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from zammad_plugin.errors import OddAnswer
from zammad_plugin.zammad.client import Record
from zammad_plugin.zammad.rows import Article

NO_SUBJECT = "-"


@dataclass(frozen=True)
class Case:
    """One ticket with its articles, oldest first, as the server has them now. `moves`: what brings
    its attributes into the names that the desk chose, as `Client.move_fields` sends it.

    Raises OddAnswer when there are articles and none was told: an empty ticket would be judged.
    """

    ticket: Record
    articles: list[Article] = field(default_factory=list)
    moves: Record = field(default_factory=dict)

    def __post_init__(self) -> None:
        if self.ticket.get("article_count") and not self.articles:
            what = f"ticket {self.id} has articles, and none was told"
            raise OddAnswer(what, hint="try again later")

    @property
    def id(self) -> int:
        return int(self.ticket["id"])

    @property
    def title(self) -> str:
        """As the writer gave it; Zammad itself puts `-` where a mail has no subject."""
        given = str(self.ticket.get("title") or "")
        return "" if given == NO_SUBJECT else given

    @property
    def from_customer(self) -> list[Article]:
        """What was written to the desk: also a first mail that says to be from an agent. Zammad
        takes it for an agent's (seen on a real 6.5), be it a colleague's report or forged."""
        mailed = [one for one in self.articles[:1] if _mailed(one)]
        return mailed + [
            one
            for one in self.articles
            if one.get("sender") == "Customer" and not one.get("internal")
        ]


def _mailed(article: Article) -> bool:
    """Whether a mail came in under an agent's address: Zammad writes down of every mail that comes
    in whether a machine wrote it, and of none that goes out."""
    marks = article.get("preferences")
    came = isinstance(marks, Mapping) and "is-auto-response" in marks
    public = article.get("sender") == "Agent" and not article.get("internal")
    return public and came and str(article.get("type")) == "email"
