"""A desk's files → desired objects. One broken file never stops the others."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from zammad_plugin.config.desk import Desk, load_desk
from zammad_plugin.config.files import parse, read_fast
from zammad_plugin.config.object_files import object_files
from zammad_plugin.config.reading.placed_yaml import read_yaml
from zammad_plugin.config.reading.texts import inside, read_text
from zammad_plugin.config.referrals import read_referrals
from zammad_plugin.config.settings.desk import SETTINGS_FILE, Settings
from zammad_plugin.config.taxonomy import Taxonomy, read_taxonomy
from zammad_plugin.errors import DeskError, Where
from zammad_plugin.sync.files.front_matter import parted, with_text
from zammad_plugin.sync.files.language import choose, names_of, renamed
from zammad_plugin.sync.files.located import located
from zammad_plugin.sync.files.own_options import with_own_codes
from zammad_plugin.sync.files.served import served
from zammad_plugin.sync.files.tags import tagged
from zammad_plugin.sync.files.translated import translations
from zammad_plugin.sync.kinds import REGISTRY
from zammad_plugin.sync.marks import marker
from zammad_plugin.sync.model import About, Desired, Kind, Record, Spec, same_name
from zammad_plugin.sync.replies.contacts import Contacts, fill


@dataclass
class Source:
    """Everything that the files say, and what is wrong with them."""

    desired: list[Desired] = field(default_factory=list)
    problems: list[DeskError] = field(default_factory=list)


@dataclass(frozen=True)
class Reader:
    """How the files of one desk are read.

    `language` of names, where contacts come from, whether texts without a review are held back,
    the desk's name.
    """

    language: str
    contacts: Callable[[], Contacts]
    reviewed_only: bool = False
    desk: str = ""


def _data(file: Path, fast: bool) -> tuple[Any, int]:
    """(what stands in it, how many lines of the file stand above that)"""
    if file.suffix != ".md":
        return (read_fast(read_text(file)) if fast else read_yaml(file)), 0
    front, body = parted(file)
    data = read_fast(front) if fast else read_yaml(file, front, first_line=1)
    return with_text(data, body, file), 1


def _prepared(data: Any, reader: Reader, file: Path) -> Any:
    """One language for names, contacts for placeholders."""
    try:
        return fill(choose(data, reader.language), reader.contacts)
    except DeskError as error:
        where = error.where or located(Where(file, 1, 1), error.what)
        raise DeskError(error.what, where=where, hint=error.hint) from error


def read_spec(kind: Kind, file: Path, reader: Reader) -> tuple[Spec, About]:
    """(the file as its kind's model, its names in all languages). Raises DeskError.

    A sound file is read fast; a broken one again, for the place of what is wrong.
    """
    with suppress(ValidationError, DeskError):
        data, _ = _data(file, fast=True)
        names = names_of(data, kind.translated)
        return kind.spec.model_validate(_prepared(data, reader, file)), names
    data, above = _data(file, fast=False)
    names = names_of(data, kind.translated)
    return parse(kind.spec, _prepared(data, reader, file), file, above), names


def _fields(kind: Kind, file: Path, reader: Reader) -> tuple[Record, About]:
    """(what the server is told, what only the file says)"""
    spec, names = read_spec(kind, file, reader)
    try:
        return spec.fields(), {**spec.about(), **names}
    except (ValueError, TypeError, AttributeError) as error:
        where = located(Where(file, 1, 1), str(error))
        raise DeskError(str(error), where=where, hint="zammad-plugin check") from error


def read_one(kind: Kind, file: Path, reader: Reader) -> Desired:
    """The object in `file`. Raises DeskError."""
    (fields, about), key = _fields(kind, file, reader), kind.key(file)
    if kind.has_note:
        fields["note"] = marker(key, reader.desk)
    if reader.reviewed_only and not about.get("accepted", True):
        about["held"] = True
    return Desired(kind, key, fields, Where(file, 1, 1), about)


def _name_taken(item: Desired, seen: dict[tuple[str, ...], Path]) -> DeskError | None:
    names = (same_name(item.fields[name]) for name in item.kind.same_object)
    identity = (item.kind.name, *names)
    first = seen.setdefault(identity, item.where.path)
    if first == item.where.path:
        return None
    said = item.name or " ".join(str(item.fields[name]) for name in item.kind.same_object)
    what = f"'{said}' is the name in {first} too"
    return DeskError(what, where=item.where, hint="give one of them another name")


def _desk(folder: Path, source: Source) -> Desk:
    try:
        return load_desk(folder)
    except DeskError as error:
        source.problems.append(error)
        return Desk(folder, Settings())


def _aliases(desk: Desk) -> dict[tuple[str, str], str]:
    return {
        (kind.resource, name.casefold()): own
        for kind in REGISTRY.values()
        for name, own in desk.own_names(kind.files).items()
    }


def _taxonomy(desk: Desk) -> Taxonomy:
    """The package's where the desk's own is broken: `tag_names` tells that."""
    try:
        return read_taxonomy(desk.rules)
    except DeskError:
        return read_taxonomy()


def reader_of(desk: Desk, today: datetime.date | None = None) -> Reader:
    @cache
    def contacts() -> Contacts:
        day = today or datetime.date.today()
        return Contacts(read_referrals(desk.rules), day, desk.settings.slots)

    reviewed_only = desk.settings.texts == "reviewed"
    return Reader(desk.settings.language, contacts, reviewed_only, desk.settings.name)


def read(folder: Path, today: datetime.date | None = None) -> Source:
    """Every object of the desk in `folder`, kinds in the order of their dependencies.

    `today` decides which contacts in texts have expired.
    """
    source, seen = Source(), dict[tuple[str, ...], Path]()
    desk = _desk(folder, source)
    reader = reader_of(desk, today)
    for kind in REGISTRY.values():
        found = _read_kind(kind, desk, reader, source, seen)
        source.desired += sorted(found, key=lambda item: item.kind.rank(item.fields))
    source.desired += served(desk.settings, Where(folder / SETTINGS_FILE, 1, 1))
    source.desired = with_own_codes(renamed(source.desired, _aliases(desk)), _taxonomy(desk))
    if desk.settings.translations:
        source.desired += translations(source.desired, desk.settings.language)
    try:
        source.desired = tagged(source.desired, desk.tag_names)
    except DeskError as error:
        source.problems.append(error)
    return source


def _read_kind(
    kind: Kind, desk: Desk, reader: Reader, source: Source, seen: dict[tuple[str, ...], Path]
) -> Iterator[Desired]:
    ours, package = inside(desk.folder), inside(desk.base or desk.folder)
    for file in object_files(kind.files, desk.folder, desk.base, desk.settings.without):
        try:
            own = file.is_relative_to(desk.folder)
            item = read_one(kind, (ours if own else package)(file), reader)
            taken = _name_taken(item, seen)
            if taken:
                raise taken
        except DeskError as error:
            source.problems.append(error)
        else:
            yield item
