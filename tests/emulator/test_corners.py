"""Users, links, mentions, attributes and other corners of the emulator."""

from __future__ import annotations

from typing import Any

import pytest
from test_emulator import NEW, call

from zammad_plugin.emulator import Emulator


def test_users(emulator: Emulator) -> None:
    new = {"firstname": "S", "email": "s@example.org", "roles": ["Customer"], "phone": "+9611"}
    made = call(emulator, "admin", "POST", "users", new).json()
    assert (made["login"], made["role_ids"]) == ("s@example.org", [3])
    again = call(emulator, "admin", "POST", "users", new)
    assert "is already used for another user" in again.json()["error"]
    assert call(emulator, "admin", "POST", "users", {"login": made["login"]}).status_code == 422
    auto = call(emulator, "admin", "POST", "users", {"firstname": "N"}).json()
    assert auto["login"].startswith("auto-")
    search = call(emulator, "triage", "GET", "users/search", query="s@example").json()
    assert [one["id"] for one in search] == [made["id"]]
    assert call(emulator, "triage", "GET", "users/search", query="+9611").json() == []
    assert call(emulator, "triage", "GET", f"users/{made['id']}").status_code == 200
    assert call(emulator, "customer", "GET", f"users/{made['id']}").status_code == 403
    assert call(emulator, "triage", "GET", "users/99").status_code == 404
    assert len(call(emulator, "triage", "GET", "users").json()) > 4
    bad = call(emulator, "admin", "POST", "users", {"login": "x", "roles": ["Nobody"]})
    assert bad.json()["error"] == "No lookup value found for 'roles': \"Nobody\""


def test_links_and_mentions(emulator: Emulator) -> None:
    one, two = (call(emulator, "admin", "POST", "tickets", NEW).json() for _ in range(2))
    link = {"link_object_target_value": two["id"], "link_object_source_number": one["number"]}
    first = call(emulator, "triage", "POST", "links/add", link)
    assert first.status_code == 201
    assert call(emulator, "triage", "POST", "links/add", link).json()["id"] == first.json()["id"]
    found = call(emulator, "triage", "GET", "links", link_object_value=one["id"]).json()["links"]
    assert [row["link_object_value"] for row in found] == [two["id"]]
    assert call(emulator, "triage", "POST", "links/add", {}).status_code == 422
    mention = {"mentionable_type": "Ticket", "mentionable_id": one["id"]}
    assert call(emulator, "triage", "POST", "mentions", mention).json() is True
    whole = call(emulator, "triage", "GET", f"tickets/{one['id']}", all="true").json()
    assert len(whole["mentions"]) == 1
    assert whole["links"] == found
    assert call(emulator, "triage", "POST", "mentions", {"mentionable_id": 99}).status_code == 404


def test_tag_list_can_be_renamed_and_emptied(emulator: Emulator) -> None:
    ticket = call(emulator, "admin", "POST", "tickets", {**NEW, "tags": "a"}).json()
    [row] = call(emulator, "sync", "GET", "tag_list").json()
    assert (row["name"], row["count"]) == ("a", 1)
    call(emulator, "sync", "DELETE", f"tag_list/{row['id']}")
    where: dict[str, Any] = {"object": "Ticket", "o_id": ticket["id"]}
    assert call(emulator, "triage", "GET", "tags", **where).json() == {"tags": []}
    call(emulator, "sync", "POST", "tag_list", {"name": "b"})
    [row] = call(emulator, "sync", "GET", "tag_list").json()
    call(emulator, "sync", "PUT", f"tag_list/{row['id']}", {"name": "c"})
    assert call(emulator, "sync", "GET", "tag_list").json()[0]["name"] == "c"
    assert call(emulator, "sync", "POST", "tag_list", {}).status_code == 422
    assert call(emulator, "sync", "DELETE", "tag_list/99").status_code == 404


