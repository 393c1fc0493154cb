"""What `check` says of a desk's routing file and tag names, offline."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from zammad_plugin.config.desk import Desk
from zammad_plugin.config.files import load_fast, place, read_yaml
from zammad_plugin.config.places import default_desk, rules_folder
from zammad_plugin.config.taxonomy import TagNames, read_taxonomy, without_code
from zammad_plugin.errors import DeskError
from zammad_plugin.routing.people import WAYS
from zammad_plugin.routing.reach import unreachable
from zammad_plugin.routing.rules import Routing, Rule
from zammad_plugin.sync.files.tags import plain_name, tags_in
from zammad_plugin.sync.model import Desired
from zammad_plugin.tickets.tools import ROUTING, routing_of
from zammad_plugin.triage.rule_files import Language, Platforms
from zammad_plugin.vocabulary import CATEGORY_TAG

REPORTERS = {
    "child",
    "guardian",
    "peer",
    "bystander",
    "professional",
    "teacher",
    "adult_victim",
    "unknown",
}
RISKS = {"blackmail", "account_suspended"}
COMMON = "common"  # the file of what is the same in all languages
Problem = tuple[tuple[str | int, ...], str]  # (where in the file, what)


def routing_problems(desk: Desk | None) -> Iterator[DeskError]:
    """Of the desk's own file; the package's has its own tests."""
    file = desk.rules / ROUTING if desk else None
    if desk is None or file is None or not file.is_file():
        return
    try:
        routing = routing_of(desk)
    except DeskError as error:
        yield error
        return
    data = read_yaml(file)
    found = (*_never(routing), *_words(routing), *_replies(routing, desk), *_people(routing))
    for loc, what in found:
        yield DeskError(what, where=place(file, data, loc), hint="zammad-plugin route explain TEXT")


def names_left(desk: Desk | None, desired: Iterable[Desired]) -> list[str]:
    """With neutral names: tags and attributes that would show what they mean all the same."""
    if desk is None:
        return []
    items, names = list(desired), desk.tag_names
    routed = (tag for rule in routing_of(desk).rules for tag in rule.then.tags)
    tags = (
        tag
        for tag in without_code([*tags_in(items), *routed], names)
        if tag not in set(names.shown.values())
    )
    return [*tags, *_attributes_left(items, names)]


def _attributes_left(items: list[Desired], names: TagNames) -> Iterator[str]:
    """Names, and values as `NAME: value`."""
    for item in items:
        known = names.fields.of(str(item.fields.get("name")))
        if not names.neutral or item.kind.name != "attributes":
            continue
        if known is None:
            yield plain_name(item)
            continue
        options, coded = item.fields["data_option"].get("options"), set(known.values.values())
        if isinstance(options, dict):
            yield from (f"{known.name}: {value}" for value in options if value not in coded)


def _place(routing: Routing, rule_id: str) -> int:
    return next(place for place, rule in enumerate(routing.rules) if rule.id == rule_id)


def _never(routing: Routing) -> Iterator[Problem]:
    seen: set[str] = set()
    for number, rule in enumerate(routing.rules):
        if rule.id in seen:
            yield ("rules", number, "id"), f"two rules have the name '{rule.id}'"
        seen.add(rule.id)
    for name, takers in unreachable(routing):
        loc = ("rules", _place(routing, name), "when")
        yield loc, f"rule '{name}' can never match: {', '.join(takers)} took its cases before"


def _words(routing: Routing) -> Iterator[Problem]:
    """Values that nothing ever has."""
    for number, rule in enumerate(routing.rules):
        for name, known in vocabulary().items():
            wanted = getattr(rule.when, name)
            unknown = [one for one in wanted or () if one not in known]
            if unknown:
                loc = ("rules", number, "when", name)
                yield loc, f"rule '{rule.id}' can never match {name} {', '.join(unknown)}"
        yield from _empty(rule, number)
        if rule.when.hour == ["out"] and routing.hours is None:
            what = f"rule '{rule.id}' can never match: without hours the desk is never closed"
            yield ("rules", number, "when", "hour"), what


def _empty(rule: Rule, number: int) -> Iterator[Problem]:
    for name in type(rule.when).model_fields:
        if getattr(rule.when, name) == []:
            loc = ("rules", number, "when", name)
            yield loc, f"rule '{rule.id}' can never match: {name} is empty"


@cache
def vocabulary() -> Mapping[str, frozenset[str]]:
    """Condition → every value that triage can give."""
    tags = [one.tag for one in read_taxonomy().tags]
    folder = rules_folder()
    platforms = load_fast(Platforms, folder / "platforms.yml").platforms
    languages = [load_fast(Language, file) for file in sorted((folder / "languages").glob("*.yml"))]
    concepts = {name for one in languages for name in one.phrases}
    return {
        "category": frozenset(_ends(tags, CATEGORY_TAG, "_")),
        "language": frozenset({one.language for one in languages} - {COMMON} | {"mixed", "none"}),
        "platform": frozenset(platforms),
        "reporter": frozenset(REPORTERS),
        "risk": frozenset(concepts | RISKS | {f"platform:{one}" for one in platforms}),
    }


def _ends(tags: Iterable[str], start: str, dash: str) -> Iterator[str]:
    return (tag.removeprefix(start).replace("-", dash) for tag in tags if tag.startswith(start))


def _replies(routing: Routing, desk: Desk) -> Iterator[Problem]:
    folders = [desk.templates / "replies", default_desk() / "templates" / "replies"]
    for number, rule in enumerate(routing.rules):
        missing = [key for key in rule.then.replies if not _there(folders, key)]
        if missing:
            loc = ("rules", number, "then", "replies")
            yield loc, f"no reply {', '.join(missing)} in templates/replies"


def _there(folders: list[Path], key: str) -> bool:
    return any((folder / key).is_dir() for folder in folders)


def _people(routing: Routing) -> Iterator[Problem]:
    """Ways to choose an owner that can choose nobody."""
    for number, rule in enumerate(routing.rules):
        loc, owner = ("rules", number, "then", "owner"), rule.then.owner
        if owner in WAYS and not routing.people:
            yield loc, f"owner: {owner} among nobody: write people"
        elif owner == "on-call" and not any(one.on_call for one in routing.people):
            yield loc, "owner: on-call, but nobody is ever on call"
    for number, person in enumerate(routing.people):
        known: Any = vocabulary()["language"]
        unknown = [one for one in person.languages if one not in known]
        if unknown:
            yield ("people", number, "languages"), f"no language {', '.join(unknown)}"
