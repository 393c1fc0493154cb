"""A desk's files → desired objects. One broken file never stops the others."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ruamel.yaml.comments import CommentedMap

from zammad_plugin.config.desk import Settings, load_desk
from zammad_plugin.config.files import parse, read_text, read_yaml
from zammad_plugin.errors import DeskError, Where
from zammad_plugin.sync.kinds import REGISTRY
from zammad_plugin.sync.language import KNOWN_AS, choose, main_name, renamed
from zammad_plugin.sync.model import Desired, Kind, Record, marker

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


def _fields(kind: Kind, file: Path, language: str) -> tuple[Record, Record]:
    """(what the server is told, what only the file says)"""
    data, above = _read(file)
    known_as = main_name(data)
    spec = parse(kind.spec, choose(data, language), file, above)
    try:
        return spec.fields(), spec.about() | ({KNOWN_AS: known_as} if known_as else {})
    except (ValueError, TypeError, AttributeError) as error:
        raise DeskError(str(error), where=Where(file, 1, 1), hint="zammad-plugin check") from error


def read_one(kind: Kind, file: Path, language: str = "en") -> Desired:
    """The object in `file`, its names in `language`. Raises DeskError."""
    (fields, about), key = _fields(kind, file, language), kind.key(file)
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


def _settings(folder: Path, source: Source) -> Settings:
    try:
        return load_desk(folder).settings
    except DeskError as error:
        source.problems.append(error)
        return Settings()


def read(folder: Path) -> Source:
    """Every object of the desk in `folder`, kinds in the order of their dependencies."""
    source, seen = Source(), dict[tuple[str, ...], Path]()
    language = _settings(folder, source).language
    for kind in REGISTRY.values():
        for file in _files(kind, folder):
            try:
                item = read_one(kind, file, language)
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
