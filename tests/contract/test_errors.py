"""How the server says no."""

from __future__ import annotations

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


def test_unknown_route(api: Api) -> None:
    answer = api.call("GET", "nothing_here")
    assert answer.status_code == 404
    assert answer.json()["error"] == "No route matches [GET] /api/v1/nothing_here"


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
def test_unknown_record(api: Api, path: str, model: str) -> None:
    answer = api.call("GET", f"{path}/999999999")
    assert answer.status_code == 404
    # Of workflows the server adds the rest of its query to these words.
    assert answer.json()["error"].startswith(f"Couldn't find {model} with 'id'=999999999")


def test_a_word_is_an_id_of_nothing(api: Api) -> None:
    """So a route that is missing looks like a record that is."""
    answer = api.call("GET", "macros/nothing_here")
    assert answer.status_code == 404
    assert answer.json()["error"] == "Couldn't find Macro with 'id'=nothing_here"


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
def test_no_name(api: Api, path: str) -> None:
    answer = api.call("POST", path, {})
    assert answer.status_code == 422
    assert answer.json()["error"] == "Name can't be blank"


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
    answer = api.call("POST", path, {"name": api.name(path)})
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


def test_template_without_options(api: Api) -> None:
    assert api.call("POST", "templates", {}).status_code == 500


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


def test_ticket_without_group(api: Api) -> None:
    answer = api.call("POST", "tickets", {"title": "x", "article": {"body": "x"}})
    assert answer.status_code == 422
    assert answer.json()["error"] == "The required value 'group_id' is missing."
