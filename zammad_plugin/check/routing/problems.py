"""What `check` says of a desk's routing file, offline."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from zammad_plugin.check.names.near import meant
from zammad_plugin.check.placed import Loc, placed
from zammad_plugin.check.replies.coverage import unsuited
from zammad_plugin.check.routing.contradictions import contradictions, upside_down
from zammad_plugin.check.routing.never import impossible, taken_before
from zammad_plugin.check.routing.parts import Problem, asking_in, rules_in, thens_in
from zammad_plugin.check.vocabulary import vocabulary
from zammad_plugin.config.desk import Desk
from zammad_plugin.config.files import load_fast
from zammad_plugin.config.object_files import object_files
from zammad_plugin.config.overlay import own_of
from zammad_plugin.config.places import default_desk
from zammad_plugin.errors import DeskError
from zammad_plugin.routing.people import WAYS
from zammad_plugin.routing.rules import Routing
from zammad_plugin.sync.files.source import read
from zammad_plugin.sync.kinds.text_modules import KIND as TEXTS
from zammad_plugin.sync.model import Desired
from zammad_plugin.sync.replies.translations import replies_of as in_languages
from zammad_plugin.tickets.desk_routing import routing_of

EXPLAIN = "zammad-plugin route explain TEXT"
OTHERS = "they speak to somebody else"


def routing_problems(desk: Desk | None) -> Iterator[DeskError]:
    """Of the desk's own file; the package's has its own tests."""
    file = own_of("routing", desk.rules) if desk else None
    if desk is None or file is None:
        return
    try:
        whole, own = routing_of(desk), load_fast(Routing, file)
    except DeskError as error:
        yield error
        return
    known = vocabulary(desk.rules)
    found = (
        *taken_before(whole, own),
        *impossible(whole, own, known),
        *_replies(own, desk),
        *_people(whole, own, known["language"]),
        *_hours(own),
        *_answers(own),
        *_contradicting(own),
    )
    yield from placed(file, ((loc, what, EXPLAIN) for loc, what in found))


def _contradicting(own: Routing) -> Iterator[Problem]:
    for loc, rule in asking_in(own):
        yield from (((*loc, *more), what) for more, what in contradictions(rule))
    if what := upside_down(own.answer_within):
        yield ("answer_within",), what


def _hours(own: Routing) -> Iterator[Problem]:
    """Spans of no length: a desk that is open in them is never open."""
    if own.hours and not any(own.hours.week.values()):
        yield ("hours", "week"), "the desk is never open"
    for day, spans in (own.hours.week if own.hours else {}).items():
        for number, (start, end) in enumerate(spans):
            if start == end:
                loc = ("hours", "week", day, number)
                yield loc, f"a span from {start} to {end} has no length"


def _answers(own: Routing) -> Iterator[Problem]:
    auto = own.auto_reply
    if auto.enabled and not auto.reply and not any(then.auto_reply for _, then in thens_in(own)):
        yield ("auto_reply",), "auto_reply is enabled and names no reply"


def for_nobody(desk: Desk | None, desired: Iterable[Desired]) -> Iterator[DeskError]:
    """Rules of the desk's own file that name a writer to whom none of their replies speaks."""
    file = own_of("routing", desk.rules) if desk else None
    if desk is None or file is None:
        return
    try:
        own = load_fast(Routing, file)
    except DeskError:
        return  # `routing_problems` names it
    replies = in_languages([*_shipped(own, desk), *desired])
    told = (
        ((*loc, "then", "replies"), f"no reply of rule '{rule.id}' is for {reporter}: {OTHERS}")
        for loc, rule in rules_in(own)
        for reporter in unsuited(rule, replies)
    )
    yield from placed(file, ((*one, "zammad-plugin templates check --coverage") for one in told))


def _shipped(own: Routing, desk: Desk) -> list[Desired]:
    """The package's objects, where a desk that does not extend it names its replies."""
    names = any(rule.when.reporter and rule.then.replies for _, rule in rules_in(own))
    return read(default_desk()).desired if names and desk.base is None else []


def _replies(own: Routing, desk: Desk) -> Iterator[Problem]:
    known = replies_of(desk)
    for where, key in _replies_named(own):
        if key not in known:
            yield where, f"no reply '{key}' in templates/replies" + meant(key, known)


def _replies_named(own: Routing) -> Iterator[tuple[Loc, str]]:
    for loc, then in thens_in(own):
        for number, key in enumerate(then.replies):
            yield (*loc, "replies", number), key
        if then.auto_reply and then.auto_reply != "none":
            yield (*loc, "auto_reply"), then.auto_reply
    for name in ("reply", "closed"):
        if key := str(getattr(own.auto_reply, name)):
            yield ("auto_reply", name), key


def replies_of(desk: Desk) -> set[str]:
    """Keys of replies that a ticket's note can name: the desk's and the package's, but for those
    that the desk leaves out."""
    base, without = desk.base or default_desk(), desk.settings.without
    return {file.parent.name for file in object_files(TEXTS.files, desk.folder, base, without)}


def _people(whole: Routing, own: Routing, languages: frozenset[str]) -> Iterator[Problem]:
    """Ways to choose an owner that can choose nobody."""
    for where, then in thens_in(own):
        loc, owner = (*where, "owner"), then.owner
        if owner in WAYS and not whole.people:
            yield loc, f"owner: {owner} among nobody: write people"
        elif owner == "language" and not any(one.languages for one in whole.people):
            yield loc, "owner: language, but nobody's languages are named"
        elif owner == "on-call" and not any(one.on_call for one in whole.people):
            yield loc, "owner: on-call, but nobody is ever on call"
    yield from _spoken(own, languages)


def _spoken(own: Routing, languages: frozenset[str]) -> Iterator[Problem]:
    """Languages of people that no rule reads."""
    for number, person in enumerate(own.people):
        unknown = [one for one in person.languages if one not in languages]
        if unknown:
            what = f"no language {', '.join(unknown)}" + meant(unknown[0], languages)
            yield ("people", number, "languages"), what
