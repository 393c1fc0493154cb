"""The names that a desk's own files make, as the files write them: what others may refer to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from zammad_plugin.check.names.zammad_seeds import AT_FIRST
from zammad_plugin.config.files import read_fast
from zammad_plugin.config.own_codes import category_of
from zammad_plugin.config.reading.texts import read_text
from zammad_plugin.config.taxonomy import Taxonomy
from zammad_plugin.errors import DeskError
from zammad_plugin.sync.files.front_matter import parted
from zammad_plugin.sync.files.language import is_choice
from zammad_plugin.sync.files.own_options import OF_RULES
from zammad_plugin.sync.kinds import REGISTRY
from zammad_plugin.sync.model import Desired, Kind, Record
from zammad_plugin.sync.server.inverse import listed
from zammad_plugin.vocabulary import CATEGORY_FIELD, CATEGORY_TAG

TAGS = "ticket.tags"
MAIL_TAGS = ("x-zammad-ticket-tags", "x-zammad-ticket-followup-tags")


@dataclass(frozen=True)
class Entry:
    """One file of an object: what stands in it, and the lines of the file above that."""

    kind: Kind
    file: Path
    data: Record
    above: int = 0


@dataclass(frozen=True)
class Rights:
    """What a role may: permissions by name, and the groups in which it may do anything."""

    permissions: frozenset[str]
    groups: frozenset[str]


@dataclass
class World:
    """Resource → names. `values`: attribute of tickets → its values, None where any will do."""

    names: dict[str, set[str]] = field(default_factory=dict)
    made: dict[str, set[str]] = field(default_factory=dict)  # by the desk's own files alone
    values: dict[str, set[str] | None] = field(default_factory=dict)
    types: dict[str, str] = field(default_factory=dict)  # of the desk's own attributes
    tags: set[str] = field(default_factory=set)  # that something sets
    written: set[str] = field(default_factory=set)  # that the taxonomy or templates/tags name
    prefixes: tuple[str, ...] = ()
    logins: set[str] = field(default_factory=set)
    replies: set[str] = field(default_factory=set)
    roles: dict[str, Rights] = field(default_factory=dict)  # of the desk's own files
    own: dict[str, str] = field(default_factory=dict)  # the package's name → the desk's own

    def of(self, resource: str) -> set[str]:
        return self.names.get(resource, set())


def entries(desired: Iterable[Desired]) -> list[Entry]:
    """Each file once; one that can't be read is named by who reads it."""
    seen: dict[Path, Kind] = {}
    for item in desired:
        if item.where.path.suffix in (".yml", ".md"):
            seen.setdefault(item.where.path, item.kind)
    return [found for file in seen if (found := _entry(_kind(file, seen[file]), file))]


def _kind(file: Path, kind: Kind) -> Kind:
    """Translations that follow from a macro stand in the macro's file."""
    if kind.name != "translations" or file.parent.name == "translations":
        return kind
    return next((one for one in REGISTRY.values() if file.match(one.files)), kind)


def _entry(kind: Kind, file: Path) -> Entry | None:
    try:
        markdown = file.suffix == ".md"
        data = read_fast(parted(file)[0] if markdown else read_text(file))
    except DeskError:
        return None
    return Entry(kind, file, data, 1 if markdown else 0) if isinstance(data, dict) else None


def texts_of(value: object) -> Iterator[str]:
    """A text, or all languages of it."""
    if is_choice(value) and isinstance(value, dict):
        yield from map(str, value.values())
    elif isinstance(value, (str, int)):
        yield str(value)


def world_of(files: Iterable[Entry], taxonomy: Taxonomy) -> World:
    """What Zammad begins with, what the files make, and what the rules name."""
    found = World({resource: set(words) for resource, words in AT_FIRST.items()})
    for entry in files:
        named = set(texts_of(entry.data.get("name")))
        found.names.setdefault(entry.kind.resource, set()).update(named)
        found.made.setdefault(entry.kind.resource, set()).update(named)
        found.tags.update(tags_made(entry))
        _of_kind(found, entry, named)
    _of_rules(found, taxonomy)
    return found


def _of_kind(world: World, entry: Entry, named: set[str]) -> None:
    """What others may ask of an attribute, a role or a tag."""
    if entry.kind.name == "attributes":
        name = str(entry.data.get("name"))
        world.values[name] = _values(entry.data)
        world.types[name] = str(entry.data.get("data_type", "select"))
    elif entry.kind.name == "roles":
        world.roles |= dict.fromkeys(named, _rights(entry.data))
    elif entry.kind.name == "tags":
        world.written |= named


def _values(data: Record) -> set[str] | None:
    """None where any will do: a text has no options, `options: {}` neither."""
    options = data.get("options")
    return set(map(str, options)) if isinstance(options, dict) and options else None


def _rights(data: Record) -> Rights:
    permissions, groups = data.get("permissions"), data.get("groups")
    return Rights(
        frozenset(map(str, permissions if isinstance(permissions, list) else ())),
        frozenset(map(str, groups if isinstance(groups, dict) else ())),
    )


def _of_rules(world: World, taxonomy: Taxonomy) -> None:
    tags = {row.tag for row in taxonomy.tags}
    world.tags |= tags
    world.written |= tags
    world.prefixes = tuple(row.tag for row in taxonomy.prefixes)
    own = {CATEGORY_FIELD: {category_of(tag) for tag in tags if tag.startswith(CATEGORY_TAG)}}
    own |= {row.name: set(row.values) for row in taxonomy.attributes if row.name in OF_RULES}
    for name, values in own.items():
        if known := world.values.get(name):
            known.update(values)


def tags_made(entry: Entry) -> Iterator[str]:
    """Tags that the object makes or puts onto tickets: others may ask for them."""
    if entry.kind.name == "tags":
        yield from texts_of(entry.data.get("name"))
    actions = entry.data.get("perform") or entry.data.get("options")
    if not isinstance(actions, dict):
        return
    for name in (TAGS, *MAIL_TAGS):
        action = actions.get(name)
        if isinstance(action, dict) and action.get("operator", "add") == "add":
            yield from listed(action.get("value"))
