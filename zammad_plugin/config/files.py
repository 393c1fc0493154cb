"""YAML files to validated models; every error names file:line:column.

A desk's files may come from elsewhere. The one reader takes regular files of a bounded size, of
which no link leads out of the desk, and YAML of a bounded depth; an alias may not multiply it.
"""

from __future__ import annotations

import datetime
import os
import re
import stat
import time
from collections.abc import Callable, Mapping, Sequence
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import yaml
from pydantic import BaseModel, ConfigDict, GetCoreSchemaHandler, ValidationError

from zammad_plugin.config.reading import fast_yaml
from zammad_plugin.config.reading.broken import of_yaml
from zammad_plugin.config.reading.docstrings import told
from zammad_plugin.config.reading.invalid import explain
from zammad_plugin.errors import DeskError, Where

if TYPE_CHECKING:  # needed for schemas alone
    from pydantic import GetJsonSchemaHandler
    from pydantic.json_schema import JsonSchemaValue
    from pydantic_core import CoreSchema
    from ruamel.yaml.constructor import RoundTripConstructor


def _strict_numbers(node: object) -> None:
    """In place, in whatever pydantic made of the fields."""
    if isinstance(node, list):
        for one in node:
            _strict_numbers(one)
    elif isinstance(node, dict):
        if node.get("type") == "int":
            node["strict"] = True
        for one in node.values():
            if isinstance(one, (dict, list, tuple)):
                _strict_numbers(one)


class Strict(BaseModel):
    """Base of everything read from a file: an unknown key is an error, nothing changes later."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    @classmethod
    def __get_pydantic_core_schema__(
        cls, source: type[BaseModel], handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        """A number is written as one: `010`, `"15"` and `٦٠` are texts, and may mean another."""
        made = handler(source)
        _strict_numbers(made)
        return made

    @classmethod
    def __get_pydantic_json_schema__(
        cls, core: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        """The docstrings under the fields are their descriptions."""
        made = handler(core)
        fields = handler.resolve_ref_schema(made).get("properties", {})
        for name, text in told(cls).items():
            known = cls.model_fields.get(name)
            key = known.alias or name if known else name
            if key in fields:
                fields[key].setdefault("description", text)
        return made


Model = TypeVar("Model", bound=BaseModel)


LARGEST = 1024 * 1024  # bytes; the largest of the package's own files has 80,000


def _bytes(path: Path) -> bytes:
    """Raises DeskError for what is no regular file, or larger than LARGEST; never waits."""
    # Without O_NONBLOCK the open of a pipe waits for its writer, for ever.
    with os.fdopen(os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_NOCTTY), "rb") as stream:
        if not stat.S_ISREG(os.fstat(stream.fileno()).st_mode):
            raise DeskError("no regular file", where=Where(path), hint="put a file there")
        found = stream.read(LARGEST + 1)
    if len(found) > LARGEST:
        what = f"larger than {LARGEST >> 10} KiB"
        raise DeskError(what, where=Where(path), hint="no file of a desk needs that; split it")
    return found


def read_text(path: Path) -> str:
    """The file as UTF-8, its line ends as \\n. Raises DeskError when it can't be read, is no UTF-8
    or no regular file of a bounded size."""
    try:
        found = _bytes(path)
        # A mark of the byte order is no letter: some editors write it before everything.
        text = found.decode("utf-8").removeprefix("\ufeff")
        return text.replace("\r\n", "\n").replace("\r", "\n")
    except UnicodeDecodeError as error:
        line = found[: error.start].count(b"\n") + 1
        raise DeskError(
            "not UTF-8", where=Where(path, line, 1), hint="save the file as UTF-8"
        ) from error
    except (OSError, ValueError) as error:  # ValueError: a name with a NUL
        why = error.strerror if isinstance(error, OSError) else "no name of a file"
        raise DeskError(f"can't be read: {why}", where=Where(path)) from error


def inside(folder: Path) -> Callable[[Path], Path]:
    """A check for files found below `folder`: gives them back, or raises DeskError for one that a
    link takes out of it."""
    root, known = Path(os.path.realpath(folder)), dict[Path, Path]()

    def checked(file: Path) -> Path:
        parent = known.setdefault(file.parent, Path(os.path.realpath(file.parent)))
        real = Path(os.path.realpath(file)) if file.is_symlink() else parent / file.name
        if not real.is_relative_to(root):
            hint = "put the file itself there, not a link"
            raise DeskError("a link leads out of the desk", where=Where(file), hint=hint)
        return file

    return checked


MEND = "mend the file, then: zammad-plugin check"


def read_yaml(path: Path, text: str | None = None, first_line: int = 0) -> Any:
    """YAML 1.2 with line and column on every node. Raises DeskError, also on a duplicate key."""
    from ruamel.yaml import YAML  # slow to import, and sound files of rules do without

    text = read_text(path) if text is None else text
    try:
        fast_yaml.bounded(text)
        yaml = YAML(typ="rt")
        yaml.Constructor = _constructor()
        return yaml.load(text)
    except fast_yaml.Unbounded as error:
        where = Where(path, error.line + first_line, error.column)
        raise DeskError(f"YAML: {error}", where=where, hint="write it flat") from error
    except Exception as error:  # whatever the parser stumbles over stands in the file
        where, why = _stumbled(error, path, text, first_line)
        raise DeskError(why, where=where, hint=MEND) from error


def _stumbled(error: Exception, path: Path, text: str, first_line: int) -> tuple[Where, str]:
    from ruamel.yaml.error import MarkedYAMLError, YAMLError

    if isinstance(error, MarkedYAMLError):
        why, line, column = of_yaml(error)
        return Where(path, line + first_line, column) if line else Where(path), f"YAML: {why}"
    if isinstance(error, YAMLError):
        return Where(path), f"YAML: {error}"
    no_day = _no_day(path, text, first_line)
    return no_day or (Where(path), f"YAML: {type(error).__name__}")


@cache
def _constructor() -> type[RoundTripConstructor]:
    """Numbers as `fast_yaml` reads them: 010, 0x1F and 1_000 are texts."""
    from ruamel.yaml.constructor import RoundTripConstructor

    class Constructor(RoundTripConstructor):
        def construct_yaml_int(self, node: Any) -> Any:
            plain = fast_yaml.is_number(node.value)
            return super().construct_yaml_int(node) if plain else self.construct_scalar(node)

    Constructor.add_constructor(fast_yaml.NUMBER, Constructor.construct_yaml_int)
    return Constructor


DAY = re.compile(r"\b(\d{4})-(\d{2})-(\d{2})\b")


def _no_day(path: Path, text: str, first_line: int) -> tuple[Where, str] | None:
    """The first date of a file that no calendar has: YAML readers stumble over it."""
    for number, line in enumerate(text.splitlines(), start=1 + first_line):
        for found in DAY.finditer(line):
            try:
                datetime.date.fromisoformat(found[0])
            except ValueError:
                return Where(path, number, found.start() + 1), f"there is no day {found[0]}"
    return None


def _key_or_item(data: Any) -> Any:
    """ruamel's look-up of (line, column), both from 0, for a key or an index."""
    lines = data.lc
    return lines.key if isinstance(data, Mapping) else lines.item


