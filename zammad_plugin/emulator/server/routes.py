"""Which call goes where."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

from werkzeug.routing import Map, Rule

from zammad_plugin.emulator import versions
from zammad_plugin.emulator.history import History, Links, TagList, Tags
from zammad_plugin.emulator.merge import Merge
from zammad_plugin.emulator.objects.attributes import Attributes
from zammad_plugin.emulator.objects.checklists import Checklists
from zammad_plugin.emulator.objects.crud import Answer, Groups, Objects
from zammad_plugin.emulator.objects.documented import mailboxes, set_setting, settings, whatsapp
from zammad_plugin.emulator.objects.translations import Translations
from zammad_plugin.emulator.server.access import Request
from zammad_plugin.emulator.store import Store
from zammad_plugin.emulator.ticket_articles import TicketArticles
from zammad_plugin.emulator.tickets import Tickets
from zammad_plugin.emulator.triggers import Triggers, Webhooks
from zammad_plugin.emulator.users import Users

Handler = Callable[[Request], Answer]
Table = dict[tuple[str, str], Handler]
MIGRATE = "object_manager_attributes_execute_migrations"


def table(store: Store, webhooks: Webhooks, version: str) -> Table:
    """(method, path) → handler; `<int:id>` in a path comes as `request.ids["id"]`."""
    found: Table = {}
    for kind in versions.kinds_of(store.version):
        found |= _crud(
            kind.path, Groups(store, kind) if kind.path == "groups" else Objects(store, kind)
        )
    attributes = Attributes(store)
    found |= _crud("object_manager_attributes", attributes)
    found[("POST", MIGRATE)] = attributes.migrate
    triggers = Triggers(store, webhooks)
    found |= _tickets(Tickets(store, triggers))
    found |= _articles(TicketArticles(store, triggers))
    found |= _around(store)
    found[("PUT", "ticket_merge/<int:id>/<int:number>")] = Merge(store, triggers).merge
    found |= _documented(store)
    found[("GET", "version")] = lambda request: _version(request, version)
    return found


def _crud(path: str, one: Objects | Attributes | Checklists) -> Table:
    record, word = f"{path}/<int:id>", f"{path}/<string:id>"
    return {
        ("GET", word): one.show,  # to the server any word is an id, of nothing
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
        ("POST", "mentions"): tickets.mention,
    }


def _articles(articles: TicketArticles) -> Table:
    return {
        ("GET", "ticket_articles/by_ticket/<int:id>"): articles.index,
        ("POST", "ticket_articles"): articles.create,
        ("GET", "ticket_articles/<int:id>"): articles.show,
        ("PUT", "ticket_articles/<int:id>"): articles.update,
        ("GET", "ticket_attachment/<int:ticket>/<int:id>/<int:file>"): articles.attachment,
        ("DELETE", "ticket_articles/<int:id>"): articles.delete,
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
        ("GET", "links"): links.index,
        ("POST", "links/add"): links.add,
        ("GET", "ticket_history/<int:id>"): History(store).show,
        ("GET", "users/me"): users.me,
        ("GET", "users"): users.index,
        ("POST", "users"): users.create,
        ("GET", "users/search"): users.search,
        ("GET", "users/<int:id>"): users.show,
        ("PUT", "users/<int:id>"): users.update,
    }


def _documented(store: Store) -> Table:
    """What was read and not measured, each only in the versions that have it."""
    checklists, translations = Checklists(store), Translations(store)
    by_version: dict[tuple[int, int], Table] = {
        versions.CHECKLISTS: _crud("checklist_templates", checklists),
        versions.TRANSLATIONS: {
            ("GET", "translations/customized"): translations.customized,
            ("GET", "translations/lang/<string:locale>"): translations.lang,
            ("POST", "translations/upsert"): translations.upsert,
            ("PUT", "translations/<int:id>"): translations.update,
            ("DELETE", "translations/<int:id>"): translations.delete,
        },
        versions.SEARCH: {("GET", "text_modules/search"): lambda request: _search(store, request)},
        versions.AI_AGENTS: {("GET", "ai_agents"): lambda request: _agents(store, request)},
    }
    found: Table = {
        ("GET", "settings"): lambda request: settings(store, request),
        ("PUT", "settings/<int:id>"): lambda request: set_setting(store, request),
        ("GET", "channels_email"): lambda request: mailboxes(store, request),
        ("GET", "translations/<string:id>"): translations.show,  # in every version
    }
    if store.version >= versions.WHATSAPP:
        found["GET", "channels/admin/whatsapp"] = lambda request: whatsapp(store, request)
    for since, table in by_version.items():
        found |= table if store.version >= since else {}
    return found


def _search(store: Store, request: Request) -> Answer:
    request.actor.need("admin.text_module")
    query = str(request.params.get("query") or "").casefold()
    return 200, [row for row in store.rows("text_modules") if query in row["name"].casefold()]


def _agents(store: Store, request: Request) -> Answer:
    request.actor.need("admin.ai_agent")
    return 200, store.rows("ai_agents")


def _version(request: Request, version: str) -> Answer:
    request.actor.need("admin")
    return 200, {"version": version}


@cache
def url_map(calls: tuple[tuple[str, str], ...]) -> Map:
    """From (method, path) of each call; one for all servers of a version: 50 ms each."""
    rules = [
        Rule(f"/api/v1/{path}", methods=[method], endpoint=(method, path)) for method, path in calls
    ]
    return Map(rules, strict_slashes=False, merge_slashes=False)
