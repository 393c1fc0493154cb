"""Which call goes where."""

from __future__ import annotations

from collections.abc import Callable

from werkzeug.routing import Map, Rule

from zammad_plugin.emulator.access import Request
from zammad_plugin.emulator.attributes import Attributes
from zammad_plugin.emulator.history import History, Links, TagList, Tags
from zammad_plugin.emulator.kinds import KINDS
from zammad_plugin.emulator.merge import Merge
from zammad_plugin.emulator.objects import Answer, Objects
from zammad_plugin.emulator.store import Store
from zammad_plugin.emulator.tickets import Tickets
from zammad_plugin.emulator.triggers import Triggers, Webhooks
from zammad_plugin.emulator.users import Users

Handler = Callable[[Request], Answer]
Table = dict[tuple[str, str], Handler]
MIGRATE = "object_manager_attributes_execute_migrations"


def table(store: Store, webhooks: Webhooks, version: str) -> Table:
    """(method, path) → handler; `<int:id>` in a path comes as `request.ids["id"]`."""
    found: Table = {}
    for kind in KINDS:
        found |= _crud(kind.path, Objects(store, kind))
    attributes = Attributes(store)
    found |= _crud("object_manager_attributes", attributes)
    found[("POST", MIGRATE)] = attributes.migrate
    found |= _tickets(Tickets(store, Triggers(store, webhooks)))
    found |= _around(store)
    found[("GET", "version")] = lambda request: _version(request, version)
    return found


def _crud(path: str, one: Objects | Attributes) -> Table:
    record = f"{path}/<int:id>"
    return {
        ("GET", path): one.index,
        ("POST", path): one.create,
        ("GET", record): one.show,
        ("PUT", record): one.update,
        ("DELETE", record): one.delete,
    }


def _tickets(tickets: Tickets) -> Table:
    return {
        ("GET", "tickets"): tickets.index,
        ("POST", "tickets"): tickets.create,
        ("GET", "tickets/search"): tickets.search,
        ("POST", "tickets/search"): tickets.search,
        ("GET", "tickets/<int:id>"): tickets.show,
        ("PUT", "tickets/<int:id>"): tickets.update,
        ("DELETE", "tickets/<int:id>"): tickets.delete,
        ("GET", "ticket_articles/by_ticket/<int:id>"): tickets.articles_of,
        ("POST", "ticket_articles"): tickets.add_article,
        ("GET", "ticket_articles/<int:id>"): tickets.show_article,
        ("PUT", "ticket_articles/<int:id>"): tickets.update_article,
        ("POST", "mentions"): tickets.mention,
    }


def _around(store: Store) -> Table:
    tags, listed, links, users = Tags(store), TagList(store), Links(store), Users(store)
    return {
        ("GET", "tags"): tags.index,
        ("POST", "tags/add"): tags.add_call,
        ("DELETE", "tags/remove"): tags.remove_call,
        ("GET", "tag_list"): listed.index,
        ("POST", "tag_list"): listed.create,
        ("PUT", "tag_list/<int:id>"): listed.update,
        ("DELETE", "tag_list/<int:id>"): listed.delete,
        ("PUT", "ticket_merge/<int:id>/<int:number>"): Merge(store).merge,
        ("GET", "links"): links.index,
        ("POST", "links/add"): links.add,
        ("GET", "ticket_history/<int:id>"): History(store).show,
        ("GET", "users/me"): users.me,
        ("GET", "users"): users.index,
        ("POST", "users"): users.create,
        ("GET", "users/search"): users.search,
        ("GET", "users/<int:id>"): users.show,
        ("PUT", "users/<int:id>"): users.update,
        # Without rights to a list of channels nothing is said; with them it is empty here.
        ("GET", "channels_email"): _no_channels,
    }


def _no_channels(request: Request) -> Answer:
    request.actor.need("admin.channel_email")
    return 200, {"accounts": [], "email_address_ids": [], "assets": {}}


def _version(request: Request, version: str) -> Answer:
    request.actor.need("admin")
    return 200, {"version": version}


def url_map(handlers: Table) -> Map:
    rules = [
        Rule(f"/api/v1/{path}", methods=[method], endpoint=(method, path))
        for method, path in handlers
    ]
    return Map(rules, strict_slashes=False, merge_slashes=False)
