"""docs: the pages of this very version, and the files that stand beside them."""

from __future__ import annotations

import difflib
import shutil
from collections.abc import Iterator
from pathlib import Path

import click

from zammad_plugin.config.places import shipped
from zammad_plugin.errors import PluginError

# What a reader needs no list of: the generators of a checkout, pictures inside pages.
SILENT = {".py", ".png", ".pyc"}
TREES = ("docs", "container")


@click.command()
@click.argument("page", required=False)
@click.option("--open", "opened", is_flag=True, help="Show it in the program of this desktop.")
@click.option(
    "--out",
    type=click.Path(file_okay=False, path_type=Path),
    default=None,
    help="Copy all of them into this folder: pages, units, compose file, examples, man pages.",
)
def docs(page: str | None, opened: bool, out: Path | None) -> None:
    """Print PAGE of the documentation of this version; without PAGE, list what there is.

    PAGE is a name such as running, kinds/macros, systemd/zammad-plugin-run.service or
    container/compose.yml.
    """
    if out:
        click.echo(f"{_copy(out)} files in {out}")
    elif page is None:
        _list()
    elif opened:
        _open(_file(page))
    else:
        text = _file(page).read_text(encoding="utf-8")
        click.echo_via_pager(text) if _long(text) else click.echo(text, nl=False)


def _long(text: str) -> bool:
    import sys

    screen = shutil.get_terminal_size().lines
    return sys.stdout.isatty() and sys.stdin.isatty() and text.count("\n") >= screen


def _files() -> Iterator[tuple[str, Path]]:
    """(name, file): a page by its name without the ending, all else by its path."""
    for tree in TREES:
        top = shipped(tree)
        before = "" if tree == "docs" else f"{tree}/"
        for file in sorted(top.rglob("*")):
            if file.is_file() and file.suffix not in SILENT:
                path = file.relative_to(top)
                yield before + (path.with_suffix("") if _page(path) else path).as_posix(), file


def _page(path: Path) -> bool:
    return path.suffix == ".md" and path.parts[0] != "example"


def _title(file: Path) -> str:
    with file.open(encoding="utf-8") as lines:
        return next(lines, "").lstrip("# ").strip()


def _list() -> None:
    found = list(_files())
    pages = [(name, file) for name, file in found if file.suffix == ".md" and "/" not in name]
    width = max(len(name) for name, _ in pages)
    for name, file in pages:
        click.echo(f"{name:<{width}}  {_title(file)}")
    folders = sorted({name.rpartition("/")[0] + "/" for name, _ in found if "/" in name})
    click.echo(f"\nbeside them: {' '.join(one for one in folders if one.count('/') == 1)}")
    click.echo("one: zammad-plugin docs PAGE; all as files: zammad-plugin docs --out FOLDER")


def _file(page: str) -> Path:
    """Raises BadParameter that names the nearest page."""
    known = dict(_files())
    found = known.get(page) or known.get(page.removesuffix(".md").removeprefix("docs/"))
    if found:
        return found
    near = difflib.get_close_matches(page, known, n=1)
    meant = f", did you mean '{near[0]}'?" if near else ""
    hint = "\n  next: zammad-plugin docs lists them"
    raise click.BadParameter(f"no page '{page}'{meant}{hint}", param_hint="PAGE")


def _open(file: Path) -> None:
    """Raises PluginError where there is no desktop to show it."""
    if click.launch(str(file)):
        raise PluginError(f"no program here shows {file}", hint=f"zammad-plugin docs {file.stem}")


def _reason(error: OSError | shutil.Error) -> str:
    """Of the first file that failed: copytree goes on, and gathers (from, to, why)."""
    if error.strerror:
        return error.strerror
    gathered = error.args[0] if error.args else ""
    why = str(gathered[0][2]) if isinstance(gathered, list) and gathered else str(gathered)
    return why.partition("] ")[2].partition(": '")[0] or type(error).__name__


def _copy(out: Path) -> int:
    """How many files stand in `out` now. Raises PluginError when it can't be written."""
    try:
        for tree in TREES:
            shutil.copytree(
                shipped(tree),
                out / tree,
                dirs_exist_ok=True,
                ignore=shutil.ignore_patterns("*.py*"),
            )
    except (OSError, shutil.Error) as error:
        reason = _reason(error)
        hint = "zammad-plugin docs --out FOLDER"
        raise PluginError(f"{out} can't be written: {reason}", hint=hint) from None
    return sum(one.is_file() for tree in TREES for one in (out / tree).rglob("*"))
