"""Files of a desk that nobody reads: each is named, with the place that was meant."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from zammad_plugin.check.names.near import near
from zammad_plugin.config.desk import Desk
from zammad_plugin.config.overlay import RULES, read_in
from zammad_plugin.config.settings.desk import SETTINGS_FILE
from zammad_plugin.errors import DeskError, Where
from zammad_plugin.sync.kinds import REGISTRY
from zammad_plugin.text.languages import LANGUAGES
from zammad_plugin.vocabulary import MAIN

# What people keep beside such files, in every folder.
FREE_NAMES = {"readme", "license", "licence", "changelog", "contributing", "notes", "codeowners"}
FORMS = {".yml", ".yaml", ".md", ".markdown", ".json", ".toml", ".txt"}
OURS = ("templates", "macros", "rules")  # nothing else of ours stands at the top
SHALLOW = {"templates", "macros"}


def unread(desk: Desk) -> Iterator[DeskError]:
    """Below templates, macros and the rules every file is read or named; at the desk's top what
    looks like one of ours."""
    read = _read(desk)
    for top in _top(desk.folder):
        if top.name.startswith(".") or top == desk.rules:
            continue
        if top.is_dir() and top.name in SHALLOW:
            yield from _inside(top, read, desk)
        elif top not in read:
            yield from _beside(top, desk)
    if desk.rules.is_dir():
        yield from _inside(desk.rules, read, desk)


def _top(folder: Path) -> list[Path]:
    """Raises DeskError for a folder that can't be listed."""
    try:
        return sorted(folder.iterdir())
    except OSError as error:
        raise DeskError(f"can't be read: {error.strerror}", where=Where(folder)) from error


def _read(desk: Desk) -> set[Path]:
    found = {file for kind in REGISTRY.values() for file in desk.folder.glob(kind.files)}
    return {*found, *read_in(desk.rules), desk.folder / SETTINGS_FILE}


def _inside(folder: Path, read: set[Path], desk: Desk) -> Iterator[DeskError]:
    for file in sorted(folder.rglob("*")):
        if file.is_file() and file not in read and not _is_free(file, desk):
            yield _named(file, desk)


def _is_free(file: Path, desk: Desk) -> bool:
    hidden = any(part.startswith(".") for part in file.relative_to(desk.folder).parts)
    return hidden or file.stem.casefold() in FREE_NAMES


def _named(file: Path, desk: Desk) -> DeskError:
    place = file.relative_to(desk.folder).as_posix()
    alone, meant = _alone(file, desk), _meant(place, desk)
    what = "nobody reads this file"
    if alone:
        return DeskError(f"{what}: {alone}", where=Where(file), hint="take it away")
    if meant:
        return DeskError(f"{what}, did you mean {meant}?", where=Where(file), hint="rename it")
    hint = "take it away, or see which files a desk has: zammad-plugin schema"
    return DeskError(what, where=Where(file), hint=hint)


def _alone(file: Path, desk: Desk) -> str:
    """Why, of a file that the package has and a desk may not."""
    if file.parent != desk.rules:
        return ""
    return next((one.how for one in RULES.values() if one.files == file.name), "")


def _meant(place: str, desk: Desk) -> str:
    """The place nearest to it that is read."""
    own = desk.settings.rules.as_posix()
    for one in RULES.values():  # as the package lays it out
        if one.shipped and place.startswith(f"{own}/{Path(one.shipped).parent}/"):
            return f"{own}/{one.files}"
    in_folder = _of_its_folder(place)
    if in_folder:
        return in_folder
    shapes = [_shape(one, place) for one in _patterns(desk)]
    return near(place, [one for one in shapes if one != place]) or ""


def _of_its_folder(place: str) -> str:
    """Where files of the kind stand that the folder is called after; '' when it is none."""
    folder, stem = Path(place).parent.name, Path(place).stem
    for kind in REGISTRY.values():
        *parts, last = kind.files.split("/")
        names = [one for one in parts if one != "*"]
        if names[-1] == folder:
            rest = last.replace("*", stem) if names == parts else _of_reply(stem)
            return "/".join([*names, rest])
    return ""


def _of_reply(stem: str) -> str:
    """A file named by its language lacks the reply's folder, any other one the language."""
    return f"KEY/{stem}.md" if stem in LANGUAGES else f"{stem}/{MAIN}.md"


def _patterns(desk: Desk) -> list[str]:
    own = desk.settings.rules.as_posix()
    rules = [f"{own}/{one.files}" for one in RULES.values() if one.meets != "shipped"]
    return [*(kind.files for kind in REGISTRY.values()), *rules, SETTINGS_FILE]


def _shape(pattern: str, place: str) -> str:
    """`macros/*.yml` with the names of `place` in the place of its stars."""
    parts, given = pattern.split("/"), place.split("/")
    stem = given[-1].partition(".")[0]
    folder = given[-2] if len(given) > 1 else stem
    stars = [at for at, part in enumerate(parts) if "*" in part]
    made = list(parts)
    for at in stars:
        made[at] = parts[at].replace("*", stem if at == len(parts) - 1 else folder)
    return "/".join(made)


def _beside(top: Path, desk: Desk) -> Iterator[DeskError]:
    """At the top of a desk anything may stand that is not nearly one of ours."""
    if top.is_dir() and top.name == "rules":
        what = f"nobody reads this folder: zammad-plugin.yml says `rules: {desk.settings.rules}`"
        yield DeskError(what, where=Where(top), hint="move its files there, or mend the setting")
    elif near_to := _ours(top):
        kind = "folder" if top.is_dir() else "file"
        what = f"nobody reads this {kind}, did you mean {near_to}?"
        yield DeskError(what, where=Where(top), hint="rename it")


def _ours(top: Path) -> str:
    """The folder or file of ours that is nearly called so; empty for what is none of ours."""
    if top.is_dir():
        found = near(top.name, [*OURS, *_folders()])
        return _folders().get(found, found) if found and any(top.rglob("*.*")) else ""
    is_text = top.is_file() and top.suffix in FORMS
    return near(top.name, [*OURS, SETTINGS_FILE]) or "" if is_text else ""


def _folders() -> dict[str, str]:
    """Name of a folder of one kind → where it stands."""
    places = (Path(kind.files).parent for kind in REGISTRY.values())
    return {
        one.name if one.name != "*" else one.parent.name: one.as_posix().removesuffix("/*")
        for one in places
    } | {"languages": "rules/languages", "routing": "rules/routing.yml"}
