"""Everything that `check` says of a desk, offline: what must be mended, and what to know."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from zammad_plugin.check.files import unread
from zammad_plugin.check.routing import groups_shown, names_left, routing_problems
from zammad_plugin.check.rules import rule_problems
from zammad_plugin.check.settings import settings_problems
from zammad_plugin.check.texts import lint, missing_languages, unknown_attributes
from zammad_plugin.config.desk import Desk, Settings, load_desk
from zammad_plugin.config.overlay import read_in
from zammad_plugin.config.places import default_desk
from zammad_plugin.config.referrals import read_referrals
from zammad_plugin.errors import DeskError, PluginError, Where
from zammad_plugin.sync.files.source import Source, read
from zammad_plugin.sync.model import Desired


@dataclass
class Checked:
    """`problems` fail the check; `warnings` don't."""

    desired: list[Desired] = field(default_factory=list)
    problems: list[PluginError] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)


def examine(folder: Path | None) -> Checked:
    """The desk in `folder`, else the default one. Nothing that is broken hides anything else."""
    desk = _desk(folder) if folder else None
    source = read(folder or default_desk())
    problems: list[PluginError] = [*source.problems, *_of_files(desk, source)]
    problems += [*lint(source.desired), *unknown_attributes(source.desired)]
    problems += [*routing_problems(desk), *rule_problems(desk.rules if desk else None)]
    return Checked(source.desired, _once(problems), list(_warnings(desk, source.desired)))


def _desk(folder: Path) -> Desk:
    """With the usual settings where the file is broken: `read` names that."""
    try:
        return load_desk(folder)
    except DeskError:
        return Desk(folder, Settings())


def _of_files(desk: Desk | None, source: Source) -> Iterator[DeskError]:
    if desk is None:
        return
    yield from settings_problems(desk)
    try:
        read_referrals(desk.rules)
    except DeskError as error:
        yield error
    yield from unread(desk)
    if not source.desired and not source.problems and not any(read_in(desk.rules)):
        what = "no desk stands in this folder: it has no object and no rule"
        hint = "is --desk right? a new desk: zammad-plugin init DIR"
        yield DeskError(what, where=Where(desk.folder), hint=hint)


def _once(problems: list[PluginError]) -> list[PluginError]:
    return list({str(one): one for one in problems}.values())


def _warnings(desk: Desk | None, desired: list[Desired]) -> Iterator[str]:
    for lang, keys in missing_languages(desired).items():
        yield f"no {lang} of: {', '.join(keys)}"
    try:
        plain = names_left(desk, desired)
    except DeskError:
        return  # told among the problems
    if plain:
        yield f"no neutral name in taxonomy.yml for: {', '.join(plain)}"
    if groups := groups_shown(desk):
        what = "a customer who logs in still reads a ticket's priority and its group"
        mend = "a name that says nothing, in templates/groups and routing.yml (docs/routing.md)"
        yield f"{what} ({', '.join(groups)}); give it {mend}"
