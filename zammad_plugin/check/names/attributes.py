"""What stands in the file of an attribute of tickets and can't be meant."""

from __future__ import annotations

from collections.abc import Iterator

from zammad_plugin.check.names import zammad_seeds as seeds
from zammad_plugin.check.names import zammad_words as words
from zammad_plugin.check.names.here import MEND, Here, table
from zammad_plugin.check.names.near import folded, meant, slip_of
from zammad_plugin.check.names.world import texts_of
from zammad_plugin.check.placed import Loc, Problem
from zammad_plugin.sync.model import Record
from zammad_plugin.vocabulary import OUR_FIELDS

AGENT = "ticket.agent"
ASKED_OF_ALL = "what must be filled in is asked of triage too: what it writes would be refused"
EVERYONE = "-all-"  # as Zammad writes it in a form


def attribute(data: Record, _: Here) -> Iterator[Problem]:
    """Of its name, its bounds, the forms that it stands in and its options."""
    name, options = str(data.get("name")), table(data.get("options"))
    if name in words.RESERVED or name in words.TICKET or name.endswith(("_id", "_ids")):
        yield ("name",), f"'{name}' is a word of Zammad's own", "begin it with cs_"
    low, high = data.get("minimum"), data.get("maximum")
    if isinstance(low, int) and isinstance(high, int) and low > high:
        yield ("minimum",), "the least value is greater than the greatest", "change one of them"
    for screen, shown in table(data.get("screens")).items():
        yield from _screen(name, str(screen), table(shown))
    yield from _values([str(one) for one in options])
    yield from _default(table(data.get("data_option")).get("default"), {*map(str, options)})
    yield from _labels(options)


def _screen(name: str, screen: str, shown: Record) -> Iterator[Problem]:
    near = slip_of(screen, words.SCREENS)
    if near and screen not in words.SCREENS:
        yield ("screens", screen), f"no screen '{screen}', did you mean '{near}'?", MEND
    for permission, how in shown.items():
        where = ("screens", screen, permission)
        yield from _seen_by(str(permission), name, table(how), where)


def _seen_by(permission: str, name: str, how: Record, where: Loc) -> Iterator[Problem]:
    """Who has the permission sees the attribute `name` on a screen as `how` says."""
    if name.startswith(OUR_FIELDS) and permission != AGENT and how.get("shown"):
        what = f"whoever has {permission} would read '{name}': customers too, maybe"
        yield where, what, f"{AGENT} alone"
    if how.get("required") is True:
        yield where, ASKED_OF_ALL, "required: false"
    known = {*seeds.PERMISSIONS, EVERYONE}
    near = slip_of(permission, known)
    if permission not in known and near:
        yield where, f"no permission '{permission}', did you mean '{near}'?", MEND


def _values(options: list[str]) -> Iterator[Problem]:
    for option in options:
        if option != option.strip():
            what = f"the value '{option}' has blanks around it"
            yield ("options", option), what, "take them away"
    for option in _twice([folded(one) for one in options]):
        yield ("options",), f"two values are '{option}', but for capitals", "rename one of them"


def _default(usual: object, options: set[str]) -> Iterator[Problem]:
    for one in usual if isinstance(usual, list) else [usual]:
        if options and one and str(one) not in options:
            what = f"the default '{one}' is no option{meant(str(one), options)}"
            yield ("data_option", "default"), what, f"one of {', '.join(sorted(options))}"


def _labels(options: Record) -> Iterator[Problem]:
    """Of the main language."""
    main = [next(texts_of(label), None) for label in options.values()]
    for label in _twice([folded(one) for one in main if one is not None]):
        yield ("options",), f"two options are called '{label}'", "agents can't tell them apart"


def _twice(names: list[str]) -> list[str]:
    return sorted({one for one in names if names.count(one) > 1})
