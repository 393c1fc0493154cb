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
@media (max-width: 48rem) { .ticket { grid-template-columns: 1fr; } }
"""
RELATED = {
    "group": "groups",
    "owner": "users",
    "state": "ticket_states",
    "priority": "ticket_priorities",
    "customer": "users",
}
MOMENT = re.compile(r"\d{4}-\d\d-\d\dT")
KEYWORD = re.compile(r"::([\w-]+)")


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
    facts = [(label(store, name), cell(store, ticket, name)) for name in list(RELATED)[:4]]
    facts += [
        (str(row["display"]), cell(store, ticket, str(row["name"])))
        for row in sorted(store.rows("object_manager_attributes"), key=_place)
        if ticket.get(row["name"]) not in (None, "") and _in_form(row)
    ]
    lines = "".join(f"<dt>{escape(name)}<dd dir=auto>{escape(value)}" for name, value in facts)
    tags = "".join(tag(one) for one in ticket["_tags"])
    return f"<aside><h2>Ticket</h2><dl>{lines}</dl><h2>Tags</h2>{tags}</aside>"


def _in_form(attribute: Row) -> bool:
    """Whether any permission is shown it."""
    return any(one.get("shown") for one in (attribute["screens"].get("edit") or {}).values())


def _place(attribute: Row) -> int:
    return int(attribute.get("position") or 0)


def label(store: Store, name: str) -> str:
    """Of a field, as the head of a column has it."""
    found = store.find("object_manager_attributes", name=name)
    plain = name.removesuffix("_at").replace("_", " ").capitalize()
    return str(found["display"]) if found else plain


def cell(store: Store, ticket: Row, name: str) -> str:
    """A field's value as people read it; empty for none."""
    if name in RELATED:
        row = store.get(RELATED[name], ticket[f"{name}_id"]) or {}
        return str(row.get("name") or row.get("login") or "-")
    value = ticket.get(name)
    found = store.find("object_manager_attributes", name=name)
    options = (found["data_option"] or {}).get("options") if found else None
    if isinstance(options, dict):
        value = options.get(value, value)
    text = "" if value is None else str(value)
    return text[:16].replace("T", " ") if MOMENT.match(text) else text
