"""voice: what hears voice messages on the desk's own machine."""

from __future__ import annotations

import json
import shutil
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import click

from zammad_plugin.cli.doctor import tell
from zammad_plugin.cli.hands import shared_by
from zammad_plugin.cli.judged import rules
from zammad_plugin.cli.options import DESK, FORMAT, STATE_DIR, connection
from zammad_plugin.cli.server import Server, place
from zammad_plugin.errors import ExitCode, PluginError

if TYPE_CHECKING:
    from zammad_plugin.config.desk import Desk
    from zammad_plugin.tickets.voice.step import Done
    from zammad_plugin.voice.ears import Ears


@click.group()
def voice() -> None:
    """Hear voice messages on this machine, in a step of its own beside `run`."""


@voice.command(name="run")
@connection
@DESK
@click.option(
    "--max-seconds",
    type=click.FloatRange(1),
    default=900.0,
    show_default=True,
    help="Begin no recording after so many seconds; the next pass goes on.",
)
@STATE_DIR
@FORMAT
def run_voice(
    server: Server,
    desk: Path | None,
    max_seconds: float,
    state_dir: Path | None,
    form: str,
) -> None:
    """Transcribe what nobody has heard, and note it on its ticket. Silent without anything to do.

    For a line of its own in cron: `run` never waits for it. A second one exits 75 while the first
    is at work. Each recording is heard once and lies on no disk.
    """
    from zammad_plugin.state.lock import lock
    from zammad_plugin.tickets.tools import tools_of
    from zammad_plugin.tickets.voice.memo import Memo
    from zammad_plugin.tickets.voice.step import hear

    loaded, ears = _ears(desk)
    here = place(server.url, desk, state_dir)
    # Earlier versions held voice messages in this folder while they were heard.
    shutil.rmtree(here.folder / "voice", ignore_errors=True)
    with lock(here.voice_lock), server.client(desk) as client:
        tools = tools_of(loaded, rules(desk), key=here.network_key)
        with closing(shared_by(loaded, here)) as shared:
            memo, hands = Memo(here.voice), shared.hands
            done = hear(client, tools, ears, memo=memo, hands=hands, seconds=max_seconds)
    _tell(done, form)
    if done.failed:
        raise SystemExit(int(ExitCode.PARTIAL))


def _ears(folder: Path | None) -> tuple[Desk, Ears]:
    """Raises PluginError where the desk has nobody who hears."""
    from zammad_plugin.config.desk import desk_in
    from zammad_plugin.voice.ears import ears_of

    desk = desk_in(folder)
    settings = desk.settings.voice if desk else None
    if desk is None or settings is None:
        hint = "add `voice: {model: FILE}` to zammad-plugin.yml (docs/voice.md)"
        raise PluginError("nobody hears voice messages here but people", hint=hint)
    return desk, ears_of(settings, desk.folder)


def _tell(done: Done, form: str) -> None:
    if form == "json":
        click.echo(json.dumps(vars(done)))
    elif done.recordings or done.failed or done.left:
        click.echo(
            f"{done.recordings} heard on {done.tickets} tickets, {done.failed} failed, "
            f"{done.left} tickets left, {done.seconds} s"
        )


@voice.command()
@DESK
@FORMAT
def doctor(desk: Path | None, form: str) -> None:
    """Try what hears: engine, model, ffmpeg, network, and the time that five seconds take."""
    from zammad_plugin.doctor.voice import examine

    loaded, ears = _ears(desk)
    assert loaded.settings.voice is not None
    tell(list(examine(loaded.settings.voice, loaded.folder, ears)), form)


@voice.command()
@DESK
@FORMAT
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def listen(file: Path, desk: Path | None, form: str) -> None:
    """What the desk's transcriber hears in FILE, and whether it would be judged."""
    _, ears = _ears(desk)
    heard = ears.listen(file.resolve())
    verdict = heard.verdict(ears.languages)
    if form == "json":
        click.echo(json.dumps({**vars(heard), "verdict": verdict}, ensure_ascii=False))
    else:
        click.echo(heard.text)
        sure = "-" if heard.confidence is None else f"{heard.confidence:.2f}"
        click.echo(f"{verdict}: language {heard.language or '-'}, confidence {sure}", err=True)
