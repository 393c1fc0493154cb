"""The server's objects, each kind listed once; names and ids are looked up in those lists."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Protocol

from zammad_plugin.errors import NotFound, NotPermitted, Rejected
from zammad_plugin.sync.kinds import REGISTRY
from zammad_plugin.sync.marks import marked_key
from zammad_plugin.sync.model import Desired, Record, Version, same_name
from zammad_plugin.sync.refs import Ref
from zammad_plugin.sync.server.versions import version_of


class Api(Protocol):
    """The part of the client that sync uses."""

    def list_all(self, resource: str, **params: Any) -> list[Record]: ...
    def get(self, path: str, **params: Any) -> Any: ...
    def create(self, resource: str, payload: Record) -> Record: ...
    def update(self, resource: str, id: int, payload: Record) -> Record: ...
    def answers(self) -> bool: ...
    def post(self, path: str, payload: Record | None = None) -> Any: ...
    def search_tickets(self, condition: Record, limit: int = ...) -> list[Record]: ...


KINDS = {kind.resource: kind for kind in REGISTRY.values()}


def _key_of(fields: Record, names: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(same_name(fields.get(name, "")) for name in names)


class Ambiguous(Rejected):
    """Several objects of the server have the name that one file wants."""

    def __init__(self, ids: list[int]) -> None:
        named = ", ".join(map(str, ids))
        hint = "rename or delete all but one of them in Zammad"
        super().__init__(f"the server has this name several times (ids {named})", hint=hint)


class Inventory:
    """Lists lazily, once; `refresh` only after an answer was lost."""

    def __init__(self, client: Api, claimed: set[tuple[str, str]], desk: str = "") -> None:
        """`claimed`: (resource, key) of every file; `desk`: its name, where several share this
        Zammad."""
        self._client, self._claimed, self.desk = client, claimed, desk
        self._rows: dict[str, dict[int, Record]] = {}
        self._marks: dict[str, dict[str, int]] = {}  # resource → key in the note → first id
        self._denied: dict[str, NotPermitted | NotFound] = {}  # asked once
        self._answers: dict[str, Any] = {}
        self._version: Version | None = None

    def version(self) -> Version:
        """Of the server, asked once, and only when something is to be written."""
        if self._version is None:
            self._version = version_of(self._client, self.rows)
        return self._version

    def get(self, path: str) -> Any:
        """An answer that stays the same while we work."""
        if path not in self._answers:
            self._answers[path] = self._client.get(path)
        return self._answers[path]

    def rows(self, resource: str) -> list[Record]:
        if resource not in self._rows:
            if resource in self._denied:
                raise self._denied[resource]
            self.refresh(resource)
        return list(self._rows[resource].values())

    def known(self, resource: str) -> list[Record]:
        """Rows that were listed already; nothing is asked."""
        return list(self._rows.get(resource, {}).values())

    def refresh(self, resource: str) -> None:
        try:
            rows = {row["id"]: row for row in self._listed(resource)}
            self._rows[resource] = dict(sorted(rows.items()))
            self._marks.pop(resource, None)
        except (NotPermitted, NotFound) as error:
            self._denied[resource] = error
            raise
        except (TypeError, KeyError, AttributeError):
            what = f"the list of {resource} has a form that is not known"
            hint = "is the URL a Zammad's? else tell us the version: zammad-plugin doctor"
            raise Rejected(what, hint=hint) from None

    def _listed(self, resource: str) -> list[Record]:
        kind = KINDS.get(resource)
        if kind and kind.fetch:
            return kind.fetch(self._client.get)
        names = {"expand": "true"} if kind and kind.expand else {}
        if resource == "users":  # files speak of people by their login
            return [{**row, "name": row["login"]} for row in self._client.list_all(resource)]
        return self._client.list_all(resource, **names)

    def put(self, resource: str, row: Record) -> None:
        """Remember what a write answered."""
        self._rows.setdefault(resource, {})[row["id"]] = row
        self._marks.pop(resource, None)

    def _marked(self, resource: str, key: str) -> Record | None:
        if resource not in self._marks:
            rows = reversed(self.rows(resource))
            self._marks[resource] = {marked_key(row, self.desk): row["id"] for row in rows}
        id = self._marks[resource].get(key)
        return None if id is None else self._rows[resource][id]

    def find(self, item: Desired, remembered: int = 0) -> Record | None:
        """Our object by its marker, else the one of the same name.

        `remembered`: the id of our last write; it knows an object that keeps no note again when
        its name is another one now, such as after a switch of the language. Raises Ambiguous
        when several have the name: which one is meant only a person knows.
        """
        rows, kind = self.rows(item.kind.resource), item.kind
        known = self._marked(kind.resource, item.key) if kind.has_note else None
        # What has a prefix of ours is known by its name, which the server doesn't let change.
        if not kind.has_note and not kind.our_prefix:
            known = self._rows[kind.resource].get(remembered)
        if known:
            return known
        same = self._by_name(item, rows)
        ours = [row for row in same if row["id"] == remembered] or same
        if len(ours) > 1:
            raise Ambiguous([row["id"] for row in ours])
        return ours[0] if ours else None

    def _by_name(self, item: Desired, rows: list[Record]) -> list[Record]:
        """Not one that another file has marked; one whose file was renamed counts.

        The name in another language counts too: without a ledger a switch makes nothing twice.
        """
        names, resource = item.kind.same_object, item.kind.resource
        for name in (item.name, *item.about.get("names", ())):
            wanted = _key_of({**item.fields, "name": name}, names)
            found = [
                row
                for row in rows
                if _key_of(row, names) == wanted
                and (resource, marked_key(row, self.desk)) not in self._claimed
            ]
            if found:
                return found
        return []

    def id_of(self, ref: Ref) -> int | str | None:
        wanted = same_name(ref.name)
        for row in self.rows(ref.resource):
            if same_name(row.get("name", "")) == wanted:
                return str(row["id"]) if ref.text else int(row["id"])
        return None

    def lookup(self, missing: Callable[[Ref], Any]) -> Callable[[Ref], Any]:
        """A resolver that leaves unknown names to `missing`."""

        def found(ref: Ref) -> Any:
            id = self.id_of(ref)
            return missing(ref) if id is None else id

        return found


class Missing(Rejected):
    """What an object names is not on the server."""

    def __init__(self, ref: Ref) -> None:
        hint = "create it, or mend the name"
        super().__init__(f"no '{ref.name}' among {ref.resource}", hint=hint)
        self.ref = ref


def refuse(ref: Ref) -> Any:
    """For `Inventory.lookup` at the time of writing."""
    raise Missing(ref)
