"""Everything that `check` says of a desk, offline: what must be mended, and what to know."""

from __future__ import annotations

import datetime
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from zammad_plugin.check.files import unread
from zammad_plugin.check.gaps import gaps, overtaken, unsuggested
from zammad_plugin.check.names.shown import groups_shown, names_left
from zammad_plugin.check.objects import Objects, look_at
from zammad_plugin.check.options import without_option
from zammad_plugin.check.replies.slots import unused_slots
from zammad_plugin.check.replies.texts import missing_languages, none_read, old_facts
from zammad_plugin.check.routing.problems import for_nobody, routing_problems
from zammad_plugin.check.rules import rule_problems
from zammad_plugin.check.secrets import secrets_in_clear
from zammad_plugin.check.settings import settings_problems
from zammad_plugin.config.desk import Desk, load_desk
from zammad_plugin.config.overlay import read_in
from zammad_plugin.config.places import default_desk
from zammad_plugin.config.referrals import read_referrals
from zammad_plugin.config.settings.desk import Settings
from zammad_plugin.errors import DeskError, PluginError, Where
from zammad_plugin.sync.files.pull import is_taken_over
from zammad_plugin.sync.files.source import Source, read
from zammad_plugin.sync.files.translated import contradictions
from zammad_plugin.sync.model import Desired


@dataclass
class Checked:
    """`problems` fail the check; `warnings` and the `baseline` don't."""

    desired: list[Desired] = field(default_factory=list)
    problems: list[PluginError] = field(default_factory=list)
    baseline: list[PluginError] = field(default_factory=list)  # of files that were taken over
    warnings: list[str] = field(default_factory=list)


def examine(folder: Path | None) -> Checked:
    """The desk in `folder`, else the default one. Nothing that is broken hides anything else."""
    desk = _desk(folder) if folder else None
    source = read(folder or default_desk())
    problems: list[PluginError] = [*source.problems, *_of_files(desk, source)]
    objects = look_at(source.desired, desk, was_read=_was_read(desk))
    problems += objects.problems
    if desk:
        problems += unused_slots(desk, objects.files)
    problems += _of_rules(desk, source.desired)
    warnings = [*_warnings(desk, source.desired), *_elsewhere(objects)]
    known, new = _baseline(_once(problems), {id(one) for one in source.problems})
    if known:
        many = len({one.where.path for one in known if one.where})
        warnings.append(f"{len(known)} findings in {many} files taken over: check --baseline")
    return Checked(source.desired, new, known, warnings)


def _of_rules(desk: Desk | None, desired: list[Desired]) -> Iterator[PluginError]:
    yield from gaps(desk)
    yield from routing_problems(desk)
    yield from for_nobody(desk, desired)
    yield from rule_problems(desk.rules if desk else None)


def _was_read(desk: Desk | None) -> Callable[[Desired], bool]:
    """Texts of the package into which this desk fills nothing: the package's own check reads them.
    Where something is left out, a text may name it."""
    base = desk.base if desk and not desk.settings.without else None
    if base is None:
        return none_read
    return lambda item: (
        item.where.path.is_relative_to(base) and item.about["raw"] == item.about["body"]
    )


def _baseline(
    problems: list[PluginError], broken: set[int]
) -> tuple[list[PluginError], list[PluginError]]:
    """(of files that `pull` brought in as they were, all others). What can't be read at all, by
    its id in `broken`, is never in the first."""
    files = {one.where.path for one in problems if one.where}
    taken = {file for file in files if is_taken_over(file)}
    known: list[PluginError] = []
    new: list[PluginError] = []
    for one in problems:
        old = one.where and one.where.path in taken and id(one) not in broken
        (known if old else new).append(one)
    return known, new


def _elsewhere(found: Objects) -> Iterator[str]:
    for (resource, name), places in sorted(found.elsewhere.items()):
        named = ", ".join(dict.fromkeys(places))
        yield f"no file makes '{name}' ({resource}); Zammad must have it. Named in: {named}"


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
    yield from secrets_in_clear(desk.folder)
    if not source.desired and not source.problems and not any(read_in(desk.rules)):
        what = "no desk stands in this folder: it has no object and no rule"
        hint = "is --desk right? a new desk: zammad-plugin init DIR"
        yield DeskError(what, where=Where(desk.folder), hint=hint)


def _once(problems: list[PluginError]) -> list[PluginError]:
    return list({str(one): one for one in problems}.values())


def _warnings(desk: Desk | None, desired: list[Desired]) -> Iterator[str]:
    yield from _of_replies(desired)
    try:
        plain = names_left(desk, desired)
    except DeskError:
        return  # told among the problems
    if plain:
        yield f"no neutral name in taxonomy.yml for: {', '.join(plain)}"
    for name, value in without_option(desk.rules if desk else None, desired):
        what = f"no option '{value}' of {name}, which triage writes"
        yield f"{what}: add it to the attribute's file (templates/attributes)"
    if desk:
        yield from _of_desk(desk, desired)
    yield from _shown_to_customers(desk)


def _of_replies(desired: list[Desired]) -> Iterator[str]:
    for lang, keys in missing_languages(desired).items():
        yield f"no {lang} of: {', '.join(keys)}"
    for what in contradictions(desired):
        yield f"{what}; Zammad translates a text once: make the English words differ"
    for key, fact in old_facts(desired, datetime.date.today()):
        yield f"a fact of {key} was compared over a year ago: {fact.says} ({fact.source})"


def _shown_to_customers(desk: Desk | None) -> Iterator[str]:
    if groups := groups_shown(desk):
        what = "a customer who logs in still reads a ticket's priority and its group"
        mend = "a name that says nothing, in templates/groups and routing.yml (docs/routing.md)"
        yield f"{what} ({', '.join(groups)}); give it {mend}"


def _of_desk(desk: Desk, desired: list[Desired]) -> Iterator[str]:
    yield from overtaken(desk)
    if unsaid := unsuggested(desk, desired):
        yield f"no routing rule suggests these replies: {', '.join(unsaid)}"
    voice = desk.settings.voice
    if voice and voice.command and shutil.which(voice.command[0]) is None:
        yield f"zammad-plugin.yml: no command '{voice.command[0]}' here: nothing is transcribed"
    if voice and voice.model and not (desk.folder / voice.model.expanduser()).is_file():
        yield "zammad-plugin.yml: the model of `voice` is not here: nothing is transcribed"
    unset = (name for item in desired for name in item.about.get("unset", ()))
    for name in sorted(set(unset)):
        yield f"${name} is not set here: its webhook can't be written without it"
