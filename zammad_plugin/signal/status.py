"""What `signal status` tells: counts, times and ids; nothing of what anybody wrote."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from zammad_plugin.signal.leaving.sender import CHALLENGE, PAUSED
from zammad_plugin.signal.store.downtime import ALIVE, Gaps
from zammad_plugin.signal.store.inbox import Inbox
from zammad_plugin.signal.store.outbox import Letter, Outbox
from zammad_plugin.signal.store.spool import Spool

Report = dict[str, Any]
GONE = ("sent", "delivered", "read")
OUTCOME = """
SELECT count(*) AS parts,
  sum(EXISTS (SELECT 1 FROM receipts AS r WHERE r.timestamp=s.timestamp AND r.reader=:person))
    AS delivered,
  sum(EXISTS (SELECT 1 FROM receipts AS r WHERE r.timestamp=s.timestamp AND r.reader=:person
              AND r.kind='read')) AS read
FROM sends AS s WHERE s.outbox=:id
"""
TOTALS = """
SELECT count(*) AS sent,
  sum(EXISTS (SELECT 1 FROM sends AS s JOIN receipts AS r ON r.timestamp=s.timestamp
              WHERE s.outbox=o.id AND r.reader=o.person)) AS delivered,
  sum(EXISTS (SELECT 1 FROM sends AS s JOIN receipts AS r ON r.timestamp=s.timestamp
              WHERE s.outbox=o.id AND r.reader=o.person AND r.kind='read')) AS read
FROM outbox AS o WHERE o.state='sent'
"""


def iso(at: float | str | None) -> str | None:
    """Seconds since 1970 → a time in UTC."""
    if not at:
        return None
    return datetime.fromtimestamp(float(at), UTC).isoformat(timespec="seconds")


def outcome(spool: Spool, letter: Letter) -> str:
    """The state of what did not go out; else sent, delivered or read, as far as all parts are."""
    if letter.state != "sent":
        return letter.state
    row = spool.db.execute(OUTCOME, {"id": letter.id, "person": letter.person}).fetchone()
    if row["parts"] and row["read"] == row["parts"]:
        return "read"
    return "delivered" if row["parts"] and row["delivered"] == row["parts"] else "sent"


def described(spool: Spool, letter: Letter) -> Report:
    """One answer as `outbox list` shows it; no person's name or number is in it."""
    return {
        "id": letter.id,
        "ticket": letter.ticket,
        "article": letter.article,
        "outcome": outcome(spool, letter),
        "reason": letter.reason,
        "since": iso(letter.at),
    }


def report(spool: Spool) -> Report:
    totals = spool.one(TOTALS)
    states = {row[0]: row[1] for row in spool.all("SELECT state, count(*) FROM outbox GROUP BY 1")}
    paused = spool.get(PAUSED)
    gaps = [
        {"began": iso(gap.began), "ended": iso(gap.ended), "why": gap.why}
        for gap in Gaps(spool).all()
    ]
    return {
        "last_sign_of_life": iso(spool.get(ALIVE)),
        "waiting": Inbox(spool).waiting(),
        "waiting_since": iso(_oldest(spool)),
        "unreadable": spool.number("SELECT count(*) FROM inbox WHERE state='broken'"),
        "held": spool.number("SELECT count(*) FROM held WHERE state != 'released'"),
        "released": spool.number("SELECT count(*) FROM held WHERE state='released'"),
        "answers": {
            "queued": states.get("queued", 0) + states.get("sending", 0),
            "parked": states.get("parked", 0),
            **{name: int(totals[name] or 0) if totals else 0 for name in GONE},
        },
        "paused_until": iso(paused) if paused and float(paused) > spool.now() else None,
        "captcha": bool(spool.get(CHALLENGE)),
        "parked": [described(spool, one) for one in Outbox(spool).of_state("parked")],
        "gaps": gaps,
    }


def _oldest(spool: Spool) -> float | None:
    row = spool.one("SELECT min(at) FROM inbox WHERE state IN ('new', 'leased')")
    return row[0] if row else None


def needs_a_person(told: Report) -> bool:
    """Whether something stays as it is until somebody acts."""
    open_gap = any(gap["ended"] is None for gap in told["gaps"])
    return bool(told["unreadable"] or told["answers"]["parked"] or told["captcha"] or open_gap)
