"""A desk's files of objects: each takes the place of the same one of the desk that is extended."""

from __future__ import annotations

from collections.abc import Collection
from fnmatch import fnmatchcase
from pathlib import Path

from zammad_plugin.config.files import read_fast
from zammad_plugin.config.reading.texts import read_text
from zammad_plugin.errors import DeskError
from zammad_plugin.vocabulary import MAIN


def object_files(
    files: str, folder: Path, base: Path | None = None, without: Collection[str] = ()
) -> list[Path]:
    """Files of objects that count, by their place below a desk's folder.

    One in `folder` takes the place of the same one in `base` (the desk that is extended); of
    `base` nothing comes that an entry of `without` names.
    """
    own = below(folder, files)
    more = below(base, files) if base else {}
    kept = {
        place: file
        for place, file in more.items()
        if not any(leaves_out(one, place) for one in without)
    }
    return [file for _, file in sorted({**kept, **own}.items())]


def own_names(files: str, folder: Path, base: Path | None) -> dict[str, str]:
    """Name that the file of `base` gives an object → name that the file in its place gives it.

    What else of the package names the object (macros, routing, service levels) then means this.
    """
    if base is None:
        return {}
    theirs, found = below(base, files), dict[str, str]()
    for place, file in below(folder, files).items():
        own = names_in(file) if place in theirs else []
        if own:
            found |= {name: own[0] for name in names_in(theirs[place]) if name not in own}
    return found


def names_in(file: Path) -> list[str]:
    """In all languages, English first; none of a broken file."""
    try:
        data = read_fast(read_text(file))
    except DeskError:
        return []
    name = data.get("name") if isinstance(data, dict) else None
    every = [name.get(MAIN), *name.values()] if isinstance(name, dict) else [name]
    return list(dict.fromkeys(one for one in every if isinstance(one, str)))


def below(folder: Path, files: str) -> dict[str, Path]:
    """Place below the folder → the file, of those of the glob `files`; hidden ones are none."""
    return {
        file.relative_to(folder).as_posix(): file
        for file in folder.glob(files)
        if not file.name.startswith(".")
    }


def place_below(file: Path, files: str) -> str:
    """Where `file` stands below its desk; it is one of the glob `files`."""
    return Path(*file.parts[-len(Path(files).parts) :]).as_posix()


def leaves_out(entry: str, place: str) -> bool:
    """Whether an entry of `without` names the file at `place`: `replies/press-enquiry` a folder,
    `macros/false-alarm` a file, `overviews/w*` several."""
    named = entry.strip("/").removeprefix("templates/")
    bare = place.removeprefix("templates/").rpartition(".")[0]
    return fnmatchcase(bare, named) or fnmatchcase(bare, f"{named}/*")
