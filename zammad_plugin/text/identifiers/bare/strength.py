"""How surely the words beside a name say that it is one, and what the name must look like then.
Pure."""

from __future__ import annotations

import re
from typing import Literal

from zammad_plugin.text.identifiers.connecting import SIGNS, is_foreign, is_quoted
from zammad_plugin.text.identifiers.looks import (
    ARABIZI,
    DOTTED,
    INNER,
    has_dots,
    is_shaped,
    is_word,
)
from zammad_plugin.text.identifiers.services import GAMES

# Letters of a word in another script than the sentence that is no word of a language.
LONG_FOREIGN = 8
PLAYED = (GAMES - {"discord"}) | {"xbox", "playstation", "riot", "minecraft"}
# A network of the house, not of people; and what opens an account.
OTHERS = re.compile(
    r"\b(?:wi-?fi|ssid|hotspot|router|واي ?فاي|الواي|passwords?|passcode|mdp|mot de passe|(?:كلم[ةه] ال|ال)?(?:سر|باسورد))\b",
    re.I,
)
FAR = 40  # characters before a name in which they stand
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


def strength_of(found: re.Match[str], conn: str | None, label: str | None) -> Strength:
    """Of the words before a name; "account is called" names, "account is" need not."""
    if conn and DIRECT.fullmatch(conn):
        return "direct"
    if label and conn and (found["conn2"] or not STATED.fullmatch(label)):
        return "labelled"
    return "linked" if conn or label else "loose"


def holds(text: str, found: re.Match[str], strength: Strength) -> bool:
    """Whether what was found is a name, behind words of that strength."""
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


def is_persons(token: str, label: str | None) -> bool:
    """ "his name on insta is Karim": people are called so, not accounts."""
    return token.isalpha() and token.istitle() and bool(label and PERSONAL.fullmatch(label))


def is_other(text: str, found: re.Match[str]) -> bool:
    """Whether it is the name of a network of the house, or a password."""
    start = found.start("token")
    return bool(OTHERS.search(text[max(0, start - FAR) : start]))
