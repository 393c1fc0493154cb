"""What a played version has: columns, operators and routes by the version that brought them.

6.0 answers as the development branch of May 2023 was measured; what the documentation counts to
6.0 and that branch lacked comes with 6.1 here.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from zammad_plugin.emulator.objects.kind import Kind
from zammad_plugin.emulator.objects.kinds import KINDS

Version = tuple[int, int]
# path → column → (first version, default)
COLUMNS: dict[str, dict[str, tuple[Version, Any]]] = {
    "templates": {"active": ((5, 4), True)},
    "triggers": {
        "activator": ((6, 1), "action"),
        "execution_condition_mode": ((6, 1), "selective"),
        "localization": ((6, 3), None),
        "timezone": ((6, 3), None),
    },
    "jobs": {
        # 6.5 refuses a job without it (seen); the versions between are not known.
        "object": ((6, 2), "Ticket"),
        "localization": ((6, 3), None),
        "timezone": ((6, 3), None),
    },
    "groups": {"name_last": ((6, 2), None), "parent_id": ((6, 2), None)},
    "webhooks": {
        "basic_auth_username": ((6, 0), None),
        "basic_auth_password": ((6, 0), None),
        "customized_payload": ((6, 1), False),
        "custom_payload": ((6, 1), None),
        "http_method": ((7, 0), "post"),
        "bearer_token": ((7, 0), None),
    },
}
CHECKLISTS: Version = (6, 4)
TRANSLATIONS: Version = (6, 3)
WHATSAPP: Version = (6, 3)
GROUP_TREE: Version = (6, 2)
TEXT_OPERATORS: Version = (6, 1)
NEW_OPERATORS = {
    "is any of",
    "is none of",
    "starts with one of",
    "ends with one of",
    "matches regex",
    "does not match regex",
}
EXPERT: Version = (5, 4)  # a tree of conditions
SEARCH: Version = (6, 5)  # a plain list from tickets/search, and a search of every kind
RESTARTS: Version = (6, 5)  # of itself, when a migration changed the database
REMOVED_GONE: Version = (6, 5)  # the state "removed" is not made any more
ANY_VALUE: Version = (6, 5)  # of a select is kept where no core workflow restricts the field
MAIL_TO: Version = (6, 5)  # an article of type email needs a recipient, a customer's too
AI_AGENTS: Version = (7, 0)


def numbers(version: str) -> Version:
    """`6.5.0-1747` → (6, 5)."""
    major, minor = [*version.split("-")[0].split("."), "0"][:2]
    return int(major), int(minor)


def too_new(operator: str, version: Version) -> bool:
    return operator in NEW_OPERATORS and version < TEXT_OPERATORS


def kinds_of(version: Version) -> tuple[Kind, ...]:
    """The configuration objects with the columns that this version has."""
    return tuple(_of(kind, version) for kind in KINDS)


def _of(kind: Kind, version: Version) -> Kind:
    table = COLUMNS.get(kind.path, {})
    kept = {name: value for name, value in kind.columns.items() if name not in table}
    more = {name: default for name, (since, default) in table.items() if version >= since}
    return replace(kind, columns={**kept, **more})
