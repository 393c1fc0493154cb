from __future__ import annotations

from typing import Any

import pytest

from zammad_plugin.zammad.people import by_people, given_by_customer, owner_id, touched

CUSTOMER, ME, AGENT = 5, 7, 9


class Server:
    """Of one ticket; `asked`: how often its history was."""

    def __init__(self, *events: dict[str, Any]) -> None:
        self.events, self.asked = list(events), 0

    def me(self) -> dict[str, Any]:
        return {"id": ME}

    def history(self, ticket_id: int) -> list[dict[str, Any]]:
        self.asked += 1
        return self.events


def change(name: str, by: int) -> dict[str, Any]:
    return {"type": "updated", "attribute": name, "created_by_id": by}


def ticket(**more: Any) -> dict[str, Any]:
    return {"id": 1, "customer_id": CUSTOMER, "created_by_id": CUSTOMER, **more}


@pytest.mark.parametrize(("owner", "told"), [(None, 0), (1, 0), (AGENT, AGENT)])
def test_zammads_own_user_owns_nothing(owner: int | None, told: int) -> None:
    assert owner_id({"owner_id": owner}) == told


def test_neither_customer_nor_trigger_nor_we_are_people() -> None:
    events = [change("group_id", one) for one in (CUSTOMER, 1, ME)]
    events += [change("priority_id", AGENT), change("cs_age", AGENT)]
    assert by_people(Server(*events), ticket()) == {"priority"}  # type: ignore[arg-type]


def test_the_history_is_asked_only_when_somebody_else_wrote_last() -> None:
    server = Server(change("group_id", AGENT))
    assert touched(server, ticket(updated_by_id=CUSTOMER)) == ()  # type: ignore[arg-type]
    assert server.asked == 0
    assert touched(server, ticket(updated_by_id=AGENT)) == {"group"}  # type: ignore[arg-type]


def test_what_the_customer_put_there_is_the_customers_until_somebody_changes_it() -> None:
    one = ticket(cs_age="adult", cs_urgency="low", cs_channel="web")
    names, written = ["cs_age", "cs_urgency", "cs_channel"], {"cs_channel": "web"}
    server = Server(change("cs_urgency", AGENT))
    assert given_by_customer(server, one, names, written) == {"cs_age"}  # type: ignore[arg-type]
