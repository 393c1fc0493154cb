"""`fence`, `care`, `retention` of zammad-plugin.yml: who sees how much of reports, how long."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from zammad_plugin.config.files import Strict


class FenceSettings(Strict):
    """`fence`: pictures that the web server gives to two roles alone (docs/fence.md)."""

    roles: tuple[str, ...] = Field(
        default=("Child safety lead", "Child safety custodian"), min_length=1, max_length=2
    )
    """Names of the roles in Zammad, two at most."""


class CareSettings(Strict):
    """`care`: who met how many grave cases; off where it is not written."""

    categories: tuple[str, ...] = (
        "csam_report",
        "sextortion",
        "image_abuse_minor",
        "in_person_abuse_threat",
        "grooming",
    )
    """Codes of what counts as grave."""
    cases: int = Field(default=15, ge=1)
    """From so many cases on in the days that are looked at the lead is shown a star."""
    days_in_a_row: int = Field(default=6, ge=1)
    """Or from so many days one behind the other."""


class RetentionRule(Strict):
    """`retention`: how long tickets of some categories are kept after they were closed. The first
    rule that fits a ticket's category decides."""

    category: tuple[str, ...] = ()
    """Codes of what was reported, such as parental_guidance; none: every ticket."""
    closed_months: int = Field(ge=1, le=1200)
    """Months since it was closed last."""
    do: Literal["texts", "delete"]
    """`texts`: what was written and sent is removed, an empty ticket with the codes stays;
    `delete`: the whole ticket, its counts are kept in the state."""
