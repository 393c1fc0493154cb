"""YAML files to validated models; every error names file:line:column."""

from __future__ import annotations

import time
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import yaml
from pydantic import BaseModel, ConfigDict, GetCoreSchemaHandler, ValidationError

from zammad_plugin.config.reading import fast_yaml
from zammad_plugin.config.reading.docstrings import told
from zammad_plugin.config.reading.invalid import explain
from zammad_plugin.config.reading.placed_yaml import MEND, place, read_yaml
from zammad_plugin.config.reading.texts import read_text
from zammad_plugin.errors import DeskError

if TYPE_CHECKING:  # needed for schemas alone
    from pydantic import GetJsonSchemaHandler
    from pydantic.json_schema import JsonSchemaValue
    from pydantic_core import CoreSchema


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
