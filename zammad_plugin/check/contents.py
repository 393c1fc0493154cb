"""What stands in a file and can't be meant, though its form is right."""

from __future__ import annotations

import datetime
import ipaddress
import re
from collections.abc import Callable, Iterator
from itertools import pairwise
from urllib.parse import SplitResult

from zammad_plugin.check.names.near import UNQUOTE, WORD_PROCESSOR, in_curly_quotes
from zammad_plugin.check.names.references import at_entry
from zammad_plugin.check.names.world import Entry, texts_of
from zammad_plugin.check.placed import Loc, Problem
from zammad_plugin.errors import DeskError
from zammad_plugin.sync.model import Record
from zammad_plugin.text.safe_words.unseen import is_unseen
from zammad_plugin.text.url import address_of

LONGEST = 250  # letters of a name, as Zammad keeps it
SECRET = re.compile(r"(?i)(?:^|&)[^=&]*(?:token|key|secret|password)[^=&]*=[^&]")
HERE = (".local", ".internal", ".lan", ".localhost")  # names that lead to no other network


def content_problems(entry: Entry) -> Iterator[DeskError]:
    """Each with its place in the file."""
    looks = (_name, LOOKS.get(entry.kind.name, _nothing))
    yield from at_entry(entry, (one for look in looks for one in look(entry.data)))


def _nothing(data: Record) -> Iterator[Problem]:
    return iter(())


def _name(data: Record) -> Iterator[Problem]:
    for key in ("name", "title", "keyword", "display"):
        for text in texts_of(data.get(key)) if key in data else ():
            yield from _readable((key,), key, text)


def _readable(loc: Loc, key: str, text: str) -> Iterator[Problem]:
    if not text.strip() and key != "name":
        yield loc, f"'{key}' is empty", "write it, in a word or two"
    elif not text.strip():
        yield loc, "the name is empty: nobody could choose it", "give it a name"
    elif text != text.strip():
        yield loc, f"'{key}' has blanks around it", "take them away"
    yield from _written(loc, key, text)


def _written(loc: Loc, key: str, text: str) -> Iterator[Problem]:
    """Its letters."""
    hidden = [one for one in text if is_unseen(one)]
    if hidden:
        what = f"'{key}' holds a character that nobody sees: U+{ord(hidden[0]):04X}"
        yield loc, what, "write it anew"
    if in_curly_quotes(text):
        yield loc, f"'{key}' {WORD_PROCESSOR}", UNQUOTE
    if len(text) > LONGEST:
        yield loc, f"'{key}' is longer than {LONGEST} letters", "shorten it"


def _webhook(data: Record) -> Iterator[Problem]:
    said = str(data.get("endpoint", ""))
    url = address_of(said)
    host = url.hostname or ""
    if "://" in said and not host:
        yield ("endpoint",), "this is no address", "https://…"
        return
    if url.scheme == "http" and not _is_near(host):
        what = "what Zammad sends would travel in clear: http"
        yield ("endpoint",), what, "write https://…"
    yield from _secrets(url)
    if data.get("ssl_verify") is False and not _is_near(host):
        what = "the certificate is not checked: anybody between could read it"
        yield ("ssl_verify",), what, "leave it out"


def _secrets(url: SplitResult) -> Iterator[Problem]:
    if url.password:
        what = "a password stands in the address"
        yield ("endpoint",), what, "basic_auth_username, and basic_auth_password: {env: NAME}"
    if SECRET.search(url.query):
        what = "a secret stands in the address, in clear"
        yield ("endpoint",), what, "bearer_token: {env: NAME}, or signature_token"


def _is_near(host: str) -> bool:
    """On this machine, or in the desk's own network."""
    try:
        address = ipaddress.ip_address(host)
        return address.is_loopback or address.is_private
    except ValueError:
        return "." not in host or host.endswith(HERE)


def _calendar(data: Record) -> Iterator[Problem]:
    holidays, hours = data.get("holidays"), data.get("hours")
    yield from _holidays(holidays if isinstance(holidays, dict) else {})
    yield from _hours(hours if isinstance(hours, dict) else {})


def _holidays(days: Record) -> Iterator[Problem]:
    for day in days:
        try:
            datetime.date.fromisoformat(str(day))
        except ValueError:
            yield ("holidays", day), f"there is no day '{day}'", 'such as "2026-12-25"'


def _hours(hours: Record) -> Iterator[Problem]:
    if hours and not any(hours.values()):
        yield ("hours",), "nobody is ever there: no time would count", 'mon: [["09:00", "17:00"]]'
    for day, frames in hours.items():
        spans = sorted(tuple(map(str, one)) for one in frames or () if isinstance(one, list))
        for (_, end), (start, _) in _pairs(spans):
            if start < end:
                what = f"two times of {day} overlap: {start} is before {end}"
                yield ("hours", day), what, "make one of them"


def _pairs(spans: list[tuple[str, ...]]) -> Iterator[tuple[tuple[str, ...], tuple[str, ...]]]:
    two = [one for one in spans if len(one) == 2]
    return pairwise(two)


def _reply(data: Record) -> Iterator[Problem]:
    day = data.get("date")
    if isinstance(day, datetime.date) and day > datetime.date.today() + datetime.timedelta(days=1):
        yield ("date",), f"the day {day} is still to come", "the day of the last change"
    keyword = data.get("keyword")
    if isinstance(keyword, str) and len(keyword.split()) > 1 and "keywords" not in data:
        what = "a keyword of several words: the editor finds one alone"
        yield ("keyword",), what, "-".join(keyword.split())
    channels = data.get("channels")
    if channels == []:
        yield ("channels",), "no channel: nobody could send it", "leave it out for all"


LOOKS: dict[str, Callable[[Record], Iterator[Problem]]] = {
    "webhooks": _webhook,
    "calendars": _calendar,
    "text_modules": _reply,
}
