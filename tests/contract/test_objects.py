"""Configuration objects: what may share a name, what an unchanged PUT does, what is sanitised."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from contract_api import Api

IS_NEW = {"ticket.state_id": {"operator": "is", "value": ["1"]}}
TAG = {"ticket.tags": {"operator": "add", "value": "contract-x"}}
HOURS = {
    day: {"active": day != "sun", "timeframes": [["09:00", "17:00"]]}
    for day in ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
}
# kind → (a body without its name, a change, whether a second object of the name is refused)
KINDS: dict[str, tuple[dict[str, Any], dict[str, Any], bool]] = {
    "text_modules": ({"keywords": "k", "content": "<p>x</p>"}, {"content": "<p>y</p>"}, False),
    "templates": (
        {"options": {"ticket.title": {"value": "a"}}},
        {"options": {"ticket.title": {"value": "b"}}},
        False,
    ),
    "macros": ({"perform": TAG}, {"note": "n"}, True),
    "webhooks": (
        {"endpoint": "http://127.0.0.1:9/hook", "signature_token": "s", "ssl_verify": False},
        {"note": "n"},
        False,
    ),
    "triggers": ({"condition": IS_NEW, "perform": TAG, "active": False}, {"note": "n"}, True),
    "jobs": (
        {
            "object": "Ticket",
            "timeplan": {"days": {"Mon": True}, "hours": {"0": True}, "minutes": {"0": True}},
            "condition": IS_NEW,
            "perform": TAG,
            "active": False,
        },
        {"note": "n"},
        True,
    ),
    "overviews": (
        {
            "role_ids": [2],
            "prio": 5000,
            "condition": IS_NEW,
            "order": {"by": "created_at", "direction": "ASC"},
            "view": {"d": ["title"], "s": ["title"], "m": ["title"], "view_mode_default": "s"},
        },
        {"prio": 5001},
        False,
    ),
    "postmaster_filters": (
        {
            "channel": "email",
            "match": {"subject": {"operator": "contains", "value": "contract"}},
            "perform": {"x-zammad-ticket-tags": {"operator": "add", "value": "contract-x"}},
        },
        {"note": "n"},
        False,
    ),
    "calendars": (
        {"timezone": "Asia/Beirut", "business_hours": HOURS},
        {"timezone": "Europe/Paris"},
        True,
    ),
    "core_workflows": (
        {
            "object": "Ticket",
            "preferences": {"screen": ["edit"]},
            "condition_saved": {},
            "condition_selected": IS_NEW,
            "perform": {
                "ticket.priority_id": {"operator": "set_mandatory", "set_mandatory": "true"}
            },
        },
        {"priority": 501},
        True,
    ),
}


@pytest.mark.parametrize("path", KINDS)
def test_life_of_an_object(
    api: Api, newer: bool, kept: Callable[[str, Any], Any], path: str
) -> None:
    body, change, unique = KINDS[path]
    body = {"name": api.name(path), **body}
    row = kept(path, body)
    assert row["name"] == body["name"]
    second = api.call("POST", path, body)
    if unique:
        assert second.status_code == 422
        older = {"This object already exists.", "Object already exists!"}
        assert second.json()["error"] in ({"Name has already been taken"} if newer else older)
    else:
        assert second.status_code == 201
        api.call("DELETE", f"{path}/{second.json()['id']}")
    changed = api.ok("PUT", f"{path}/{row['id']}", change)
    assert {name: changed[name] for name in change} == change
    again = api.ok("PUT", f"{path}/{row['id']}", change)
    assert again["updated_at"] == changed["updated_at"]
    assert row["id"] in [one["id"] for one in api.ok("GET", path)]
    assert api.ok("DELETE", f"{path}/{row['id']}") == {}
    assert api.call("GET", f"{path}/{row['id']}").status_code == 404


def test_pages(api: Api, kept: Callable[[str, Any], Any]) -> None:
    made = {
        kept("text_modules", {"name": api.name(f"page {i}"), "content": "x"})["id"]
        for i in range(3)
    }
    seen: list[int] = []
    page = 1
    while rows := api.ok("GET", "text_modules", page=page, per_page=2):
        assert len(rows) <= 2
        seen += [row["id"] for row in rows]
        page += 1
    assert made <= set(seen)
    assert len(seen) == len(set(seen))


def test_html_is_sanitised(api: Api, kept: Callable[[str, Any], Any]) -> None:
    content = '<div dir="rtl">مرحبا #{ticket.customer.firstname}</div><script>x</script>'
    row = kept("text_modules", {"name": api.name("html"), "content": content})
    assert row["content"] == '<div dir="rtl">مرحبا #{ticket.customer.firstname}</div>'


@pytest.mark.parametrize(
    ("given", "kept_as"),
    [
        (
            "<p>see https://example.org/a?b=1&amp;c=2, now</p>",
            "<p>see <a>https://example.org/a?b=1&amp;c=2</a>, now</p>",
        ),
        (
            "<p>\u2066https://example.org\u2069 and http://example.org.</p>",
            "<p>\u2066<a>https://example.org</a>\u2069 and <a>http://example.org</a>.</p>",
        ),
        ("<p>www.example.org and note: x</p>", "<p>www.example.org and note: x</p>"),
        ("<pre>https://example.org</pre>", "<pre>https://example.org</pre>"),
        (
            '<p><a href="https://example.org">https://example.org</a></p>',
            "<p><a>https://example.org</a></p>",
        ),
        ("<div><p>a</p><ul><li>b</li></ul></div>", "<div><p>a</p><ul><li>b</li></ul></div>"),
        ('<p dir="rtl">• a<br>• b</p>', '<p dir="rtl">• a<br>• b</p>'),
    ],
)
def test_addresses_become_links(
    api: Api, kept: Callable[[str, Any], Any], given: str, kept_as: str
) -> None:
    """With the address as its text; white space between blocks is the server's own."""
    row = kept("text_modules", {"name": api.name("link"), "content": given})
    plain = re.sub(
        r'<a href="([^"]*)" rel="nofollow noreferrer noopener" target="_blank">\1<',
        "<a>\\1<",
        row["content"],
    )
    assert re.sub(r"\s*(</?(?:div|p|ul|li)>)\s*", r"\1", plain) == kept_as


