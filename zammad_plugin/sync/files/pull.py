"""A live instance → files. What a file can't say as the server has it is told and left out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from zammad_plugin.config.desk import load_desk
from zammad_plugin.config.files import parse
from zammad_plugin.config.object_files import place_below
from zammad_plugin.config.reading.invalid import in_words
from zammad_plugin.config.reading.texts import read_text
from zammad_plugin.config.writing import write_yaml
from zammad_plugin.errors import DeskError, NotFound, NotPermitted
from zammad_plugin.sync.diff import current, differing
from zammad_plugin.sync.files.front_matter import FENCE
from zammad_plugin.sync.files.naming import identity, key_in, slug
from zammad_plugin.sync.files.only_here import only_here
from zammad_plugin.sync.files.source import read, read_one, reader_of
from zammad_plugin.sync.files.tags import untagged
from zammad_plugin.sync.kinds import REGISTRY
from zammad_plugin.sync.marks import marked_key
from zammad_plugin.sync.model import Kind, Record
from zammad_plugin.sync.refs import resolve
from zammad_plugin.sync.server.inventory import Api, Inventory, refuse
from zammad_plugin.sync.server.versions import OLDEST

TAKEN_OVER = "taken over from Zammad; take this line away once the file is the desk's own"


@dataclass
class Pulled:
    """Paths written, paths that say it already, and (address or path, why) of what was left."""

    written: list[Path] = field(default_factory=list)
    same: list[Path] = field(default_factory=list)
    left: list[tuple[str, str]] = field(default_factory=list)


class _Puller:
    def __init__(self, client: Api, folder: Path, overwrite: bool) -> None:
        self.inventory = Inventory(client, set())
        self.folder, self.overwrite = folder, overwrite
        self.result, self.used = Pulled(), set[Path]()
        desired = read(folder).desired
        desk = load_desk(folder)
        self.reader, self.names = reader_of(desk), desk.tag_names
        derived = (item for item in desired if item.about.get("derived"))
        self.derived = {identity(item.kind, item.fields) for item in derived}
        # What a file calls it: `_file` gets rows in these words.
        self.files = {
            identity(item.kind, untagged(item.kind, item.fields, self.names)): item.where.path
            for item in desired
        }

    def pull(self, kind: Kind) -> None:
        names: dict[tuple[str, ...], int] = {}
        # Ours first: their keys are theirs, another object's name must not take them.
        for row in sorted(self._rows(kind), key=lambda one: not marked_key(one, self.reader.desk)):
            first = names.setdefault(identity(kind, row), row["id"])
            if first != row["id"]:
                why = f"has the name of {kind.name} {first} too; rename one of them in Zammad"
                self.result.left.append((f"{kind.name} {row['id']}", why))
                continue
            if identity(kind, row) not in self.derived:  # another file says it already
                self._one(kind, untagged(kind, current(row), self.names))

    def _rows(self, kind: Kind) -> list[Record]:
        try:
            return self.inventory.rows(kind.resource)
        except NotPermitted as error:
            if kind.since == OLDEST or kind.since <= self.inventory.version():
                self.result.left.append((kind.name, error.what))
        except NotFound as error:
            if kind.since == OLDEST:
                self.result.left.append((kind.name, error.what))
        return []

    def _one(self, kind: Kind, row: Record) -> None:
        try:
            data = _without_defaults(kind, kind.unread(row, self._named))
            self._prove(kind, data, row)
        except (DeskError, ValueError, KeyError, TypeError) as error:
            why = f"no file can say it: {_words(error)}"
            self.result.left.append((f"{kind.name} {row['id']}", why))
            return
        self._write(kind, data, self._file(kind, row, data))

    def _named(self, resource: str, id: Any) -> str:
        for row in self.inventory.rows(resource):
            if str(row["id"]) == str(id):
                return str(row["name"])
        raise KeyError(f"no {id} among {resource}")

    def _prove(self, kind: Kind, data: Record, row: Record) -> None:
        """Raises ValueError unless the file would mean what the server has."""
        spec = parse(kind.spec, data, Path(kind.file_of("key")))
        wanted = resolve(spec.fields(), self.inventory.lookup(refuse))
        names = differing(kind, wanted, row, None)
        if names:
            raise ValueError(", ".join(names))

    def _file(self, kind: Kind, row: Record, data: Record) -> Path:
        """The file that stands for it already, else by its mark, else by its name."""
        known = self.files.get(identity(kind, row))
        key = key_in(row, self.reader.desk)
        if not key:
            key = slug(row["name"], row["id"])
            key = f"{key}/{data['lang']}" if "lang" in data else key
        file = known or self.folder / kind.file_of(key)
        if file in self.used:  # two names that differ in signs only
            file = file.with_stem(f"{file.stem}-{row['id']}")
        self.used.add(file)
        return file

    def _write(self, kind: Kind, data: Record, file: Path) -> None:
        if file.is_file() and self._says(kind, file, data):
            self.result.same.append(file)
        elif not file.is_relative_to(self.folder):  # the package's: here one stands in its place
            self._write(kind, data, self.folder / place_below(file, kind.files))
        elif file.exists() and not self.overwrite:
            why = "the file says otherwise; --overwrite takes what Zammad has"
            self.result.left.append((str(file), why))
        else:
            try:
                remark = "" if file.exists() else TAKEN_OVER
                parts = _parts({**data, **only_here(kind, file)})
                write_yaml(self.folder, file, *parts, remark=remark)
            except DeskError as error:
                self.result.left.append((str(file), error.what))
            else:
                self.result.written.append(file)

    def _says(self, kind: Kind, file: Path, data: Record) -> bool:
        try:
            fields = read_one(kind, file, self.reader).fields
        except DeskError:
            return False
        fresh = parse(kind.spec, data, file).fields()
        fresh = {name: value for name, value in fresh.items() if name not in kind.once}
        return all(fields[name] == value for name, value in fresh.items())


def is_taken_over(file: Path) -> bool:
    """Whether `pull` brought the file in and nobody has made it the desk's own since."""
    try:
        head = read_text(file)[: len(TAKEN_OVER) + 8].splitlines()[:2]
    except DeskError:
        return False
    return f"# {TAKEN_OVER}" in head


def _words(error: Exception) -> str:
    if isinstance(error, ValidationError):
        first = error.errors()[0]
        return f"{'.'.join(map(str, first['loc']))}: {in_words(first)}".removeprefix(": ")
    return error.what if isinstance(error, DeskError) else str(error)


def _without_defaults(kind: Kind, data: Record) -> Record:
    known = kind.spec.model_fields
    return {name: value for name, value in data.items() if _said(known[name], value)}


def _said(known: Any, value: Any) -> bool:
    default = list(known.default) if isinstance(known.default, tuple) else known.default
    return bool(known.is_required() or default != value)


def _parts(data: Record) -> tuple[Record, str | None]:
    """(what stands in YAML, the text below it)"""
    if "body" not in data:
        return data, None
    front = {name: value for name, value in data.items() if name not in {"body", "lang"}}
    return front, f"{FENCE}\n{data['body']}\n"


def pull(client: Api, folder: Path, kinds: Iterable[str] = (), overwrite: bool = False) -> Pulled:
    """Write the server's objects of `kinds` (all of them when empty) below `folder`.

    Raises PluginError's children when the server gives no answer.
    """
    puller = _Puller(client, folder, overwrite)
    for kind in _chosen(tuple(kinds)):
        puller.pull(kind)
    return puller.result


def _chosen(names: tuple[str, ...]) -> Iterator[Kind]:
    return (kind for kind in REGISTRY.values() if not names or kind.name in names)
