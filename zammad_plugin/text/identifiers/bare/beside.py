"""Names right behind or before the name of a network: "snap: wolf_one". Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator

from zammad_plugin.text.identifiers.bare.ids import is_told, of_game
from zammad_plugin.text.identifiers.bare.name import Bare, named
from zammad_plugin.text.identifiers.bare.strength import (
    LONG_FOREIGN,
    PERSONAL,
    PLAYED,
    PREDICATE,
    holds,
    is_persons,
    strength_of,
)
from zammad_plugin.text.identifiers.connecting import (
    CONNECT,
    FILL,
    ID_LABEL,
    LABEL,
    OPEN,
    is_foreign,
    is_quoted,
)
from zammad_plugin.text.identifiers.looks import TOKEN, has_dots, is_shaped, is_word
from zammad_plugin.text.identifiers.mentions import Mention, Mentions

LINK = rf"(?:[\s,(]*(?:(?P<label>{LABEL})|(?P<idlabel>{ID_LABEL})|(?:{FILL}))(?!\w)){{0,4}}"
AFTER = re.compile(
    rf"{LINK}(?:(?P<dash>[\s,]+[-–—][\s]+)|[\s,?]*)(?P<conn>{CONNECT})?(?:\s*(?P<conn2>{CONNECT}))?[\s,]*{OPEN}@?{TOKEN}",
    re.I,
)
BEFORE = re.compile(
    r"(?<![\w@./:-])(?P<token>[A-Za-z_][A-Za-z0-9_.]{2,38}(?:#[A-Z0-9]{3,5})?)[\"'”»`]?\s*"
    r"(?:,\s*)?(?:\(|(?P<own>(?:is|est|c['’]est)\s+(?:his|her|their|son|sa))|on|sur|in|at|from|via|de|auf|على|عال?|ع|بال?|3al|3ala|3a|aal|3l|fi|b|bel|bl)\s*"
    r"(?:(?:his|her|their|the|my|l|el|al|ال)\s*)?$",
    re.I,
)
JUST_LABELLED = re.compile(rf"(?<!\w)({LABEL})\s+$", re.I)
# Letters of a word beside a network that is no word of a language, quoted and not.
LONG_QUOTED, LONG = 10, 14


def after(text: str, one: Mention) -> Iterator[Bare]:
    """What stands behind it; of a game its number."""
    if number := of_game(text, one):
        if is_told(number, one.service):
            yield named(one.service, "id", number)
        return
    found = AFTER.match(text, one.end)
    if not found:
        return
    label = found["label"] or found["idlabel"]
    if (
        one.short
        and not (found["conn"] or found["dash"] or label)
        and not is_shaped(found["token"])
    ):
        return
    if one.service not in PLAYED and is_persons(found["token"], found["label"] or found["conn"]):
        return
    dash = None if found["token"].isalpha() else found["dash"]
    if holds(text, found, strength_of(found, found["conn"] or dash, label)):
        yield named(one.service, "handle", found)


def before(text: str, one: Mention, mentions: Mentions) -> Iterator[Bare]:
    """What stands before it: "wolf_one on snap"."""
    found = BEFORE.search(text, max(0, one.start - 70), one.start)
    if found and not is_word(found["token"]):
        shaped = is_shaped(found["token"]) or has_dots(found["token"], 1)
        if shaped or _is_named(text, found, mentions):
            service = mentions.near(*found.span("token")) or one.service
            yield named(service, "handle", found)


def _is_named(text: str, found: re.Match[str], mentions: Mentions) -> bool:
    """Whether what stands before "on snap" is a name though it looks like a word: in quotation
    marks, in another script, behind a label, or longer than words are."""
    token, labelled = found["token"], mentions.labelled(found.start())
    if is_quoted(text, found):
        return labelled or len(token) >= LONG_QUOTED
    if is_foreign(text, found):
        return labelled or len(token) >= LONG_FOREIGN
    if PREDICATE.fullmatch(token) or not token.islower():
        return False
    label = JUST_LABELLED.search(text, max(0, found.start() - 25), found.start())
    personal = label and PERSONAL.fullmatch(label[1])
    fewest = LONG_FOREIGN if found["own"] or (label and not personal) else LONG
    return len(token) >= (LONG_QUOTED if personal else fewest)
