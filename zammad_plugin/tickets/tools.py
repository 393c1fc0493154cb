"""What a desk's settings and files give to a run: routing, texts, transcriber, hash key."""

from __future__ import annotations

import logging
import os
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from zammad_plugin.config.desk import Desk
from zammad_plugin.config.files import load_fast
from zammad_plugin.config.object_files import object_files
from zammad_plugin.config.overlay import file_of
from zammad_plugin.config.settings.machines import NetworkSettings
from zammad_plugin.errors import PluginError, StateError
from zammad_plugin.routing.rules import Routing
from zammad_plugin.state.keys import own_key
from zammad_plugin.sync.files.source import read_spec, reader_of
from zammad_plugin.sync.kinds.calendars import KIND as CALENDARS
from zammad_plugin.tickets.desk_routing import routing_of
from zammad_plugin.tickets.judge import utc_now
from zammad_plugin.tickets.networks.accounts import Networks
from zammad_plugin.tickets.note.internal import Keyword
from zammad_plugin.tickets.note.keywords import Keywords
from zammad_plugin.tickets.replies.auto_reply import Replies
from zammad_plugin.tickets.replies.texts import texts_that_go_out
from zammad_plugin.triage.ruleset import Ruleset
from zammad_plugin.vocabulary import MAIN

log = logging.getLogger(__name__)
SHORTEST = 16  # bytes of a secret


@dataclass(frozen=True)
class Tools:
    """What is the same for every ticket of a run. `keyword`: finds the desk's replies, without it
    the package's; `zone`: in which the desk reads times."""

    ruleset: Ruleset
    routing: Routing
    lang: str = MAIN
    replies: Replies | None = None
    networks: Networks | None = None
    keyword: Keyword | None = None
    zone: str = "UTC"
    now: Callable[[], datetime] = field(default=utc_now)

    @property
    def read_in(self) -> str:
        """Name of the zone of the desk's hours, else of the desk."""
        return self.routing.hours.timezone if self.routing.hours else self.zone

    def local(self, at: datetime) -> str:
        """In the desk's own time; a zone that is nobody's is named."""
        shown = f"{at.astimezone(ZoneInfo(self.read_in)):%Y-%m-%d %H:%M}"
        return f"{shown} (UTC)" if self.read_in == "UTC" else shown


def tools_of(
    desk: Desk | None, ruleset: Ruleset, lang: str | None = None, key: Path | None = None
) -> Tools:
    """`key`: file with the networks' own key, where the desk names none; without it there are no
    networks then. Raises PluginError's children for settings that can't work."""
    if desk is None:
        networks = _networks(NetworkSettings(), key)
        return Tools(ruleset, routing_of(None), lang or MAIN, networks=networks)
    routing = routing_of(desk)
    return Tools(
        ruleset,
        routing,
        lang or desk.settings.language,
        replies=texts_that_go_out(desk, routing),
        networks=_networks(desk.settings.networks, None if desk.settings.scale else key),
        keyword=Keywords(desk),
        zone=_zone(desk),
    )


def _zone(desk: Desk) -> str:
    """That of the first calendar; without one UTC."""
    files = object_files(CALENDARS.files, desk.folder, desk.base, desk.settings.without)
    if not files:
        return "UTC"
    calendar, _ = read_spec(CALENDARS, files[0], reader_of(desk))
    return str(calendar.fields()["timezone"])


def _networks(settings: NetworkSettings, key: Path | None) -> Networks | None:
    """None where the desk wants none, or where no key can be had: reports don't wait for one."""
    if not settings.enabled:
        return None
    if settings.secret is None:
        secret = _own_key(key)
        return Networks(secret, (*_exempt(), *settings.exempt)) if secret else None
    secret = os.environ.get(settings.secret.env, "").encode()
    if len(secret) < SHORTEST:
        raise PluginError(
            f"networks: ${settings.secret.env} is missing or shorter than {SHORTEST} characters",
            hint="openssl rand -hex 32",
        )
    return Networks(secret, (*_exempt(), *settings.exempt))


def _own_key(file: Path | None) -> bytes:
    try:
        return own_key(file) if file else b""
    except StateError as error:
        log.error("%s", error)
        return b""


def _exempt() -> tuple[str, ...]:
    """Helplines and common domains that many messages name."""
    from zammad_plugin.tickets.networks.accounts import ExemptFile

    return load_fast(ExemptFile, file_of("networks")).exempt
