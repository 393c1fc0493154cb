"""Tickets, articles, tags, searches and triggers."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from contract_api import Api

Make = Callable[..., Any]


def tags(api: Api, ticket_id: int) -> list[str]:
    return list(api.ok("GET", "tags", object="Ticket", o_id=ticket_id)["tags"])


def tag(api: Api, ticket_id: int, name: str) -> Any:
    return api.ok("POST", "tags/add", {"object": "Ticket", "o_id": ticket_id, "item": name})


def test_create_with_tags_and_a_guessed_customer(api: Api, ticket: Make) -> None:
    row = ticket(tags="contract-a,contract-b")
    assert row["article_count"] == 1
    assert len(row["article_ids"]) == 1
    assert tags(api, row["id"]) == ["contract-a", "contract-b"]
    shown = api.ok("GET", f"tickets/{row['id']}", expand="true")
    assert shown["customer"] == f"contract-{api.run}@example.org"
    assert (shown["group"], shown["state"], shown["owner"]) == ("Users", "new", "-")
    assert shown["create_article_sender"] == "Customer"


def test_everything_in_one_call(api: Api, ticket: Make) -> None:
    row = ticket(tags="contract-a")
    whole = api.ok("GET", f"tickets/{row['id']}", all="true")
    assert whole["ticket_id"] == row["id"]
    assert whole["tags"] == ["contract-a"]
    article = whole["assets"]["TicketArticle"][str(whole["ticket_article_ids"][0])]
    assert article["body"] == "hello"
    assert "type" not in article  # numbers only: names are in by_ticket
    assert str(row["id"]) in whole["assets"]["Ticket"]


def test_articles_by_ticket_name_type_and_sender(api: Api, ticket: Make) -> None:
    row = ticket(article={"type": "phone", "subject": "s"})
    found = api.ok("GET", f"ticket_articles/by_ticket/{row['id']}")
    assert [(one["type"], one["sender"], one["internal"]) for one in found] == [
        ("phone", "Customer", False)
    ]


def test_attachment(api: Api, ticket: Make) -> None:
    file = {"filename": "voice.ogg", "data": "T2dnUw==", "mime-type": "audio/ogg"}
    row = ticket(article={"attachments": [file]})
    [article] = api.ok("GET", f"ticket_articles/by_ticket/{row['id']}")
    [one] = article["attachments"]
    assert (one["filename"], one["size"]) == ("voice.ogg", "4")
    assert "audio/ogg" in one["preferences"].values()


def test_an_empty_tag(api: Api, ticket: Make) -> None:
    nothing = {"object": "Ticket", "o_id": ticket()["id"], "item": ""}
    assert api.call("POST", "tags/add", nothing).status_code == 422


def test_ids_of_articles_come_with_names_and_after_a_write(api: Api, ticket: Make) -> None:
    row = ticket()
    path = f"tickets/{row['id']}"
    assert "article_ids" in row
    assert "article_ids" not in api.ok("GET", path)
    assert "article_ids" in api.ok("GET", path, expand="true")
    assert "article_ids" in api.ok("PUT", path, {"title": api.name("other")})
    same = {"ticket.title": {"operator": "contains", "value": api.run}}
    [found] = api.ok("POST", "tickets/search", {"condition": same, "expand": True})
    assert found["article_ids"] == row["article_ids"]


@pytest.mark.parametrize(("kind", "told"), [("note", True), ("email", False), ("sms", False)])
def test_whom_an_agent_wrote_for(api: Api, ticket: Make, kind: str, told: bool) -> None:
    row = ticket(article={"type": kind, "from": "a@example.org", "to": "b@example.org"})
    [article] = api.ok("GET", f"ticket_articles/by_ticket/{row['id']}")
    assert (article["origin_by_id"] == row["customer_id"]) is told


def test_a_note_is_no_contact_and_the_times_may_be_written(api: Api, ticket: Make) -> None:
    """So a bridge to another channel keeps the clocks."""
    row = ticket()
    names = ("last_contact_at", "last_contact_customer_at", "first_response_at")
    assert [row[name] for name in names] == [None, None, None]
    at = "2026-01-02T03:04:05.678Z"
    told = ticket(last_contact_customer_at=at, last_contact_at=at)
    assert (told["last_contact_customer_at"], told["last_contact_at"]) == (at, at)
    path = f"tickets/{row['id']}"
    changed = api.ok("PUT", path, {"first_response_at": at, "last_contact_agent_at": at})
    assert (changed["first_response_at"], changed["last_contact_agent_at"]) == (at, at)


def test_who_wrote_last(api: Api, ticket: Make) -> None:
    row = ticket(article={"type": "web"})
    path, answer = f"tickets/{row['id']}", {"ticket_id": row["id"], "type": "phone", "body": "x"}
    assert row["last_contact_customer_at"] == row["last_contact_at"] is not None
    api.ok("POST", "ticket_articles", {**answer, "sender": "Customer"})
    again = api.ok("GET", path)
    assert again["last_contact_customer_at"] == row["last_contact_customer_at"]  # waits since then
    api.ok("POST", "ticket_articles", {**answer, "sender": "System"})
    system = api.ok("GET", path)
    assert (system["last_contact_agent_at"], system["article_count"]) == (None, 2)
    api.ok("POST", "ticket_articles", {**answer, "sender": "Agent"})
    done = api.ok("GET", path)
    assert done["first_response_at"] == done["last_contact_agent_at"] == done["last_contact_at"]


def test_tags_twice_are_once(api: Api, ticket: Make) -> None:
    row = ticket()
    assert tag(api, row["id"], "contract-x") is True
    first = api.ok("GET", f"tickets/{row['id']}")["updated_at"]
    assert first > row["updated_at"]
    assert tag(api, row["id"], "contract-x") is True
    assert api.ok("GET", f"tickets/{row['id']}")["updated_at"] == first
    gone = {"object": "Ticket", "o_id": row["id"], "item": "contract-x"}
    assert api.ok("DELETE", "tags/remove", gone) is True
    assert api.ok("DELETE", "tags/remove", gone) is True
    assert tags(api, row["id"]) == []


def test_tags_in_a_put_are_ignored(api: Api, ticket: Make) -> None:
    row = ticket(tags="contract-a")
    api.ok("PUT", f"tickets/{row['id']}", {"tags": "contract-b"})
    assert tags(api, row["id"]) == ["contract-a"]


def test_unknown_attribute_is_ignored(api: Api, ticket: Make) -> None:
    row = ticket()
    changed = api.ok("PUT", f"tickets/{row['id']}", {"no_such_attribute": 1})
    assert "no_such_attribute" not in changed
    assert changed["updated_at"] == row["updated_at"]


def test_fields_and_internal_note_in_one_put(api: Api, ticket: Make) -> None:
    row = ticket()
    note = {
        "subject": "triage",
        "body": "<p>why</p><script>x</script>",
        "content_type": "text/html",
        "type": "note",
        "internal": True,
        "preferences": {"zammad_plugin": {"article": 1}},
    }
    changed = api.ok("PUT", f"tickets/{row['id']}", {"priority": "3 high", "article": note})
    assert changed["priority_id"] == 3
    assert changed["article_count"] == 2
    newest = api.ok("GET", f"ticket_articles/by_ticket/{row['id']}")[-1]
    assert newest["internal"] is True
    assert newest["sender"] == "Agent"
    assert newest["body"] == "<p>why</p>"
    assert newest["preferences"]["zammad_plugin"] == {"article": 1}


@pytest.mark.parametrize("body", ["", " ", None])
def test_no_article_without_a_body(api: Api, ticket: Make, body: Any) -> None:
    row = ticket()
    for method, path, given in (
        ("POST", "ticket_articles", {"ticket_id": row["id"], "body": body}),
        ("PUT", f"tickets/{row['id']}", {"article": {"body": body}}),
    ):
        answer = api.call(method, path, given)
        assert answer.status_code == 422
        assert answer.json()["error"] == "Need at least an 'article body' field."


def test_a_mention_is_a_link(api: Api, ticket: Make) -> None:
    row, me = ticket(), api.ok("GET", "users/me")["id"]
    link = f'<a href="#user/profile/{me}" data-mention-user-id="{me}">@</a>'
    body = f'<p>{link} x <a data-mention-user-id="{me}">@</a></p>'
    note = {"body": body, "content_type": "text/html", "internal": True}
    api.ok("PUT", f"tickets/{row['id']}", {"article": note})
    newest = api.ok("GET", f"ticket_articles/by_ticket/{row['id']}")[-1]
    plain = newest["body"].replace(f' title="#user/profile/{me}"', "")
    assert plain == f"<p>{link} x @</p>"


def test_a_group_without_an_address_sends_no_mail(api: Api, ticket: Make) -> None:
    group = api.ok("POST", "groups", {"name": api.name("mute")})
    me = api.ok("GET", "users/me")
    rights = {**me["group_ids"], str(group["id"]): ["full"]}
    api.ok("PUT", f"users/{me['id']}", {"group_ids": rights})
    row = ticket(group=group["name"])
    mail = {"ticket_id": row["id"], "type": "email", "to": "a@example.org", "body": "x"}
    answer = api.call("POST", "ticket_articles", mail)
    assert answer.status_code == 500
    words = f"No email address found for group '{group['name']}' ({group['id']})"
    assert answer.json()["error"] == words
    assert api.call("POST", "ticket_articles", {**mail, "sender": "Customer"}).status_code == 201


@pytest.mark.parametrize("sender", ["Agent", "Customer"])
@pytest.mark.parametrize("to", [None, " ", "nobody"])
def test_a_mail_needs_a_recipient(
    api: Api, ticket: Make, newer: bool, sender: str, to: str | None
) -> None:
    """Since 6.5, before the group's address is looked for; one that a customer wrote as well."""
    mail = {"ticket_id": ticket()["id"], "type": "email", "sender": sender, "to": to, "body": "x"}
    answer = api.call("POST", "ticket_articles", mail)
    if newer:
        assert answer.status_code == 422
        words = "Sending an email without a valid recipient is not possible."
        assert answer.json()["error"] == words
    else:
        assert answer.status_code == (201 if sender == "Customer" else 500)


