"""Numbers by which games and networks know their accounts: "ID PUBG est le 5190283746". Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator

from zammad_plugin.text.identifiers.bare.name import Bare, named
from zammad_plugin.text.identifiers.connecting import CONNECT, FILL, ID_LABEL
from zammad_plugin.text.identifiers.mentions import Mention, Mentions
from zammad_plugin.text.identifiers.services import GAMES, OF_NUMBERS

GAME_ID = re.compile(
    rf"[\s,]*(?:(?:{FILL}|player|اللاعب|account|name|تبعو|تبعي)\s+){{0,3}}(?P<label>{ID_LABEL}|tag|تاغ|number|رقم\w{{0,2}})?\W{{0,3}}"
    rf"{CONNECT}?[\s,]*(?P<token>\d{{6,20}}|#[0-9A-Z]{{6,12}})(?!\w)",
    re.I,
)
# The label may be some words before its number: "ID PUBG est le 5190283746".
NUMBERED_ID = re.compile(
    rf"(?<!\w)[وبل]?(?P<label>{ID_LABEL})(?!\w)(?:[^\d\n.!?؟;+@/#]|(?<=[a-z])\d(?=[a-z])){{0,30}}?(?P<token>(?<!\w)\d{{6,20}})(?![\w/])",
    re.I,
)
# Ids of other things than accounts.
OTHER_ID = re.compile(
    r"(?:order|report|ticket|case|transaction|transfer|apple|student|national|passport|video|post|bank|tax|meeting"
    r"|zoom|caller|message|reference|invoice|employee|client|customer|staff)[\s-]*$",
    re.I,
)
SNOWFLAKE = 17  # digits: no number of anything else beside Discord's or Steam's name is so long


def of_game(text: str, one: Mention) -> re.Match[str] | None:
    """What may be an id right behind the name of a game."""
    return GAME_ID.match(text, one.end) if one.service in GAMES else None


def is_told(found: re.Match[str], service: str) -> bool:
    """Whether that is one: on Discord and Steam a number alone may be anything."""
    long = len(found["token"]) >= SNOWFLAKE
    return bool(found["label"]) or long or service not in ("discord", "steam")


def labelled(text: str, mentions: Mentions) -> Iterator[Bare]:
    """Behind a word that says that it is an id."""
    for match in NUMBERED_ID.finditer(text):
        yield from _labelled(text, match, mentions)


def _labelled(text: str, found: re.Match[str], mentions: Mentions) -> Iterator[Bare]:
    service = mentions.of_id(*found.span())
    bank = found["label"].startswith("رقم") and service not in GAMES
    other = OTHER_ID.search(text[max(0, found.start() - 20) : found.start()])
    if service and service not in OF_NUMBERS and not (bank or other):
        yield named(service, "id", found)
