"""Who has read a text: written into its front matter, with the mark of what was read.

Lines are replaced, the file is not written anew: comments, quotes and the text stay as they are.
"""

from __future__ import annotations

import datetime
import difflib
import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from zammad_plugin.config.reading.texts import read_text
from zammad_plugin.errors import DeskError
from zammad_plugin.state.atomic import replace_file
from zammad_plugin.sync.files.front_matter import FENCE
from zammad_plugin.sync.kinds.text_modules import NOBODY
from zammad_plugin.sync.model import Desired
from zammad_plugin.sync.replies.translations import replies_of, source_of

MARKS = ("source", "read")
FOLDER = Path("templates") / "replies"
PLAIN = re.compile(r"^[A-Za-z][\w .-]*$|^\d{4}-\d\d-\d\d$")


def accept(
    item: Desired, source: Desired, by: str, native: bool, today: datetime.date, desk: Path
) -> Path:
    """`by` has read the text as it stands now, beside its source: the marks are written into its
    file in the folder `desk`, which is returned. Raises DeskError."""
    about = item.about
    same = about["read"] == about["mark"]
    reader = by if native else str(about["native_reader"]) if same else NOBODY
    values = {"status": "reviewed", "by": by, "date": str(today), "native_reader": reader}
    if item is not source:
        values["source"] = str(source.about["mark"])
    return _marked(item, {**values, "read": str(about["mark"])}, desk)


def follow(item: Desired, source: Desired, by: str, today: datetime.date, desk: Path) -> Path:
    """The translation was brought up to its source; whoever reviewed it must read it again."""
    if item is source:
        hint = "only a translation follows another text"
        raise DeskError("this is the source itself", where=item.where, hint=hint)
    mark = str(source.about["mark"])
    values = {"status": "drafted", "by": by, "date": str(today), "source": mark}
    return _marked(item, values, desk)


def translate(
    source: Desired,
    item: Desired | None,
    lang: str,
    title: str,
    body: str,
    by: str,
    today: datetime.date,
    desk: Path,
) -> Path:
    """Write a translation that follows its source, into the folder `desk`; `item`: the one that
    there is, else the new one begins with what the source says of itself."""
    old = item.where.path if item else None
    place = _place(old or source.where.path.with_name(f"{lang}.md"), desk)
    front, _ = _parted(old or source.where.path)
    kept = _without(front, () if old else ("facts", "read", "remark"))
    values = {"title": title, "status": "drafted", "by": by, "date": str(today)}
    values |= {"native_reader": NOBODY, "source": str(source.about["mark"])}
    _write(place, "".join([*_with([*kept], values), f"{FENCE}\n{body}\n"]))
    return place


def _place(file: Path, desk: Path) -> Path:
    """Where a reply's file stands in the folder `desk`. One of the package's, which the desk
    extends, is taken there: what is written into it would be lost with the next version."""
    own = file.is_relative_to(desk)
    return file if own else desk / FOLDER / file.parent.name / file.name


def _marked(item: Desired, values: Mapping[str, str], desk: Path) -> Path:
    place = _place(item.where.path, desk)
    front, rest = _parted(item.where.path)
    _write(place, "".join([*_with(front, values), *rest]))
    return place


def _parted(path: Path) -> tuple[list[str], list[str]]:
    """(lines of the front matter with its first fence, the rest from its last)"""
    lines = read_text(path).splitlines(keepends=True)
    end = next(number for number, line in enumerate(lines) if number and line.strip() == FENCE)
    return lines[:end], lines[end:]


def _without(front: list[str], names: tuple[str, ...]) -> Iterator[str]:
    """Lines but for those of `names`, with what is indented below them."""
    leaving = False
    for line in front:
        if not line.startswith((" ", "-", "\t")) or line.strip() == FENCE:
            leaving = line.partition(":")[0] in names
        if not leaving:
            yield line


def _with(front: list[str], values: Mapping[str, str]) -> list[str]:
    """`front` with the line of each of `values` replaced, or put behind the others."""
    lines = list(front)
    for name, value in values.items():
        line = f"{name}: {_as_yaml(name, value)}\n"
        places = [number for number, one in enumerate(lines) if one.startswith(f"{name}:")]
        if places:
            lines[places[0]] = line
        else:
            lines.append(line)
    return lines


def _write(path: Path, text: str) -> None:
    """Whole or not at all: a review half written would be a text half lost. Raises StateError."""
    path.parent.mkdir(parents=True, exist_ok=True)
    mode = path.stat().st_mode & 0o777 if path.exists() else 0o644
    replace_file(path, [text], mode)


def _as_yaml(name: str, value: str) -> str:
    """A mark of digits alone must not become a number, nor `no` a truth value."""
    plain = PLAIN.match(value) and name not in MARKS and value.lower() not in ("yes", "no", "null")
    return value if plain else json.dumps(value, ensure_ascii=False)


def find(desired: list[Desired], key: str, lang: str) -> tuple[Desired, Desired]:
    """(the reply, its source). Raises DeskError that names the nearest."""
    replies = replies_of(desired)
    if key not in replies:
        near = difflib.get_close_matches(key, replies, n=1)
        maybe = f", did you mean '{near[0]}'?" if near else ""
        raise DeskError(f"no reply '{key}'{maybe}", hint="zammad-plugin templates check")
    if lang not in replies[key]:
        have = ", ".join(sorted(replies[key]))
        raise DeskError(f"'{key}' is not in '{lang}'", hint=f"it is in {have}")
    return replies[key][lang], source_of(replies[key])
