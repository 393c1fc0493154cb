"""Who wrote last, and when the first answer went out, on the ticket. Pure.

Zammad keeps these times for its own channels and not for notes, which Signal comes as. Without them
no clock of a service level stops, and what raises tickets that wait too long sees none of Signal.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from zammad_plugin.zammad.client import Record
from zammad_plugin.zammad.times import read_time, write_time


def waits(ticket: Mapping[str, Any]) -> bool:
    """Whether the time from which the customer waits for an answer stands there."""
    customer = read_time(ticket.get("last_contact_customer_at"))
    agent = read_time(ticket.get("last_contact_agent_at"))
    return customer is not None and (agent is None or agent <= customer)


def customer_wrote(at: float) -> Record:
    """Fields for a ticket on which nobody waits yet; `at` in seconds since 1970."""
    return {"last_contact_customer_at": _stamp(at), "last_contact_at": _stamp(at)}


def agent_answered(ticket: Mapping[str, Any], at: float) -> Record:
    """Fields for a ticket whose agent's answer left at `at`; the first answer stays the first."""
    first = {} if ticket.get("first_response_at") else {"first_response_at": _stamp(at)}
    return {"last_contact_agent_at": _stamp(at), "last_contact_at": _stamp(at), **first}


def _stamp(at: float) -> str:
    return write_time(datetime.fromtimestamp(at, UTC))