def test_tags_need_a_ticket_and_a_right(emulator: Emulator) -> None:
    ticket = call(emulator, "admin", "POST", "tickets", NEW).json()
    body = {"object": "Ticket", "o_id": ticket["id"], "item": "x"}
    assert call(emulator, "customer", "POST", "tags/add", body).status_code == 403
    assert call(emulator, "sync", "POST", "tags/add", body).status_code == 403
    assert call(emulator, "triage", "POST", "tags/add", {**body, "o_id": 99}).status_code == 404
    other = call(emulator, "sync", "GET", "tags", object="Ticket", o_id=ticket["id"])
    assert other.status_code == 403
    history = call(emulator, "triage", "GET", "ticket_history/99")
    assert history.status_code == 404


ATTRIBUTE = {
    "object": "Ticket",
    "name": "colour",
    "display": "Colour",
    "data_type": "select",
    "data_option": {"options": {"red": "Red"}, "default": "", "null": True},
}


def _attribute(emulator: Emulator, **more: Any) -> Any:
    body = {**ATTRIBUTE, **more}
    row = call(emulator, "sync", "POST", "object_manager_attributes", body).json()
    call(emulator, "sync", "POST", "object_manager_attributes_execute_migrations")
    return row


def test_a_changed_attribute_waits_for_the_migration(emulator: Emulator) -> None:
    path = f"object_manager_attributes/{_attribute(emulator)['id']}"
    option = {"options": {"red": "Red", "blue": "Blue"}, "default": "", "null": True}
    call(emulator, "sync", "PUT", path, {"display": "C", "data_option": option})
    shown = call(emulator, "sync", "GET", path).json()
    assert (shown["to_migrate"], list(shown["data_option"]["options"])) == (True, ["red"])
    ticket = call(emulator, "admin", "POST", "tickets", NEW).json()
    blue = {"colour": "blue"}
    refused = call(emulator, "triage", "PUT", f"tickets/{ticket['id']}", blue)
    assert refused.status_code == 422
    call(emulator, "sync", "POST", "object_manager_attributes_execute_migrations")
    taken = call(emulator, "triage", "PUT", f"tickets/{ticket['id']}", blue)
    assert taken.json()["colour"] == "blue"
    call(emulator, "sync", "DELETE", path)
    call(emulator, "sync", "POST", "object_manager_attributes_execute_migrations")
    assert call(emulator, "sync", "GET", path).status_code == 404


@pytest.mark.parametrize(
    ("more", "wanted"),
    [
        ({"data_type": "date", "data_option": {"diff": None, "default": None}}, None),
        ({"data_type": "multiselect"}, []),
        ({"data_type": "integer", "data_option": {"min": 0, "max": 9, "default": 3}}, 3),
    ],
)
def test_defaults(emulator: Emulator, more: dict[str, Any], wanted: Any) -> None:
    _attribute(emulator, **more)
    assert call(emulator, "admin", "POST", "tickets", NEW).json()["colour"] == wanted


def test_a_date_with_diff_0_is_today_on_every_ticket(emulator: Emulator) -> None:
    _attribute(emulator, data_type="date", data_option={"diff": 0, "default": None})
    ticket = call(emulator, "admin", "POST", "tickets", NEW).json()
    assert ticket["colour"][:2] == "20"


def test_tree_select_checks_its_leaves(emulator: Emulator) -> None:
    leaves = [{"name": "A", "value": "a", "children": [{"name": "B", "value": "a::b"}]}]
    _attribute(emulator, data_type="tree_select", data_option={"options": leaves})
    ticket = call(emulator, "admin", "POST", "tickets", NEW).json()
    path = f"tickets/{ticket['id']}"
    assert call(emulator, "triage", "PUT", path, {"colour": "a::b"}).status_code == 200
    assert call(emulator, "triage", "PUT", path, {"colour": "a::c"}).status_code == 422


@pytest.mark.parametrize("name", ["With-Dash", "owner_id", "title"])
def test_attribute_names(emulator: Emulator, name: str) -> None:
    body = {**ATTRIBUTE, "name": name}
    answer = call(emulator, "sync", "POST", "object_manager_attributes", body)
    assert answer.status_code == 422
    body = {**ATTRIBUTE, "data_type": "rainbow"}
    answer = call(emulator, "sync", "POST", "object_manager_attributes", body)
    assert answer.status_code == 422


