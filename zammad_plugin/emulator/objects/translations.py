"""Words of the interface by language, as the sources have them: read, and not measured."""

from __future__ import annotations

from typing import Any

from zammad_plugin.emulator import answers
from zammad_plugin.emulator.objects.crud import Answer
from zammad_plugin.emulator.server.access import Request
from zammad_plugin.emulator.store import Row, Store

SHOWN = ("id", "locale", "source", "target", "target_initial", "is_synchronized_from_codebase")


class Translations:
    """Words of the interface by language (6.3+): Zammad's own, and those an admin added."""

    def __init__(self, store: Store) -> None:
        self.store = store

    def customized(self, request: Request) -> Answer:
        """What an admin changed or added, without Zammad's own words."""
        request.actor.need("admin.translation")
        rows = (row for row in self.store.rows("translations") if _changed(row))
        shown = sorted(rows, key=lambda row: (row["locale"], row["source"]))
        return 200, [{name: row[name] for name in SHOWN} for row in shown]

    def show(self, request: Request) -> Answer:
        request.actor.need("admin.translation")
        return 200, self._row(request)

    def lang(self, request: Request) -> Answer:
        """Every word of a language; anybody may read it."""
        rows = [
            [row["id"], row["source"], row["target"]]
            for row in self.store.rows("translations")
            if row["locale"] == str(request.ids["locale"]).lower() and row["target"]
        ]
        return 200, {"total": len(rows), "list": rows}

    def _word(self, locale: Any, source: Any) -> Row | None:
        rows = self.store.rows("translations")
        same = (row for row in rows if (row["locale"], row["source"]) == (locale, source))
        return next(same, None)

    def upsert(self, request: Request) -> Answer:
        request.actor.need("admin.translation")
        given = {name: request.body.get(name) for name in ("locale", "source", "target")}
        if not given["locale"]:
            raise answers.blank("Locale")
        found = self._word(given["locale"], given["source"])
        if found is None:
            own = {"target_initial": given["target"], "is_synchronized_from_codebase": False}
            found = self.store.insert("translations", {**given, **own})
        self.store.update("translations", found["id"], {"target": given["target"]})
        return 200, found

    def update(self, request: Request) -> Answer:
        request.actor.need("admin.translation")
        row = self._row(request)
        given: Row = {
            name: request.body[name]
            for name in ("locale", "source", "target")
            if name in request.body
        }
        self.store.update("translations", row["id"], given)
        return 200, row

    def delete(self, request: Request) -> Answer:
        request.actor.need("admin.translation")
        self.store.delete("translations", self._row(request)["id"])
        return 200, {}

    def _row(self, request: Request) -> Row:
        row = self.store.get("translations", request.ids["id"])
        if row is None:
            raise answers.unknown("Translation", request.ids["id"])
        return row


def _changed(row: Row) -> bool:
    return bool(row["target_initial"] != row["target"] or not row["is_synchronized_from_codebase"])
