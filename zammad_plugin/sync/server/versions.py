"""The server's version, and what of a file it can be told.

Sources: docs and sources named in docs/sync.md; a version is (major, minor).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, Protocol

from zammad_plugin.errors import NotFound, NotPermitted, ZammadError
from zammad_plugin.sync.model import Kind, Record, Version

OLDEST: Version = (5, 2)
# What only newer servers have, newest first: a 404 tells that this one is older. A 403 tells that
# it is there, but not of a word that older servers take for an id: they ask for the right first.
ROUTES: tuple[tuple[Version, str, Record], ...] = (
    ((7, 0), "ai_agents", {"per_page": 1}),
    ((6, 5), "text_modules/search", {"query": "zammad-plugin", "limit": 1}),
    ((6, 4), "checklist_templates", {"per_page": 1}),
    ((6, 3), "translations/customized", {}),
)
# And what their rows hold, where there are rows.
COLUMNS: tuple[tuple[Version, str, str], ...] = (
    ((6, 2), "groups", "name_last"),
    ((6, 0), "triggers", "activator"),
    ((6, 0), "webhooks", "basic_auth_username"),
    ((6, 0), "templates", "active"),  # as measured; the documentation says 5.4
)


class Asked(Protocol):
    def get(self, path: str, **params: Any) -> Any: ...


class Unsupported(ValueError):
    """This version of Zammad can't be told what the file says."""


def words(version: Version) -> str:
    return ".".join(map(str, version))


def version_of(api: Asked, rows: Callable[[str], list[Record]]) -> Version:
    """As the server says; where the token may not ask, the least that its answers show."""
    return said_version(api) or max(_shown(api, rows), default=OLDEST)


def said_version(api: Asked) -> Version | None:
    """As the server says; None for a token that may not ask."""
    try:
        major, minor = str(api.get("version")["version"]).split("-")[0].split(".")[:2]
        return int(major), int(minor)
    except (NotPermitted, NotFound, ValueError, KeyError, TypeError):
        return None


def _shown(api: Asked, rows: Callable[[str], list[Record]]) -> Iterator[Version]:
    for version, path, params in ROUTES:
        if _has(api, path, params):
            yield version
            return
    for version, resource, column in COLUMNS:
        if _holds(rows, resource, column):
            yield version


def _has(api: Asked, path: str, params: Record) -> bool:
    try:
        api.get(path, **params)
    except NotFound:
        return False
    except NotPermitted:
        return "/" not in path
    return True


def _holds(rows: Callable[[str], list[Record]], resource: str, column: str) -> bool:
    try:
        return any(column in row for row in rows(resource))
    except ZammadError:
        return False


def fitted(kind: Kind, fields: Record, version: Callable[[], Version]) -> Record:
    """`fields` as this version takes them. Raises Unsupported for what it can't be told."""
    if not set(fields) & (set(kind.newer) | set(kind.fit)):
        return fields
    have, sent = version(), dict[str, Any]()
    for name, value in fields.items():
        since, usual = kind.newer.get(name, (OLDEST, None))
        if have >= since:
            sent[name] = kind.fit[name](value, have) if name in kind.fit else value
        elif value != usual:
            raise Unsupported(f"'{name}' needs Zammad {words(since)}, this is {words(have)}")
    return sent
