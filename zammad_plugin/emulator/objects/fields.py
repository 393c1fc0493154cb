"""What a ticket's create and update accept, and what they make of it."""

from __future__ import annotations

import copy
import re
from typing import Any

from zammad_plugin.emulator import answers
from zammad_plugin.emulator.objects.attributes import check_value, default_of, live
from zammad_plugin.emulator.seed import BY, EMPTY_USER, GROUPS_OF_CUSTOMERS
from zammad_plugin.emulator.server.access import Actor, rights_in
from zammad_plugin.emulator.store import Row, Store

EMPTY: Row = {
    "group_id": None,
    "priority_id": 2,
    "state_id": 1,
    "organization_id": None,
    "number": None,
    "title": None,
    "owner_id": 1,
    "customer_id": None,
    "note": None,
    "first_response_at": None,
    "first_response_escalation_at": None,
    "first_response_in_min": None,
    "first_response_diff_in_min": None,
    "close_at": None,
    "close_escalation_at": None,
    "close_in_min": None,
    "close_diff_in_min": None,
    "update_escalation_at": None,
    "update_in_min": None,
    "update_diff_in_min": None,
    "last_close_at": None,
    "last_contact_at": None,
    "last_contact_agent_at": None,
    "last_contact_customer_at": None,
    "last_owner_update_at": None,
    "create_article_type_id": None,
    "create_article_sender_id": None,
    "article_count": 0,
    "escalation_at": None,
    "pending_time": None,
    "type": None,
    "time_unit": None,
    "preferences": {},
    "article_ids": [],
    "ticket_time_accounting_ids": [],
    "_tags": [],
    "_mentions": [],
}
WRITABLE = {
    "title",
    "note",
    "group_id",
    "priority_id",
    "state_id",
    "owner_id",
    "customer_id",
    "organization_id",
    "pending_time",
    "type",
    "created_at",
    "first_response_at",
    "last_contact_at",
    "last_contact_agent_at",
    "last_contact_customer_at",
}
LOOKUPS = {
    "group": "groups",
    "state": "ticket_states",
    "priority": "ticket_priorities",
    "owner": "users",
    "customer": "users",
}
NOBODY = 1
DONE = {5, 6, 7}  # types of states: closed, merged, removed
OF_CUSTOMERS = {1, 2, 4}  # ids of the seed's states: new, open, closed
PENDING = {3, 4}  # types of states that need a time


def _own(given: Row, actor: Actor) -> Row:
    """Seen on a 6.5: a customer's ticket is the customer's own, without an owner; state (new, open,
    closed), priority, group, title, attributes, tags (when it is made) and the times of answers
    are taken."""
    if actor.may("ticket.agent"):
        return given
    dropped = {"owner", "owner_id", "customer", "customer_id", "preferences", "created_at"}
    return {name: value for name, value in given.items() if name not in dropped}


def _check_state(fields: Row, actor: Actor) -> None:
    if not actor.may("ticket.agent") and fields.get("state_id", 1) not in OF_CUSTOMERS:
        raise _without_reason()


def _without_reason() -> answers.Refused:
    """What a customer is told."""
    said = "Error ID 00000000: Please contact your administrator."
    return answers.Refused(422, said, human=False)


def _need(there: bool, name: str) -> None:
    if not there:
        raise answers.Refused(422, f"The required value '{name}' is missing.")


