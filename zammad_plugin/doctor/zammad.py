"""What a person would check by hand when the plugin does not do what it should. Reads only."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from zammad_plugin.doctor.exposure import exposure
from zammad_plugin.doctor.findings import Finding
from zammad_plugin.doctor.groups import groups_seen
from zammad_plugin.doctor.rights import listed, rights
from zammad_plugin.doctor.sight import Sight, Wanted, missing_fields
from zammad_plugin.doctor.triggers import triggers
from zammad_plugin.doctor.waiting import waiting
from zammad_plugin.errors import NotAuthenticated, NotPermitted, Unavailable, ZammadError
from zammad_plugin.routing.rules import Routing
from zammad_plugin.sync.server.versions import OLDEST, said_version, version_of, words
from zammad_plugin.text.url import LOOPBACK, address_of
from zammad_plugin.tickets.names import unknown_names
from zammad_plugin.vocabulary import OUR_FIELDS
from zammad_plugin.zammad.client import Client, Record

SKEW = 120  # seconds
NOTHING = Wanted()


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
        "triggers": lambda: triggers(client),
        "groups": lambda: _groups(listed(client, "groups")),
        "what triage sees": lambda: (
            groups_seen(client, routing, admin, wanted.unseen) if routing else ()
        ),
        "names of routing": lambda: _names(client, routing, admin) if routing else (),
        "the desk's attributes": lambda: _described_and_missing(client, wanted),
        "what may expose a child": lambda: exposure(client),
        "the clock": lambda: [_clock(client)],
        "waiting tickets": lambda: [waiting(client)],
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
    version = said or version_of(client, lambda resource: listed(client, resource) or [])
    if version < OLDEST:
        mend = f"not known to work before {words(OLDEST)}: bring Zammad up to date"
        return Finding("fail", f"Zammad {words(version)}", mend)
    # An agent's token may not ask: what its answers show is a lower bound.
    return Finding("ok", f"Zammad {words(version)}" + ("" if said else " or newer"))


def _attributes(client: Client) -> list[Finding]:
    rows = listed(client, "object_manager_attributes")
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
