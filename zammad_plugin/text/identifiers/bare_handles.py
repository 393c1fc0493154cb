"""Names of accounts that people write without an @ or a link: "snap: wolf_one". Pure.

Whoever tells an account's name names the network, or says that it is a name; what stands there must
look like a name and not like a word of the sentence.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal, NamedTuple

from zammad_plugin.text.identifiers.connecting import (
    CONNECT,
    FILL,
    ID_LABEL,
    LABEL,
    OPEN,
    SIGNS,
    is_foreign,
    is_quoted,
)
from zammad_plugin.text.identifiers.looks import (
    ARABIZI,
    DOTTED,
    INNER,
    NUMBERED,
    SUFFIXED,
    TOKEN,
    UNDERSCORED,
    has_dots,
    is_shaped,
    is_word,
)
from zammad_plugin.text.identifiers.mentions import Mention, Mentions
from zammad_plugin.text.identifiers.services import GAMES, OF_NUMBERS

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
JUST_LABELLED = re.compile(rf"(?<!\w)({LABEL})\s+$", re.I)
# Letters of a word beside a network that is no word of a language, quoted and not.
LONG_QUOTED, LONG, LONG_FOREIGN = 10, 14, 8
PLAYED = (GAMES - {"discord"}) | {"xbox", "playstation", "riot", "minecraft"}
# Discord's old form, and Riot's.
TAGGED = re.compile(r"(?<![\w@#.])(?P<token>[A-Za-z][\w.]{1,31}#(?:\d{4}|[A-Z0-9]{3,5}))(?![\w#])")
GAME_ID = re.compile(
    rf"[\s,]*(?:(?:{FILL}|player|اللاعب|account|name|تبعو|تبعي)\s+){{0,3}}(?P<label>{ID_LABEL}|tag|تاغ|number|رقم\w{{0,2}})?\W{{0,3}}"
    rf"{CONNECT}?[\s,]*(?P<token>\d{{6,20}}|#[0-9A-Z]{{6,12}})(?!\w)",
    re.I,
)
ALONE = re.compile(
    r"(?<![\w@./:#-])(?P<token>(?:[A-Za-z_]|\d(?=[A-Za-z]{2}))[A-Za-z0-9_.]{3,38}[A-Za-z0-9_])(?![\w@/(=#])"
)
# A network of the house, not of people; and what opens an account.
OTHERS = re.compile(
    r"\b(?:wi-?fi|ssid|hotspot|router|واي ?فاي|الواي|passwords?|passcode|mdp|mot de passe|(?:كلم[ةه] ال|ال)?(?:سر|باسورد))\b",
    re.I,
)
FAR = 40  # characters before a name in which they stand
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
PERSONAL = re.compile(
    r"names?|called|named|noms?|surnom|nomm[ée]e?|appel[ée]e?|s['’]appel\w+|se fait appeler|goes by|known as"
    r"|calls? (?:him|her|them)self|2?[ie]sm[oa]?|[إا]سم\w{0,3}|باسم|b ?esem|bi ?ism|msamm\w*|is|est|هو|هي|huwe|hiyye",
    re.I,
)
# Of what a sentence rather tells how it is ("my account is gone") than what it is called.
STATED = re.compile(
    r"accounts?|acct?|acc|profiles?|pages?|comptes?|profils?|[h7]e?sab?[oae]?n?|(?:ال)?حساب\w*|صفح\w*|بروفايل\w*|hesab\w*",
    re.I,
)
# Endings of words that say how something is.
PREDICATE = re.compile(
    r".*(?:(?<!k)ing|ed|ous|ible|able|ful|ive|less|ly|ate|ique|eux|euse|aire|ant|ante|ent|ente|ish|ion|ien|al|ale|ic|ie|ment|ness|ity|ité|age|ary|ance|ence|aint)s?",
    re.I,
)
DIRECT = re.compile(SIGNS)
ENDS = re.compile(
    r"[\"'”»]|\s*(?:[(\[\])`*,;.!?؟،؛|/\n]|$|(?:and|et|w|wa|ou|or|و|he|she|il|elle|but|mais|on|sur|ya3ne)\b|[^\x00-\x7f])"
)
Strength = Literal["direct", "labelled", "linked", "loose"]


class Bare(NamedTuple):
    """A name from `start` to `end`; `service` is '' where nobody says which."""

    service: str
    kind: Literal["handle", "id"]
    value: str
    start: int
    end: int


def bare_handles(text: str, mentions: Mentions) -> Iterator[Bare]:
    """Every bare name; one place may be found twice, by what is before and by what is after it."""
    for one in mentions:
        if one.service in OF_NUMBERS:
            continue
        yield from _after(text, one)
        yield from _before(text, one, mentions)
    for match in CALLED.finditer(text):
        yield from _called(text, match, mentions)
    for match in RENAMED.finditer(text):
        yield from _renamed(text, match, mentions)
    for match in ALONE.finditer(text):
        yield from _alone(text, match, mentions)
    for match in TAGGED.finditer(text):
        yield _bare(mentions.near(match.start(), match.end()) or "discord", "handle", match)
    for match in NUMBERED_ID.finditer(text):
        yield from _numbered(text, match, mentions)


def _numbered(text: str, found: re.Match[str], mentions: Mentions) -> Iterator[Bare]:
    service = mentions.of_id(*found.span())
    bank = found["label"].startswith("رقم") and service not in GAMES
    other = OTHER_ID.search(text[max(0, found.start() - 20) : found.start()])
    if service and service not in OF_NUMBERS and not (bank or other):
        yield _bare(service, "id", found)


def _after(text: str, one: Mention) -> Iterator[Bare]:
    if one.service in GAMES and (found := GAME_ID.match(text, one.end)):
        long = len(found["token"]) >= SNOWFLAKE
        if found["label"] or long or one.service not in ("discord", "steam"):
            yield _bare(one.service, "id", found)
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
    if one.service not in PLAYED and _is_persons(found["token"], found["label"] or found["conn"]):
        return
    dash = None if found["token"].isalpha() else found["dash"]
    if _holds(text, found, _strength(found, found["conn"] or dash, label)):
        yield _bare(one.service, "handle", found)


def _before(text: str, one: Mention, mentions: Mentions) -> Iterator[Bare]:
    found = BEFORE.search(text, max(0, one.start - 70), one.start)
    if found and not is_word(found["token"]):
        shaped = is_shaped(found["token"]) or has_dots(found["token"], 1)
        if shaped or _is_named(text, found, mentions):
            service = mentions.near(*found.span("token")) or one.service
            yield _bare(service, "handle", found)


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


def _called(text: str, found: re.Match[str], mentions: Mentions) -> Iterator[Bare]:
    conn, label = found["conn"], found["label"]
    if conn and not (label or found["naming"]):
        return  # "my block is eight": no verb
    strength = _strength(found, conn, label) if conn else "loose"
    if found["naming"]:
        strength = "linked"
    service = mentions.near(found.start("token"), found.end("token"))
    quoted = is_quoted(text, found)
    if not service and not quoted and not is_shaped(found["token"]):
        return  # "name: Rima" is a form, "the account is suspended" a sentence
    if service not in PLAYED and _is_persons(found["token"], label or found["naming"]):
        return
    if _holds(text, found, strength) and not _is_other(text, found):
        yield _bare(mentions.about(*found.span("token")), "handle", found)


def _is_persons(token: str, label: str | None) -> bool:
    """ "his name on insta is Karim": people are called so, not accounts."""
    return token.isalpha() and token.istitle() and bool(label and PERSONAL.fullmatch(label))


def _renamed(text: str, found: re.Match[str], mentions: Mentions) -> Iterator[Bare]:
    service = mentions.near(*found.span("token"))
    if service and has_dots(found["token"], 1) and _holds(text, found, "linked"):
        yield _bare(service, "handle", found)


def _alone(text: str, found: re.Match[str], mentions: Mentions) -> Iterator[Bare]:
    """A name by its looks: with underscores anywhere, with a number only where networks or
    accounts are the matter."""
    token, quoted = found["token"], is_quoted(text, found)
    if is_word(token, quoted=quoted) or _is_other(text, found):
        return
    near, service = mentions.near(*found.span()), mentions.about(*found.span())
    suffixed = quoted or SUFFIXED.fullmatch(token)
    dots = (near and has_dots(token, 2)) or (service and suffixed and has_dots(token, 1))
    numbered = bool(NUMBERED.fullmatch(token)) and (near or mentions.labelled(found.start()))
    dotted = service and has_dots(token, 1 if near else 2)
    if dots or ((UNDERSCORED.search(token) or numbered or dotted) and is_shaped(token)):
        yield _bare(service, "handle", found)


def _is_other(text: str, found: re.Match[str]) -> bool:
    start = found.start("token")
    return bool(OTHERS.search(text[max(0, start - FAR) : start]))


def _bare(service: str, kind: Literal["handle", "id"], found: re.Match[str]) -> Bare:
    return Bare(service, kind, found["token"], found.start("token"), found.end("token"))


def _strength(found: re.Match[str], conn: str | None, label: str | None) -> Strength:
    """Of the words before a name; "account is called" names, "account is" need not."""
    if conn and DIRECT.fullmatch(conn):
        return "direct"
    if label and conn and (found["conn2"] or not STATED.fullmatch(label)):
        return "labelled"
    return "linked" if conn or label else "loose"


def _holds(text: str, found: re.Match[str], strength: Strength) -> bool:
    token = found["token"]
    quoted = is_quoted(text, found)
    if is_word(token, quoted=quoted) or not any(map(str.isalpha, token)):
        return False
    if is_shaped(token):
        return True
    ended = bool(ENDS.match(text, found.end("token")))
    if strength == "loose":
        foreign = len(token) >= LONG_FOREIGN and is_foreign(text, found)
        dots = has_dots(token, 1 if quoted or ended else 2)
        return foreign or dots or _is_enclosed(text, found)
    if len(token) < 4:
        return False
    if "." in token:
        return True
    if any(map(str.isdigit, token)):
        return strength == "direct" or quoted or not ARABIZI.search(token)
    if is_foreign(text, found):
        return len(token) >= DOTTED or quoted
    if strength == "linked":
        if PREDICATE.fullmatch(token) and not quoted:
            return False
        return quoted or bool(INNER.search(token)) or (ended and len(token) >= 8)
    return quoted or ended


def _is_enclosed(text: str, found: re.Match[str]) -> bool:
    """ "Snapchat [ghostwriter8]": in brackets, with a digit, and no word of Arabizi."""
    token = found["token"]
    bracket = text[max(0, found.start("token") - 1) : found.start("token")] in ("[", "(", "{", "<")
    digit = any(map(str.isdigit, token)) and not ARABIZI.search(token)
    return bracket and digit and len(token) >= DOTTED
