"""Users, as far as tickets and rights need them."""

from __future__ import annotations

import uuid
from typing import Any

from zammad_plugin.emulator import answers
from zammad_plugin.emulator.objects.crud import Answer, paged
from zammad_plugin.emulator.seed import EMPTY_USER
from zammad_plugin.emulator.server.access import Request
from zammad_plugin.emulator.store import Row, Store, copied

NOBODY = "At least one identifier (firstname, lastname, phone or email) for user is required."


class Users:
    def __init__(self, store: Store) -> None:
        self.store = store

    def me(self, request: Request) -> Answer:
        """*Read* in the source: with expand the roles by their names."""
        row = copied(request.actor.user)
        if request.flag("expand"):
            found = (self.store.get("roles", one) for one in row["role_ids"])
            row["roles"] = [role["name"] for role in found if role]
        return 200, row

    def index(self, request: Request) -> Answer:
        request.actor.need("ticket.agent", "admin.user")
        return 200, copied(paged(self.store.rows("users"), request))

    def show(self, request: Request) -> Answer:
        if request.ids["id"] != request.actor.id:
            request.actor.need("ticket.agent", "admin.user")
        return 200, copied(self._row(request))

    def search(self, request: Request) -> Answer:
        """Login, e-mail and names; a phone number finds nobody (seen on a real server)."""
        request.actor.need("ticket.agent", "admin.user")
        query = str({**request.params, **request.body}.get("query") or "").casefold()
        columns = ("login", "email", "firstname", "lastname")
        found = [
            row
            for row in self.store.rows("users")
            if query and any(query in str(row[name] or "").casefold() for name in columns)
        ]
        return 200, copied(paged(found, request))

    def _free_login(self, fields: Row) -> Any:
        """Raises 422 for a person without a name, and for one who is there."""
        email = fields.get("email")
        if not any(fields.get(name) for name in ("firstname", "lastname", "phone", "email")):
            raise answers.Refused(422, NOBODY)
        if email and self.store.find("users", email=email):
            raise answers.Refused(422, f"Email address '{email}' is already used for another user.")
        login = fields.get("login") or email or f"auto-{uuid.uuid4()}"
        if self.store.find("users", login=login):
            raise answers.duplicate()
        return login

    def create(self, request: Request) -> Answer:
        request.actor.need("ticket.agent", "admin.user")
        fields = self._fields(request.body)
        login = self._free_login(fields)
        by = {"created_by_id": request.actor.id, "updated_by_id": request.actor.id}
        new = {**copied(EMPTY_USER), **fields, "login": str(login).casefold(), **by}
        if not new["role_ids"]:
            new["role_ids"] = [self._role("Customer")]
        made = self.store.insert("users", new)
        if request.body.get("password"):  # kept apart: no answer shows it
            password = {"user_id": made["id"], "password": str(request.body["password"])}
            self.store.insert("passwords", password)
        return 201, copied(made)

    def update(self, request: Request) -> Answer:
        request.actor.need("admin.user")
        row = self._row(request)
        self.store.update("users", row["id"], self._fields(request.body))
        return 200, copied(row)

    def _fields(self, body: Row) -> Row:
        fields = {name: body[name] for name in body if name in EMPTY_USER}
        if "roles" in body:
            fields["role_ids"] = [self._role(name) for name in body["roles"]]
        if "group_ids" in fields:
            rights = dict(fields["group_ids"])
            fields["group_ids"] = {str(one): _access(given) for one, given in rights.items()}
        return fields

    def _role(self, name: Any) -> int:
        row = self.store.find("roles", name=name)
        if row is None:
            raise answers.no_lookup("roles", name)
        return int(row["id"])

    def _row(self, request: Request) -> Row:
        row = self.store.get("users", request.ids["id"])
        if row is None:
            raise answers.unknown("User", request.ids["id"])
        return row


def _access(given: Any) -> list[str]:
    return list(given) if isinstance(given, list) else [str(given)]
