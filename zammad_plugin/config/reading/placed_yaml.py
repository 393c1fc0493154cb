"""YAML that knows of each node where it stands, for what is wrong in a file.

Of a bounded depth; an alias may not multiply it.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from zammad_plugin.config.reading import fast_yaml
from zammad_plugin.config.reading.broken import of_yaml
from zammad_plugin.config.reading.texts import read_text
from zammad_plugin.errors import DeskError, Where

if TYPE_CHECKING:
    from ruamel.yaml.constructor import RoundTripConstructor

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
