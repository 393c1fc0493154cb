"""Templates of checklists, which an agent puts onto a ticket: templates/checklists/<key>.yml."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Annotated, Any

from pydantic import Field

from zammad_plugin.sync.model import Kind, Record, Spec, plain

PAGE = 200
MOST = 100  # the server refuses more


class Checklist(Spec):
    """What is to be done, step by step; a ticket has one checklist at most."""

    name: str = Field(min_length=1, max_length=250)
    """Name in the list of templates."""
    items: list[Annotated[str, Field(min_length=1, max_length=500)]] = Field(
        min_length=1, max_length=MOST
    )
    """The steps, in their order."""
    active: bool = True
    """Whether Zammad uses it; false keeps it without using it."""

    def fields(self) -> Record:
        # The server takes empty items away, and blanks around a text.
        return {**self.model_dump(), "items": [item.strip() for item in self.items]}


def _pages(get: Callable[..., Any]) -> Iterator[Record]:
    page, size = 1, PAGE
    while size == PAGE:
        answer = get("checklist_templates", full="true", page=page, per_page=PAGE)
        size, page = len(answer["record_ids"]), page + 1
        yield answer


def _fetch(get: Callable[..., Any]) -> list[Record]:
    """Texts stand beside the templates (`full`), in no other form of the list."""
    rows = []
    for answer in _pages(get):
        assets = answer.get("assets") or {}
        texts = assets.get("ChecklistTemplateItem") or {}
        for id in answer["record_ids"]:
            row = assets["ChecklistTemplate"][str(id)]
            ids = [str(one) for one in row["sorted_item_ids"] if str(one) in texts]
            rows.append({**row, "items": [texts[one]["text"] for one in ids]})
    return rows


KIND = Kind(
    name="checklists",
    resource="checklist_templates",
    permission="admin.checklist",
    agents_read=True,
    spec=Checklist,
    files="templates/checklists/*.yml",
    unread=plain("name", "items", "active"),
    has_note=False,
    fetch=_fetch,
    unanswered=frozenset({"items"}),
    since=(6, 4),
)
