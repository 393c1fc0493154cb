"""What triage can't see, told by `run`, `status` and `doctor`: silence is no health."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from zammad_plugin.cli.output import say
from zammad_plugin.cli.server import Server
from zammad_plugin.errors import PluginError, ZammadError, brief

if TYPE_CHECKING:
    from zammad_plugin.config.desk import Desk
    from zammad_plugin.deadlines.rounds import Times
    from zammad_plugin.doctor.sight import Sight, Wanted
    from zammad_plugin.zammad.client import Client

STEP, EVERY = "sight", 10  # minutes between two looks of `run` without metrics


@contextmanager
def admin_of(server: Server, desk: Path | None) -> Iterator[Client | None]:
    """A client with the desk's sync token, which may list groups and roles; None without one."""
    from zammad_plugin.config.desk import desk_in

    loaded = desk_in(desk)
    token = _sync_token(loaded)
    if loaded is None or not token:
        yield None
        return
    with server.client_by(token, loaded, named=False) as client:
        yield client


def _sync_token(desk: Desk | None) -> str:
    """Empty where the desk has none, or none that can be read."""
    from zammad_plugin.cli.sync_step import token_of

    settings = desk.settings.sync if desk else None
    try:
        return token_of(settings) if settings else ""
    except PluginError:
        return ""


def wanted_by(desk: Path | None) -> Wanted:
    """Raises DeskError."""
    from zammad_plugin.config.desk import desk_in, load_desk
    from zammad_plugin.config.object_files import object_files
    from zammad_plugin.config.places import default_desk
    from zammad_plugin.doctor.sight import Wanted
    from zammad_plugin.sync.files.source import read_spec, reader_of
    from zammad_plugin.sync.kinds.attributes import KIND
    from zammad_plugin.tickets.desk_routing import routing_of

    loaded = desk_in(desk)
    here = loaded or load_desk(default_desk())
    files = object_files(KIND.files, here.folder, here.base, here.settings.without)
    specs = [read_spec(KIND, file, reader_of(here))[0] for file in files]
    groups = {then.group for then in routing_of(loaded).thens if then.group}
    fields = {str(one.fields()["name"]) for one in specs if one.fields().get("active", True)}
    return Wanted(groups, fields, here.settings.unseen)


def look(client: Client, server: Server, desk: Path | None) -> Sight:
    """Raises ZammadError's children, DeskError."""
    from zammad_plugin.doctor.sight import sight

    with ExitStack() as held:
        admin = held.enter_context(admin_of(server, desk))
        return sight(client, wanted_by(desk), admin)


def look_if_due(
    client: Client, server: Server, desk: Path | None, times: Times, always: bool
) -> tuple[Sight | None, bool]:
    """(what is seen, whether all is well): told in its own rhythm, not each minute; `always`: for
    metrics it is looked at in each run. A look that fails stops nothing."""
    now = datetime.now(UTC)
    due = times.due(STEP, EVERY, now)
    if not (always or due):
        return None, True
    try:
        found = look(client, server, desk)
    except ZammadError as error:
        if due:  # said in its rhythm, not by every run of cron
            times.did(STEP, now)
            say(f"error: what triage sees can't be told: {brief(error)}")
        return None, not due
    if not due:
        return found, True
    times.did(STEP, now)
    for line in found.lines():
        say(f"error: {line}")
    return found, found.clear