def test_search_answers(emulator: Emulator) -> None:
    call(emulator, "admin", "POST", "tickets", {**NEW, "title": "Needle"})
    found = call(emulator, "admin", "GET", "tickets/search", query="needle").json()
    assert (found["tickets"], found["tickets_count"]) == ([1], 1)
    assert found["assets"]["Ticket"]["1"]["title"] == "Needle"
    none = call(emulator, "admin", "GET", "tickets/search", query="tags:x").json()
    assert none == {"tickets": [], "tickets_count": 0, "assets": {}}


def test_articles(emulator: Emulator) -> None:
    call(emulator, "admin", "POST", "tickets", NEW)
    assert call(emulator, "admin", "POST", "ticket_articles", {"ticket_id": 9}).status_code == 404
    hidden = {"ticket_id": 1, "body": "x"}
    assert call(emulator, "sync", "POST", "ticket_articles", hidden).status_code == 403
    assert call(emulator, "admin", "POST", "ticket_articles", {"ticket_id": 1}).status_code == 422
    changed = call(emulator, "admin", "PUT", "ticket_articles/1", {"internal": True, "body": "y"})
    assert (changed.json()["internal"], changed.json()["body"]) == (True, "مرحبا")
    assert call(emulator, "admin", "PUT", "ticket_articles/9", {}).status_code == 404
    for file in ("x", {"filename": "a", "data": "§"}):
        bad = {"ticket_id": 1, "body": "x", "attachments": [file]}
        assert call(emulator, "admin", "POST", "ticket_articles", bad).status_code == 422


def test_tickets_need_customer_and_title(emulator: Emulator) -> None:
    new = {"group": "Users", "article": {"body": "x"}}
    for given in (new, {**new, "customer_id": "guess:a@example.org"}):
        assert call(emulator, "admin", "POST", "tickets", given).status_code == 422
    own = call(emulator, "customer", "POST", "tickets", {**new, "title": "t"})
    assert own.json()["create_article_sender_id"] == 2
    bad = call(emulator, "admin", "PUT", "tickets/1", {"state_id": 99})
    assert bad.json()["error"] == "Invalid value for param 'state_id': 99"


TAG = {"perform": {"ticket.tags": {"operator": "add", "value": "x"}}}


def test_names_in_configuration(emulator: Emulator) -> None:
    macro = {"name": "m", "groups": ["Users"], **TAG}
    made = call(emulator, "sync", "POST", "macros", macro).json()
    assert made["group_ids"] == [1]
    bad = call(emulator, "sync", "POST", "macros", {"name": "n", "groups": ["None"]})
    assert bad.json()["error"] == "No lookup value found for 'groups': \"None\""
    assert call(emulator, "sync", "DELETE", "roles/1").status_code == 404
    assert call(emulator, "sync", "POST", "calendars", {"name": "c"}).status_code == 422
    assert call(emulator, "sync", "PUT", f"macros/{made['id']}", {"name": "M2"}).status_code == 200
    assert call(emulator, "sync", "GET", "channels_email").status_code == 200


def test_a_webhook_that_nobody_answers_is_dropped(emulator: Emulator) -> None:
    hook = {"name": "h", "endpoint": "http://127.0.0.1:9/"}
    hook_id = call(emulator, "sync", "POST", "webhooks", hook).json()["id"]
    perform = {
        "notification.webhook": {"webhook_id": str(hook_id)},
        "article.note": {"subject": "s", "body": "b", "internal": "true"},
        "ticket.state_id": {"value": "2"},
    }
    condition = {"ticket.action": {"operator": "is", "value": "create"}}
    trigger = {"name": "t", "condition": condition, "perform": perform}
    call(emulator, "sync", "POST", "triggers", trigger)
    ticket = call(emulator, "admin", "POST", "tickets", NEW).json()
    assert (ticket["state_id"], len(ticket["article_ids"])) == (2, 2)
