"""A desk's files → desired objects. One broken file never stops the others."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from zammad_plugin.config.files import load_fast, parse, read_fast, read_text, read_yaml
from zammad_plugin.errors import DeskError, Where
from zammad_plugin.sync.kinds import REGISTRY
from zammad_plugin.sync.model import Desired, Kind, Record, Spec, marker

FENCE = "---"
MISPLACED = "front matter starts and ends with a line of ---"


@dataclass
class Source:
    """Everything that the files say, and what is wrong with them."""

    desired: list[Desired] = field(default_factory=list)
    problems: list[DeskError] = field(default_factory=list)


def _parted(file: Path) -> tuple[str, str]:
    """(front matter, the text below it)"""
    lines = read_text(file).splitlines()
    if not lines or lines[0].strip() != FENCE or FENCE not in lines[1:]:
        raise DeskError("no front matter", where=Where(file, 1, 1), hint=MISPLACED)
    end = lines.index(FENCE, 1)
    return "\n".join(lines[1:end]) + "\n", "\n".join(lines[end + 1 :]).strip()


def _with_text(data: Any, body: str, file: Path) -> Any:
    """The front matter, with the text below it as `body` and the file's name as `lang`."""
    if not isinstance(data, dict):
        raise DeskError("the front matter is empty", where=Where(file, 1, 1), hint=MISPLACED)
    for name in ("body", "lang"):
        if name in data:
            raise DeskError(f"unknown key '{name}'", where=Where(file, 1, 1))
    data["body"], data["lang"] = body, file.stem
    return data


def read_spec(kind: Kind, file: Path) -> Spec:
    """The file as its kind's model. Raises DeskError.

    A sound file is read fast; a broken one again, for the place of what is wrong.
    """
    if file.suffix != ".md":
        return load_fast(kind.spec, file)
    front, body = _parted(file)
    data = read_fast(front)
    with suppress(ValidationError):
        if isinstance(data, dict):
            return kind.spec.model_validate(_with_text(data, body, file))
    data = _with_text(read_yaml(file, front, first_line=1), body, file)
    return parse(kind.spec, data, file, 1)


def _fields(kind: Kind, file: Path) -> tuple[Record, Record]:
    """(what the server is told, what only the file says)"""
    spec = read_spec(kind, file)
    try:
        return spec.fields(), spec.about()
    except (ValueError, TypeError, AttributeError) as error:
        raise DeskError(str(error), where=Where(file, 1, 1), hint="zammad-plugin check") from error


def read_one(kind: Kind, file: Path) -> Desired:
    """The object in `file`. Raises DeskError."""
    (fields, about), key = _fields(kind, file), kind.key(file)
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


def read(folder: Path) -> Source:
    """Every object of the desk in `folder`, kinds in the order of their dependencies."""
    source, seen = Source(), dict[tuple[str, ...], Path]()
    for kind in REGISTRY.values():
        for file in _files(kind, folder):
            try:
                item = read_one(kind, file)
            except DeskError as error:
                source.problems.append(error)
                continue
            taken = _name_taken(item, seen)
            if taken:
                source.problems.append(taken)
            else:
                source.desired.append(item)
    return source
