"""What an existing file says and no server knows: for whom a text is, who has read it."""

from __future__ import annotations

from pathlib import Path

from zammad_plugin.config.reading.placed_yaml import read_yaml
from zammad_plugin.errors import DeskError
from zammad_plugin.sync.files.front_matter import parted
from zammad_plugin.sync.model import Kind, Record


def only_here(kind: Kind, file: Path) -> Record:
    """Keys of `kind.only_here` in `file`; none of a broken or missing one."""
    if not kind.only_here or not file.exists():
        return {}
    try:
        said = read_yaml(file, parted(file)[0])
    except DeskError:
        return {}
    return {name: value for name, value in dict(said or {}).items() if name in kind.only_here}