def test_preferences_merge_at_the_top(api: Api, ticket: Make) -> None:
    row = ticket(preferences={"a": {"x": 1}, "b": 1})
    changed = api.ok("PUT", f"tickets/{row['id']}", {"preferences": {"a": {"y": 2}}})
    kept = {name: changed["preferences"][name] for name in ("a", "b")}
    assert kept == {"a": {"y": 2}, "b": 1}


def test_message_id_and_preferences_at_creation(api: Api, ticket: Make) -> None:
    mark = {"signal": {"source": "uuid"}}
    row = ticket(article={"message_id": f"signal-{api.run}", "preferences": mark})
    [article] = api.ok("GET", f"ticket_articles/by_ticket/{row['id']}")
    assert article["message_id"] == f"signal-{api.run}"
    assert article["preferences"]["signal"] == {"source": "uuid"}


def test_pending_needs_a_time(api: Api, ticket: Make) -> None:
    row = ticket()
    refused = api.call("PUT", f"tickets/{row['id']}", {"state": "pending reminder"})
    assert refused.status_code == 422
    assert refused.json()["error"] == "Missing required value for field 'pending_time'!"
    until = {"state": "pending reminder", "pending_time": "2036-12-24T08:00:00Z"}
    changed = api.ok("PUT", f"tickets/{row['id']}", until)
    assert changed["pending_time"] == "2036-12-24T08:00:00.000Z"


