"""What a person would check by hand when the plugin does not do what it should. Reads only."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from zammad_plugin.doctor.exposure import exposure
from zammad_plugin.doctor.findings import Finding
from zammad_plugin.doctor.groups import groups_seen
from zammad_plugin.doctor.rights import rights
from zammad_plugin.doctor.sight import Sight, Wanted, missing_fields
from zammad_plugin.errors import (
    NotAuthenticated,
    NotPermitted,
    Rejected,
    Unavailable,
    ZammadError,
)
from zammad_plugin.routing.rules import Routing
from zammad_plugin.sync.server.conditions import without_actions
from zammad_plugin.sync.server.versions import OLDEST, said_version, version_of, words
from zammad_plugin.text.url import LOOPBACK, address_of
from zammad_plugin.tickets.names import unknown_names
from zammad_plugin.tickets.waiting import BATCH, condition
from zammad_plugin.vocabulary import OUR_FIELDS, TRIAGED
from zammad_plugin.zammad.client import Client, Record
from zammad_plugin.zammad.times import read_time

SKEW = 120  # seconds
NOTHING = Wanted()


@dataclass(frozen=True)
class Queue:
    """How many tickets wait, and the oldest's age in minutes."""

    waiting: int
    minutes: float


def queue(client: Client) -> Queue:
    """The oldest stand on the first page; the others are counted only where it is full."""
    tests = condition(client)
    rows = client.search_tickets(tests, limit=BATCH)
    count = len(rows) if len(rows) < BATCH else client.count_tickets(tests)
    times = [at for row in rows if (at := read_time(row.get("created_at")))]
    age = (datetime.now(UTC) - min(times)).total_seconds() / 60 if times else 0.0
    return Queue(count, round(max(0.0, age), 1))


def examine(
    client: Client,
    routing: Routing | None = None,
    admin: Client | None = None,
    wanted: Wanted = NOTHING,
) -> list[Finding]:
    """Every check, whatever the others found. Raises NotAuthenticated and Unavailable only.

    `routing`: of the desk, its groups are looked at; `admin`: a client that may list groups and
    roles, where the one of triage may not; `wanted`: attributes that the desk describes, and groups
    that triage is not meant to see."""
    me = client.me()
    where = client.session.url.removesuffix("/api/v1")
    found = [Finding("ok", f"{where} answers, the token is user {me['id']}")]
    found += _plain_http(where)
    checks: dict[str, Callable[[], Iterable[Finding]]] = {
        "the version": lambda: [_version(client)],
        "the token's rights": lambda: rights(client),
        "attributes": lambda: _attributes(client),
        "triggers": lambda: _triggers(client),
        "groups": lambda: _groups(_list(client, "groups")),
        "what triage sees": lambda: (
            groups_seen(client, routing, admin, wanted.unseen) if routing else ()
        ),
        "names of routing": lambda: _names(client, routing, admin) if routing else (),
        "the desk's attributes": lambda: _described_and_missing(client, wanted),
        "what may expose a child": lambda: exposure(client),
        "the clock": lambda: [_clock(client)],
        "waiting tickets": lambda: [_waiting(client)],
    }
    for name, check in checks.items():
        found += _tried(name, check)
    return found


def _names(client: Client, routing: Routing, admin: Client | None) -> Iterator[Finding]:
    """As each `run` looks them up before its first ticket."""
    for name in unknown_names(client, routing, admin):
        mend = "mend rules/routing.yml, or make it in Zammad; then: zammad-plugin check"
        yield Finding("fail", f"routing names what Zammad does not have: {name}", mend)


def _described_and_missing(client: Client, wanted: Wanted) -> Iterator[Finding]:
    for line in Sight(True, True, fields=missing_fields(client, wanted.fields)).lines():
        what, _, mend = line.partition("\n  next: ")
        yield Finding("fail", what, mend)


def _tried(name: str, check: Callable[[], Iterable[Finding]]) -> list[Finding]:
    """What one check found; an answer that it can't read is a line of its own."""
    try:
        return list(check())
    except (NotAuthenticated, Unavailable):
        raise
    except ZammadError as error:
        return [Finding("fail", f"{name} can't be looked at: {error.what}", error.hint)]
    except (TypeError, KeyError, AttributeError, ValueError):
        what = f"{name} can't be looked at: the answer has a form that is not known"
        return [Finding("fail", what, "is the URL a Zammad's?")]


