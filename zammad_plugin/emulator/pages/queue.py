"""The pages at `/`: an agent's view of overviews and tickets, to look at with a browser."""

from __future__ import annotations

import re
from html import escape

from zammad_plugin.emulator.answers import Refused
from zammad_plugin.emulator.history import Tags
from zammad_plugin.emulator.pages.ticket import STYLE as TICKET_STYLE
from zammad_plugin.emulator.pages.ticket import cell, label, tag, ticket_view
from zammad_plugin.emulator.selector import Selector
from zammad_plugin.emulator.store import Row, Store

HOT = ("critical", "high")
AGENT = 2  # the seed's first agent, through whose eyes one looks
STYLE = """
:root { color-scheme: light; --line: #d5d9de; --soft: #f3f5f7; --hot: #c62828; --warm: #b26a00; }
* { box-sizing: border-box; }
body { font: 15px/1.45 system-ui, "Noto Sans", "Noto Sans Arabic", "DejaVu Sans", sans-serif;
       margin: 0; display: grid; grid-template-columns: 17rem 1fr; min-height: 100vh; }
nav { background: #24303d; color: #dde4ea; padding: 1rem .6rem; }
nav h1 { font-size: 1rem; margin: 0 .6rem .8rem; }
nav a { color: inherit; text-decoration: none; display: flex; justify-content: space-between;
        gap: .5rem; padding: .3rem .6rem; border-radius: .35rem; font-size: .88rem; }
nav a.here { background: #3a4c5f; color: #fff; }
nav b { font-weight: 600; opacity: .8; }
main { padding: 1.2rem 1.5rem; min-width: 0; }
h1 { font-size: 1.25rem; margin: 0 0 .8rem; }
table { border-collapse: collapse; width: 100%; }
td, th { text-align: start; padding: .45rem .6rem; border-bottom: 1px solid var(--line);
         vertical-align: top; }
th { font-size: .8rem; opacity: .7; }
td a { color: inherit; }
.tag { border: 1px solid var(--line); border-radius: 1rem; padding: 0 .5rem; font-size: .78rem;
       margin: 0 .2rem .2rem 0; white-space: nowrap; display: inline-block; }
.critical { color: #fff; background: var(--hot); border-color: var(--hot); }
.high { color: #fff; background: var(--warm); border-color: var(--warm); }
small, p.none { opacity: .7; }
tr.block th { background: var(--soft); opacity: 1; }
@media (max-width: 48rem) {
  body { display: block; }
  nav { display: flex; overflow-x: auto; padding: .4rem; position: sticky; top: 0; }
  nav h1 { display: none; }
  nav a { flex: none; }
  main { padding: .8rem; overflow-x: auto; }
}
"""
TICKET = re.compile(r"^/ticket/(\d+)$")
OVERVIEW = re.compile(r"^/overview/(\d+)$")


def page(store: Store, path: str) -> str | None:
    """The whole page; None for a path that is none. Texts are escaped, and each takes its own
    direction."""
    ticket, overview = TICKET.match(path), OVERVIEW.match(path)
    if ticket:
        row = store.get("tickets", int(ticket[1]))
        return _framed(store, ticket_view(store, row), 0) if row else None
    if overview:
        row = store.get("overviews", int(overview[1]))
        inside = _overview(store, row) if row else ""
        return _framed(store, inside, row["id"]) if row else None
    if path != "/":
        return None
    rows = sorted(store.rows("tickets"), key=lambda row: (-row["priority_id"], row["id"]))
    return _framed(store, _list(store, "All tickets", rows), 0)


def _framed(store: Store, inside: str, here: int) -> str:
    links = "".join(_link(store, row, here) for row in _overviews(store))
    return (
        '<!doctype html><html lang="en"><meta charset="utf-8"><title>Embedded Zammad</title>'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<style>{STYLE}{TICKET_STYLE}</style><nav>"
        f'<h1>Embedded Zammad</h1><a href="/"{"" if here else " class=here"}>All tickets</a>'
        f"{links}</nav>"
        f"<main>{inside}</main>"
    )