def test_history_names_tags(api: Api, ticket: Make) -> None:
    row = ticket()
    tag(api, row["id"], "contract-x")
    entries = api.ok("GET", f"ticket_history/{row['id']}")["history"]
    found = [one for one in entries if one.get("attribute") == "tag"]
    assert [(one["type"], one["value_to"]) for one in found] == [("added", "contract-x")]


SELECTORS = [
    {"ticket.tags": {"operator": "contains one", "value": "contract-s,other"}},
    {"ticket.tags": {"operator": "contains all", "value": "contract-s"}},
    {"ticket.state_id": {"operator": "is", "value": ["1", "2"]}},
    {"ticket.updated_at": {"operator": "after (absolute)", "value": "2020-01-01T00:00:00Z"}},
    {
        "operator": "AND",
        "conditions": [
            {"name": "ticket.tags", "operator": "contains one", "value": "contract-s"},
            {
                "operator": "OR",
                "conditions": [
                    {"name": "ticket.state_id", "operator": "is", "value": ["1"]},
                    {"name": "ticket.state_id", "operator": "is", "value": ["4"]},
                ],
            },
        ],
    },
]


@pytest.mark.parametrize("condition", SELECTORS)
def test_search_by_condition(api: Api, ticket: Make, condition: Any) -> None:
    row = ticket(tags="contract-s")
    body = {
        "condition": condition,
        "expand": True,
        "limit": 50,
        "sort_by": "created_at",
        "order_by": "desc",
    }
    found = api.ok("POST", "tickets/search", body)
    assert row["id"] in [one["id"] for one in found]
    assert found[0]["group"] == "Users"


