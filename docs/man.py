"""Man pages from the commands themselves: one for the program, one for each of its words.

They are written by `python docs/generate.py` into docs/man and stand in the wheel's share/man.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from textwrap import dedent

import click

from zammad_plugin.cli.examples import SERVER
from zammad_plugin.cli.lazy import commands_of
from zammad_plugin.errors import ExitCode

PROG = "zammad-plugin"
ENVIRONMENT = (
    ("ZAMMAD_URL", "Zammad's address, for commands without --url."),
    ("ZAMMAD_TOKEN", "The token, for commands without --token-file."),
    ("ZAMMAD_DESK", "The desk's folder, for commands without --desk."),
    ("ZAMMAD_ALLOW_HTTP", "Set: plain http is allowed beyond loopback, as by --allow-http."),
    ("STATE_DIRECTORY", "Where state stands, else $XDG_STATE_HOME, else /var/lib/zammad-plugin."),
    ("NO_COLOR", "Set: no colours."),
)
FILES = (
    ("zammad-plugin.yml", "Settings, in the desk's folder."),
    ("/var/lib/zammad-plugin", "Locks and state; losing them is safe."),
)
Means = Callable[[click.Option], str]


def escaped(text: str) -> str:
    """Words that troff prints as they are: a dot or an apostrophe that begins a line is a command
    of its own, a bare hyphen becomes a typographic one that no shell knows."""
    plain = text.replace("\\", "\\e").replace("-", "\\-").replace("'", "\\(aq")
    return "\n".join(f"\\&{line}" if line.startswith(".") else line for line in plain.split("\n"))


def head(name: str, version: str) -> str:
    """Ragged: a long choice can't be adjusted. No date: a page changes when what it says does."""
    return f'.TH {escaped(name).upper()} 1 "" "{PROG} {version}" "{PROG}"\n.ad l\n'


def section(title: str, *lines: str) -> str:
    return f".SH {title}\n" + "".join(f"{line}\n" for line in lines if line)


def tagged(rows: Iterable[tuple[str, str]]) -> str:
    """A long choice may break behind each bar."""
    words = ((escaped(word).replace("|", "|\\:"), escaped(means)) for word, means in rows)
    return "".join(f".TP\n\\fB{word}\\fR\n{means}\n" for word, means in words)


def paragraphs(text: str) -> str:
    """What `--help` says. A part behind `\\b` keeps its lines, as click does."""
    return ".PP\n".join(_paragraph(part) for part in dedent(text).strip().split("\n\n"))


def _paragraph(part: str) -> str:
    if part.startswith("\b"):
        return f".nf\n{escaped(part.removeprefix(chr(8)).strip())}\n.fi\n"
    return f"{escaped(' '.join(part.split()))}\n"


def _rows(
    command: click.Command, form: Callable[[click.Option], str], means: Means
) -> Iterator[tuple[str, str]]:
    for one in command.params:
        if isinstance(one, click.Option):
            yield form(one), means(one)


def _synopsis(words: str, command: click.Command) -> str:
    names = [
        f"[{str(one.name).upper()}]" if not one.required else str(one.name).upper()
        for one in command.params
        if isinstance(one, click.Argument)
    ]
    if isinstance(command, click.Group):
        names.append("COMMAND")
    tail = " ".join(["[OPTIONS]", *names])
    return f"\\fB{escaped(f'{PROG} {words}'.strip())}\\fR {escaped(tail)}"


def _body(
    words: str, command: click.Command, form: Callable[[click.Option], str], means: Means
) -> str:
    rows = tagged(_rows(command, form, means))
    examples = (command.epilog or "").partition("Examples:\n")[2].partition("\n\n")[0]
    shown = dedent(examples).strip()
    text = f"{paragraphs(command.help or '')}"
    text += f".SS Options\n{rows}" if rows else ""
    return text + (f".SS Examples\n.nf\n{escaped(shown)}\n.fi\n" if shown else "")


def page_of(
    word: click.Context, version: str, form: Callable[[click.Option], str], means: Means
) -> str:
    """The page of one word, with those of its own words."""
    name, command = str(word.info_name), word.command
    brief = escaped(command.get_short_help_str(200).rstrip("."))
    text = head(f"{PROG}-{name}", version)
    text += section("NAME", f"{escaped(f'{PROG}-{name}')} \\- {brief}")
    text += section("SYNOPSIS", _synopsis(name, command))
    text += f".SH DESCRIPTION\n{_body(name, command, form, means)}"
    if isinstance(command, click.Group):
        for whole, one in commands_of(command, word):
            text += f".SH {escaped(whole).upper()}\n{_synopsis(whole, one)}\n.PP\n"
            text += _body(whole, one, form, means)
    if any("--url" in one.opts for one in command.params):
        text += section("ENVIRONMENT", escaped(SERVER))
    return text + section("SEE ALSO", f"\\fB{PROG.replace('-', chr(92) + '-')}\\fR(1)")


def main_page(
    cli: click.Group, version: str, form: Callable[[click.Option], str], means: Means
) -> str:
    context = click.Context(cli)
    commands = [(name, cli.get_command(context, name)) for name in cli.list_commands(context)]
    rows = [(f"{PROG}-{name}(1)", one.get_short_help_str(200)) for name, one in commands if one]
    codes = [(str(int(one)), one.meaning) for one in ExitCode]
    text = head(PROG, version)
    text += section("NAME", f"{escaped(PROG)} \\- {escaped((cli.help or '').strip().rstrip('.'))}")
    text += section("SYNOPSIS", _synopsis("", cli))
    text += f".SH OPTIONS\n{tagged(_rows(cli, form, means))}"
    text += f".SH COMMANDS\n{tagged(rows)}"
    text += f".SH ENVIRONMENT\n{tagged(ENVIRONMENT)}"
    text += f".SH FILES\n{tagged(FILES)}"
    text += f".SH EXIT STATUS\n{tagged(codes)}"
    return text + section("SEE ALSO", escaped(f"All pages: {PROG} docs."))


def pages(
    cli: click.Group, version: str, form: Callable[[click.Option], str], means: Means
) -> dict[str, str]:
    """File name → text."""
    context = click.Context(cli)
    made = {f"{PROG}.1": main_page(cli, version, form, means)}
    for name in cli.list_commands(context):
        command = cli.get_command(context, name)
        if command is not None and not command.hidden:
            word = click.Context(command, context, name)
            made[f"{PROG}-{name}.1"] = page_of(word, version, form, means)
    return made
