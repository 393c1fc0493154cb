"""referrals check: whom the desk must call again."""

from __future__ import annotations

import datetime
import json
from pathlib import Path
from typing import TYPE_CHECKING, TypedDict

import click

from zammad_plugin.cli.options import DESK, FORMAT
from zammad_plugin.cli.referrals import TODAY, contacts_of
from zammad_plugin.config.referrals import INSERTED, SOONEST
from zammad_plugin.errors import ExitCode

if TYPE_CHECKING:
    from zammad_plugin.config.referrals import Referral
    from zammad_plugin.sync.replies.contacts import Contacts


class Due(TypedDict):
    """A contact that somebody should call, as it is printed."""

    id: str
    country: str
    kind: str
    ways: list[str]
    grade: str
    status: str
    expires: str


SOON = 30  # days before the expiry in which a contact should be called again


@click.command()
@click.option(
    "--days",
    type=click.IntRange(0),
    default=SOON,
    show_default=True,
    help="Expiring within so many days.",
)
@TODAY
@DESK
@FORMAT
def check(days: int, today: datetime.datetime | None, desk: Path | None, form: str) -> None:
    """What to call again. Exits 4 when a contact has expired or soon will."""
    contacts = contacts_of(desk, today)
    rows = [
        _due(one, contacts, status)
        for one in sorted(contacts.directory.referrals, key=lambda one: SOONEST.index(one.kind))
        if (status := _status(one, contacts, days))
    ]
    if form == "json":
        click.echo(json.dumps(rows))
    for row in rows if form == "text" else ():
        ways = ", ".join(row["ways"]) or "no number known"
        told = f"{row['status']:<22} {row['expires']}  {row['grade']}  {row['kind']:<16} "
        click.echo(f"{told}{row['id']}: {ways}")
    if any(row["status"] in ("expired", "soon") for row in rows):
        raise SystemExit(int(ExitCode.PENDING))


def _due(one: Referral, contacts: Contacts, status: str) -> Due:
    return {
        "id": one.id,
        "country": one.country,
        "kind": one.kind,
        "ways": [way.to for way in one.ways],
        "grade": one.grade,
        "status": status,
        "expires": one.expires(contacts.directory.valid_days).isoformat(),
    }


def _status(one: Referral, contacts: Contacts, days: int) -> str:
    """The most pressing reason to call; empty when there is none."""
    left = (one.expires(contacts.directory.valid_days) - contacts.today).days
    if left <= 0:
        return "expired"
    if left <= days:
        return "soon"
    if not one.inserted:
        return "verify before use"
    if one.grade not in INSERTED:
        return "" if one.called_at else "published, not called"
    return "" if one.called_at else "never called"
