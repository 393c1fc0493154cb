"""What of zammad-plugin.yml leads nowhere."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from zammad_plugin.check.names.near import meant
from zammad_plugin.check.placed import Loc, Problem, placed
from zammad_plugin.config.desk import Desk
from zammad_plugin.config.object_files import below, leaves_out
from zammad_plugin.config.settings.desk import SETTINGS_FILE, Settings
from zammad_plugin.config.settings.signal import DAEMON
from zammad_plugin.errors import DeskError
from zammad_plugin.routing.rules import load_routing
from zammad_plugin.sync.kinds import REGISTRY
from zammad_plugin.text.languages import LANGUAGES
from zammad_plugin.text.url import LOOPBACK, address_of

ROUTING = "routing/"
ACCOUNT = re.compile(r"^\+[1-9]\d{6,14}$")
MIME = re.compile(r"^[a-z]+/[a-z0-9.+-]+$")
API = "/api/"
WEBHOOK = "/webhook"
NO_ADDRESS = "this is no address"
TRIAGE = "ZAMMAD_TOKEN"


def settings_problems(desk: Desk) -> Iterator[DeskError]:
    """Each with its place in the file; a file that can't be read is named by who reads it."""
    file = desk.folder / SETTINGS_FILE
    if not file.is_file():
        return
    looks = (_without, _places, _tokens, _signal, _slots, _retention, _serve)
    found = [one for look in looks for one in look(desk)]
    yield from placed(file, found)


def _without(desk: Desk) -> Iterator[Problem]:
    entries = desk.settings.without
    if entries and desk.base is None:
        hint = "add: extends: default"
        yield ("without",), "nothing is left out: this desk extends nothing", hint
        return
    places = _package(desk.base) if desk.base else []
    rules = [f"{ROUTING}{rule.id}" for rule in load_routing().rules]
    for number, entry in enumerate(entries):
        if entry in rules or any(leaves_out(entry, place) for place in places):
            continue
        known = [*rules, *_names(places)]
        what = f"the package has nothing called '{entry}'{meant(entry, known)}"
        yield ("without", number), what, "such as macros/false-alarm, replies/press-enquiry"


def _package(base: Path) -> list[str]:
    return [place for kind in REGISTRY.values() for place in below(base, kind.files)]


def _names(places: Iterable[str]) -> Iterator[str]:
    for one in places:
        bare = one.removeprefix("templates/").rpartition(".")[0]
        yield from (bare, bare.rpartition("/")[0])


def _places(desk: Desk) -> Iterator[Problem]:
    settings = desk.settings
    if "rules" in settings.model_fields_set and not desk.rules.is_dir():
        yield ("rules",), f"no folder '{settings.rules}' in the desk", "make it, or mend the name"
    if desk.token_file and not desk.token_file.is_file():
        yield ("token_file",), f"no file {settings.token_file}", "make it, mode 0600"
    yield from _url(settings)


def _url(settings: Settings) -> Iterator[Problem]:
    url = address_of(settings.url)
    if settings.url and not url.hostname:
        yield ("url",), NO_ADDRESS, "https://desk.example.org"
        return
    if url.scheme == "http" and url.hostname not in LOOPBACK and not settings.allow_http:
        what = "reports of children would travel in clear: http"
        yield ("url",), what, "write https://…"
    if url.fragment or url.query or API in url.path:
        yield ("url",), "this is a page of Zammad, not its address", f"{url.scheme}://{url.netloc}"


def _serve(desk: Desk) -> Iterator[Problem]:
    serve = desk.settings.serve
    if serve is None:
        return
    url = address_of(serve.endpoint)
    if not url.hostname:
        yield ("serve", "endpoint"), NO_ADDRESS, f"https://desk.example.org{WEBHOOK}"
    elif not url.path.endswith(WEBHOOK):
        yield ("serve", "endpoint"), f"serve answers at …{WEBHOOK} alone", f"end it with {WEBHOOK}"


def _slots(desk: Desk) -> Iterator[Problem]:
    """Words in a language that is none."""
    for name, words in desk.settings.slots.items():
        for lang in words:
            if lang not in LANGUAGES:
                what = f"no known language '{lang}'{meant(lang, LANGUAGES)}"
                yield ("slots", name, lang), what, "a code such as ar"


def _retention(desk: Desk) -> Iterator[Problem]:
    """Rules behind one that takes every ticket."""
    rules = desk.settings.retention
    first = next((place for place, one in enumerate(rules) if not one.category), len(rules))
    for number in range(first + 1, len(rules)):
        what = "no ticket comes so far: a rule before it has no category and takes them all"
        yield ("retention", number), what, "put the rule without a category last"


def _signal(desk: Desk) -> Iterator[Problem]:
    signal = desk.settings.signal
    if signal is None:
        return
    if not ACCOUNT.match(signal.account):
        yield ("signal", "account"), "this is no telephone number", 'such as "+9613000000"'
    daemon = address_of(signal.daemon)
    if not daemon.hostname:
        yield ("signal", "daemon"), NO_ADDRESS, DAEMON
    elif daemon.hostname not in LOOPBACK:
        what = "the daemon is on another machine: what is written would travel in clear"
        yield ("signal", "daemon"), what, DAEMON
    yield from _files_let_through(signal.documents.types)


def _files_let_through(types: Iterable[str]) -> Iterator[Problem]:
    for number, one in enumerate(types):
        loc: Loc = ("signal", "documents", "types", number)
        if not MIME.match(one):
            yield loc, f"'{one}' is no MIME type", "such as application/pdf"
        elif one.startswith(("image/", "video/")):
            yield loc, "images and videos are always held", "take it away"


def _tokens(desk: Desk) -> Iterator[Problem]:
    sync = desk.settings.sync
    if sync and sync.token.env == TRIAGE:
        what = f"${TRIAGE} is the token of triage: it may not change the system"
        yield ("sync", "token", "env"), what, "make two tokens: docs/rights.md"
