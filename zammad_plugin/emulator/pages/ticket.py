"""One ticket as an agent sees it: articles, notes, the replies one `::` away, tags, attributes."""

from __future__ import annotations

import re
from html import escape, unescape

from zammad_plugin.emulator import articles
from zammad_plugin.emulator.store import Row, Store

STYLE = """
.ticket { display: grid; grid-template-columns: 1fr 16rem; gap: 1.2rem; align-items: start; }
article { border: 1px solid var(--line); border-radius: .5rem; padding: .6rem .8rem;
          margin: 0 0 .7rem; white-space: pre-wrap; overflow-wrap: anywhere; }
article small { display: block; margin-bottom: .3rem; }
article.internal { background: #fff6e0; border-color: #e9d59b; white-space: normal; }
article.internal p, article.internal ul { margin: .3rem 0; }
aside { background: var(--soft); border-radius: .5rem; padding: .8rem; font-size: .88rem; }
aside h2, .replies h2 { font-size: .85rem; margin: .2rem 0 .4rem; }
aside dl { margin: 0 0 .8rem; } aside dt { opacity: .7; font-size: .78rem; } aside dd { margin: 0; }
.replies { border: 1px dashed var(--line); border-radius: .5rem; padding: .6rem .8rem; }
.replies details { margin: .3rem 0; } .replies summary { cursor: pointer; }
.replies code { background: var(--soft); padding: 0 .3rem; border-radius: .2rem; }
.replies blockquote { margin: .4rem 0 .4rem .6rem; font-size: .9rem; }
"""
KEYWORD = re.compile(r"::([\w-]+ [\w-]+)")


def ticket_view(store: Store, ticket: Row) -> str:
    found = [store.get("ticket_articles", one) for one in ticket["article_ids"]]
    rows = [articles.shown(store, one) for one in found if one]
    texts = "".join(_article(row) for row in rows)
    title = f"#{escape(str(ticket['number']))} {escape(str(ticket['title']))}"
    return (
        f'<h1 dir="auto">{title}</h1><div class="ticket"><div>{texts}'
        f"{_replies(store, rows)}</div>{_aside(store, ticket)}</div>"
    )


def tag(name: str) -> str:
    hot = next((word for word in ("critical", "high") if name.endswith(f"-{word}")), "")
    return f'<span class="tag {hot}">{escape(name)}</span>'


def _article(row: Row) -> str:
    # HTML was sanitised when it came in.
    text = row["body"] if row["content_type"] == "text/html" else escape(row["body"])
    files = "".join(
        f"<small>file: {escape(one['filename'])} ({escape(one['size'])} bytes)</small>"
        for one in row["attachments"]
    )
    internal = "internal" if row["internal"] else ""
    head = f"{row['sender']} · {internal or 'public'} {row['type']} · {row['created_at'][:16]}"
    return (
        f'<article class="{internal}" dir="auto"><small dir="ltr">{escape(head)}</small>'
        f"{text}{files}</article>"
    )


def _replies(store: Store, rows: list[Row]) -> str:
    """Text modules whose keyword the notes name: what the agent gets for `::`."""
    notes = " ".join(unescape(str(row["body"])) for row in rows if row["internal"])
    wanted = dict.fromkeys(KEYWORD.findall(notes))
    modules = [row for one in wanted if (row := _module(store, one))]
    each = "".join(
        f"<details{'' if place else ' open'}><summary>"
        f"<code>::{escape(str(row['keywords']))}</code> "
        f"<span dir=auto>{escape(str(row['name']))}</span></summary>"
        f'<blockquote dir="auto">{row["content"]}</blockquote></details>'
        for place, row in enumerate(modules)
    )
    return f'<div class="replies"><h2>Reply: type ::</h2>{each}</div>' if each else ""


def _module(store: Store, keyword: str) -> Row | None:
    """As the editor finds it: the words stand somewhere in the keywords."""
    rows = (row for row in store.rows("text_modules") if row["active"])
    return next((row for row in rows if keyword in str(row["keywords"])), None)


def _aside(store: Store, ticket: Row) -> str:
    named = {
        "Group": ("groups", "group_id"),
        "Owner": ("users", "owner_id"),
        "State": ("ticket_states", "state_id"),
        "Priority": ("ticket_priorities", "priority_id"),
    }
    facts = [(label, _name(store, *place, ticket)) for label, place in named.items()]
    facts += [
        (str(row["display"]), _value(row, ticket[row["name"]]))
        for row in store.rows("object_manager_attributes")
        if ticket.get(row["name"]) not in (None, "") and str(row["name"]).startswith("cs_")
    ]
    lines = "".join(f"<dt>{escape(name)}<dd dir=auto>{escape(value)}" for name, value in facts)
    tags = "".join(tag(one) for one in ticket["_tags"])
    return f"<aside><h2>Ticket</h2><dl>{lines}</dl><h2>Tags</h2>{tags}</aside>"


def _name(store: Store, table: str, column: str, ticket: Row) -> str:
    row = store.get(table, ticket[column]) or {}
    return str(row.get("name") or row.get("firstname") or "-")


def _value(attribute: Row, value: object) -> str:
    options = (attribute.get("data_option") or {}).get("options")
    return str(options.get(value, value)) if isinstance(options, dict) else str(value)
