"""Resources by their path (`text_modules`, `macros`, …): read, made, changed, deleted."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from zammad_plugin.errors import NotFound, NotPermitted
from zammad_plugin.zammad import answers
from zammad_plugin.zammad.answers import Record
from zammad_plugin.zammad.http.abreast import Abreast
from zammad_plugin.zammad.session import Session

PAGE = 200  # rows; below every cap but that of `GET tickets` (100), which we don't use
RESOURCES_WITHOUT_PAGES = {"object_manager_attributes", "tag_list"}


class Resources:
    """Records are plain JSON objects, as the server has them.

    Every method raises the children of ZammadError.
    """

    def __init__(self, session: Session) -> None:
        self.session = session
        self._me: Record | None = None
        self._users: dict[str, Record | None] = {}

    @property
    def abreast(self) -> Abreast:
        """For calls that don't wait for each other."""
        return self.session.abreast

    def list_all(self, resource: str, **params: Any) -> list[Record]:
        """Every record, page after page. A page that brings nothing new is the last."""
        if resource in RESOURCES_WITHOUT_PAGES:
            return self.rows(resource, **params)
        found: dict[int, Record] = {}
        for page in self._pages(resource, params):
            new = {row["id"]: row for row in page if row["id"] not in found}
            found.update(new)
            # The server clamps per_page silently, so a short page alone proves nothing …
            # … but one at our own size or below does: PAGE is under every cap used here.
            if not new or len(page) < PAGE:
                break
        return list(found.values())

    def _pages(self, resource: str, params: Record) -> Iterator[list[Record]]:
        page = 1
        while True:
            query = {**params, "page": page, "per_page": PAGE}
            yield self.rows(resource, **query)
            page += 1

    def get(self, path: str, **params: Any) -> Any:
        """One answer as it comes, whatever its shape."""
        return self.session.call("GET", path, params=params or None)

    def record(self, path: str, **params: Any) -> Record:
        """One object with an id."""
        answer = self.session.call("GET", path, params=params or None)
        return answers.known(answer, f"GET {path}")

    def rows(self, path: str, **params: Any) -> list[Record]:
        """A list of objects with ids."""
        answer = self.session.call("GET", path, params=params or None)
        return answers.rows(answer, f"GET {path}")

    def create(self, resource: str, payload: Record) -> Record:
        """What was made. Raises OddAnswer when the answer is something else: look for it."""
        answer = self.session.call("POST", resource, json=payload, repeat=False)
        what = f"POST {resource}"
        if resource in answers.SILENT:
            return answers.record(answer, what)
        return answers.known(answer, what)

    def update(self, resource: str, id: int, payload: Record) -> Record:
        """PUT of fields only: twice is the same as once, so it may be repeated."""
        path = f"{resource}/{id}"
        answer = self.session.call("PUT", path, json=payload, repeat=True)
        return answers.known(answer, f"PUT {path}", id=id)

    def delete(self, resource: str, id: int) -> None:
        try:
            self.session.call("DELETE", f"{resource}/{id}", repeat=True)
        except NotFound:
            return  # gone already, perhaps by our own repeated call

    def post(self, path: str, payload: Record | None = None) -> Any:
        """A POST that may be repeated (an action such as execute_migrations)."""
        return self.session.call("POST", path, json=payload or {}, repeat=True)

    def answers(self) -> bool:
        """Whether the server answers, asked once."""
        return self.session.answers()

    def me(self) -> Record:
        """The token's own user, asked once."""
        if self._me is None:
            self._me = self.record("users/me")
        return self._me

    def user(self, login: str) -> Record | None:
        """The user with this login, asked once; None when there is none."""
        if login not in self._users:
            found = self.rows("users/search", query=login, limit=10)
            same = (one for one in found if str(one.get("login")).casefold() == login.casefold())
            self._users[login] = next(same, None)
        return self._users[login]

    def user_by_id(self, user_id: int) -> Record | None:
        """None when there is none or the token may not see it."""
        try:
            return self.record(f"users/{user_id}")
        except (NotFound, NotPermitted):
            return None
