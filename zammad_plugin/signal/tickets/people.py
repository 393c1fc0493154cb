"""What a killed run must not forget of a person: the ticket before, the chat's timer."""

from __future__ import annotations

import logging
from dataclasses import dataclass

from zammad_plugin.errors import NotFound, NotPermitted, Rejected, brief
from zammad_plugin.signal.store.spool import Spool
from zammad_plugin.zammad.client import Client

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class People:
    """Raises ZammadError's children."""

    client: Client
    spool: Spool

    def keep_previous(self, person: str, ticket: int) -> None:
        """The closed ticket that the next new one is linked with."""
        with self.spool.change("previous") as db:
            db.execute("UPDATE people SET previous=? WHERE uuid=?", (ticket, person))

    def keep_timer(self, person: str, seconds: int) -> None:
        row = self.spool.one("SELECT timer FROM people WHERE uuid=?", person)
        if row and row["timer"] != seconds:
            with self.spool.change("timer") as db:
                db.execute("UPDATE people SET timer=? WHERE uuid=?", (seconds, person))

    def link(self, person: str, ticket: int) -> None:
        """With the closed ticket before it, once."""
        row = self.spool.one("SELECT previous FROM people WHERE uuid=?", person)
        previous = row["previous"] if row else None
        if not previous:
            return
        if previous != ticket:
            self._link(int(previous), ticket)
        with self.spool.change("linked") as db:
            db.execute("UPDATE people SET previous=NULL WHERE uuid=?", (person,))

    def _link(self, previous: int, ticket: int) -> None:
        try:
            number = self.client.record(f"tickets/{ticket}").get("number")
            link = {
                "link_type": "normal",
                "link_object_source": "Ticket",
                "link_object_source_number": number,
                "link_object_target": "Ticket",
                "link_object_target_value": previous,
            }
            self.client.post("links/add", link)
        except (NotFound, NotPermitted, Rejected) as error:
            log.warning("ticket %s: not linked: %s", ticket, brief(error))
