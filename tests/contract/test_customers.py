"""What a customer who logs in may set, and what is taken from him: the desk believes no more."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest
from contract_api import Api

Own = Callable[..., Any]
LONG_AGO = "2020-01-01T00:00:00.000Z"
BOUND = "customer_ticket_create_group_ids"
CURRENT = {"operator": "is", "pre_condition": "current_user.id", "value": []}
TAGGED = {"operator": "add", "value": "contract-moved"}
PASSWORD = "contract-Of-1234-words"


@pytest.fixture
def customer(api: Api) -> Api:
    """The same server, asked by a customer with a password; who stays: a 6.5 falls over the next
    log-in (500 and 422) when a user who wrote something is deleted."""
    email = f"contract-customer-{api.run}@example.org"
    person = {"firstname": "Kid", "lastname": "K", "email": email, "roles": ["Customer"]}
    api.ok("POST", "users", {**person, "password": PASSWORD})
    return replace(api, login=(email, PASSWORD))


@pytest.fixture
def own(api: Api, customer: Api) -> Iterator[Own]:
    """Makes tickets of the customer, and gives them as an agent sees them."""
    made: list[int] = []

    def make(article: dict[str, Any] | None = None, **fields: Any) -> Any:
        new = {"title": api.name("own"), "group": "Users", "article": {"body": "b"}, **fields}
        new["article"] |= article or {}
        made.append(customer.ok("POST", "tickets", new)["id"])
        return api.ok("GET", f"tickets/{made[-1]}", expand="true")

    yield make
    for ticket_id in made:
        api.call("DELETE", f"tickets/{ticket_id}")


def articles(api: Api, ticket: Any) -> Any:
    return api.ok("GET", f"ticket_articles/by_ticket/{ticket['id']}")


def test_a_wrong_password(api: Api, customer: Api) -> None:
    assert customer.login
    wrong = replace(customer, login=(customer.login[0], "wrong")).call("GET", "users/me")
    assert wrong.status_code == 401


def test_what_is_taken_of_a_new_ticket(api: Api, own: Own) -> None:
    times = {"first_response_at": LONG_AGO, "last_contact_agent_at": LONG_AGO}
    given = {"state": "closed", "priority": "3 high", "note": "n"}
    made = own(**given, **times, tags="contract-a,contract-b")
    assert {name: made[name] for name in (*given, *times)} == {**given, **times}
    tags = api.ok("GET", "tags", object="Ticket", o_id=made["id"])["tags"]
    assert tags == ["contract-a", "contract-b"]


def test_what_is_not_taken_of_a_new_ticket(api: Api, customer: Api, own: Own) -> None:
    me, agent = customer.ok("GET", "users/me")["id"], api.ok("GET", "users/me")["id"]
    given = {"owner_id": agent, "customer_id": agent, "created_by_id": agent}
    made = own(**given, created_at=LONG_AGO, preferences={"zammad_plugin": {"v": 1}})
    assert (made["owner_id"], made["customer_id"], made["created_by_id"]) == (1, me, me)
    assert "zammad_plugin" not in made["preferences"]
    assert made["created_at"] != LONG_AGO


def test_what_is_taken_of_an_article(api: Api, own: Own) -> None:
    mark = {"zammad_plugin": {"v": 1}}
    given = {"message_id": f"m-{api.run}", "subject": "s", "to": "x", "content_type": "text/html"}
    made = own(article={**given, "preferences": mark, "body": "<p>a</p><script>x</script>"})
    [article] = articles(api, made)
    assert {name: article[name] for name in given} == given
    assert article["preferences"]["zammad_plugin"] == {"v": 1}
    assert article["body"] == "<p>a</p>"


@pytest.mark.parametrize("kind", ["note", "web", "email", "phone", "sms"])
def test_what_is_not_taken_of_an_article(api: Api, own: Own, kind: str) -> None:
    forged = {"sender": "Agent", "internal": True, "type": kind, "from": "Boss <boss@example.org>"}
    made = own(article={**forged, "to": "a@example.org"})
    [article] = articles(api, made)
    assert (article["sender"], article["internal"]) == ("Customer", False)
    assert article["type"] == (kind if kind in {"note", "web"} else "note")
    assert article["from"].startswith("Kid K") and "boss" not in article["from"]
    assert article["created_by_id"] == article["origin_by_id"] == made["customer_id"]


@pytest.mark.parametrize(
    "given",
    [{"state": "closed"}, {"priority": "3 high"}, {"title": "other"}, {"note": "n"}],
)
def test_what_is_taken_later(api: Api, customer: Api, own: Own, given: dict[str, Any]) -> None:
    made = own()
    customer.ok("PUT", f"tickets/{made['id']}", given)
    found = api.ok("GET", f"tickets/{made['id']}", expand="true")
    assert {name: found[name] for name in given} == given


def test_a_ticket_is_given_to_any_group(api: Api, customer: Api, own: Own) -> None:
    made, group = own(), api.ok("POST", "groups", {"name": api.name("other")})
    customer.ok("PUT", f"tickets/{made['id']}", {"group_id": group["id"]})
    me = api.ok("GET", "users/me")
    rights = {**me["group_ids"], str(group["id"]): ["full"]}
    api.ok("PUT", f"users/{me['id']}", {"group_ids": rights})
    assert api.ok("GET", f"tickets/{made['id']}")["group_id"] == group["id"]


def test_a_trigger_sees_the_move_and_nothing_else(
    api: Api, customer: Api, own: Own, kept: Callable[[str, Any], Any]
) -> None:
    """Our desk takes back a report that its writer moved."""
    made, other = own(), api.ok("POST", "groups", {"name": api.name("other")})
    title = {"ticket.title": {"operator": "contains", "value": api.run}}
    body = {
        "name": api.name("moved"),
        "condition": {
            "ticket.action": {"operator": "is", "value": "update"},
            "ticket.group_id": {"operator": "has changed", "value": []},
            "ticket.customer_id": CURRENT,
            **title,
        },
        "perform": {"ticket.group_id": {"value": "1"}, "ticket.tags": TAGGED},
        "active": True,
    }
    kept("triggers", body)
    customer.ok("PUT", f"tickets/{made['id']}", {"title": f"{made['title']} b"})
    assert api.ok("GET", "tags", object="Ticket", o_id=made["id"])["tags"] == []
    customer.ok("PUT", f"tickets/{made['id']}", {"group_id": other["id"]})
    assert api.ok("GET", f"tickets/{made['id']}")["group_id"] == 1
    assert api.ok("GET", "tags", object="Ticket", o_id=made["id"])["tags"] == ["contract-moved"]


def test_a_setting_bounds_new_tickets_and_not_their_move(api: Api, customer: Api, own: Own) -> None:
    setting = {row["name"]: row["id"] for row in api.ok("GET", "settings")}[BOUND]
    other = api.ok("POST", "groups", {"name": api.name("other")})["id"]
    api.ok("PUT", f"settings/{setting}", {"state_current": {"value": ["1"]}})
    new = {"title": api.name("own"), "group_id": other, "article": {"body": "b"}}
    try:
        refused, made = customer.call("POST", "tickets", new), own()
        moved = customer.ok("PUT", f"tickets/{made['id']}", {"group_id": other})
    finally:
        api.ok("PUT", f"settings/{setting}", {"state_current": {"value": ""}})
    assert (refused.status_code, moved["group_id"]) == (422, other)
    assert refused.json()["error"].startswith("Error ID ")


def test_what_is_not_taken_later(api: Api, customer: Api, own: Own) -> None:
    made, agent = own(), api.ok("GET", "users/me")["id"]
    given = {"owner_id": agent, "customer_id": agent, "preferences": {"zammad_plugin": 1}}
    customer.ok("PUT", f"tickets/{made['id']}", {**given, "tags": "contract-x"})
    found = api.ok("GET", f"tickets/{made['id']}")
    assert (found["owner_id"], found["customer_id"]) == (1, made["customer_id"])
    assert "zammad_plugin" not in found["preferences"]
    assert api.ok("GET", "tags", object="Ticket", o_id=made["id"])["tags"] == []


@pytest.mark.parametrize("state", ["merged", "pending reminder"])
def test_states_that_are_not_theirs(customer: Api, own: Own, state: str) -> None:
    """Without a reason: to a customer an error has a number only."""
    made = own()
    until = {"state": state, "pending_time": "2036-12-24T08:00:00Z"}
    refused = customer.call("PUT", f"tickets/{made['id']}", until)
    assert refused.status_code == 422
    assert refused.json()["error"].startswith("Error ID ")


def test_what_customers_may_not_do(api: Api, customer: Api, own: Own) -> None:
    made = own()
    [article] = articles(api, made)
    tag = {"object": "Ticket", "o_id": made["id"], "item": "contract-x"}
    for method, path, body in (
        ("POST", "tags/add", tag),
        ("DELETE", "tags/remove", tag),
        ("GET", f"ticket_history/{made['id']}", None),
        ("PUT", f"ticket_articles/{article['id']}", {"internal": True}),
        ("DELETE", f"ticket_articles/{article['id']}", None),
        ("DELETE", f"tickets/{made['id']}", None),
        ("GET", "macros", None),
        ("GET", "text_modules", None),
        ("GET", "tag_list", None),
    ):
        assert customer.call(method, path, body).status_code == 403, path


def test_a_trigger_knows_who_did_it(
    api: Api, customer: Api, own: Own, kept: Callable[[str, Any], Any]
) -> None:
    """Our desk opens again what the writer closed, and not what an agent closed."""
    closed = {"ticket.state_id": {"operator": "is", "value": ["4"]}}
    title = {"ticket.title": {"operator": "contains", "value": api.run}}
    body = {
        "name": api.name("closed"),
        "condition": {**closed, **title, "ticket.customer_id": CURRENT},
        "perform": {"ticket.state_id": {"value": "2"}},
        "active": True,
    }
    kept("triggers", body)
    theirs, ours = own(), own()
    customer.ok("PUT", f"tickets/{theirs['id']}", {"state": "closed"})
    api.ok("PUT", f"tickets/{ours['id']}", {"state": "closed"})
    assert api.ok("GET", f"tickets/{theirs['id']}")["state_id"] == 2
    assert api.ok("GET", f"tickets/{ours['id']}")["state_id"] == 4
    assert own(state="closed")["state"] == "open"
