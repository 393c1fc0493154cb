"""What triage does not see looks like silence: doctor names it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from zammad_plugin.doctor.groups import groups_seen
from zammad_plugin.doctor.zammad import examine
from zammad_plugin.emulator import Emulator
from zammad_plugin.routing.rules import Routing
from zammad_plugin.zammad.client import Client
from zammad_plugin.zammad.session import Session

ROUTING = Routing.model_validate(
    {
        "rules": [
            {"id": "all", "when": {}, "then": {"group": "Child Safety", "owner": "a@x.example"}}
        ]
    }
)
LOOKED = "routing names what Zammad does not have: "
FULL, ALL = ["full"], ["read", "create", "change"]


class Place:
    def __init__(self, server: Emulator) -> None:
        self.sessions = [Session(server.url, server.tokens[who]) for who in ("admin", "triage")]
        self.admin, self.triage = map(Client, self.sessions)
        self.child = int(self.admin.create("groups", {"name": "Child Safety"})["id"])
        self.agent = int(
            self.admin.create("users", {"login": "a@x.example", "firstname": "A"})["id"]
        )

    def give(self, user: int, rights: list[str]) -> None:
        self.admin.update("users", user, {"group_ids": {"1": FULL, str(self.child): rights}})

    def said(self) -> list[str]:
        self.triage._me = None
        self.triage._users.clear()
        found = groups_seen(self.triage, ROUTING, self.admin)
        return [one.what for one in found if one.level == "fail"]


@pytest.fixture
def place() -> Iterator[Place]:
    with Emulator() as server:
        made = Place(server)
        yield made
        for session in made.sessions:
            session.close()


def test_a_group_that_triage_may_not_read_is_named(place: Place) -> None:
    """As after `apply` on a new server: every report would stay where it is, and nobody says so."""
    assert place.said()[:2] == [
        "groups whose tickets triage does not see: Child Safety",
        "triage can't send tickets to 'Child Safety': read, create, change is missing",
    ]


def test_rights_by_a_role_count(place: Place) -> None:
    me = place.triage.me()
    role = {"name": "Bot", "permissions": ["ticket.agent"], "group_ids": {str(place.child): ALL}}
    made = place.admin.create("roles", role)
    place.admin.update("users", me["id"], {"role_ids": [*me["role_ids"], made["id"]]})
    place.give(place.agent, FULL)
    assert place.said() == []


def test_an_owner_without_full_is_named(place: Place) -> None:
    place.give(int(place.triage.me()["id"]), ALL)
    place.give(place.agent, ["read", "change", "overview"])
    assert place.said() == [f"user {place.agent} can't own tickets in: Child Safety"]
    place.give(place.agent, FULL)
    assert place.said() == []


def test_what_is_not_there_is_named(place: Place) -> None:
    place.give(int(place.triage.me()["id"]), ALL)
    place.admin.update("groups", place.child, {"active": False})
    assert "routing names the group 'Child Safety', which is not there" in place.said()


def test_a_token_that_may_not_list_groups_says_how_to_look(place: Place) -> None:
    [one] = groups_seen(place.triage, ROUTING)
    assert (one.level, "sync token" in one.mend) == ("warn", True)


def test_every_name_of_routing_is_looked_up(place: Place) -> None:
    """A slip in a priority, a login, a group: each is a line with the name that was meant,
    and `run` would tell the same before its first ticket."""
    then = {"group": "Child Safty", "priority": "3 hgih", "owner": "b@x.example"}
    rules = Routing.model_validate({"rules": [{"id": "all", "when": {}, "then": then}]})
    found = [
        one for one in examine(place.triage, rules, place.admin) if one.what.startswith(LOOKED)
    ]
    assert [one.what.removeprefix(LOOKED) for one in found] == [
        "group 'Child Safty', did you mean 'Child Safety'?",
        "priority '3 hgih', did you mean '3 high'?",
        "user 'b@x.example'",
    ]
    assert all(one.level == "fail" and "zammad-plugin check" in one.mend for one in found)
    assert not [
        one for one in examine(place.triage, ROUTING, place.admin) if one.what.startswith(LOOKED)
    ]
