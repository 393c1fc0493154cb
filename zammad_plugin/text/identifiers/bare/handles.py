"""Names of accounts that people write without an @ or a link: "snap: wolf_one". Pure.

Whoever tells an account's name names the network, or says that it is a name; what stands there must
look like a name and not like a word of the sentence.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from zammad_plugin.text.identifiers.bare.beside import after, before
from zammad_plugin.text.identifiers.bare.ids import labelled
from zammad_plugin.text.identifiers.bare.name import Bare, named
from zammad_plugin.text.identifiers.bare.naming import called, renamed
from zammad_plugin.text.identifiers.bare.strength import is_other
from zammad_plugin.text.identifiers.connecting import is_quoted
from zammad_plugin.text.identifiers.looks import (
    NUMBERED,
    SUFFIXED,
    UNDERSCORED,
    has_dots,
    is_shaped,
    is_word,
)
from zammad_plugin.text.identifiers.mentions import Mentions
from zammad_plugin.text.identifiers.services import OF_NUMBERS

# Discord's old form, and Riot's.
TAGGED = re.compile(r"(?<![\w@#.])(?P<token>[A-Za-z][\w.]{1,31}#(?:\d{4}|[A-Z0-9]{3,5}))(?![\w#])")
ALONE = re.compile(
    r"(?<![\w@./:#-])(?P<token>(?:[A-Za-z_]|\d(?=[A-Za-z]{2}))[A-Za-z0-9_.]{3,38}[A-Za-z0-9_])(?![\w@/(=#])"
)


def bare_handles(text: str, mentions: Mentions) -> Iterator[Bare]:
    """Every bare name; one place may be found twice, by what is before and by what is after it."""
    for one in mentions:
        if one.service in OF_NUMBERS:
            continue
        yield from after(text, one)
        yield from before(text, one, mentions)
    yield from called(text, mentions)
    yield from renamed(text, mentions)
    for match in ALONE.finditer(text):
        yield from _alone(text, match, mentions)
    for match in TAGGED.finditer(text):
        yield named(mentions.near(match.start(), match.end()) or "discord", "handle", match)
    yield from labelled(text, mentions)


def _alone(text: str, found: re.Match[str], mentions: Mentions) -> Iterator[Bare]:
    """A name by its looks: with underscores anywhere, with a number only where networks or
    accounts are the matter."""
    token, quoted = found["token"], is_quoted(text, found)
    if is_word(token, quoted=quoted) or is_other(text, found):
        return
    near, service = mentions.near(*found.span()), mentions.about(*found.span())
    suffixed = quoted or SUFFIXED.fullmatch(token)
    dots = (near and has_dots(token, 2)) or (service and suffixed and has_dots(token, 1))
    numbered = bool(NUMBERED.fullmatch(token)) and (near or mentions.labelled(found.start()))
    dotted = service and has_dots(token, 1 if near else 2)
    if dots or ((UNDERSCORED.search(token) or numbered or dotted) and is_shaped(token)):
        yield named(service, "handle", found)
