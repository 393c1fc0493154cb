"""Triggers: templates/triggers/<key>.yml. Zammad runs them in the order of their names."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import AfterValidator

from zammad_plugin.sync.conditions import condition, perform, refuse_dangerous
from zammad_plugin.sync.model import Kind, Record, Spec


class Trigger(Spec):
    name: str
    condition: dict[str, dict[str, Any]]
    perform: Annotated[dict[str, Any], AfterValidator(refuse_dangerous)]
    disable_notification: bool = True
    active: bool = True

    def fields(self) -> Record:
        return {
            **self.model_dump(include={"name", "disable_notification", "active"}),
            "condition": condition(self.condition),
            "perform": perform(self.perform),
        }


KIND = Kind(
    name="triggers",
    resource="triggers",
    spec=Trigger,
    files="templates/triggers/*.yml",
    after=("groups", "attributes"),
    refs=("groups", "ticket_states", "ticket_priorities"),
    prove="condition",
)
