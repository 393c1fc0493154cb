"""A person of Signal as a customer of Zammad, found by a login made from the uuid: the number may
be missing, and it may change."""

from __future__ import annotations

from zammad_plugin.errors import NotFound, Rejected, Unavailable
from zammad_plugin.signal.store.spool import Spool
from zammad_plugin.zammad.client import Client

LOGIN = "signal-"


def login_of(person: str) -> str:
    return f"{LOGIN}{person}".casefold()


def person_of(login: object) -> str:
    """The person whose customer this is; empty when it is none of ours."""
    text = str(login or "").casefold()
    return text.removeprefix(LOGIN) if text.startswith(LOGIN) else ""


class Customers:
    """Raises ZammadError's children."""

    def __init__(self, client: Client, spool: Spool) -> None:
        self.client, self.spool = client, spool

    def id_of(self, person: str, number: str = "") -> int:
        """The id of the person's customer, made when there is none."""
        row = self.spool.one("SELECT customer FROM people WHERE uuid=?", person)
        if row and row["customer"]:
            return int(row["customer"])
        found = self._found(person) or self._made(person, number)
        with self.spool.change("customer") as db:
            new = "INSERT INTO people (uuid, customer) VALUES (?, ?)"
            db.execute(
                f"{new} ON CONFLICT (uuid) DO UPDATE SET customer=excluded.customer",
                (person, found),
            )
        return found

    def forget(self, person: str) -> None:
        """It was deleted in Zammad: the next message makes a new one."""
        with self.spool.change("forget customer") as db:
            db.execute(
                "UPDATE people SET customer=NULL, ticket=NULL, article=NULL WHERE uuid=?", (person,)
            )

    def _found(self, person: str) -> int:
        login = login_of(person)
        rows = self.client.rows("users/search", query=login, limit=10)
        same = (row for row in rows if str(row.get("login")).casefold() == login)
        return int(next(same, {"id": 0})["id"])

    def _made(self, person: str, number: str) -> int:
        """No e-mail and no password: nobody can log in with it, and nothing is mailed to it.

        The number goes where agents look it up, not into `mobile`: a trigger could send an SMS.
        """
        short = person.split("-")[0][:8]
        fields = {
            "login": login_of(person),
            "firstname": "Signal",
            "lastname": short,
            "phone": number,
            "roles": ["Customer"],
            "active": True,
        }
        try:
            return int(self.client.create("users", fields)["id"])
        except Rejected:
            # It is there: made by a call whose answer was lost. A search index may lag behind.
            found = self._found(person)
            if not found:
                raise Unavailable(
                    "the customer is there and not yet found",
                    hint="try again later; nothing was lost",
                ) from None
            return found

    def exists(self, customer: int) -> bool:
        try:
            self.client.record(f"users/{customer}")
        except NotFound:
            return False
        return True
