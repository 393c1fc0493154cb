"""A freshly installed Zammad with four users, each with a token."""

from __future__ import annotations

import secrets
from typing import Any

from zammad_plugin.emulator import versions
from zammad_plugin.emulator.store import Row, Store

ADMIN_PARTS = (
    "text_module",
    "template",
    "macro",
    "tag",
    "trigger",
    "scheduler",
    "overview",
    "webhook",
    "group",
    "role",
    "object",
    "sla",
    "report_profile",
    "calendar",
    "core_workflow",
    "channel_email",
    "user",
    "checklist",
    "translation",
)
PERMISSIONS = (
    "admin",
    *(f"admin.{part}" for part in ADMIN_PARTS),
    "admin.security",
    "admin.channel_whatsapp",
    "ticket.agent",
    "ticket.customer",
    "user_preferences",
)
SYNC = tuple(f"admin.{part}" for part in ADMIN_PARTS if part != "user")
ROLES = {
    "Admin": ("admin", "user_preferences"),
    "Agent": ("ticket.agent", "user_preferences"),
    "Customer": ("ticket.customer", "user_preferences"),
}
# (name, state type); the types are new 1, open 2, pending reminder 3, pending action 4,
# closed 5, merged 6, removed 7
STATES = (
    ("new", 1),
    ("open", 2),
    ("pending reminder", 3),
    ("closed", 5),
    ("merged", 6),
    ("removed", 7),
    ("pending close", 4),
)
TYPES = (
    "email",
    "sms",
    "chat",
    "fax",
    "phone",
    "twitter status",
    "twitter direct-message",
    "facebook feed post",
    "facebook feed comment",
    "note",
    "web",
    "telegram personal-message",
    "facebook direct-message",
)
WHATSAPP = "whatsapp message"  # since 6.3
SENDERS = ("Agent", "Customer", "System")
# name → (roles, permissions of the token)
USERS: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "admin": (("Admin", "Agent"), ("admin", "ticket.agent")),
    "sync": (("Admin",), SYNC),
    "triage": (("Agent",), ("ticket.agent",)),
    "customer": (("Customer",), ("ticket.customer",)),
}
# Groups of the tickets that customers make; empty: all. Where they move them later it does not say.
GROUPS_OF_CUSTOMERS = "customer_ticket_create_group_ids"
# name → (the permission that shows it, value after the installation)
SETTINGS: dict[str, tuple[str, Any]] = {
    "user_create_account": ("admin.security", True),
    "user_lost_password": ("admin.security", True),
    GROUPS_OF_CUSTOMERS: ("admin.channel_web", ""),
}
BY = {"created_by_id": 1, "updated_by_id": 1}
EMPTY_USER: Row = {
    "organization_id": None,
    "login": None,
    "firstname": "",
    "lastname": "",
    "email": "",
    "image": None,
    "image_source": None,
    "web": "",
    "phone": "",
    "fax": "",
    "mobile": "",
    "department": None,
    "street": "",
    "zip": "",
    "city": "",
    "country": "",
    "address": None,
    "vip": False,
    "verified": False,
    "active": True,
    "note": "",
    "last_login": None,
    "source": None,
    "login_failed": 0,
    "out_of_office": False,
    "out_of_office_start_at": None,
    "out_of_office_end_at": None,
    "out_of_office_replacement_id": None,
    "preferences": {},
    "role_ids": [],
    "organization_ids": [],
    "authorization_ids": [],
    "overview_sorting_ids": [],
    "group_ids": {},
}


def fill(store: Store) -> None:
    """Everything that an installation has before anyone worked in it."""
    for name in PERMISSIONS:
        store.insert("permissions", {"name": name, **BY})
    _roles(store)
    _insert_group(store)
    _of_tickets(store)
    _settings(store)
    _users(store)


def _of_tickets(store: Store) -> None:
    """States, priorities, types and senders of articles."""
    gone = {"removed"} if store.version >= versions.REMOVED_GONE else set()
    for state, kind in ((name, kind) for name, kind in STATES if name not in gone):
        fields = {"name": state, "state_type_id": kind, "next_state_id": None, "note": None}
        store.insert("ticket_states", {**fields, "active": True, **BY})
    for priority in ("1 low", "2 normal", "3 high"):
        fields = {"name": priority, "ui_color": None, "default_create": priority[0] == "2"}
        store.insert("ticket_priorities", {**fields, "note": None, "active": True, **BY})
    for name in (*TYPES, *((WHATSAPP,) if store.version >= versions.WHATSAPP else ())):
        store.insert("ticket_article_types", {"name": name})
    for name in SENDERS:
        store.insert("ticket_article_senders", {"name": name})


def _settings(store: Store) -> None:
    for title, (permission, value) in SETTINGS.items():
        setting = {
            "name": title,
            "state_current": {"value": value},
            "preferences": {"permission": [permission]},
        }
        store.insert("settings", {**setting, **BY})


def _insert_group(store: Store) -> None:
    kind = next(one for one in versions.kinds_of(store.version) if one.path == "groups")
    tree = {"name_last": "Users"} if "name_last" in kind.columns else {}
    store.insert("groups", {**kind.columns, "name": "Users", **tree, **BY})


def _roles(store: Store) -> None:
    ids = {row["name"]: row["id"] for row in store.rows("permissions")}
    for name, permissions in ROLES.items():
        fields: dict[str, Any] = {
            "name": name,
            "preferences": {},
            "default_at_signup": name == "Customer",
            "active": True,
            "note": None,
            "permission_ids": [ids[one] for one in permissions],
            "knowledge_base_permission_ids": [],
            "group_ids": {},
        }
        store.insert("roles", {**fields, **BY})


def _users(store: Store) -> None:
    roles = {row["name"]: row["id"] for row in store.rows("roles")}
    store.insert("users", {**EMPTY_USER, "login": "-", "firstname": "-", "active": False, **BY})
    for name, (held, permissions) in USERS.items():
        login = f"{name}@example.org"
        fields = {"login": login, "email": login, "firstname": name.capitalize()}
        ids = [roles[one] for one in held]
        groups = {"1": ["full"]} if "Agent" in held else {}
        user = {**EMPTY_USER, **fields, "role_ids": ids, "group_ids": groups, **BY}
        row = store.insert("users", user)
        token = {"token": secrets.token_urlsafe(24), "user_id": row["id"], "name": name}
        store.insert("tokens", {**token, "permissions": list(permissions)})
