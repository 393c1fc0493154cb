"""Report profiles: templates/report_profiles/<key>.yml. Slices of Zammad's own reporting page."""

from __future__ import annotations

from typing import Any

from pydantic import Field

from zammad_plugin.sync.model import Kind, Named, Record, Spec
from zammad_plugin.sync.server.conditions import condition, normal
from zammad_plugin.sync.server.inverse import uncondition
from zammad_plugin.sync.server.operators import fit_condition


class ReportProfile(Spec):
    """Which tickets a page of Zammad's reporting counts."""

    name: str = Field(min_length=1, max_length=150)
    """Name in the list of the reporting page."""
    condition: dict[str, Any] = Field(min_length=1)
    """Attribute → test; all must hold. Tests of articles and of the ticket's action have none."""
    active: bool = True
    """Whether Zammad uses it; false keeps it without using it."""

    def fields(self) -> Record:
        return {
            "name": self.name,
            "condition": condition(self.condition),
            "active": self.active,
        }


def _unread(row: Record, named: Named) -> Record:
    return {
        **{name: row[name] for name in ("name", "active")},
        "condition": uncondition(row["condition"], named),
    }


KIND = Kind(
    name="report_profiles",
    resource="report_profiles",
    permission="admin.report_profile",
    spec=ReportProfile,
    files="templates/report_profiles/*.yml",
    unread=_unread,
    normal={"condition": normal},
    after=("groups", "attributes"),
    has_note=False,
    prove="condition",
    fit={"condition": fit_condition},
    translated=("name",),
)
