"""The contract runs on the emulator, or on a throw-away real Zammad: --live URL --token T.

The token needs `admin` and `ticket.agent`, and its user full rights on the group Users. Every
object made has a name that starts with `contract-` and a run number, and is removed where the
API can remove it.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from contract_api import Api

from zammad_plugin.emulator import Emulator

PLAYED = ("6.4.0", "6.5.0")  # 6.5 has other words, restarts itself, and asks a mail for its `to`


@pytest.fixture(scope="session", params=PLAYED)
def server(request: pytest.FixtureRequest) -> Iterator[tuple[str, str, bool]]:
    """(URL, token, whether it is a real one)."""
    url = request.config.getoption("--live")
    if url:
        if request.param != PLAYED[0]:
            pytest.skip("a live server is of one version")
        yield url.rstrip("/"), request.config.getoption("--token"), True
        return
    with Emulator(version=request.param) as emulator:
        yield emulator.url, emulator.tokens["admin"], False


@pytest.fixture
def api(server: tuple[str, str, bool]) -> Api:
    return Api(server[0], server[1], str(time.time_ns()))


@pytest.fixture
def newer(api: Api) -> bool:
    """Whether the server speaks as 6.5 does."""
    return api.version >= (6, 5)


@pytest.fixture
def ticket(api: Api) -> Iterator[Callable[..., Any]]:
    """Makes tickets from a customer, and removes them."""
    made: list[int] = []

    def make(**fields: Any) -> Any:
        article = {"body": "hello", "type": "note", "sender": "Customer", "internal": False}
        new = {
            "title": api.name("ticket"),
            "group": "Users",
            "customer_id": f"guess:contract-{api.run}@example.org",
            "article": {**article, **fields.pop("article", {})},
            **fields,
        }
        row = api.ok("POST", "tickets", new)
        made.append(row["id"])
        return row

    yield make
    for ticket_id in made:
        api.call("DELETE", f"tickets/{ticket_id}")


@pytest.fixture
def kept(api: Api) -> Iterator[Callable[[str, Any], Any]]:
    """Makes configuration objects, and removes them."""
    made: list[str] = []

    def make(path: str, body: Any) -> Any:
        row = api.ok("POST", path, body)
        made.append(f"{path}/{row['id']}")
        return row

    yield make
    for path in reversed(made):
        api.call("DELETE", path)
