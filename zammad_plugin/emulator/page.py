"""The page at `/`: an agent's view of the tickets, to look at with a browser."""

from __future__ import annotations

from html import escape

from zammad_plugin.emulator import articles
from zammad_plugin.emulator.store import Row, Store

STYLE = """
:root { color-scheme: light dark; --line: #8884; --soft: #8882; --hot: #c62828; --warm: #b26a00; }
body { font: 15px/1.5 system-ui, "Noto Sans", "Noto Sans Arabic", sans-serif; margin: 0 auto;
       max-width: 62rem; padding: 1.5rem; }
h1 { font-size: 1.3rem; } h2 { font-size: 1rem; margin: 0; display: inline; }
details { border: 1px solid var(--line); border-radius: .5rem; margin: .6rem 0; }
summary { padding: .6rem .8rem; cursor: pointer; }
.tag { border: 1px solid var(--line); border-radius: 1rem; padding: 0 .5rem; font-size: .8rem;
       margin-inline-end: .25rem; white-space: nowrap; display: inline-block; }
.critical { color: #fff; background: var(--hot); border-color: var(--hot); }
.high { color: #fff; background: var(--warm); border-color: var(--warm); }
.facts { float: inline-end; opacity: .8; }
article { border-top: 1px solid var(--line); padding: .6rem .8rem; white-space: pre-wrap;
          overflow-wrap: anywhere; }
article.internal { background: var(--soft); white-space: normal; }
small { opacity: .7; display: block; }
p.none { opacity: .7; }
"""


def page(store: Store) -> str:
    """The whole page; texts are escaped, and each takes its own direction."""
    groups = sorted(store.rows("groups"), key=lambda row: row["name"] == "Users")
    body = "".join(_group(store, group) for group in groups)
    return (
        '<!doctype html><html lang="en"><meta charset="utf-8"><title>Embedded Zammad</title>'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<style>{STYLE}</style><h1>Embedded Zammad</h1>"
        f"<p>Invented tickets, as an agent sees them. The API is at <code>/api/v1</code>.</p>{body}"
    )


def _group(store: Store, group: Row) -> str:
    tickets = [row for row in store.rows("tickets") if row["group_id"] == group["id"]]
    tickets.sort(key=lambda row: (-row["priority_id"], row["id"]))
    inside = "".join(_ticket(store, row) for row in tickets) or '<p class="none">No tickets.</p>'
    return f"<h1>{escape(str(group['name']))} · {len(tickets)}</h1>{inside}"


def _ticket(store: Store, ticket: Row) -> str:
    found = (store.get("ticket_articles", one) for one in ticket["article_ids"])
    texts = "".join(_article(store, one) for one in found if one)
    tags = "".join(_tag(name) for name in ticket["_tags"])
    return (
        f"<details><summary>{_facts(store, ticket)}"
        f'<h2 dir="auto">#{escape(str(ticket["number"]))} {escape(str(ticket["title"]))}</h2>'
        f"<br>{tags}</summary>{texts}</details>"
    )


def _facts(store: Store, ticket: Row) -> str:
    state = store.get("ticket_states", ticket["state_id"]) or {}
    priority = store.get("ticket_priorities", ticket["priority_id"]) or {}
    words = f"{priority.get('name')} · {state.get('name')}"
    return f'<span class="facts">{escape(words)}</span>'


def _tag(name: str) -> str:
    hot = next((word for word in ("critical", "high") if name.endswith(f"-{word}")), "")
    return f'<span class="tag {hot}">{escape(name)}</span>'


def _article(store: Store, article: Row) -> str:
    row = articles.shown(store, article)
    html = row["content_type"] == "text/html"
    # HTML was sanitised when it came in.
    text = row["body"] if html else escape(row["body"])
    files = "".join(
        f"<small>file: {escape(one['filename'])} ({escape(one['size'])} bytes)</small>"
        for one in row["attachments"]
    )
    internal = "internal " if row["internal"] else ""
    head = f"{row['sender']} · {internal}{row['type']} · {row['created_at'][:16]}"
    inside = f"<small>{escape(head)}</small>{text}{files}"
    return f'<article class="{internal}" dir="auto">{inside}</article>'
