"""A file's two parts: YAML front matter between lines of ---, and the text below."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from zammad_plugin.config.reading.texts import read_text
from zammad_plugin.errors import DeskError, Where

FENCE = "---"
MISPLACED = "front matter starts and ends with a line of ---"


def parted(file: Path) -> tuple[str, str]:
    """(front matter, the text below it)"""
    lines = read_text(file).splitlines()
    if lines and lines[0].rstrip() != FENCE and FENCE in lines[0]:
        what = "something stands before the first ---, if only a mark that nobody sees"
        raise DeskError(what, where=Where(file, 1, 1), hint=MISPLACED)
    if not lines or lines[0].rstrip() != FENCE or FENCE not in lines[1:]:
        raise DeskError("no front matter", where=Where(file, 1, 1), hint=MISPLACED)
    end = lines.index(FENCE, 1)
    return "\n".join(lines[1:end]) + "\n", "\n".join(lines[end + 1 :]).strip()


def with_text(data: Any, body: str, file: Path) -> Any:
    """The front matter, with the text below it as `body` and the file's name as `lang`."""
    if not isinstance(data, dict):
        raise DeskError("the front matter is empty", where=Where(file, 1, 1), hint=MISPLACED)
    for name in ("body", "raw", "lang"):
        if name in data:
            raise DeskError(f"unknown key '{name}'", where=Where(file, 1, 1))
    data["body"], data["raw"], data["lang"] = body, body, file.stem
    return data
