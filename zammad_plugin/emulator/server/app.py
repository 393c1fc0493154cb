"""The WSGI application: authentication, routing, faults, a log of calls."""

from __future__ import annotations

import json
import time
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Request as HttpRequest
from werkzeug.wrappers import Response

from zammad_plugin.emulator import versions
from zammad_plugin.emulator.answers import File, Refused, no_route
from zammad_plugin.emulator.objects.attributes import pending
from zammad_plugin.emulator.pages.queue import page
from zammad_plugin.emulator.server import faults as fault
from zammad_plugin.emulator.server.access import Request, actor
from zammad_plugin.emulator.server.routes import MIGRATE, table, url_map
from zammad_plugin.emulator.store import Store
from zammad_plugin.emulator.triggers import Webhooks

API = "/api/v1/"


@dataclass(frozen=True)
class Call:
    """One call that the server saw; `path` without `/api/v1/`, `status` 0 for no answer."""

    method: str
    path: str
    status: int
    page: str = ""

    @property
    def is_write(self) -> bool:
        """A search is a POST that writes nothing."""
        return self.method != "GET" and self.path != "tickets/search"


class App:
    def __init__(
        self, store: Store, webhooks: Webhooks, faults: fault.Faults, version: str, hold: float
    ) -> None:
        self.store = store
        self.faults = faults
        self.hold = hold
        self.latency = 0.0
        self.away = 0.0  # seconds that it is gone after a change of the database (6.5+)
        self.back_at = 0.0
        self.log: list[Call] = []
        self.handlers = table(store, webhooks, version)
        self.urls = url_map(tuple(self.handlers))

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        http = HttpRequest(environ)
        path = http.path.removeprefix(API)
        try:
            response = self._answer(http, path)
        except fault.Dropped:
            self.log.append(Call(http.method, path, 0, http.args.get("page", "")))
            fault.drop(environ)
        page = http.args.get("page", "")
        self.log.append(Call(http.method, path, response.status_code, page))
        return response(environ, start_response)

    def _answer(self, http: HttpRequest, path: str) -> Response:
        if not http.path.startswith(API):
            with self.store.request():
                shown = page(self.store, http.path)
            if shown is not None:
                return Response(shown, content_type="text/html; charset=utf-8")
        if self.latency:  # as the way to a server and its work: others are served meanwhile
            time.sleep(self.latency)
        kind = self.faults.take(http.method, path)
        if time.monotonic() < self.back_at:
            kind = "502"  # as a proxy says while nobody is behind it
        instead = fault.before(kind, self.hold) if kind else None
        if instead is not None:
            return instead
        restarts = path == MIGRATE and self.store.version >= versions.RESTARTS
        changes = restarts and pending(self.store)
        response = self._api(http, path)
        if changes and response.status_code == 200:
            self.back_at = time.monotonic() + self.away
        return fault.after(kind, response) if kind else response

    def _api(self, http: HttpRequest, path: str) -> Response:
        try:
            with self.store.request():
                status, body = self._call(http, path)
                if isinstance(body, File):
                    return Response(body.data, status, content_type=body.kind)
                # Made while nobody else writes: the rows of the answer are the store's own.
                text = json.dumps(body, ensure_ascii=False)
        except Refused as refused:
            body = refused.body(self.store.version)
            status, text = refused.status, json.dumps(body, ensure_ascii=False)
        except Exception as error:  # as Rails: the error's words, and the server goes on
            status, text = 500, json.dumps({"error": repr(error)})
        return Response(text, status, content_type="application/json; charset=utf-8")

    def _call(self, http: HttpRequest, path: str) -> tuple[int, Any]:
        try:
            endpoint, ids = self.urls.bind_to_environ(http.environ).match()
        except HTTPException:
            raise no_route(http.method, path) from None
        body = _body(http)
        who = actor(self.store, http.headers.get("Authorization", ""))
        params = dict(http.args.items())
        return self.handlers[endpoint](Request(http.method, path, params, body, who, dict(ids)))


def _body(http: HttpRequest) -> dict[str, Any]:
    raw = http.get_data()
    if not raw:
        return {}
    try:
        given = json.loads(raw)
    except ValueError:
        words = raw.decode("utf-8", "replace")[:60]
        raise Refused(500, f"unexpected token at '{words}'", human=False) from None
    return given if isinstance(given, dict) else {}
