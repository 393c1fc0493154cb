"""How the server says no."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
import requests
from contract_api import TIMEOUT, Api


def test_wrong_token(api: Api) -> None:
    answer = Api(api.url, "wrong", api.run).call("GET", "users/me")
    assert answer.status_code == 401
    assert answer.json()["error"] == "Can't find User for Token"


def test_no_credentials(api: Api) -> None:
    answer = requests.get(f"{api.url}/api/v1/users/me", timeout=TIMEOUT)
    assert answer.status_code == 403
    assert answer.json()["error"] == "Authentication required"


def test_unknown_route(api: Api, newer: bool) -> None:
    answer = api.call("GET", "nothing_here")
    assert answer.status_code == 404
    older = "No route matches [GET] /api/v1/nothing_here"
    assert answer.json()["error"] == ("This page doesn't exist." if newer else older)


@pytest.mark.parametrize(
    ("path", "model"),
    [
        ("text_modules", "TextModule"),
        ("macros", "Macro"),
        ("triggers", "Trigger"),
        ("overviews", "Overview"),
        ("jobs", "Job"),
        ("slas", "Sla"),
        ("calendars", "Calendar"),
        ("webhooks", "Webhook"),
        ("templates", "Template"),
        ("core_workflows", "CoreWorkflow"),
        ("postmaster_filters", "PostmasterFilter"),
    ],
)
def test_unknown_record(api: Api, newer: bool, path: str, model: str) -> None:
    answer = api.call("GET", f"{path}/999999999")
    assert answer.status_code == 404
    rest = ' [WHERE "core_workflows"."changeable" = $1]' if path == "core_workflows" else ""
    assert answer.json()["error"] in found_nothing(model, "999999999", newer, rest)


def test_a_word_is_an_id_of_nothing(api: Api, newer: bool) -> None:
    """So a route that is missing looks like a record that is."""
    answer = api.call("GET", "macros/nothing_here")
    assert answer.status_code == 404
    assert answer.json()["error"] in found_nothing("Macro", "nothing_here", newer)


def test_an_id_that_is_no_address_is_not_quoted(api: Api) -> None:
    new = {"ticket_id": 999999999, "body": "x"}
    answer = api.call("POST", "ticket_articles", new)
    assert answer.status_code == 404
    assert answer.json()["error"] == "Couldn't find Ticket with 'id'=999999999"


def found_nothing(model: str, id: str, newer: bool, rest: str = "") -> set[str]:
    """The id is quoted since a patch of Rails 7.2; a 6.5 may stand on an older one."""
    words = f"Couldn't find {model} with 'id'="
    return {f"{words}{id}{rest}"} | ({f'{words}"{id}"{rest}'} if newer else set())


@pytest.mark.parametrize(
    "path",
    [
        "groups",
        "roles",
        "text_modules",
        "macros",
        "triggers",
        "jobs",
        "overviews",
        "slas",
        "webhooks",
        "postmaster_filters",
        "core_workflows",
    ],
)
def test_no_name(api: Api, newer: bool, path: str) -> None:
    answer = api.call("POST", path, {})
    assert answer.status_code == 422
    name = "Name last" if newer and path == "groups" else "Name"
    assert answer.json()["error"] == f"{name} can't be blank"


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("macros", "perform"),
        ("triggers", "condition"),
        ("jobs", "timeplan"),
        ("slas", "calendar_id"),
        ("overviews", "Roles"),
        ("text_modules", "Content"),
        ("webhooks", "Endpoint"),
        ("postmaster_filters", "match rule"),
    ],
)
def test_a_name_is_not_enough(api: Api, path: str, words: str) -> None:
    more = {"object": "Ticket"} if path == "jobs" else {}
    answer = api.call("POST", path, {"name": api.name(path), **more})
    assert answer.status_code == 422
    assert words in answer.json()["error"]


def test_nobody_and_nothing(api: Api) -> None:
    nobody = api.call("POST", "users", {})
    assert nobody.status_code == 422
    assert nobody.json()["error"].startswith("At least one identifier")
    role = api.call("POST", "roles", {"name": api.name("role"), "permissions": ["nope"]})
    assert role.status_code == 422
    assert role.json()["error"] == "No lookup value found for 'permissions': \"nope\""


def test_json_that_is_none(api: Api) -> None:
    headers = {"Authorization": f"Token token={api.token}", "Content-Type": "application/json"}
    answer = requests.post(
        f"{api.url}/api/v1/text_modules", data="{not json", headers=headers, timeout=TIMEOUT
    )
    assert answer.status_code == 500
    assert "error" in answer.json()


def test_template_without_options(api: Api, newer: bool) -> None:
    answer = api.call("POST", "templates", {"name": api.name("template")})
    assert answer.status_code == (422 if newer else 500)
    if newer:
        words = "Attribute 'options\" of relation \"templates' required!"
        assert answer.json()["error"] == words


def test_job_without_an_object(api: Api, newer: bool) -> None:
    answer = api.call("POST", "jobs", {"name": api.name("job")})
    assert answer.status_code == 422
    if newer:
        assert answer.json()["error"] == "Object can't be blank"


def test_unknown_group_and_type(api: Api) -> None:
    new = {
        "title": "x",
        "group": "nope",
        "customer_id": "guess:a@example.org",
        "article": {"body": "x"},
    }
    answer = api.call("POST", "tickets", new)
    assert answer.status_code == 422
    assert answer.json()["error"] == "No lookup value found for 'group': \"nope\""
    new |= {"group": "Users", "article": {"body": "x", "type": "no such type"}}
    answer = api.call("POST", "tickets", new)
    assert answer.status_code == 422
    assert answer.json()["error"] == "No lookup value found for 'type': \"no such type\""


@pytest.mark.parametrize("column", ["state_id", "priority_id", "owner_id"])
def test_an_id_of_nothing(api: Api, ticket: Callable[..., Any], column: str) -> None:
    row = ticket()
    answer = api.call("PUT", f"tickets/{row['id']}", {column: 999999})
    assert answer.status_code == 422
    assert answer.json()["error"] == f"Invalid value for param '{column}': 999999"


def test_a_group_of_nothing(api: Api, ticket: Callable[..., Any]) -> None:
    row = ticket()
    answer = api.call("PUT", f"tickets/{row['id']}", {"group_id": 999999})
    assert answer.status_code == 422
    assert answer.json() == {"error": "Invalid value '999999' for field 'group_id'!"}


def test_ticket_without_group(api: Api) -> None:
    answer = api.call("POST", "tickets", {"title": "x", "article": {"body": "x"}})
    assert answer.status_code == 422
    assert answer.json()["error"] == "The required value 'group_id' is missing."
