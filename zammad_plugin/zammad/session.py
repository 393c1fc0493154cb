"""One HTTP session to a Zammad: time-outs, one retry policy, typed errors.

zammad_py gives the session and the authentication. Its own request methods have no time-out
and drop the status of an error, so every call goes through `Session.call` instead. No redirect is
followed, and nothing of the environment or the home folder (proxies, netrc) is asked where the
token goes and with which name: a write to another host would take the report with it.
"""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Any

import requests
from zammad_py import ZammadAPI

from zammad_plugin.errors import Unavailable, ZammadError
from zammad_plugin.zammad.http.abreast import Abreast
from zammad_plugin.zammad.http.address import check_url, proxies_of
from zammad_plugin.zammad.http.answer import CERTIFICATES, Answer, lost
from zammad_plugin.zammad.http.kept import keep
from zammad_plugin.zammad.http.retries import patient

TIMEOUT = (5.0, 30.0)  # seconds to connect, seconds between two bytes


def _skew(date: str) -> float | None:
    """Seconds between an answer's Date header and now; None when it says none."""
    try:
        return parsedate_to_datetime(date).timestamp() - time.time()
    except (TypeError, ValueError):
        return None


class Session:
    """Calls to one Zammad. `sleep` is given by tests; `calls` counts what was sent.

    `abreast`: runs several at once, each thread with a connection of its own."""

    def __init__(
        self,
        url: str,
        token: str,
        *,
        allow_http: bool = False,
        timeout: tuple[float, float] = TIMEOUT,
        sleep: Callable[[float], None] = time.sleep,
        proxies: bool = False,
        abreast: int = 1,
    ) -> None:
        """`proxies`: those of the environment are used (`proxy: environment` of the desk);
        `abreast`: how many calls may be under way at once."""
        self.url = check_url(url, allow_http)
        self.abreast = Abreast(abreast)
        self._token, self._proxies = token, proxies_of(self.url) if proxies else {}
        self._opened: list[ZammadAPI] = []
        self._mine = threading.local()
        self.calls = 0
        self.skew: float | None = None  # seconds that the server's clock is ahead of ours
        self._guard: Callable[[], None] = lambda: None
        self._timeout = timeout
        self._retrying = patient(sleep)

    @property
    def api(self) -> ZammadAPI:
        """This thread's: an HTTP session of requests is one thread's."""
        if not hasattr(self._mine, "api"):
            self._mine.api = self._open()
            self._opened.append(self._mine.api)
        found: ZammadAPI = self._mine.api
        return found

    def _open(self) -> ZammadAPI:
        api = ZammadAPI(url=f"{self.url}/", http_token=self._token)
        api.session.headers["Accept"] = "application/json"
        api.session.trust_env = False
        api.session.proxies = self._proxies
        named = (os.environ.get(name) for name in CERTIFICATES)
        api.session.verify = next(filter(None, named), True)
        return api

    def close(self) -> None:
        self.abreast.close()
        for api in self._opened:
            api.session.close()

    @contextmanager
    def guarded(self, guard: Callable[[], None]) -> Iterator[None]:
        """`guard` is asked before each call; what it raises ends the work."""
        before, self._guard = self._guard, guard
        try:
            yield
        finally:
            self._guard = before

    def call(
        self,
        method: str,
        path: str,
        *,
        params: dict[str, Any] | None = None,
        json: Any = None,
        repeat: bool | None = None,
    ) -> Any:
        """The JSON answer. `repeat`: the call may be sent twice with the effect of once.

        Raises ZammadError's children; OutcomeUnknown when a write that must not be repeated
        was sent and its answer is lost.
        """
        safe = method == "GET" if repeat is None else repeat
        return self._retrying(self._once, method, path, params, json, safe)

    def download(
        self,
        path: str,
        file: Path,
        largest: int,
        fits: Callable[[bytes], bool] = lambda head: True,
    ) -> None:
        """The raw answer into `file` (mode 0600). Raises Rejected beyond `largest` bytes, and where
        its beginning (up to 4,096 bytes) does not fit; then nothing of it was written."""
        self._retrying(self._fetch, path, file, largest, fits)

    def _fetch(self, path: str, file: Path, largest: int, fits: Callable[[bytes], bool]) -> None:
        what = f"GET {path}"
        self.calls += 1
        try:
            with self._request("GET", path, {"stream": True}) as response:
                if response.status_code >= 300:
                    raise Answer.of(response, what).failure(repeat=True)
                keep(response, file, largest, fits)
        except requests.RequestException as error:
            raise lost(what, error, repeat=True) from None

    def answers(self) -> bool:
        """Whether the server answers at all, asked once: no second try hides that it is away."""
        try:
            self._once("GET", "users/me", None, None, repeat=True)
        except Unavailable:
            return False
        except ZammadError:
            return True
        return True

    def _once(self, method: str, path: str, params: Any, json: Any, repeat: bool) -> Any:
        what = f"{method} {path.split('?')[0]}"
        self._guard()
        self.calls += 1
        more = {"params": params, "json": json, "stream": True}
        try:
            with self._request(method, path, more) as response:
                date = response.headers.get("Date", "")
                answer = Answer.of(response, what)
        except requests.RequestException as error:
            raise lost(what, error, repeat) from None
        self.skew = _skew(date)
        if answer.status >= 300:
            raise answer.failure(repeat)
        return answer.value(repeat)

    def _request(self, method: str, path: str, more: dict[str, Any]) -> requests.Response:
        """No redirect is followed."""
        found: requests.Response = self.api.session.request(
            method, f"{self.url}/{path}", timeout=self._timeout, allow_redirects=False, **more
        )
        return found