def _plain_http(where: str) -> list[Finding]:
    parts = address_of(where)
    if parts.scheme == "https" or parts.hostname in LOOPBACK:
        return []
    mend = "use https: the token and the reports go through the network in the clear"
    return [Finding("warn", "the URL is plain http", mend)]


def _version(client: Client) -> Finding:
    said = said_version(client)
    version = said or version_of(client, lambda resource: _list(client, resource) or [])
    if version < OLDEST:
        mend = f"not known to work before {words(OLDEST)}: bring Zammad up to date"
        return Finding("fail", f"Zammad {words(version)}", mend)
    # An agent's token may not ask: what its answers show is a lower bound.
    return Finding("ok", f"Zammad {words(version)}" + ("" if said else " or newer"))


def _list(client: Client, resource: str) -> list[Record] | None:
    """None without the right to it."""
    try:
        return client.list_all(resource)
    except NotPermitted:
        return None


def _attributes(client: Client) -> list[Finding]:
    rows = _list(client, "object_manager_attributes")
    ours = [row for row in rows or [] if str(row["name"]).startswith(OUR_FIELDS)]
    waiting = [row["name"] for row in ours if row.get("to_create") or row.get("to_migrate")]
    if waiting:
        names = ", ".join(sorted(waiting))
        return [Finding("fail", f"not yet in the database: {names}", "zammad-plugin apply")]
    if rows is not None and not ours:
        mend = "zammad-plugin apply"
        return [Finding("warn", "no attribute of ours: category and urgency are tags only", mend)]
    if rows is None and not any(name.startswith(OUR_FIELDS) for name in _columns(client)):
        mend = "zammad-plugin apply, then restart every process of Zammad"
        return [Finding("warn", "no ticket has attributes of ours: they are tags only", mend)]
    found = [Finding("ok", f"{len(ours)} attributes in the database")] if ours else []
    return [*found, *_described(ours)]


def _described(ours: list[Record]) -> Iterator[Finding]:
    """Zammad tells every user who logs in about attributes that name no permission."""
    open_to_all = [row["name"] for row in ours if not row["data_option"].get("permission")]
    if open_to_all:
        what = f"labels that customers who log in can read: {', '.join(sorted(open_to_all))}"
        yield Finding("warn", what, "zammad-plugin apply")


def _columns(client: Client) -> set[str]:
    """Of a ticket. A process that can't write a new attribute yet shows it all the same."""
    try:
        rows = client.rows("tickets", per_page=1)
    except NotPermitted:
        rows = []
    return set(rows[0]) if rows else {OUR_FIELDS}


def _triggers(client: Client) -> list[Finding]:
    """A trigger that can't be run stops all after it, at every change of a ticket."""
    rows = _list(client, "triggers")
    attributes = _list(client, "object_manager_attributes") if rows else None
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


def _groups(rows: list[Record] | None) -> list[Finding]:
    mute = [str(row["name"]) for row in rows or [] if row["active"] and not row["email_address_id"]]
    if not mute:
        return []
    what = f"groups without an e-mail address: {', '.join(sorted(mute))}"
    mend = "from there nobody can answer by e-mail, and triggers with mail are skipped whole: "
    return [Finding("warn", what, f"{mend}give it one in Zammad: Manage > Groups")]


def _clock(client: Client) -> Finding:
    """The server's clock, by the newest thing that it dated: the answer's Date header."""
    seconds = client.session.skew
    if seconds is None:
        return Finding("warn", "the server tells no time", "")
    if abs(seconds) > SKEW:
        return Finding("warn", f"the clocks differ by {seconds:.0f} s", "set the clock (NTP)")
    return Finding("ok", "the clocks agree")


def _waiting(client: Client) -> Finding:
    try:
        found = queue(client)
    except ZammadError as error:
        return Finding("fail", f"tickets can't be searched: {error.what}", "ticket.agent is needed")
    if found.minutes > 10:
        what = f"{found.waiting} tickets wait, the oldest for {found.minutes:.0f} minutes"
        return Finding("warn", what, "does cron run zammad-plugin run?")
    return Finding("ok", f"{found.waiting} tickets wait")
