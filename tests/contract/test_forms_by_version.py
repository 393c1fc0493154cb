"""Forms that depend on the version: measured for 5.2 and 6.0, documented for 6.3 and newer.

On the emulator every version is played; with --live the one that the server says it is.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from contract_api import Api

from zammad_plugin.emulator import Emulator

PLAYED = ("5.2.0", "6.0.0", "6.3.0", "6.5.0", "7.0.0")
IS_NEW = {"ticket.state_id": {"operator": "is", "value": ["1"]}}
TAG = {"ticket.tags": {"operator": "add", "value": "contract-x"}}


@dataclass(frozen=True)
class Server:
    api: Api
    version: tuple[int, int]


@pytest.fixture(params=PLAYED, scope="module")
def server(request: pytest.FixtureRequest) -> Iterator[Server]:
    run, url = str(time.time_ns()), request.config.getoption("--live")
    if url:
        if request.param != PLAYED[0]:
            pytest.skip("a live server is of one version")
        yield _server(Api(url.rstrip("/"), request.config.getoption("--token"), run))
        return
    with Emulator(version=request.param) as emulator:
        yield _server(Api(emulator.url, emulator.tokens["admin"], run))


def _server(api: Api) -> Server:
    major, minor = api.ok("GET", "version")["version"].split("-")[0].split(".")[:2]
    return Server(api, (int(major), int(minor)))


def made(server: Server, path: str, body: dict[str, Any]) -> Any:
    return server.api.ok("POST", path, {"name": server.api.name(path), **body})


def gone(server: Server, path: str, row: Any) -> None:
    assert server.api.call("DELETE", f"{path}/{row['id']}").status_code == 200


def test_expand_makes_the_answer_of_a_search_alike(server: Server) -> None:
    body = {"condition": IS_NEW, "limit": 1}
    assert isinstance(server.api.ok("POST", "tickets/search", {**body, "expand": True}), list)
    plain = server.api.ok("POST", "tickets/search", body)
    assert isinstance(plain, list) if server.version >= (6, 5) else "tickets" in plain
    full = server.api.ok("POST", "tickets/search", {**body, "full": True})
    assert ("record_ids" if server.version >= (6, 5) else "tickets") in full


def test_a_tree_of_conditions(server: Server) -> None:
    tree = {
        "operator": "AND",
        "conditions": [{"name": "ticket.state_id", "operator": "is", "value": ["1"]}],
    }
    answer = server.api.call("POST", "tickets/search", {"condition": tree, "expand": True})
    assert (answer.status_code == 200) is (server.version >= (5, 4))


@pytest.mark.parametrize("operator", ["is any of", "matches regex"])
def test_operators_of_6_1(server: Server, operator: str) -> None:
    test = {"ticket.title": {"operator": operator, "value": ["x"] if "any" in operator else "x"}}
    answer = server.api.call("POST", "tickets/search", {"condition": test, "expand": True})
    assert (answer.status_code == 200) is (server.version >= (6, 1))


def test_triggers_say_what_starts_them(server: Server) -> None:
    given = {"activator": "action", "execution_condition_mode": "always"}
    row = made(server, "triggers", {"condition": IS_NEW, "perform": TAG, "active": False, **given})
    assert row.get("execution_condition_mode") == ("always" if server.version >= (6, 1) else None)
    gone(server, "triggers", row)


def test_jobs_have_an_object(server: Server) -> None:
    times = {"days": {"Mon": True}, "hours": {"0": True}, "minutes": {"0": True}}
    row = made(
        server, "jobs", {"object": "Ticket", "timeplan": times, "condition": IS_NEW, "perform": TAG}
    )
    assert row.get("object") == ("Ticket" if server.version >= (6, 2) else None)
    gone(server, "jobs", row)


def test_templates_can_be_switched_off(server: Server) -> None:
    row = made(server, "templates", {"options": {"ticket.title": {"value": "x"}}})
    assert ("active" in row) is (server.version >= (5, 4))
    gone(server, "templates", row)


def test_groups_make_a_tree(server: Server) -> None:
    rows = server.api.ok("GET", "groups")
    assert ("name_last" in rows[0]) is (server.version >= (6, 2))
    if server.version < (6, 2):
        return
    above = made(server, "groups", {})
    below = server.api.ok("POST", "groups", {"name": f"{above['name']}::night"})
    assert (below["parent_id"], below["name_last"]) == (above["id"], "night")
    nowhere = server.api.call("POST", "groups", {"name": f"nobody {server.api.run}::night"})
    assert nowhere.status_code == 422


def test_webhooks(server: Server) -> None:
    body = {
        "endpoint": "http://127.0.0.1:9/x",
        "customized_payload": True,
        "custom_payload": "{}",
        "http_method": "put",
    }
    row = made(server, "webhooks", body)
    assert ("custom_payload" in row) is (server.version >= (6, 1))
    assert row.get("http_method") == ("put" if server.version >= (7, 0) else None)
    gone(server, "webhooks", row)


def test_routes_tell_the_version(server: Server) -> None:
    for path, since in (
        ("text_modules/search", (6, 5)),
        ("checklist_templates", (6, 4)),
        ("translations/customized", (6, 3)),
    ):
        answer = server.api.call("GET", path, query="x", limit=1)
        assert (answer.status_code == 404) is (server.version < since), path
    assert (server.api.call("GET", "ai_agents").status_code == 404) is (server.version < (7, 0))


def test_whatsapp_is_a_type_of_article(server: Server) -> None:
    article = {"body": "x", "type": "whatsapp message", "sender": "Customer", "internal": True}
    new = {
        "title": server.api.name("type"),
        "group": "Users",
        "article": article,
        "customer_id": f"guess:contract-{server.api.run}@example.org",
    }
    answer = server.api.call("POST", "tickets", new)
    assert answer.status_code == (201 if server.version >= (6, 3) else 422)
    if answer.status_code == 201:
        gone(server, "tickets", answer.json())


def test_checklists(server: Server) -> None:
    """Texts come with `full` only, a change makes all items anew, and none leaves them."""
    if server.version < (6, 4):
        return
    row = made(server, "checklist_templates", {"items": ["one", " ", "two"]})
    assert "items" not in row
    first = _texts(server, row["id"])
    assert list(first.values()) == ["one", "two"]
    path = f"checklist_templates/{row['id']}"
    server.api.ok("PUT", path, {"items": []})
    assert _texts(server, row["id"]) == first
    server.api.ok("PUT", path, {"items": ["two", "one"]})
    assert list(_texts(server, row["id"]).values()) == ["two", "one"]
    assert server.api.call("PUT", path, {"items": ["x"] * 101}).status_code == 422
    gone(server, "checklist_templates", row)
    assert server.api.call("GET", path).status_code == 404


def _texts(server: Server, id: int) -> dict[int, str]:
    assets = server.api.ok("GET", "checklist_templates", full="true", per_page=500)["assets"]
    ids = assets["ChecklistTemplate"][str(id)]["sorted_item_ids"]
    return {one: assets["ChecklistTemplateItem"][str(one)]["text"] for one in ids}


def test_translations(server: Server) -> None:
    if server.version < (6, 3):
        return
    source = server.api.name("source")
    new = {"locale": "ar", "source": source, "target": "one"}
    row = server.api.ok("POST", "translations/upsert", new)
    again = server.api.ok("POST", "translations/upsert", {**new, "target": "two"})
    assert (again["id"], again["target"]) == (row["id"], "two")
    server.api.ok("PUT", f"translations/{row['id']}", {"target": "three"})
    found = [
        one for one in server.api.ok("GET", "translations/customized") if one["source"] == source
    ]
    assert [(one["locale"], one["target"]) for one in found] == [("ar", "three")]
    words = server.api.ok("GET", "translations/lang/ar")["list"]
    assert [row["id"], source, "three"] in [word[:3] for word in words]
    gone(server, "translations", row)
    unknown = server.api.call("PUT", f"translations/{row['id']}", {"target": "four"})
    assert unknown.status_code == 404
    assert server.api.call("POST", "translations/upsert", {"source": "x"}).status_code == 422
