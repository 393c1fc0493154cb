"""Plain REST calls, as the contract makes them."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import requests

TIMEOUT = 60  # seconds
GOES = 15  # seconds within which a server that restarts itself has gone (it looks every 5 s)
BACK = 240  # seconds that a real one may need to come back


@dataclass
class Api:
    """Plain calls: what is tested is the server, not our client."""

    url: str
    token: str
    run: str
    login: tuple[str, str] | None = None  # instead of the token

    def call(self, method: str, path: str, body: Any = None, **params: Any) -> requests.Response:
        return requests.request(
            method,
            f"{self.url}/api/v1/{path}",
            json=body,
            params=params,
            headers={} if self.login else {"Authorization": f"Token token={self.token}"},
            auth=self.login,
            timeout=TIMEOUT,
        )

    def ok(self, method: str, path: str, body: Any = None, **params: Any) -> Any:
        answer = self.call(method, path, body, **params)
        assert answer.status_code in (200, 201), answer.text[:300]
        return answer.json()

    @property
    def version(self) -> tuple[int, int]:
        major, minor = self.ok("GET", "version")["version"].split("-")[0].split(".")[:2]
        return int(major), int(minor)

    def answers(self) -> bool:
        try:
            return self.call("GET", "users/me").status_code == 200
        except requests.ConnectionError:
            return False

    def wait_for_restart(self) -> None:
        """6.5 and newer end themselves after new attributes (setting auto_shutdown)."""
        if _until(lambda: not self.answers(), GOES):
            assert _until(self.answers, BACK), "the server did not come back"

    def name(self, what: str) -> str:
        return f"contract-{what} {self.run}"


def _until(holds: Callable[[], bool], seconds: float) -> bool:
    end = time.monotonic() + seconds
    while not holds():
        if time.monotonic() > end:
            return False
        time.sleep(0.1)
    return True
