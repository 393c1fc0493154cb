"""The files of rules as one: the package's, and what a desk adds."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from zammad_plugin.config.files import Strict, load_fast
from zammad_plugin.config.overlay import RULES, files_of
from zammad_plugin.config.reading.texts import inside
from zammad_plugin.errors import DeskError
from zammad_plugin.triage.rule_files.languages import Language
from zammad_plugin.triage.rule_files.risks import Words

Model = TypeVar("Model", bound=Strict)
Told = TypeVar("Told", Language, Words)


@dataclass(frozen=True)
class Folders:
    """`root`: of the package's rules, `desk`: of a desk's; `problems`: the broken files, which are
    left out."""

    root: Path
    desk: Path | None
    problems: list[DeskError] = field(default_factory=list)

    def of_languages(self, model: type[Told], kind: str) -> list[Told]:
        """Of a kind that has a file a language: the files of each language as one."""
        groups: dict[str, list[Told]] = {}
        for one in self._read(model, files_of(kind, self.desk, self.root)):
            groups.setdefault(one.language, []).append(one)
        return [_joined(group) for group in groups.values()]

    def whole(self, model: type[Model], kind: str) -> Model:
        """The files of this kind as one; the package's must be there, a desk's may."""
        files = files_of(kind, self.desk, self.root) or [self.root / RULES[kind].files]
        found = list(self._read(model, files))
        return _joined(found) if found else _empty(model)

    def _read(self, model: type[Model], files: list[Path]) -> Iterator[Model]:
        for file in files:
            desk = self.desk if self.desk and file.is_relative_to(self.desk) else None
            try:
                yield load_fast(model, inside(desk or self.root)(file))
            except DeskError as problem:
                self.problems.append(problem)


def _empty(model: type[Model]) -> Model:
    fields = model.model_fields.items()
    required: dict[str, Any] = {name: {} for name, one in fields if one.is_required()}
    return model.model_validate(required)


def _joined(found: list[Model]) -> Model:
    """Lists one behind the other, tables into each other; of single values the last stands."""
    if len(found) == 1:
        return found[0]
    whole: Any = {}
    for one in found:
        whole = _merged(whole, one.model_dump(exclude_unset=True))
    return type(found[0]).model_validate(whole)


def _merged(one: Any, other: Any) -> Any:
    if isinstance(one, dict) and isinstance(other, dict):
        both = {key: _merged(one[key], other[key]) for key in one.keys() & other.keys()}
        return {**one, **other, **both}
    return [*one, *other] if isinstance(one, list) and isinstance(other, list) else other
