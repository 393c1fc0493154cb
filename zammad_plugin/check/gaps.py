"""What no routing rule catches, and replies that nobody would ever be shown."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

from zammad_plugin.check.placed import placed
from zammad_plugin.check.routing.parts import rules_in
from zammad_plugin.config.desk import Desk
from zammad_plugin.config.files import load_fast
from zammad_plugin.config.overlay import own_of
from zammad_plugin.errors import DeskError
from zammad_plugin.routing.reach import unreachable
from zammad_plugin.routing.rules import Routing
from zammad_plugin.routing.when import When
from zammad_plugin.sync.model import Desired
from zammad_plugin.tickets.desk_routing import routing_of
from zammad_plugin.vocabulary import CATEGORIES, NOT_CHILD_SAFETY, URGENCIES

HINT = "add a last rule: {id: everything-else, when: {}, then: {…}}"
SHOWN = 5  # cases that are named
Case = dict[str, object]
# What any report may be besides; a rule that asks for one of these catches only a part.
USUAL: Case = {
    "child_safety": True,
    "review": False,
    "age": "unknown",
    "under13": None,
    "reporter": "unknown",
    "channel": "other",
    "language": "none",
    "platform": "",
    "risk": "",
    "situation": "",
    "auto": False,
    "voice": False,
    "pictures": False,
    "hour": "in",
    "returning": False,
}


def gaps(desk: Desk | None) -> Iterator[DeskError]:
    """Reports of children in danger that no rule of the desk's own file catches."""
    file = own_of("routing", desk.rules) if desk else None
    if desk is None or file is None:
        return
    try:
        routing = routing_of(desk)
    except DeskError:
        return
    missed = list(dict.fromkeys(map(_words, _missed(routing))))
    if missed:
        more = f" and {len(missed) - SHOWN} more" if len(missed) > SHOWN else ""
        what = f"no rule catches a report of {'; '.join(missed[:SHOWN])}{more}"
        yield from placed(file, [(("rules",), what, HINT)])


def _missed(routing: Routing) -> Iterator[Case]:
    for category, urgency, hour in product(CATEGORIES, URGENCIES, ("in", "out")):
        if category == NOT_CHILD_SAFETY or urgency == "low":
            continue
        case = {**USUAL, "category": category, "urgency": urgency, "hour": hour}
        if not any(_holds(rule.when, case) for rule in routing.rules):
            yield case
    unsure = {**USUAL, "child_safety": False, "review": True, "category": "", "urgency": "normal"}
    if not any(_holds(rule.when, unsure) for rule in routing.rules):
        yield unsure


def _words(case: Case) -> str:
    if case["review"]:
        return "which triage is unsure"
    at = " out of hours" if case["hour"] == "out" else ""
    return f"{case['category']}, {case['urgency']}{at}"


def _holds(when: When, case: Case) -> bool:
    wanted = {name: getattr(when, name) for name in type(when).model_fields}
    return all(
        one is None or (case[name] in one if isinstance(one, list) else case[name] is one)
        for name, one in wanted.items()
    )


def unsuggested(desk: Desk, desired: list[Desired]) -> list[str]:
    """Keys of the desk's own replies that no rule proposes and nothing sends."""
    try:
        routing = routing_of(desk)
    except DeskError:
        return []
    named = _replies_named(routing)
    if desk.settings.signal:
        named.add(desk.settings.signal.group_answer)
    own = {
        item.key.partition("/")[0]
        for item in desired
        if item.kind.name == "text_modules" and item.where.path.is_relative_to(desk.folder)
    }
    return sorted(own - named)


def _replies_named(routing: Routing) -> set[str]:
    """Keys of replies; what names none gives an empty one."""
    auto = routing.auto_reply
    proposed = {key for then in routing.thens for key in then.replies}
    return proposed | {then.auto_reply or "" for then in routing.thens} | {auto.reply, auto.closed}


def overtaken(desk: Desk) -> Iterator[str]:
    """The package's rules to which the desk's own ones leave nothing."""
    file = own_of("routing", desk.rules)
    try:
        own = {rule.id for _, rule in rules_in(load_fast(Routing, file))} if file else set()
        whole = routing_of(desk) if own else Routing()
    except DeskError:
        return
    lost: dict[str, list[str]] = {}
    for name, takers in unreachable(whole):
        if name not in own:
            lost.setdefault(", ".join(takers), []).append(name)
    for took, names in lost.items():
        yield f"{_named(names)} of the package never decide any more: {took} comes before"


def _named(rules: list[str]) -> str:
    more = f" and {len(rules) - SHOWN} more" if len(rules) > SHOWN else ""
    return f"routing rules {', '.join(rules[:SHOWN])}{more}"
