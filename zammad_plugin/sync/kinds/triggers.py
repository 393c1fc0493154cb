"""Triggers: templates/triggers/<key>.yml. Zammad runs them in the order of their names."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import AfterValidator

from zammad_plugin.sync.model import Kind, Named, Record, Spec
from zammad_plugin.sync.server.conditions import condition, normal, perform, refuse_dangerous
from zammad_plugin.sync.server.inverse import uncondition, unperform
from zammad_plugin.sync.server.operators import fit_condition

MODES = ("activator", "execution_condition_mode")


class Trigger(Spec):
    """What Zammad itself does when a ticket is made or changed."""

    name: str
    """Name; triggers run in the order of their names."""
    condition: dict[str, Any]
    """Attribute → test; all must hold. Groups, states, priorities by name."""
    perform: Annotated[dict[str, Any], AfterValidator(refuse_dangerous)]
    """Action → its value; mail to customers and deletion are refused."""
    activator: Literal["action", "time"] = "action"
    """What starts it: a change of the ticket, or a time that is reached (6.0+)."""
    execution_condition_mode: Literal["selective", "always"] = "selective"
    """At a change: when a named attribute or an article is new, or always (6.0+)."""
    disable_notification: bool = True
    """Whether agents get no notification of its changes."""
    active: bool = True
    """Whether Zammad uses it; false keeps it without using it."""

    def fields(self) -> Record:
        return {
            **self.model_dump(include={"name", "disable_notification", "active", *MODES}),
            "condition": condition(self.condition),
            "perform": perform(self.perform),
        }


def _unread(row: Record, named: Named) -> Record:
    return {
        **{name: row[name] for name in ("name", "disable_notification", "active")},
        **{name: row[name] for name in MODES if row.get(name)},
        "condition": uncondition(row["condition"], named),
        "perform": unperform(row["perform"], named),
    }


KIND = Kind(
    name="triggers",
    resource="triggers",
    permission="admin.trigger",
    spec=Trigger,
    files="templates/triggers/*.yml",
    unread=_unread,
    normal={"condition": normal, "perform": normal},
    after=("groups", "attributes", "webhooks"),
    prove="condition",
    newer={"activator": ((6, 0), "action"), "execution_condition_mode": ((6, 0), "selective")},
    fit={"condition": fit_condition},
)
