"""Mail filters: templates/filters/<key>.yml. They see e-mail only, in the order of their names."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import AfterValidator, Field

from zammad_plugin.config.files import Strict
from zammad_plugin.sync.model import Kind, Record, Spec, plain

Operator = Literal["contains", "contains not"]  # alike in all versions


class Match(Strict):
    operator: Operator
    """Both are alike in all versions of Zammad."""
    value: str = Field(min_length=1)
    """Text to look for."""


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
            "match": {name: one.model_dump() for name, one in self.match.items()},
            "perform": dict(self.perform),
            "active": self.active,
        }


KIND = Kind(
    name="filters",
    resource="postmaster_filters",
    spec=Filter,
    files="templates/filters/*.yml",
    unread=plain("name", "match", "perform", "active"),
    after=("groups",),
)
