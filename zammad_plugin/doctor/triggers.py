"""Whether the triggers of a Zammad run, and put a ticket back when its customer writes again."""

from __future__ import annotations

from zammad_plugin.doctor.findings import Finding
from zammad_plugin.doctor.rights import listed
from zammad_plugin.errors import NotPermitted, Rejected
from zammad_plugin.sync.server.conditions import without_actions
from zammad_plugin.vocabulary import OUR_FIELDS, TRIAGED
from zammad_plugin.zammad.client import Client, Record


def triggers(client: Client) -> list[Finding]:
    """A trigger that can't be run stops all after it, at every change of a ticket."""
    rows = listed(client, "triggers")
    attributes = listed(client, "object_manager_attributes") if rows else None
    active = [row for row in rows or [] if row.get("active")]
    found = _broken(client, active, attributes)
    done = client.names.show(TRIAGED)
    again = [row for row in active if done in str(row.get("perform"))]
    if rows is not None and not again:
        what = "no trigger puts a ticket back when its customer writes again"
        found.append(Finding("fail", what, "zammad-plugin apply"))
    return found or ([Finding("ok", f"{len(rows)} triggers run")] if rows is not None else [])


def _broken(client: Client, active: list[Record], attributes: list[Record] | None) -> list[Finding]:
    """Triggers that stop all behind them."""
    bad = [row["name"] for row in active if not _runs(client, row)]
    sets = [(row["name"], name) for row in active for name in _unknown(row, attributes)]
    stop = (f"trigger '{one}' can't be run and stops those after it" for one in bad)
    lack = (f"trigger '{one}' sets '{name}', which no ticket has, and stops" for one, name in sets)
    return [
        *(Finding("fail", what, "mend its condition, or switch it off in Zammad") for what in stop),
        *(
            Finding("fail", one, "zammad-plugin apply, or mend what it does in Zammad")
            for one in lack
        ),
    ]


def _runs(client: Client, row: Record) -> bool:
    plain = without_actions(row.get("condition") or {})
    if not plain:
        return True
    try:
        client.search_tickets(plain, limit=1)
    except Rejected:
        return False
    except NotPermitted:
        return True  # can't be tried with this token
    return True


def _unknown(row: Record, attributes: list[Record] | None) -> list[str]:
    """Attributes of ours that the trigger sets and that are not there."""
    known = {str(one["name"]) for one in attributes or []}
    named = [key.removeprefix("ticket.") for key in row.get("perform") or {}]
    ours = (name for name in named if name.startswith(OUR_FIELDS))
    return [name for name in ours if attributes is not None and name not in known]
