"""What a desk's settings and files give to a run: routing, texts, transcriber, hash key."""

from __future__ import annotations

import logging
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from zammad_plugin.config.desk import Desk
from zammad_plugin.config.files import load_fast
from zammad_plugin.config.object_files import object_files
from zammad_plugin.config.overlay import file_of
from zammad_plugin.config.places import default_desk
from zammad_plugin.config.safe_words.rules import rules as safe_words
from zammad_plugin.config.settings.machines import NetworkSettings
from zammad_plugin.errors import DeskError, PluginError, StateError, Where
from zammad_plugin.routing.rules import Routing
from zammad_plugin.state.keys import own_key
from zammad_plugin.sync.files.places import in_body
from zammad_plugin.sync.files.source import Reader, read_spec, reader_of
from zammad_plugin.sync.kinds.calendars import KIND as CALENDARS
from zammad_plugin.sync.kinds.text_modules import KIND, Reply
from zammad_plugin.sync.replies.html import to_html, to_plain
from zammad_plugin.text.languages import in_language
from zammad_plugin.text.safe_words import FIRST_LINE, objections
from zammad_plugin.text.slots import unfilled
from zammad_plugin.tickets.auto_reply import EVERY, Replies, Text
from zammad_plugin.tickets.desk_routing import routing_of
from zammad_plugin.tickets.judge import utc_now
from zammad_plugin.tickets.networks.accounts import Networks
from zammad_plugin.tickets.note.internal import Keyword
from zammad_plugin.tickets.note.keywords import Keywords
from zammad_plugin.tickets.note.words import words
from zammad_plugin.triage.ruleset import Ruleset
from zammad_plugin.vocabulary import AGENT_LANGUAGES, MAIN

log = logging.getLogger(__name__)
SHORTEST = 16  # bytes of a secret
SAID_OTHERWISE = {"ar-Latn"}  # whose readers read another language of a text too


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


def texts_that_go_out(desk: Desk, routing: Routing) -> Replies | None:
    """Texts of templates/replies. Raises DeskError when the file names one that isn't there."""
    if not routing.auto_reply.enabled:
        return None
    folders = _folders(desk)
    named = {routing.auto_reply.reply, routing.auto_reply.closed} - {""}
    named |= {then.auto_reply for then in routing.thens if then.auto_reply} - {"none"}
    for key in named:
        if not any((folder / key).is_dir() for folder in folders):
            what, where = f"auto_reply: no reply '{key}'", Where(file_of("routing", desk.rules))
            raise DeskError(what, where=where, hint="zammad-plugin check")
    texts, reader = texts_of(desk), reader_of(desk)
    for key in sorted(named):
        _neutral(folders, key, reader)
    return texts


def _neutral(folders: list[Path], key: str, reader: Reader) -> None:
    """What goes out by itself may be read by anyone who holds the phone. Raises DeskError."""
    for file in sorted(file for folder in folders for file in (folder / key).glob("*.md")):
        reply, _ = read_spec(KIND, file, reader)
        assert isinstance(reply, Reply)
        for error in (*_unfilled(reply, file), *_not_neutral(reply, file)):
            raise DeskError(f"auto_reply '{key}': {error.what}", where=error.where, hint=error.hint)


def _unfilled(reply: Reply, file: Path) -> Iterator[DeskError]:
    for name, _ in unfilled(reply.body):
        what = f"{name} is not filled in, and nobody reads it before it goes"
        hint = "write `slots` into zammad-plugin.yml, or take another text"
        yield DeskError(what, where=in_body(file, name), hint=hint)


def _not_neutral(reply: Reply, file: Path) -> Iterator[DeskError]:
    for one in objections(reply.body, reply.lang, "child", safe_words()):
        if one.rule == FIRST_LINE:
            what = f"'{one.found}' in the first line ({one.why})"
            yield DeskError(what, where=Where(file, 1, 1), hint="begin with neutral words")


def _folders(desk: Desk) -> list[Path]:
    return [desk.templates / "replies", default_desk() / "templates" / "replies"]


def texts_of(desk: Desk) -> Replies:
    """Texts of templates/replies, the desk's own before the package's."""
    folders, reader = _folders(desk), reader_of(desk)
    first = desk.settings.language
    return lambda key, lang: (
        _in_every(folders, key, first, reader)
        if lang == EVERY
        else _text(folders, key, lang, reader)
    )


def all_languages(desk: Desk, key: str) -> str:
    """A reply in the three languages that every text has, the desk's own first: for somebody whose
    language is not known. Empty when there is no such reply."""
    texts = texts_of(desk)
    langs = dict.fromkeys([desk.settings.language, "ar", "en", "fr"])
    found = (texts(key, lang) for lang in langs)
    return "\n\n".join(dict.fromkeys(text.plain for text in found if text))


def _text(folders: list[Path], key: str, lang: str, reader: Reader) -> Text | None:
    """In the writer's language, else in English; the desk's own before the package's."""
    files = (folder / key / f"{one}.md" for one in (lang, MAIN) for folder in folders)
    found = (_sendable(file, reader) for file in files if file.is_file())
    reply = next((one for one in found if one), None)
    if reply is None:
        return None
    titles = words().words["auto_subject"]
    title = in_language(titles, reply.lang)
    return Text(title, to_plain(reply.body, reply.lang), to_html(reply.body, reply.lang))


def _in_every(folders: list[Path], key: str, first: str, reader: Reader) -> Text | None:
    """The whole text in each language of its files, `first` before the main ones: no language has
    the danger line alone. Who writes Arabizi reads Arabic."""
    theirs = sorted({file.stem for one in folders for file in (one / key).glob("*.md")})
    order = dict.fromkeys([first, *AGENT_LANGUAGES, *theirs])
    found = [_text(folders, key, lang, reader) for lang in order if lang not in SAID_OTHERWISE]
    texts = list(dict.fromkeys(text for text in found if text))
    if not texts:
        return None
    plain, html = "\n\n".join(one.plain for one in texts), "".join(one.html for one in texts)
    return Text(texts[0].title, plain, html)


def _sendable(file: Path, reader: Reader) -> Reply | None:
    """None for a text that waits for its review, or that only an agent's browser could fill in."""
    reply, _ = read_spec(KIND, file, reader)
    assert isinstance(reply, Reply)
    waits = reader.reviewed_only and not reply.accepted
    return None if waits or "#{" in reply.body or any(unfilled(reply.body)) else reply


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
