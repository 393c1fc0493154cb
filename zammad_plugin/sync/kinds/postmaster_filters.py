"""Mail filters: templates/filters/<key>.yml. They see e-mail only, in the order of their names."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import AfterValidator, Field, model_validator

from zammad_plugin.config.files import Strict
from zammad_plugin.sync.model import Kind, Named, Record, Spec
from zammad_plugin.sync.server.operators import alike, alike_match, fit_match, listed

Operator = Literal[
    "contains",
    "contains not",
    "is any of",
    "is none of",
    "starts with one of",
    "ends with one of",
    "matches regex",
    "does not match regex",
]
LISTS = ("any of", "none of", "one of")


class Match(Strict):
    operator: Operator
    """As 6.1 and newer have them; older servers get their own form."""
    value: str | list[str] = Field(min_length=1)
    """Text to look for; several for `… one of`."""

    @model_validator(mode="after")
    def _list_where_it_belongs(self) -> Match:
        if isinstance(self.value, list) and not self.operator.endswith(LISTS):
            raise ValueError(f"'{self.operator}' takes one text")
        return self

    def test(self) -> Record:
        many = self.operator.endswith(LISTS)
        return {"operator": self.operator, "value": listed(self.value) if many else self.value}


def _unread(row: Record, _: Named) -> Record:
    said = {name: row[name] for name in ("name", "match", "perform", "active")}
    return said | {"match": {name: alike(test) for name, test in row["match"].items()}}


def _nothing_lost(actions: dict[str, Any]) -> dict[str, Any]:
    if "x-zammad-ignore" in actions:
        raise ValueError("x-zammad-ignore would throw mails away: no report may be lost")
    return actions


class Filter(Spec):
    """`match`: header (lower case) → test, all must hold; `perform`: x-zammad-… headers."""

    name: str = Field(min_length=1, max_length=250)
    """Name; filters run in the order of their names."""
    match: dict[str, Match] = Field(min_length=1)
    """Header, lower case → test; all must hold."""
    perform: Annotated[dict[str, dict[str, str]], AfterValidator(_nothing_lost)] = Field(
        min_length=1
    )
    """`x-zammad-…` header → what it is set to."""
    active: bool = True
    """Whether Zammad uses it; false keeps it without using it."""

    def fields(self) -> Record:
        return {
            "name": self.name,
            "channel": "email",
            "match": {name: one.test() for name, one in self.match.items()},
            "perform": dict(self.perform),
            "active": self.active,
        }


KIND = Kind(
    name="filters",
    resource="postmaster_filters",
    permission="admin.channel_email",
    spec=Filter,
    files="templates/filters/*.yml",
    unread=_unread,
    normal={"match": alike_match},
    fit={"match": fit_match},
    after=("groups",),
)
