"""Plain REST calls, as the contract makes them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import requests

TIMEOUT = 60  # seconds


@dataclass
class Api:
    """Plain calls: what is tested is the server, not our client."""

    url: str
    token: str
    run: str

    def call(self, method: str, path: str, body: Any = None, **params: Any) -> requests.Response:
        return requests.request(
            method,
            f"{self.url}/api/v1/{path}",
            json=body,
            params=params,
            headers={"Authorization": f"Token token={self.token}"},
            timeout=TIMEOUT,
        )

    def ok(self, method: str, path: str, body: Any = None, **params: Any) -> Any:
        answer = self.call(method, path, body, **params)
        assert answer.status_code in (200, 201), answer.text[:300]
        return answer.json()

    def name(self, what: str) -> str:
        return f"contract-{what} {self.run}"