def test_search_leaves_out(api: Api, ticket: Make) -> None:
    row = ticket(tags="contract-s")
    condition = {"ticket.tags": {"operator": "contains all not", "value": "contract-s"}}
    body = {
        "condition": condition,
        "expand": True,
        "limit": 200,
        "sort_by": "created_at",
        "order_by": "desc",
    }
    assert row["id"] not in [one["id"] for one in api.ok("POST", "tickets/search", body)]


def test_condition_on_what_does_not_exist_is_no_200(api: Api) -> None:
    condition = {"ticket.no_such_attribute": {"operator": "is", "value": "1"}}
    answer = api.call("POST", "tickets/search", {"condition": condition, "limit": 1})
    assert answer.status_code != 200


@pytest.fixture
def requeue(api: Api, kept: Callable[[str, Any], Any]) -> Iterator[str]:
    """The trigger that our queue stands on; yields the tag that it removes."""
    name = f"contract-done-{api.run}"
    kept(
        "triggers",
        {
            "name": api.name("requeue"),
            "condition": {
                "ticket.action": {"operator": "is", "value": "update"},
                "article.sender_id": {"operator": "is", "value": ["2"]},
            },
            "perform": {"ticket.tags": {"operator": "remove", "value": name}},
            "active": True,
        },
    )
    yield name


def test_only_the_customer_takes_the_tag_away(api: Api, ticket: Make, requeue: str) -> None:
    row = ticket()
    tag(api, row["id"], requeue)
    path = f"tickets/{row['id']}"
    api.ok("PUT", path, {"article": {"body": "note", "internal": True, "type": "note"}})
    api.ok("PUT", path, {"priority": "3 high"})
    assert tags(api, row["id"]) == [requeue]
    again = {"ticket_id": row["id"], "body": "again", "type": "note", "sender": "Customer"}
    api.ok("POST", "ticket_articles", {**again, "internal": False})
    assert tags(api, row["id"]) == []


def test_trigger_at_creation(api: Api, ticket: Make, kept: Callable[[str, Any], Any]) -> None:
    fired = f"contract-fired-{api.run}"
    kept(
        "triggers",
        {
            "name": api.name("fire"),
            "condition": {
                "ticket.action": {"operator": "is", "value": "create"},
                "ticket.title": {"operator": "contains", "value": api.run},
            },
            "perform": {
                "ticket.tags": {"operator": "add", "value": fired},
                "ticket.priority_id": {"value": "3"},
            },
        },
    )
    row = ticket()
    assert tags(api, row["id"]) == [fired]
    assert api.ok("GET", f"tickets/{row['id']}")["priority_id"] == 3


def test_list_is_by_id_and_at_most_100(api: Api, ticket: Make) -> None:
    for _ in range(3):
        ticket()
    rows = api.ok("GET", "tickets", per_page=1000, sort_by="updated_at", order_by="desc")
    ids = [row["id"] for row in rows]
    assert ids == sorted(ids)
    assert len(ids) <= 100
