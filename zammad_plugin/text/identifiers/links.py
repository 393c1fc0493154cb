"""Links of a text, taken apart and in one form. Pure."""

from __future__ import annotations

import re
from typing import NamedTuple
from urllib.parse import unquote, urlsplit

from zammad_plugin.text.identifiers.addresses import without_prefix

TRAILING = ".,;:!?…'\"*)]}»"
HOME = re.compile(r"(?:10|127|192\.168|172\.(?:1[6-9]|2\d|3[01]))\.|localhost$")  # of nobody
# What says from where somebody came to a page, not which page it is.
TRACKED = re.compile(r"(?<=[?&])(?:utm_\w+|fbclid|igshi?d?|si|ref|mibextid|lang|share\w*)=[^&#]*&?")


class Link(NamedTuple):
    """`url` without the signs of the sentence behind it; `host` in lower case; `rest`: path, query
    and fragment without the first slash; `is_page`: it may name a page of somebody."""

    url: str
    host: str
    rest: str
    is_page: bool


def read(said: str) -> Link | None:
    """None where it is no address at all."""
    url = said.rstrip(TRAILING)
    schemed = "://" in url
    try:
        parts = urlsplit(url if schemed else f"https://{url}")
        host = (parts.hostname or "").casefold()
    except ValueError:
        return None
    rest = unquote(parts.path).lstrip("/")
    rest += f"?{parts.query}" if parts.query else ""
    rest += f"#{parts.fragment}" if parts.fragment else ""
    of_somebody = bool(host) and not HOME.match(host)
    return Link(url, host, rest, of_somebody and (schemed or bool(rest.strip("/"))))


def plain(url: str) -> str:
    """Host, path and query: the same page with and without scheme."""
    host, slash, rest = url.split("://", 1)[-1].partition("/")
    return without_prefix(host.casefold()) + slash + TRACKED.sub("", rest).rstrip("/?&")
