"""A live instance → files → a plan with nothing in it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from zammad_plugin.config.places import default_desk
from zammad_plugin.emulator import Emulator
from zammad_plugin.sync.apply import apply
from zammad_plugin.sync.files.pull import Pulled, pull
from zammad_plugin.sync.files.source import read
from zammad_plugin.sync.ledger import Ledger
from zammad_plugin.sync.marks import marker
from zammad_plugin.sync.plan import make_plan
from zammad_plugin.sync.replies.html import LRI
from zammad_plugin.sync.replies.translations import replies_of, rows
from zammad_plugin.zammad.client import Client
from zammad_plugin.zammad.session import Session

AGENT = {"ticket.agent": {"shown": True, "required": True}}
NEW = {"ticket.state_id": {"operator": "is", "value": ["1", "2"]}}
TREE = {
    "operator": "OR",
    "conditions": [
        {"name": "ticket.priority_id", "operator": "is", "value": ["3"]},
        {
            "operator": "NOT",
            "conditions": [{"name": "ticket.tags", "operator": "contains one", "value": "a, b"}],
        },
    ],
}
HOURS = {str(hour): hour in {8, 20} for hour in range(24)}
# What an admin made in the web interface: no mark, other values than our files would give.
BY_HAND: list[tuple[str, dict[str, Any]]] = [
    ("groups", {"name": "مجموعة الحماية", "follow_up_possible": "new_ticket", "note": "by hand"}),
    ("groups", {"name": "Second line!"}),
    ("groups", {"name": "second-line"}),
    ("roles", {"name": "Night", "permissions": ["ticket.agent"], "group_ids": {"1": ["read"]}}),
    ("tag_list", {"name": "urgent now"}),
    (
        "calendars",
        {
            "name": "Office",
            "timezone": "Asia/Beirut",
            "default": False,
            "business_hours": {
                "mon": {"active": True, "timeframes": [["09:00", "17:30"]]},
                "tue": {"active": False, "timeframes": []},
            },
            "public_holidays": {"2026-12-25": {"active": True, "summary": "Noël"}},
        },
    ),
    (
        "text_modules",
        {"name": "Bonjour", "keywords": "bj", "content": "<p>Bonjour <i>à vous</i></p>"},
    ),
    (
        "text_modules",
        {
            "name": "[ar] مرحبا",
            "keywords": "ar-hello",
            "group_ids": [1],
            "content": '<div dir="rtl" lang="ar"><p dir="rtl">أهلاً<br>بكم &amp; شكراً</p>'
            '<ul dir="rtl"><li dir="rtl">واحد</li><li dir="rtl"><b>اثنان</b></li></ul></div>',
        },
    ),
    ("text_modules", {"name": "no keywords", "content": "plain"}),
    (
        "templates",
        {
            "name": "Phone",
            "options": {"ticket.title": {"value": "Call"}, "ticket.priority_id": {"value": "3"}},
        },
    ),
    (
        "macros",
        {
            "name": "Close",
            "perform": {
                "ticket.state_id": {"value": "4"},
                "ticket.tags": {"operator": "add", "value": "x,y"},
            },
            "group_ids": [1],
            "note": "mine",
        },
    ),
    (
        "overviews",
        {
            "name": "Hers",
            "prio": 7,
            "condition": NEW,
            "role_ids": [2],
            "order": {"by": "updated_at", "direction": "DESC"},
            "group_by": "owner",
            "view": {"s": ["title"], "d": ["title"], "m": ["title"], "view_mode_default": "s"},
        },
    ),
    # As a fresh installation has them: numbers for ids, other columns on a phone.
    (
        "macros",
        {
            "name": "Spam",
            "ux_flow_next_up": "next_task",
            "perform": {
                "ticket.state_id": {"value": 4},
                "ticket.tags": {"operator": "add", "value": "spam"},
                "ticket.owner_id": {"pre_condition": "current_user.id", "value": ""},
            },
        },
    ),
    (
        "overviews",
        {
            "name": "Mine",
            "prio": 1000,
            "role_ids": [2],
            "condition": {
                "ticket.state_id": {"operator": "is", "value": [2, 1, 3]},
                "ticket.owner_id": {"operator": "is", "pre_condition": "current_user.id"},
            },
            "order": {"by": "created_at", "direction": "ASC"},
            "view": {
                "d": ["title"],
                "s": ["title"],
                "m": ["number", "title"],
                "view_mode_default": "s",
            },
        },
    ),
    ("slas", {"name": "Fast", "calendar_id": 1, "condition": NEW, "first_response_time": 10}),
    (
        "webhooks",
        {"name": "Ping", "endpoint": "https://ping.example/x", "signature_token": "s3cret"},
    ),
    (
        "postmaster_filters",
        {
            "name": "Lists",
            "channel": "email",
            "match": {"subject": {"operator": "contains", "value": "[list]"}},
            "perform": {"x-zammad-ticket-tags": {"operator": "add", "value": "l"}},
        },
    ),
    (
        "core_workflows",
        {
            "name": "Ask",
            "object": "Ticket",
            "preferences": {"screen": ["edit"]},
            "condition_saved": {},
            "condition_selected": NEW,
            "priority": 7,
            "perform": {"ticket.owner_id": {"operator": "show", "show": "true"}},
        },
    ),
    (
        "jobs",
        {
            "name": "Twice a day",
            "object": "Ticket",
            "condition": NEW,
            "timeplan": {
                "days": {"Mon": True, "Tue": False},
                "hours": HOURS,
                "minutes": {"0": True, "10": False},
            },
            "perform": {"article.note": {"subject": "s", "body": "b", "internal": "true"}},
        },
    ),
    (
        "triggers",
        {"name": "Tree", "condition": TREE, "perform": {"ticket.group_id": {"value": "1"}}},
    ),
    ("checklist_templates", {"name": "Hers", "items": ["بداية", "second"]}),
    ("translations/upsert", {"locale": "fr-fr", "source": "my own", "target": "à moi"}),
    (
        "object_manager_attributes",
        {
            "object": "Ticket",
            "name": "severity",
            "display": "Severity",
            "data_type": "select",
            "active": True,
            "position": 7,
            "screens": {"edit": AGENT},
            "data_option": {
                "options": {"1": "low", "2": "high"},
                "default": "1",
                "nulloption": False,
                "null": False,
                "maxlength": 255,
            },
        },
    ),
    (
        "object_manager_attributes",
        {
            "object": "Ticket",
            "name": "area",
            "display": "Area",
            "data_type": "tree_select",
            "active": True,
            "position": 8,
            "screens": {"edit": AGENT},
            "data_option": {
                "options": [
                    {"name": "A", "value": "A", "children": [{"name": "B", "value": "A::B"}]}
                ],
                "default": "",
                "null": True,
            },
        },
    ),
]


def _fill(client: Client) -> None:
    for resource, payload in BY_HAND:
        client.create(resource, payload)
    client.post("object_manager_attributes_execute_migrations")


def _plan_after(client: Client, folder: Path) -> list[str]:
    source = read(folder)
    assert source.problems == []
    return [change.address for change in make_plan(source.desired, client, Ledger()).changes]


def test_an_instance_filled_by_hand_is_pulled_whole(client: Client, tmp_path: Path) -> None:
    _fill(client)
    result = pull(client, tmp_path)
    assert result.left == []
    assert len(result.written) >= len(BY_HAND)
    assert _plan_after(client, tmp_path) == []
    again = pull(client, tmp_path)
    assert (again.written, again.left, len(again.same)) == ([], [], len(result.written))


def test_what_was_pulled_makes_the_same_on_an_empty_zammad(client: Client, tmp_path: Path) -> None:
    _fill(client)
    pull(client, tmp_path)
    with Emulator() as other:
        session = Session(other.url, other.tokens["sync"])
        fresh = Client(session)
        result = apply(make_plan(read(tmp_path).desired, fresh, Ledger()), fresh, Ledger())
        assert result.failed == []
        copy = tmp_path / "copy"
        pull(fresh, copy)
        session.close()
    # A mark goes with it, and a file's name may come from an id: what they say is the same.
    said = [sorted(str(item.fields) for item in read(one).desired) for one in (tmp_path, copy)]
    assert len(said[0]) == len(said[1])


def test_the_default_desk_comes_back_as_it_went(client: Client, tmp_path: Path) -> None:
    desired = read(default_desk()).desired
    assert apply(make_plan(desired, client, Ledger()), client, Ledger()).failed == []
    result = pull(client, tmp_path)
    assert result.left == []
    back = {item.address: item.fields for item in read(tmp_path).desired}
    assert {item.address for item in desired if item.kind.has_note} <= set(back)
    assert _plan_after(client, tmp_path) == []


def test_pull_takes_a_colleagues_change_into_the_file(client: Client, tmp_path: Path) -> None:
    file = tmp_path / "macros" / "m.yml"
    file.parent.mkdir()
    file.write_text("name: M\nperform: {ticket.tags: {operator: add, value: [a]}}\n")
    ledger = Ledger()
    apply(make_plan(read(tmp_path).desired, client, ledger), client, ledger)
    row = client.list_all("macros")[0]
    client.update("macros", row["id"], {"name": "Theirs"})
    left = pull(client, tmp_path, ["macros"]).left
    assert [(where, "--overwrite" in why) for where, why in left] == [(str(file), True)]
    assert pull(client, tmp_path, ["macros"], overwrite=True).written == [file]
    assert "Theirs" in file.read_text()
    assert make_plan(read(tmp_path).desired, client, ledger).changes == []


def _left(result: Pulled) -> str:
    return " | ".join(f"{where}: {why}" for where, why in result.left)


def test_two_of_one_name_are_both_named(client: Client, tmp_path: Path) -> None:
    first, second = (
        client.create("text_modules", {"name": "Twin", "content": "x"})["id"] for _ in range(2)
    )
    result = pull(client, tmp_path, ["text_modules"])
    assert f"text_modules {second}: has the name of text_modules {first} too" in _left(result)


def test_what_no_file_may_say_is_told_and_left(client: Client, tmp_path: Path) -> None:
    mail = {"notification.email": {"recipient": "ticket_customer", "subject": "s", "body": "b"}}
    client.create("triggers", {"name": "Mail", "condition": NEW, "perform": mail})
    result = pull(client, tmp_path, ["triggers"])
    assert "notification.email" in _left(result)
    assert result.written == []


def test_what_zammad_came_with_is_nobodys_file(
    server: Emulator, client: Client, tmp_path: Path
) -> None:
    """Its own attributes of tickets, and those of users and groups, are not even named."""
    own = {
        "object": "Ticket",
        "name": "own",
        "display": "O",
        "data_type": "textarea",
        "active": True,
        "position": 9,
        "screens": {},
        "data_option": {"maxlength": 100},
    }
    for place, more in enumerate(({"editable": False}, {"object": "User"}, {})):
        row = {**own, "name": f"own_{place}", **more}
        made = client.create("object_manager_attributes", row)
        with server.store.request():
            server.store.update(
                "object_manager_attributes", made["id"], {"editable": more.get("editable", True)}
            )
    [(what, why)] = pull(client, tmp_path, ["attributes"]).left
    assert what == "attributes 3"
    assert why.startswith("no file can say it: data_type: 'input', 'select'")
    assert "\n" not in why


def test_what_only_a_file_knows_stays_when_an_agent_changed_its_text(
    client: Client, desk: Path
) -> None:
    key = "account-suspended"
    texts = [item for item in read(desk).desired if item.key.startswith(f"{key}/")]
    apply(make_plan(texts, client, Ledger()), client, Ledger())
    row = next(row for row in client.list_all("text_modules") if row["name"].startswith("[ar]"))
    content = row["content"].replace("نرجو عدم حذف", "رجاء عدم حذف")
    client.update("text_modules", row["id"], {"content": content})
    file = desk / "templates" / "replies" / key / "ar.md"
    before = file.read_text(encoding="utf-8")
    english = file.with_stem("en").read_text(encoding="utf-8")
    result = pull(client, desk, ["text_modules"], overwrite=True)
    assert result.written == [file]
    after = file.read_text(encoding="utf-8")
    changed = set(after.splitlines()) - set(before.splitlines())
    assert [line for line in changed if "رجاء" in line] and LRI not in after
    assert "native_reader: none" in after and "audience: anyone" in after
    assert file.with_stem("en").read_text(encoding="utf-8") == english
    [item] = [one for one in read(desk).desired if one.key == f"{key}/ar"]
    assert {one.state for one in rows(replies_of([*texts, item])) if one.lang == "ar"} == {
        "drafted"
    }


def test_a_language_that_we_do_not_know_is_a_part_of_the_name(
    client: Client, tmp_path: Path
) -> None:
    client.create("text_modules", {"name": "[xx] Saluton", "content": "plain"})
    assert _left(pull(client, tmp_path, ["text_modules"])) == ""
    [item] = read(tmp_path).desired
    assert (item.fields["name"], item.about["lang"]) == ("[xx] Saluton", "en")


HOSTILE_KEYS = [
    "../../../x",
    "/etc/x",
    "..",
    "a/../../x",
    "zz/../.ssh",
    ".ssh/x",
    "a/b/c/d/e",
    "x" * 400,
]


def test_no_name_and_no_note_leads_out_of_the_desk(tmp_path: Path) -> None:
    """A note is free text: whoever may write it names no file beyond the desk's own."""
    desk = tmp_path / "a" / "b" / "desk"
    desk.mkdir(parents=True)
    with Emulator() as server:
        client = Client(Session(server.url, server.tokens["admin"]))
        for number, key in enumerate(HOSTILE_KEYS):
            one = {"perform": {"ticket.state_id": {"value": "2"}}, "ux_flow_next_up": "none"}
            client.create("macros", {**one, "name": f"evil {number}", "note": marker(key)})
            client.create("macros", {**one, "name": f"{key} {number}", "note": "", "active": True})
            text = {"name": f"[en] evil {number}", "keywords": "k", "content": "<p>x</p>"}
            client.create("text_modules", {**text, "note": marker(f"{key}/en")})
        result = pull(client, desk, ["macros", "text_modules"])
        client.session.close()
    written = {one for one in tmp_path.rglob("*") if one.is_file()}
    assert written and all(one.is_relative_to(desk) for one in written)
    assert len([one for one in written if one.parent.name == "macros"]) >= 2 * len(HOSTILE_KEYS)
    assert not [one for one in written if len(one.name) > 120 or one.name.startswith(".")]
    assert not [why for _, why in result.left if "written" in why]


def test_pull_writes_through_no_link(tmp_path: Path) -> None:
    outside, desk = tmp_path / "outside", tmp_path / "desk"
    outside.mkdir()
    desk.mkdir()
    (desk / "macros").symlink_to(outside)
    with Emulator() as server:
        client = Client(Session(server.url, server.tokens["admin"]))
        perform = {"ticket.state_id": {"value": "2"}}
        client.create("macros", {"name": "a", "perform": perform, "ux_flow_next_up": "none"})
        result = pull(client, desk, ["macros"])
        client.session.close()
    assert not list(outside.iterdir()) and not result.written
    assert any("out of the desk" in why for _, why in result.left)
