"""Command for editors: schema."""

from __future__ import annotations

import difflib
import json
from pathlib import Path

import click

from zammad_plugin.cli.output import make_folder, write_out


@click.command()
@click.argument("kind", required=False)
@click.option(
    "--out",
    type=click.Path(file_okay=False, path_type=Path),
    default=None,
    help="Write KIND.json, or without KIND all of them, into this folder.",
)
def schema(kind: str | None, out: Path | None) -> None:
    """Print the JSON Schema of files of KIND; without KIND, list every kind and its files.

    An editor that knows it completes keys and marks mistakes (docs/schema.md).
    """
    from zammad_plugin.check.schema import FILE_KINDS

    names = [_known(kind, list(FILE_KINDS))] if kind else list(FILE_KINDS)
    if out:
        make_folder(out)
        for name in names:
            write_out(out / f"{name}.json", f"{_text(name)}\n")
    elif kind:
        click.echo(_text(kind))
    else:
        for one in FILE_KINDS.values():
            click.echo(f"{one.name:<13} {one.below}: {one.files}")


def _text(name: str) -> str:
    from zammad_plugin.check.schema import FILE_KINDS, schema_of

    return json.dumps(schema_of(FILE_KINDS[name]), ensure_ascii=False, indent=2)


def _known(name: str, names: list[str]) -> str:
    if name in names:
        return name
    near = difflib.get_close_matches(name, names, n=1)
    meant = f", did you mean '{near[0]}'?" if near else f": one of {', '.join(names)}"
    raise click.BadParameter(f"no kind '{name}'{meant}", param_hint="KIND")
