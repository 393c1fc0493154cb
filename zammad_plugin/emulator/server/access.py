"""Who asks, and what the token and its user may do."""

from __future__ import annotations

import base64
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from zammad_plugin.emulator.answers import Refused, not_authorized, unknown
from zammad_plugin.emulator.store import Row, Store


def _grants(held: Iterable[str], wanted: str) -> bool:
    """A parent grants its children: `admin` holds `admin.text_module`."""
    return any(wanted == one or wanted.startswith(f"{one}.") for one in held)


@dataclass(frozen=True)
class Actor:
    """A user with what the token lets through; effective rights are the intersection."""

    user: Row
    user_permissions: tuple[str, ...]
    token_permissions: tuple[str, ...]
    groups: dict[str, frozenset[str]] = field(default_factory=dict)  # with those of the roles

    def may(self, *wanted: str) -> bool:
        return any(
            _grants(self.user_permissions, one) and _grants(self.token_permissions, one)
            for one in wanted
        )

    def need(self, *wanted: str) -> None:
        """Raises 403 unless one of `wanted` is held; the words tell token from user."""
        if self.may(*wanted):
            return
        lacks_user = not any(_grants(self.user_permissions, one) for one in wanted)
        raise not_authorized(by_token=not lacks_user)

    @property
    def id(self) -> int:
        return int(self.user["id"])

    def reaches(self, group_id: int, access: str = "read") -> bool:
        """Whether an agent has `access` to a group (`full` holds every other)."""
        rights = self.groups.get(str(group_id), frozenset())
        return "full" in rights or access in rights

    def sees(self, ticket: Row) -> bool:
        if self.may("ticket.agent") and self.reaches(ticket["group_id"]):
            return True
        return self.may("ticket.customer") and ticket["customer_id"] == self.id


@dataclass
class Request:
    """One call: `path` without `/api/v1/`, `body` the JSON object sent (or empty)."""

    method: str
    path: str
    params: dict[str, str]
    body: dict[str, Any]
    actor: Actor
    ids: dict[str, int] = field(default_factory=dict)

    def flag(self, name: str) -> bool:
        value = self.params.get(name, self.body.get(name))
        return str(value).lower() == "true"

    def number(self, name: str, default: int, most: int) -> int:
        """A paging number; anything that is none counts as the default, as Rails does."""
        value = str(self.params.get(name) or self.body.get(name) or "")
        return min(int(value), most) if value.isdigit() and int(value) else default


def seen(store: Store, request: Request) -> Row:
    """The ticket that the address names. Raises 404 for none, 403 for one that the asker does not
    see."""
    ticket = store.get("tickets", request.ids["id"])
    if ticket is None:
        raise unknown("Ticket", request.ids["id"])
    if not request.actor.sees(ticket):
        raise not_authorized(by_token=False)
    return ticket


def actor(store: Store, authorization: str) -> Actor:
    """The actor of an Authorization header. Raises 403 without, 401 with a wrong token."""
    if not authorization:
        raise Refused(403, "Authentication required")
    if authorization.startswith("Basic "):
        user = _by_password(store, authorization.removeprefix("Basic "))
        held = permissions_of(store, user)
    else:
        user, held = _by_token(store, authorization)
    groups = {str(row["id"]): rights_in(store, user, row["id"]) for row in store.rows("groups")}
    return Actor(user, permissions_of(store, user), held, groups)


def _by_token(store: Store, authorization: str) -> tuple[Row, tuple[str, ...]]:
    token = authorization.removeprefix("Token token=").removeprefix("Bearer ").strip()
    found = store.find("tokens", token=token)
    user = store.get("users", found["user_id"]) if found and found["token"] == token else None
    if not found or not user:
        raise Refused(401, "Can't find User for Token")
    return user, tuple(found["permissions"])


def _by_password(store: Store, given: str) -> Row:
    """As a customer logs in: the setting api_password_access is on after the installation."""
    try:
        login, _, password = base64.b64decode(given, validate=True).decode().partition(":")
    except ValueError:
        login = password = ""
    user = store.find("users", login=login)
    found = store.find("passwords", user_id=user["id"]) if user else None
    if not user or not found or found["password"] != password:
        raise Refused(401, "Invalid BasicAuth credentials")
    return user


def rights_in(store: Store, user: Row, group_id: int) -> frozenset[str]:
    """What a user may do in a group, by himself and by his active roles."""
    roles = (store.get("roles", role_id) for role_id in user.get("role_ids") or [])
    holders = [user, *(role for role in roles if role and role["active"])]
    held = ((one.get("group_ids") or {}).get(str(group_id), []) for one in holders)
    return frozenset(access for rights in held for access in rights)


def permissions_of(store: Store, user: Row) -> tuple[str, ...]:
    """Names of what the user's active roles hold."""
    roles = [store.get("roles", role_id) for role_id in user["role_ids"]]
    ids = [one for role in roles if role and role["active"] for one in role["permission_ids"]]
    held = [store.get("permissions", one) for one in ids]
    return tuple(row["name"] for row in held if row)
