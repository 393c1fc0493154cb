"""Names behind words that say how somebody is called: "goes by wolf_one". Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator

from zammad_plugin.text.identifiers.bare.name import Bare, named
from zammad_plugin.text.identifiers.bare.strength import (
    PLAYED,
    holds,
    is_other,
    is_persons,
    strength_of,
)
from zammad_plugin.text.identifiers.connecting import CONNECT, FILL, LABEL, OPEN, is_quoted
from zammad_plugin.text.identifiers.looks import TOKEN, has_dots, is_shaped
from zammad_plugin.text.identifiers.mentions import Mentions

CALLED = re.compile(
    rf"(?<!\w)(?:(?P<label>{LABEL})|(?P<naming>(?:(?:is|was|(?:s?he|it|who)['’]?s) (?:called|named))|(?:nick)?named|goes by|calls? (?:him|her|them)self|known as|a\.?k\.?a\.?"
    r"|s['’]appelle|se (?:fait appeler|nomme)|surnomm[ée]e?|signe)"
    r"|he is|she is|add(?: me| him| her)?|follow|search(?: for)?|look up|block"
    r"|report|ضيف\w*|تابع\w*|بلغ\w*)(?!\w)"
    rf"(?:\s*(?:{FILL})(?!\w)){{0,3}}[\s,]*(?P<conn>{CONNECT})?(?:\s*(?P<conn2>{CONNECT}))?[\s,]*"
    rf"{OPEN}@?{TOKEN}",
    re.I,
)
# What somebody is called now, or was: a name with a dot where a network is the matter.
RENAMED = re.compile(
    r"(?<!\w)(?:(?:changed|renamed|switched|turned)(?: (?:it|her|him|the|his|name|user ?name|to|into)){1,3}"
    r"|from\s+@?[\w.#]{3,40}\s+to|de\s+@?[\w.#]{3,40}\s+[àa]|avant|maintenant|now|used to be|devenue?"
    r"|صار\w?|غير\w{0,2}|kan|sar|hala2)(?!\w)"
    rf"[\s,:]*(?:{CONNECT}\s*){{0,2}}{OPEN}@?{TOKEN}",
    re.I,
)


def called(text: str, mentions: Mentions) -> Iterator[Bare]:
    """What somebody or an account is called."""
    for match in CALLED.finditer(text):
        yield from _called(text, match, mentions)


def renamed(text: str, mentions: Mentions) -> Iterator[Bare]:
    """What it is called now, or was."""
    for match in RENAMED.finditer(text):
        yield from _renamed(text, match, mentions)


def _called(text: str, found: re.Match[str], mentions: Mentions) -> Iterator[Bare]:
    conn, label = found["conn"], found["label"]
    if conn and not (label or found["naming"]):
        return  # "my block is eight": no verb
    strength = strength_of(found, conn, label) if conn else "loose"
    if found["naming"]:
        strength = "linked"
    service = mentions.near(found.start("token"), found.end("token"))
    quoted = is_quoted(text, found)
    if not service and not quoted and not is_shaped(found["token"]):
        return  # "name: Rima" is a form, "the account is suspended" a sentence
    if service not in PLAYED and is_persons(found["token"], label or found["naming"]):
        return
    if holds(text, found, strength) and not is_other(text, found):
        yield named(mentions.about(*found.span("token")), "handle", found)


def _renamed(text: str, found: re.Match[str], mentions: Mentions) -> Iterator[Bare]:
    service = mentions.near(*found.span("token"))
    if service and has_dots(found["token"], 1) and holds(text, found, "linked"):
        yield named(service, "handle", found)
