"""Names in the settings and in the routing file, held against the desk's own files."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from pathlib import Path

from zammad_plugin.check.names.here import Here
from zammad_plugin.check.names.near import meant
from zammad_plugin.check.names.references import References
from zammad_plugin.check.names.world import Entry, World, world_of
from zammad_plugin.check.placed import Loc, Problem
from zammad_plugin.check.routing.parts import rules_in
from zammad_plugin.check.routing.problems import replies_of
from zammad_plugin.check.vocabulary import categories
from zammad_plugin.config.desk import Desk
from zammad_plugin.config.files import load_fast
from zammad_plugin.config.overlay import own_of
from zammad_plugin.config.settings.desk import SETTINGS_FILE, Settings
from zammad_plugin.config.taxonomy import Taxonomy, read_taxonomy
from zammad_plugin.errors import DeskError
from zammad_plugin.routing.people import WAYS
from zammad_plugin.routing.rules import Routing
from zammad_plugin.routing.then import Then
from zammad_plugin.sync.kinds import REGISTRY
from zammad_plugin.tickets.desk_routing import routing_of
from zammad_plugin.vocabulary import OURS


def world_for(desk: Desk | None, files: list[Entry]) -> World:
    """What the files make and what the rules of the desk set."""
    found = world_of(files, _taxonomy(desk))
    if desk:
        _own_names(found, desk)
    try:
        routing = routing_of(desk)
    except DeskError:
        return found
    found.logins = {one.login for one in routing.people}
    found.tags |= {tag for then in routing.thens for tag in then.tags if tag.startswith(OURS)}
    return found


def _own_names(world: World, desk: Desk) -> None:
    for kind in REGISTRY.values():
        own = desk.own_names(kind.files)
        world.names.setdefault(kind.resource, set()).update(own)
        world.own |= own


def _taxonomy(desk: Desk | None) -> Taxonomy:
    try:
        return read_taxonomy(desk.rules if desk else None)
    except DeskError:
        return read_taxonomy()


def named_in_rules(desk: Desk, found: References) -> list[DeskError]:
    """Of the routing file and of zammad-plugin.yml; `found` gathers what only a server may have."""
    before = len(found.problems)
    settings, routing = desk.folder / SETTINGS_FILE, own_of("routing", desk.rules)
    if settings.is_file():
        here = _here(found, settings)
        found.told(here.entry, _settings(desk, here))
    if routing:
        here = _here(found, routing)
        found.told(here.entry, _routing(routing, here))
    told = found.problems[before:]
    del found.problems[before:]
    return told


def _here(found: References, file: Path) -> Here:
    return Here(found.world, Entry(REGISTRY["groups"], file, {}), found.elsewhere)


def _settings(desk: Desk, here: Here) -> Iterator[Problem]:
    yield from _named_settings(desk, here)
    signal, replies = desk.settings.signal, replies_of(desk)
    if signal is None:
        return
    yield from here.named(("signal", "group"), "groups", signal.group)
    for group in signal.follow_up.groups:
        yield from here.named(("signal", "follow_up", "groups", group), "groups", group)
    key = signal.group_answer
    if key and key not in replies:
        what = f"no reply '{key}' in templates/replies{meant(key, replies)}"
        yield ("signal", "group_answer"), what, "mend the name, or leave it empty"


def _named_settings(desk: Desk, here: Here) -> Iterator[Problem]:
    """Groups, roles and categories that other settings name."""
    settings = desk.settings
    named: list[tuple[Loc, str, tuple[str, ...]]] = [
        (("unseen",), "groups", settings.unseen),
        (("serve", "groups"), "groups", settings.serve.groups if settings.serve else ()),
    ]
    if settings.fence and "roles" in settings.fence.model_fields_set:
        named.append((("fence", "roles"), "roles", settings.fence.roles))
    for loc, resource, names in named:
        for number, name in enumerate(names):
            yield from here.named((*loc, number), resource, name)
    yield from _categories(settings, categories(desk.rules))


def _categories(settings: Settings, kinds: Collection[str]) -> Iterator[Problem]:
    asked: list[tuple[Loc, tuple[str, ...]]] = [
        (("retention", number, "category"), rule.category)
        for number, rule in enumerate(settings.retention)
    ]
    if settings.care:
        asked.append((("care", "categories"), settings.care.categories))
    for loc, codes in asked:
        for number, code in enumerate(codes):
            if code not in kinds:
                what = f"no category '{code}'{meant(code, kinds)}"
                yield (*loc, number), what, "docs/triage.md names them"


def _routing(file: Path, here: Here) -> Iterator[Problem]:
    try:
        own = load_fast(Routing, file)
    except DeskError:
        return
    for loc, rule in rules_in(own):
        yield from _then(rule.then, (*loc, "then"), here)
    yield from _then(own.unheard, ("unheard",), here)
    logins = [one.login for one in own.people]
    for number, login in enumerate(logins):
        if login.casefold() in [one.casefold() for one in logins[:number]]:
            yield ("people", number, "login"), f"'{login}' stands here twice", "take one away"


def _then(then: Then, loc: Loc, here: Here) -> Iterator[Problem]:
    yield from here.named((*loc, "group"), "groups", then.group)
    yield from here.named((*loc, "priority"), "ticket_priorities", then.priority)
    for number, tag in enumerate(then.tags):
        if "," in tag or not tag.strip():
            yield (*loc, "tags", number), f"'{tag}' is no tag", "one tag a line, without commas"
        yield from here.routed_tag((*loc, "tags", number), tag)
    for name, value in then.attributes.items():
        yield from here.attribute((*loc, "attributes", name), f"ticket.{name}")
        yield from here.value((*loc, "attributes", name), name, value)
    if then.owner and then.owner not in WAYS:
        yield from _owner(then.owner, (*loc, "owner"), here)


def _owner(owner: str, loc: Loc, here: Here) -> Iterator[Problem]:
    near = "" if "@" in owner else meant(owner, WAYS)
    if near:
        yield loc, f"no login '{owner}'{near}", "a login, or a way to choose"
    yield from here.login(loc, owner)
