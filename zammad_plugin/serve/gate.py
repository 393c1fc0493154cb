"""The fence around pictures: whether a person may get a file of an article, asked by the web server
(`auth_request`) before Zammad is. In doubt it is shut.

Zammad shows a preview of every picture to whoever sees the ticket. Two roles may see those of a
report; who asks is told by Zammad itself, with the cookie or the token of the very call. Nothing of
a file is read here, and no cookie is kept or logged.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Collection, Mapping
from contextlib import AbstractContextManager
from typing import Any

import requests

from zammad_plugin.errors import PluginError, brief
from zammad_plugin.vocabulary import MEDIA
from zammad_plugin.zammad.articles import pictures_in
from zammad_plugin.zammad.client import Client
from zammad_plugin.zammad.http.address import check_url
from zammad_plugin.zammad.marks import RELEASED, marked
from zammad_plugin.zammad.rows import Article
from zammad_plugin.zammad.session import TIMEOUT

log = logging.getLogger(__name__)
# The article whose file is asked for. A ticket's id in a path is not believed: only the article's
# own ticket counts. `attachments/ID` names neither, so nobody but the roles gets it.
PATHS = re.compile(
    r"^/api/v1/(?:ticket_attachment/\d+/(\d+)/\d+|ticket_article_plain/(\d+)"
    r"|ticket_attachment_upload_clone_by_article/(\d+))\b"
)
CREDENTIALS = ("Cookie", "Authorization")
Clients = Callable[[], AbstractContextManager[Client]]


def article_in(path: str) -> int:
    """Id of the article that the (decoded) path names; 0 where it names none."""
    found = PATHS.match(path)
    return int(next(filter(None, found.groups()))) if found else 0


class Gate:
    """`roles`: names of those who may get the files of a fenced ticket; `url`: Zammad's."""

    def __init__(
        self, url: str, roles: Collection[str], clients: Clients, allow_http: bool = False
    ) -> None:
        self.base, self.roles, self.clients = check_url(url, allow_http), frozenset(roles), clients

    def opens(self, path: str, headers: Mapping[str, str]) -> bool:
        """Whether the call to `path` with these headers may go on to Zammad."""
        try:
            with self.clients() as client:
                free = not self._fenced(client, article_in(path))
            return free or bool(self.roles & set(self._roles(headers)))
        except (PluginError, requests.RequestException, ValueError) as error:
            log.error("fence: %s; shut", brief(error))
            return False

    def _fenced(self, client: Client, article_id: int) -> bool:
        if not article_id:
            return True
        article = client.article(article_id)
        ticket = int(article["ticket_id"])
        # Before triage has tagged it: what a customer sent is fenced by itself.
        sent = article.get("sender") == "Customer" and pictures_in(article) > 0
        if not sent and MEDIA not in client.tags(ticket):
            return False
        return article_id > released(client.articles(ticket), int(client.me()["id"]))

    def _roles(self, headers: Mapping[str, str]) -> list[str]:
        """Of the person whose credentials came along; none for nobody."""
        theirs = {name: headers[name] for name in CREDENTIALS if headers.get(name)}
        if not theirs:
            return []
        with requests.Session() as session:
            session.trust_env = False  # a netrc would put somebody else's name into the call
            answer = session.get(
                f"{self.base}/users/me",
                params={"expand": "true"},
                headers=theirs,
                timeout=TIMEOUT,
                allow_redirects=False,
            )
        said: Any = answer.json() if answer.status_code == 200 else {}
        active = isinstance(said, dict) and said.get("active") is True
        return [str(one) for one in said.get("roles") or ()] if active else []


def released(articles: list[Article], me: int) -> int:
    """Id of the newest article that two persons released; the plugin's own notes alone say so."""
    marks = [marked(one, RELEASED) for one in articles if one.get("created_by_id") == me]
    return max((int(one) for one in marks if isinstance(one, int)), default=0)
