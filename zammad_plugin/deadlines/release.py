"""Two persons take the fence down that stands before a ticket's files (docs/fence.md).

Each is told by the server: by the own token, or by an internal note of the own hand. No name that
somebody types proves anything.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from html import escape
from pathlib import Path

from zammad_plugin.errors import PluginError
from zammad_plugin.text.bidi import isolated
from zammad_plugin.text.languages import in_language
from zammad_plugin.tickets.note.words import words
from zammad_plugin.vocabulary import UNSAFE_ATTACHMENT
from zammad_plugin.zammad.client import Client, Record
from zammad_plugin.zammad.marks import RELEASED, internal_note
from zammad_plugin.zammad.rows import Article

PERSONS = 2
HINT = "each uses macro 09 in the ticket, or: --by FILE with the own token (mode 0600)"
Opened = Callable[[Path], AbstractContextManager[Client]]  # a client with the token of a file


@dataclass(frozen=True)
class Person:
    id: int
    login: str


@dataclass(frozen=True)
class Fence:
    """`agreed`: subjects of the note by which a person agrees; `back`: group of a ticket that is
    open again, where it stood in `closed`."""

    agreed: Collection[str]
    closed: str
    back: str


def release(
    client: Client, ticket_id: int, by: Sequence[str], fence: Fence, opened: Opened, lang: str
) -> int:
    """Open the files that came until now; returns how many customer's articles had one.

    Raises PluginError unless two persons, none of them the plugin's own user, agreed after the
    newest of them; NotFound for a ticket that isn't there.
    """
    ticket, _ = client.ticket(ticket_id)
    articles = client.articles(ticket_id)
    held = [one for one in articles if one.get("attachments") and one.get("sender") == "Customer"]
    newest = max((int(one["id"]) for one in held), default=0)
    people = [_person(client, one, articles, newest, fence, opened) for one in by]
    _two(client, people)
    fields = {"group": fence.back} if ticket.get("group") == fence.closed else {}
    last = max((int(one["id"]) for one in articles), default=0)
    client.untag(ticket_id, UNSAFE_ATTACHMENT)  # first: its trigger would move the ticket back
    client.put_ticket(ticket_id, {**fields, "article": _note(people, last, lang)})
    return len(held)


def _person(
    client: Client,
    named: str,
    articles: Sequence[Article],
    newest: int,
    fence: Fence,
    opened: Opened,
) -> Person:
    file = Path(named).expanduser()
    if file.is_file():
        with opened(file) as own:
            return _as_person(own.me())
    user = client.user(named)
    if user is None:
        raise PluginError("--by: no agent with this login, and no file of this name", hint=HINT)
    person = _as_person(user)
    if not any(_agrees(one, person, newest, fence) for one in articles):
        what = f"user {person.id} has not agreed in the ticket since the newest file came"
        raise PluginError(what, hint=HINT)
    return person


def _as_person(user: Record) -> Person:
    if user.get("active") is not True:
        raise PluginError(f"user {user.get('id')} is not active", hint=HINT)
    return Person(int(user["id"]), str(user.get("login")))


def _agrees(article: Article, person: Person, newest: int, fence: Fence) -> bool:
    """The server says who wrote a note; nobody can write it in another one's name."""
    return (
        int(article["id"]) > newest
        and article.get("internal") is True
        and article.get("created_by_id") == person.id
        and article.get("sender") == "Agent"
        and str(article.get("subject") or "").strip() in fence.agreed
    )


def _two(client: Client, people: Sequence[Person]) -> None:
    ids = {one.id for one in people}
    if int(client.me()["id"]) in ids:
        raise PluginError("the plugin's own user is no person", hint=HINT)
    if len(ids) < PERSONS:
        raise PluginError("two different persons are needed", hint=HINT)


def _note(people: Sequence[Person], last: int, lang: str) -> Record:
    said = escape(in_language(words().words["released"], lang))
    named = ", ".join(isolated(escape(one.login)) for one in people)
    return internal_note(f"<p>{said}: {named}</p>", {RELEASED: last})
