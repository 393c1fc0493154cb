"""YAML files to validated models; every error names file:line:column."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError

from zammad_plugin.config import fast_yaml
from zammad_plugin.config.docstrings import told
from zammad_plugin.errors import DeskError, Where

if TYPE_CHECKING:  # needed for schemas alone
    from pydantic import GetJsonSchemaHandler
    from pydantic.json_schema import JsonSchemaValue
    from pydantic_core import CoreSchema


class Strict(BaseModel):
    """Base of everything read from a file: an unknown key is an error, nothing changes later."""

    model_config = ConfigDict(extra="forbid", frozen=True)

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


def read_text(path: Path) -> str:
    """The file as UTF-8. Raises DeskError when it can't be read or is no UTF-8."""
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        line = path.read_bytes()[: error.start].count(b"\n") + 1
        raise DeskError(
            "not UTF-8", where=Where(path, line, 1), hint="save the file as UTF-8"
        ) from error
    except OSError as error:
        raise DeskError(f"can't be read: {error.strerror}", where=Where(path)) from error


def read_yaml(path: Path, text: str | None = None, first_line: int = 0) -> Any:
    """YAML 1.2 with line and column on every node. Raises DeskError, also on a duplicate key."""
    from ruamel.yaml import YAML  # slow to import, and sound files of rules do without
    from ruamel.yaml.error import MarkedYAMLError, YAMLError

    try:
        return YAML(typ="rt").load(read_text(path) if text is None else text)
    except MarkedYAMLError as error:
        mark = error.problem_mark
        where = Where(path, mark.line + 1 + first_line, mark.column + 1) if mark else Where(path)
        why = " ".join(str(error.problem).split())
        raise DeskError(f"YAML: {why}", where=where, hint="zammad-plugin check") from error
    except YAMLError as error:
        raise DeskError(f"YAML: {error}", where=Where(path), hint="zammad-plugin check") from error


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


def _explain(problem: Any, model: type[BaseModel]) -> str:
    name = str(problem["loc"][-1]) if problem["loc"] else "file"
    if problem["type"] == "extra_forbidden":
        import difflib  # only a mistake needs it

        near = difflib.get_close_matches(name, model.model_fields, n=1)
        return f"unknown key '{name}'" + (f", did you mean '{near[0]}'?" if near else "")
    return f"'{name}': {problem['msg']}"


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
            _explain(problem, model),
            where=place(path, data, problem["loc"], first_line),
            hint="mend the file, then: zammad-plugin check",
        ) from error


def load(model: type[Model], path: Path) -> Model:
    """The YAML file as `model`. Raises DeskError."""
    return parse(model, read_yaml(path), path)


def read_fast(text: str) -> Any:
    """Plain data, many times faster; None when it is broken: `read_yaml` says where."""
    try:
        return fast_yaml.load(text)
    except (yaml.YAMLError, ValueError):
        return None


def load_fast(model: type[Model], path: Path) -> Model:
    """As `load`, many times faster for a sound file; a broken one is read again for its place."""
    try:
        return model.model_validate(read_fast(read_text(path)))
    except ValidationError:
        return load(model, path)


def write_yaml(path: Path, data: Any, text: str | None = None) -> None:
    """`data` as a file that `read_yaml` reads; with `text` as front matter above it."""
    from ruamel.yaml import YAML

    yaml = YAML()
    yaml.width, yaml.allow_unicode = 4096, True
    stream = StringIO()
    yaml.dump(data, stream)
    body = stream.getvalue() if text is None else f"---\n{stream.getvalue()}{text}"
    path.write_text(body, encoding="utf-8")