def test_second_overview_gets_a_link_of_its_own(api: Api, kept: Callable[[str, Any], Any]) -> None:
    body = {"name": api.name("link"), "link": f"contract_{api.run}", **KINDS["overviews"][0]}
    assert kept("overviews", body)["link"] == f"contract_{api.run}"
    assert kept("overviews", body)["link"] == f"contract_{api.run}_1"


def test_overviews_are_numbered_anew_when_one_is_moved(
    api: Api, kept: Callable[[str, Any], Any]
) -> None:
    made = [
        kept(
            "overviews",
            {"name": api.name(f"prio {n}"), **KINDS["overviews"][0], "prio": 70000 + 1000 * n},
        )
        for n in range(3)
    ]
    api.ok("PUT", f"overviews/{made[2]['id']}", {"prio": 70001})
    prios = [api.ok("GET", f"overviews/{row['id']}")["prio"] for row in made]
    assert prios[2] == 70001
    assert prios[1] == prios[0] + 1 < 1000
    last = {name: value for name, value in KINDS["overviews"][0].items() if name != "prio"}
    assert kept("overviews", {"name": api.name("last"), **last})["prio"] == 70002


def test_expand_gives_names(api: Api, kept: Callable[[str, Any], Any]) -> None:
    row = kept("macros", {"name": api.name("expand"), "perform": TAG})
    rows = api.ok("GET", "macros", expand="true", per_page=500)
    shown = next(one for one in rows if one["id"] == row["id"])
    assert shown["groups"] == []
    assert "@" in shown["created_by"]


def test_unknown_columns_are_dropped(api: Api, kept: Callable[[str, Any], Any]) -> None:
    row = kept("text_modules", {"name": api.name("column"), "content": "x", "nonsense": 1})
    assert "nonsense" not in row


def test_tag_list(api: Api) -> None:
    name = api.name("tag")
    assert api.ok("POST", "tag_list", {"name": name}) == {}
    assert api.ok("POST", "tag_list", {"name": name}) == {}
    rows = [row for row in api.ok("GET", "tag_list") if row["name"] == name]
    assert [row["count"] for row in rows] == [0]
    api.ok("DELETE", f"tag_list/{rows[0]['id']}")


def test_channels_are_told_with_their_options(api: Api) -> None:
    """What `doctor` looks at for mailboxes that are trusted; of every area, without an inbound."""
    answer = api.ok("GET", "channels_email")
    assert isinstance(answer["account_channel_ids"], list)
    for row in answer["assets"].get("Channel", {}).values():
        assert isinstance(row["options"], dict) and isinstance(row["active"], bool)
