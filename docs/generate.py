"""Writes what docs can take from the code: schemas, tables, examples, commands, exit codes.

    python docs/generate.py            # write
    python docs/generate.py --check    # write nothing; exit 1 and name the files that are stale

A page keeps its own words; only what stands between `<!-- generated: NAME -->` and `<!-- end -->`
is replaced. A new kind needs a page docs/kinds/KIND.md and a file below docs/example.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Callable
from pathlib import Path

import click
import man
from tables import fields_table, table

from zammad_plugin import __version__, errors
from zammad_plugin.check.schema import FILE_KINDS, schema_of
from zammad_plugin.cli.completion import PLACES, script
from zammad_plugin.cli.lazy import commands_of
from zammad_plugin.cli.main import cli
from zammad_plugin.errors import ExitCode, PluginError
from zammad_plugin.sync.kinds import REGISTRY
from zammad_plugin.sync.model import Kind

DOCS = Path(__file__).resolve().parent
EXAMPLE = DOCS / "example"
BLOCK = re.compile(r"(<!-- generated: ([\w-]+) -->\n).*?(<!-- end -->)", re.DOTALL)
PROG = "zammad-plugin"
Blocks = dict[str, Callable[[], str]]


# Kinds


def example_of(kind: Kind) -> Path:
    """The first example file of the kind. Raises SystemExit when there is none."""
    found = sorted(EXAMPLE.glob(kind.files))
    if not found:
        raise SystemExit(f"no example: write docs/example/{kind.files}")
    return found[0]


def example_block(kind: Kind) -> str:
    file = example_of(kind)
    form = "yaml" if file.suffix == ".yml" else "markdown"
    place = file.relative_to(EXAMPLE).as_posix()
    return f"`{place}`:\n```{form}\n{file.read_text(encoding='utf-8')}```\n"


def place_block(kind: Kind) -> str:
    gone = "deleted" if kind.deletable else "deactivated or kept, never deleted"
    known = "note" if kind.has_note else "name"
    return table(
        ("", ""),
        [
            ("files", f"`{kind.files}`"),
            ("address", f"`{kind.name}/{kind.key(example_of(kind))}` is the one below"),
            ("in Zammad", f"`{kind.resource}`, from version {kind.since[0]}.{kind.since[1]}"),
            ("known as ours by", f"its {known}"),
            ("`prune`, `uninstall`", gone),
            ("schema", f"[{kind.name}.json](../schema/{kind.name}.json)"),
        ],
    )


def kind_blocks(kind: Kind) -> Blocks:
    return {
        "place": lambda: place_block(kind),
        "example": lambda: example_block(kind),
        "fields": lambda: fields_table(FILE_KINDS[kind.name]),
    }


# Commands, exit codes, schemas


def _form(option: click.Option) -> str:
    """`-q, --quiet`, `--format text|json`: from the parts, alike in all versions of click."""
    names = ", ".join([*option.opts, *option.secondary_opts])
    if option.is_flag or option.count:
        return names
    return f"{names} {_kind(option.type)}"


def _kind(kind: click.ParamType) -> str:
    if isinstance(kind, click.Choice):
        return "|".join(map(str, kind.choices))
    if isinstance(kind, click.IntRange):
        return f"{kind.min}-{'' if kind.max is None else kind.max}"
    return kind.name


def _means(option: click.Option) -> str:
    more = ["required"] if option.required else []
    if option.show_default:
        more.append(f"default: {option.default}")
    if option.envvar:
        more.append(f"or ${option.envvar}")
    return (option.help or "") + (f" ({', '.join(more)})" if more else "")


def _parameter(one: click.Parameter) -> tuple[str, ...]:
    if isinstance(one, click.Option):
        return f"`{_form(one)}`", _means(one)
    word = str(one.name).upper() + (" …" if one.nargs != 1 else "")
    return ("`" + (word if one.required else f"[{word}]") + "`", _needed(one))


def _needed(argument: click.Parameter) -> str:
    return "required" if argument.required else "may be left out"


def command_block(name: str, command: click.Command) -> str:
    rows = [_parameter(one) for one in command.params]
    words = [
        _parameter(one)[0].strip("`") for one in command.params if isinstance(one, click.Argument)
    ]
    usage = " ".join([PROG, name, "[OPTIONS]", *words])
    parts = (command.help or "").split("\n\n")
    text = "\n\n".join(" ".join(part.split()) for part in parts)
    return f"## {name}\n```sh\n{usage}\n```\n{text}\n\n{table(('word', 'meaning'), rows)}\n"


def commands_block() -> str:
    rows = [_parameter(one) for one in cli.params]
    commands = [(name, one) for name, one in commands_of(cli) if not isinstance(one, click.Group)]
    short = [
        (f"[{name}](#{name.replace(' ', '-')})", one.get_short_help_str(200))
        for name, one in commands
    ]
    each = "".join(command_block(name, one) for name, one in commands)
    before = table(("before the command", "meaning"), rows)
    return f"{table(('command', 'does'), short)}\n{before}\n{each}"


def codes_block() -> str:
    return table(("code", "means"), [(str(int(one)), one.meaning) for one in ExitCode])


def error_classes() -> list[type[PluginError]]:
    """Every class of zammad_plugin/errors.py, in the order of the file."""
    found = [one for one in vars(errors).values() if isinstance(one, type)]
    return [one for one in found if issubclass(one, PluginError)]


def errors_block() -> str:
    rows = [
        (f"`{one.__name__}`", " ".join((one.__doc__ or "").split()), str(int(one.exit_code)))
        for one in error_classes()
    ]
    return table(("class", "means", "exit code"), rows)


def schemas_block() -> str:
    rows = [
        (f"[{one.name}](schema/{one.name}.json)", f"`{one.files}`", one.below)
        for one in FILE_KINDS.values()
    ]
    return table(("schema", "files", "below the folder of the"), rows)


def other_fields_block() -> str:
    """Fields of the files that are no kind of object of a Zammad."""
    others = [one for name, one in FILE_KINDS.items() if name not in REGISTRY]
    return "".join(f"### {one.name}\n{fields_table(one)}\n" for one in others)


# Files


def filled(file: Path, blocks: Blocks) -> str:
    """The page with its blocks anew. Raises SystemExit for a block that is unknown or missing."""
    if not file.is_file():
        raise SystemExit(f"no page: write {file.relative_to(DOCS.parent)}")
    text = file.read_text(encoding="utf-8")
    there = {match[2] for match in BLOCK.finditer(text)}
    if there != set(blocks):
        raise SystemExit(f"{file.name}: blocks {sorted(there)}, wanted {sorted(blocks)}")
    return BLOCK.sub(lambda match: f"{match[1]}{blocks[match[2]]()}{match[3]}", text)


def pages() -> dict[Path, str]:
    """Every generated file with the text that it should have."""
    made = {
        DOCS / "schema" / f"{one.name}.json": json.dumps(
            schema_of(one), ensure_ascii=False, indent=2
        )
        + "\n"
        for one in FILE_KINDS.values()
    }
    for kind in REGISTRY.values():
        file = DOCS / "kinds" / f"{kind.name}.md"
        made[file] = filled(file, kind_blocks(kind))
    singles: dict[str, Blocks] = {
        "cli.md": {"commands": commands_block},
        "exit-codes.md": {"codes": codes_block, "errors": errors_block},
        "schema.md": {"schemas": schemas_block, "other-files": other_fields_block},
    }
    for name, text in man.pages(cli, __version__, _form, _means).items():
        made[DOCS / "man" / name] = text
    for shell, place in PLACES.items():
        made[DOCS / "completions" / shell / Path(place).name] = f"{script(shell).strip()}\n"
    return made | {DOCS / name: filled(DOCS / name, blocks) for name, blocks in singles.items()}


def stale() -> list[Path]:
    return [
        file
        for file, text in pages().items()
        if not file.is_file() or file.read_text(encoding="utf-8") != text
    ]


def main(words: list[str]) -> int:
    old = stale()
    for file in old:
        print(file.relative_to(DOCS.parent))
    if "--check" in words:
        return int(bool(old))
    made = pages()
    for file in old:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(made[file], encoding="utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