def _overviews(store: Store) -> list[Row]:
    active = [row for row in store.rows("overviews") if row["active"]]
    return sorted(active, key=lambda row: (row["prio"], row["id"]))


def _link(store: Store, overview: Row, here: int) -> str:
    found = _in(store, overview)
    count = "?" if found is None else str(len(found))
    mark = " class=here" if overview["id"] == here else ""
    name = escape(str(overview["name"]))
    return f'<a href="/overview/{overview["id"]}"{mark}><span>{name}</span><b>{count}</b></a>'


def _columns(overview: Row) -> list[str]:
    return [str(one) for one in overview["view"].get("s") or ["number", "title"]]


def _in(store: Store, overview: Row) -> list[Row] | None:
    """The overview's tickets; None when its condition can't be run."""
    try:
        selector = Selector(store, overview["condition"], Tags(store).of, user_id=AGENT)
        return [row for row in store.rows("tickets") if selector.matches(row)]
    except Refused:
        return None


def _overview(store: Store, overview: Row) -> str:
    """Its columns, in its order and its blocks."""
    columns, block = _columns(overview), str(overview.get("group_by") or "")
    by, down = overview["order"]["by"], overview["order"]["direction"] == "DESC"
    rows = sorted(_in(store, overview) or [], key=lambda row: _due(row.get(by)), reverse=down)
    parts: dict[str, list[Row]] = {}
    for row in rows:
        parts.setdefault(cell(store, row, block) if block else "", []).append(row)
    head = "".join(f"<th>{escape(label(store, one))}" for one in columns)
    lines = "".join(_block(store, name, part, columns) for name, part in parts.items())
    table = f"<table><tr>{head}{lines}</table>" if rows else '<p class="none">No tickets.</p>'
    return f"<h1>{escape(str(overview['name']))} · {len(rows)}</h1>{table}"


def _due(value: object) -> tuple[bool, str]:
    """What has no date comes last, as the server's database has it."""
    return value in (None, ""), str(value)


def _block(store: Store, name: str, rows: list[Row], columns: list[str]) -> str:
    head = f'<tr class="block"><th colspan="{len(columns)}">{escape(name)}' if name else ""
    return head + "".join(_cells(store, row, columns) for row in rows)


def _cells(store: Store, ticket: Row, columns: list[str]) -> str:
    shown = {name: escape(cell(store, ticket, name)) for name in columns}
    for name in ("number", "title"):  # both lead there
        if name in shown:
            shown[name] = f'<a href="/ticket/{ticket["id"]}">{shown[name]}</a>'
    mark = f' class="tag {ticket["cs_urgency"]}"' if ticket.get("cs_urgency") in HOT else ""
    told = (
        f"<span{mark}>{text}</span>" if name == "cs_urgency" else text
        for name, text in shown.items()
    )
    return "<tr>" + "".join(f'<td dir="auto">{one}' for one in told)


def _list(store: Store, name: str, tickets: list[Row]) -> str:
    rows = "".join(_row(store, ticket) for ticket in tickets)
    head = "<tr><th>#<th>Title and tags<th>Group<th>Priority<th>State"
    table = f"<table>{head}{rows}</table>" if rows else '<p class="none">No tickets.</p>'
    return f"<h1>{escape(name)} · {len(tickets)}</h1>{table}"


def _row(store: Store, ticket: Row) -> str:
    named = [
        (store.get(table, ticket[column]) or {}).get("name")
        for table, column in (
            ("groups", "group_id"),
            ("ticket_priorities", "priority_id"),
            ("ticket_states", "state_id"),
        )
    ]
    cells = "".join(f"<td>{escape(str(one))}" for one in named)
    tags = "".join(tag(one) for one in ticket["_tags"])
    link = f'<a href="/ticket/{ticket["id"]}" dir="auto">{escape(str(ticket["title"]))}</a>'
    return f"<tr><td>{escape(str(ticket['number']))}<td>{link}<br>{tags}{cells}"