def place(path: Path, data: Any, loc: Sequence[int | str], first_line: int = 0) -> Where:
    """Where in the file the node at `loc` stands (the nearest one that exists)."""
    line, column = 1, 1
    for key in loc:
        try:
            position = _key_or_item(data)(key)
            line, column = position[0] + 1, position[1] + 1
            data = data[key]
        except (AttributeError, KeyError, IndexError, TypeError):
            break
    return Where(path, line + first_line, column)


def parse(model: type[Model], data: Any, path: Path, first_line: int = 0) -> Model:
    """`data` as `model`. Raises DeskError for the first problem, with its place."""
    try:
        return model.model_validate(data)
    except ValidationError as error:
        problems = error.errors()
        # A typing mistake in a required key is two problems; the one with the near name helps.
        typos = (one for one in problems if one["type"] == "extra_forbidden")
        problem = next(typos, problems[0])
        raise DeskError(
            explain(problem, model),
            where=place(path, data, problem["loc"], first_line),
            hint=MEND,
        ) from error


def load(model: type[Model], path: Path) -> Model:
    """The YAML file as `model`. Raises DeskError."""
    return parse(model, read_yaml(path), path)


def read_fast(text: str) -> Any:
    """Plain data, many times faster; None when it is broken: `read_yaml` says where."""
    try:
        return fast_yaml.load(text)
    except (yaml.YAMLError, ValueError, RecursionError):
        return None


def load_fast(model: type[Model], path: Path) -> Model:
    """As `load`, many times faster for a sound file; a broken one is read again for its place.

    A command asks for the same file from many places: one that has not changed is read once.
    """
    try:
        found = path.stat()
    except (OSError, ValueError):
        return load(model, path)  # says why
    if time.time_ns() - found.st_mtime_ns < YOUNG:
        return _loaded(model, path)
    kept: Model = _kept(model, path, (found.st_mtime_ns, found.st_size, found.st_ino))
    return kept


# Nanoseconds. A file that was written just now may be written again within one tick of its clock.
YOUNG = 2_000_000_000


def _loaded(model: type[Model], path: Path) -> Model:
    try:
        return model.model_validate(read_fast(read_text(path)))
    except ValidationError:
        return load(model, path)


@lru_cache(256)
def _kept(model: type[Model], path: Path, _state: tuple[int, int, int]) -> Model:
    return _loaded(model, path)
