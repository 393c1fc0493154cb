"""Attributes of tickets: there after the migration only, and checked."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from contract_api import Api

RESTARTS = ANY_VALUE = (6, 5)


def _new(api: Api, **more: Any) -> dict[str, Any]:
    shown = {"ticket.agent": {"shown": True, "required": False}}
    return {
        "object": "Ticket",
        "name": f"contract_{api.run}",
        "display": "Contract",
        "active": True,
        "position": 900,
        "screens": {"create_middle": shown, "edit": shown},
        **more,
    }


SELECT = {
    "data_type": "select",
    "data_option": {
        "options": {"grooming": "Grooming", "sextortion": "Sextortion"},
        "default": "",
        "linktemplate": "",
        "null": True,
        "nulloption": True,
        "maxlength": 255,
        "permission": ["ticket.agent", "admin.*"],  # who is told of it at log-in
    },
}


def _migrate(api: Api) -> None:
    restarts = api.version >= RESTARTS
    assert api.ok("POST", "object_manager_attributes_execute_migrations") == {}
    if restarts:
        api.wait_for_restart()


def test_select(api: Api, ticket: Callable[..., Any]) -> None:
    body = _new(api, **SELECT)
    row = api.ok("POST", "object_manager_attributes", body)
    assert (row["to_create"], row["to_migrate"]) == (True, True)
    twice = api.call("POST", "object_manager_attributes", body)
    assert twice.status_code == 422
    older = ticket()
    assert body["name"] not in older
    _migrate(api)
    try:
        assert api.ok("GET", f"tickets/{older['id']}")[body["name"]] is None
        _values(api, ticket, body["name"])
    finally:
        api.call("DELETE", f"object_manager_attributes/{row['id']}")
        _migrate(api)
    assert body["name"] not in api.ok("GET", f"tickets/{older['id']}")


def _values(api: Api, ticket: Callable[..., Any], name: str) -> None:
    listed = {one["name"]: one for one in api.ok("GET", "object_manager_attributes")}
    assert (listed[name]["to_create"], listed[name]["object"]) == (False, "Ticket")
    assert listed[name]["data_option"]["permission"] == ["ticket.agent", "admin.*"]
    made = ticket()
    assert made[name] == ""
    path = f"tickets/{made['id']}"
    assert api.ok("PUT", path, {name: "sextortion"})[name] == "sextortion"
    _no_option(api, path, name)
    api.ok("PUT", path, {name: "sextortion"})
    condition = {f"ticket.{name}": {"operator": "is", "value": ["sextortion"]}}
    found = api.ok("POST", "tickets/search", {"condition": condition, "expand": True})
    assert [one["id"] for one in found] == [made["id"]]


def _no_option(api: Api, path: str, name: str) -> None:
    """A 6.5 keeps what is no option, without a word, until a core workflow restricts the field."""
    answer = api.call("PUT", path, {name: "not-an-option"})
    if api.version >= ANY_VALUE:
        assert (answer.status_code, answer.json()[name]) == (200, "not-an-option")
        flow = api.ok("POST", "core_workflows", _restricting(api, name))
        answer = api.call("PUT", path, {name: "nor-this"})
        api.ok("DELETE", f"core_workflows/{flow['id']}")
    assert answer.status_code == 422
    said = answer.json()["error"]
    assert said.startswith("Invalid value 'no") and said.endswith(f"' for field '{name}'!")


def _restricting(api: Api, name: str) -> dict[str, Any]:
    fixed = {"operator": ["set_fixed_to"], "set_fixed_to": ["grooming", "sextortion"]}
    return {
        "name": api.name("flow"),
        "object": "Ticket",
        "active": True,
        "preferences": {"screen": ["edit"]},
        "condition_saved": {},
        "condition_selected": {},
        "perform": {f"ticket.{name}": fixed},
    }


def test_reserved_name(api: Api) -> None:
    body = {**_new(api, **SELECT), "name": "title"}
    assert api.call("POST", "object_manager_attributes", body).status_code == 422
