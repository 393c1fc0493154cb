"""A desk's files → desired objects. One broken file never stops the others."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from ruamel.yaml.comments import CommentedMap

from zammad_plugin.config.desk import Desk, Settings, load_desk
from zammad_plugin.config.files import parse, read_text, read_yaml
from zammad_plugin.config.referrals import read_referrals
from zammad_plugin.errors import DeskError, Where
from zammad_plugin.sync.kinds import REGISTRY
from zammad_plugin.sync.language import choose, names_of, renamed
from zammad_plugin.sync.model import Desired, Kind, Record, marker
from zammad_plugin.sync.referrals import Contacts, fill

FENCE = "---"
MISPLACED = "front matter starts and ends with a line of ---"


@dataclass
class Source:
    """Everything that the files say, and what is wrong with them."""

    desired: list[Desired] = field(default_factory=list)
    problems: list[DeskError] = field(default_factory=list)


def _front_matter(file: Path) -> CommentedMap:
    """The front matter, with the text below it as `body` and the file's name as `lang`."""
    lines = read_text(file).splitlines()
    if not lines or lines[0].strip() != FENCE or FENCE not in lines[1:]:
        raise DeskError("no front matter", where=Where(file, 1, 1), hint=MISPLACED)
    end = lines.index(FENCE, 1)
    data = read_yaml(file, "\n".join(lines[1:end]) + "\n", first_line=1)
    if not isinstance(data, CommentedMap):
        raise DeskError("the front matter is empty", where=Where(file, 1, 1), hint=MISPLACED)
    for name in ("body", "lang"):
        if name in data:
            raise DeskError(f"unknown key '{name}'", where=Where(file, 1, 1))
    data["body"], data["lang"] = "\n".join(lines[end + 1 :]).strip(), file.stem
    return data


def _read(file: Path) -> tuple[Any, int]:
    """The data and how many lines of the file stand above it."""
    return (_front_matter(file), 1) if file.suffix == ".md" else (read_yaml(file), 0)


@dataclass(frozen=True)
class Reader:
    """How the files of one desk are read: the language of names, and where contacts come from."""

    language: str
    contacts: Callable[[], Contacts]


def _fields(kind: Kind, file: Path, reader: Reader) -> tuple[Record, Record]:
    """(what the server is told, what only the file says)"""
    data, above = _read(file)
    names = names_of(data)
    try:
        data = fill(choose(data, reader.language), reader.contacts)
    except DeskError as error:
        where = error.where or Where(file, 1, 1)
        raise DeskError(error.what, where=where, hint=error.hint) from error
    spec = parse(kind.spec, data, file, above)
    try:
        return spec.fields(), spec.about() | names
    except (ValueError, TypeError, AttributeError) as error:
        raise DeskError(str(error), where=Where(file, 1, 1), hint="zammad-plugin check") from error


def read_one(kind: Kind, file: Path, reader: Reader) -> Desired:
    """The object in `file`. Raises DeskError."""
    (fields, about), key = _fields(kind, file, reader), kind.key(file)
    if kind.has_note:
        fields["note"] = marker(key)
    return Desired(kind, key, fields, Where(file, 1, 1), about)


def _files(kind: Kind, folder: Path) -> list[Path]:
    return sorted(file for file in folder.glob(kind.files) if not file.name.startswith("."))


def _name_taken(item: Desired, seen: dict[tuple[str, ...], Path]) -> DeskError | None:
    names = (str(item.fields[name]).casefold() for name in item.kind.same_object)
    identity = (item.kind.name, *names)
    first = seen.setdefault(identity, item.where.path)
    if first == item.where.path:
        return None
    what = f"'{item.fields['name']}' is the name in {first} too"
    return DeskError(what, where=item.where, hint="give one of them another name")


def _desk(folder: Path, source: Source) -> Desk:
    try:
        return load_desk(folder)
    except DeskError as error:
        source.problems.append(error)
        return Desk(folder, Settings())


def _reader(desk: Desk, today: datetime.date | None) -> Reader:
    @cache
    def contacts() -> Contacts:
        return Contacts(read_referrals(desk.rules), today or datetime.date.today())

    return Reader(desk.settings.language, contacts)


def read(folder: Path, today: datetime.date | None = None) -> Source:
    """Every object of the desk in `folder`, kinds in the order of their dependencies.

    `today` decides which contacts in texts have expired.
    """
    source, seen = Source(), dict[tuple[str, ...], Path]()
    reader = _reader(_desk(folder, source), today)
    for kind in REGISTRY.values():
        for file in _files(kind, folder):
            try:
                item = read_one(kind, file, reader)
            except DeskError as error:
                source.problems.append(error)
                continue
            taken = _name_taken(item, seen)
            if taken:
                source.problems.append(taken)
            else:
                source.desired.append(item)
    source.desired = renamed(source.desired)
    return source