class Fields:
    def __init__(self, store: Store) -> None:
        self.store = store

    def of_new(self, given: Row, actor: Actor) -> Row:
        given = _own(given, actor)
        fields = self._resolved(given)
        _check_state(fields, actor)
        _need("group_id" in fields, "group_id")
        self._check_group(fields["group_id"], actor)
        fields.setdefault("customer_id", None if actor.may("ticket.agent") else actor.id)
        for name in ("customer_id", "title"):
            _need(bool(fields.get(name)), name)
        by = {"created_by_id": actor.id, "updated_by_id": actor.id}
        own = {row["name"]: default_of(row) for row in live(self.store)}
        new = {**copy.deepcopy(EMPTY), **own, **fields, **by}
        new["preferences"] = copy.deepcopy(given.get("preferences") or {})
        self._check_pending(new)
        return {**new, "owner_id": self._owner(new)}

    def _check_group(self, group: int, actor: Actor) -> None:
        """Of a customer's new ticket; seen on a 6.5."""
        setting = self.store.find("settings", name=GROUPS_OF_CUSTOMERS)
        groups = (setting or {"state_current": {}})["state_current"].get("value")
        if groups and not actor.may("ticket.agent") and str(group) not in map(str, groups):
            raise _without_reason()

    def of_change(self, given: Row, ticket: Row, actor: Actor) -> Row:
        given = _own(given, actor)
        fields = self._resolved(given)
        _check_state(fields, actor)
        group = int(fields.get("group_id") or ticket["group_id"])
        agent = actor.may("ticket.agent")  # a customer may give a ticket to any group
        if agent and group != ticket["group_id"] and not actor.reaches(group, "create"):
            raise answers.invalid_value(group, "group_id")
        if isinstance(given.get("preferences"), dict):
            # The top keys are merged; what stands below one is replaced.
            fields["preferences"] = {**ticket["preferences"], **given["preferences"]}
        if "state_id" in fields or "pending_time" in fields:
            self._check_pending({**ticket, **fields})
        if "owner_id" in fields or "group_id" in fields:
            fields["owner_id"] = self._owner({**ticket, **fields})
        changed = {name: value for name, value in fields.items() if ticket.get(name) != value}
        return {**changed, "updated_by_id": actor.id} if changed else {}

    def _resolved(self, given: Row) -> Row:
        """Names to ids, `guess:` to a customer, custom attributes checked, the rest ignored."""
        fields = {name: given[name] for name in given if name in WRITABLE}
        for name, table in LOOKUPS.items():
            if given.get(name) not in (None, "") and f"{name}_id" not in given:
                fields[f"{name}_id"] = self._id(table, name, given[name])
        for name in ("group_id", "state_id", "priority_id", "owner_id"):
            if name in fields:
                fields[name] = self._existing(LOOKUPS[name[:-3]], name, fields[name])
        if str(fields.get("customer_id") or "").startswith("guess:"):
            fields["customer_id"] = self._guessed(str(fields["customer_id"])[6:])
        fields |= self._custom(given)
        if fields.get("pending_time"):
            fields["pending_time"] = re.sub(r"(:\d\d)Z$", r"\1.000Z", str(fields["pending_time"]))
        return fields

    def _custom(self, given: Row) -> Row:
        """Of the attributes that an admin made."""
        made = [one for one in live(self.store) if one["name"] in given]
        for attribute in made:
            check_value(self.store, attribute, given[attribute["name"]])
        return {one["name"]: given[one["name"]] for one in made}

    def _id(self, table: str, field: str, name: Any) -> int:
        if table == "users":
            found = self.store.find("users", login=name) or self.store.find("users", email=name)
        else:
            found = self.store.find(table, name=name)
        if found is None:
            raise answers.no_lookup(field, name)
        return int(found["id"])

    def _existing(self, table: str, field: str, value: Any) -> int:
        row = self.store.get(table, int(value)) if str(value).isdigit() else None
        if row is None:
            raise answers.not_one_of(value, field)
        return int(row["id"])

    def _guessed(self, address: str) -> int:
        found = self.store.find("users", email=address) or self.store.find("users", login=address)
        if found:
            return int(found["id"])
        role = self.store.find("roles", name="Customer") or {"id": 3}
        user = {**copy.deepcopy(EMPTY_USER), "login": address, "email": address, **BY}
        return int(self.store.insert("users", {**user, "role_ids": [role["id"]]})["id"])

    def _owner(self, ticket: Row) -> int:
        """Who has no *full* in the group can't own a ticket that isn't closed: the server takes
        another owner away and says nothing (Ticket#check_owner_active)."""
        owner = self.store.get("users", ticket["owner_id"]) or {}
        state = self.store.get("ticket_states", ticket["state_id"]) or {}
        if state.get("state_type_id") in DONE or "full" in rights_in(
            self.store, owner, int(ticket["group_id"])
        ):
            return int(ticket["owner_id"])
        return NOBODY

    def _check_pending(self, ticket: Row) -> None:
        state = self.store.get("ticket_states", ticket["state_id"]) or {}
        if state.get("state_type_id") in PENDING and not ticket.get("pending_time"):
            raise answers.missing_value("pending_time")
