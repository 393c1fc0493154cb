"""Files of a desk that we write. The one writer can't leave its folder."""

from __future__ import annotations

from io import StringIO
from pathlib import Path
from typing import Any

from zammad_plugin.config.reading.texts import inside
from zammad_plugin.errors import DeskError, StateError, Where
from zammad_plugin.state.atomic import replace_file

LONGEST_NAME = 200  # bytes of one part of a path; most file systems take 255


def safe_part(part: str) -> bool:
    """Whether it can be one part of a path that stays in its folder, on every system."""
    plain = part.isprintable() and not part.startswith(".") and not set(part) & set('/\\:*?"<>|')
    return bool(part) and plain and len(part.encode("utf-8", "replace")) <= LONGEST_NAME


def write_inside(folder: Path, file: Path, text: str) -> None:
    """`text` as a file below `folder`, whole or not at all. Raises DeskError for a path that leaves
    the folder, also through a link, and for one that no disk takes."""
    parts = file.relative_to(folder).parts if file.is_relative_to(folder) else ("",)
    if not parts or not all(map(safe_part, parts)):
        raise DeskError("no name for a file of a desk", where=Where(folder))
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        _no_link(folder, file)
        replace_file(file, [text], mode=0o644)
    except StateError as error:
        raise DeskError(error.what, where=error.where, hint=error.hint) from error
    except OSError as error:
        why = error.strerror or type(error).__name__
        raise DeskError(f"can't be written: {why}", where=Where(file)) from error


def _no_link(folder: Path, file: Path) -> None:
    """Raises DeskError where one stands, or leads out of the folder on the way."""
    inside(folder)(file)
    if file.is_symlink():
        raise DeskError("a link stands there", where=Where(file), hint="take it away")


def write_yaml(
    folder: Path, path: Path, data: Any, text: str | None = None, remark: str = ""
) -> None:
    """`data` as a file below `folder` that `read_yaml` reads; with `text` as front matter above
    it, `remark` as a comment before everything. Raises DeskError as `write_inside`."""
    from ruamel.yaml import YAML

    yaml = YAML()
    yaml.width, yaml.allow_unicode = 4096, True
    stream = StringIO()
    stream.write(f"# {remark}\n" if remark else "")
    yaml.dump(data, stream)
    body = stream.getvalue() if text is None else f"---\n{stream.getvalue()}{text}"
    write_inside(folder, path, body)
