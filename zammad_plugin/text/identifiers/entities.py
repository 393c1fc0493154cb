"""Where a text names links, addresses, numbers, money and dates: kind and place. Pure.

What they mean (whose account, which country's number) is for text/identifiers/find.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal, NamedTuple

Kind = Literal[
    "link",
    "email",
    "handle",
    "phone",
    "money",
    "date",
    "iban",
    "wallet",
    "coordinates",
    "ip",
    "number",
]


class Entity(NamedTuple):
    """From `start` to `end` (exclusive) of the text."""

    kind: Kind
    start: int
    end: int


# Endings of hosts that are written without https; other ones count with a path only, for people
# forget the space behind a full stop ("help.me").
ENDINGS = "com|net|org|info|gg|ly|io|app|page|link|online|site|xyz|co|edu|gov|tv"
# No blank, no closing sign of a sentence or a bracket, no mark of direction.
URL_PART = r"[^\s<>\"'»«)\]،؛؟\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069]"
LINK = re.compile(
    rf"(?:https?://|www\.){URL_PART}{{2,500}}"
    rf"|(?<![\w@.-])(?:[a-z0-9](?:[a-z0-9-]{{0,61}}[a-z0-9])?\.){{1,4}}"
    rf"(?:(?:{ENDINGS})(?:\.[a-z]{{2}})?\b(?![@.]\w)(?:/{URL_PART}{{0,500}})?"
    rf"|[a-z]{{2,12}}/{URL_PART}{{1,500}})",
    re.I,
)
EMAIL = re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{2,63}){1,4}(?!\w)")
HANDLE = re.compile(r"(?<![\w@./])@[\w.]{2,40}(?!@)")
ETHEREUM = r"0x[0-9a-fA-F]{40}"
BITCOIN = r"bc1[a-z0-9]{25,59}|BC1[A-Z0-9]{25,59}|[13][a-km-zA-HJ-NP-Z1-9]{25,34}"
TRON = r"T[A-HJ-NP-Za-km-z1-9]{33}"
WALLET = rf"\b(?:{ETHEREUM}|{BITCOIN}|{TRON})\b"
# Two letters, two check digits, then groups; what follows a group is no lower-case word.
IBAN = r"\b[A-Z]{2}\d{2}(?:[ -]?[A-Z0-9]{4}){2,7}(?:[ -]?[A-Z0-9]{1,3})?(?!\w)"
SIGNS = "$€£₺₪﷼"
UNITS = (
    r"us[d]?\b|dollars?\b|bucks\b|euros?\b|eur\b|lbp\b|l\.?l\b\.?|lira\b|liras\b|pounds?\b|quid\b"
    r"|dinars?\b|riyals?\b|dirhams?\b|dolar\w*|avro\b|usdt\b|btc\b|eth\b|dolars?\b"
    r"|دولار\w*|ليرة|ليره|ليرات|يورو|دينار\w*|ريال\w*|درهم|دراهم|جنيه\w*|تومان|دلار\w*|دۆلار|لیرە"
    r"|دینار|տոլար|դոլար|եվրո"
)
AMOUNT = r"\d{1,9}(?:[.,\u00a0 ]\d{3}){0,4}(?:[.,]\d{1,2})?"
MONEY = (
    rf"[{SIGNS}] ?{AMOUNT}(?: ?[km]\b)?"
    rf"|(?<![\w.]){AMOUNT} ?(?:k|m|thousand|million|mille|bin|ألف|الف|مليون|هزار|میلیون|هەزار)?"
    rf" ?(?:[{SIGNS}]|{UNITS})"
)
MONTHS = (
    r"jan(?:uary|vier)?|feb(?:ruary)?|f[ée]vrier|mar(?:ch|s)|apr(?:il)?|avril|may|mai|june?|juin"
    r"|july?|juillet|aug(?:ust)?|ao[uû]t|sept?(?:ember|embre)?|oct(?:ober|obre)?|nov(?:ember|embre)?"
    r"|dec(?:ember)?|d[ée]cembre|ocak|şubat|mart|nisan|mayıs|haziran|temmuz|ağustos|eylül|ekim|kasım"
    r"|aralık|كانون الثاني|شباط|[آأا]ذار|نيسان|[أا]يار|حزيران|تموز|[آأا]ب|[أا]يلول|تشرين ال[أا]ول"
    r"|تشرين الثاني|كانون ال[أا]ول|يناير|فبراير|مارس|[أا]بريل|مايو|يونيو|يوليو|[أا]غسطس|سبتمبر"
    r"|[أا]كتوبر|نوفمبر|ديسمبر"
)
CLOCK = r"\d{1,2}:\d{2}(?::\d{2})?(?: ?[ap]\.?m\b\.?)?"
DATE = (
    rf"(?<![\w/.-])\d{{4}}[-/.]\d{{1,2}}[-/.]\d{{1,2}}(?:T{CLOCK}\w*)?(?![\w/])"
    r"|(?<![\w/.-])\d{1,2}(?P<sep>[-/.])\d{1,2}(?P=sep)(?:\d{4}|\d{2})(?![\w/]|(?P=sep)\d)"
    r"|(?<![\w/.-])(?:0?[1-9]|1[0-2])[/.](?:19|20)\d{2}(?![\w/])"
    rf"|(?<!\w)\d{{1,2}}(?:st|nd|rd|th|er)?(?: of)? (?:{MONTHS})\b\.?,?(?: \d{{4}})?(?!\w)"
    rf"|(?<![\w:]){CLOCK}(?![\w:])"
)
PLACE = r"(?<![\w.])-?\d{1,3}\.\d{4,} ?[,;] ?-?\d{1,3}\.\d{4,}"
IP = r"(?<![\w.])(?!0\d)(?:\d{1,3}\.){3}\d{1,3}(?!\w|\.\w)"
# A run of digits in groups as people write telephone numbers; `telephone` says what it is.
PHONE = r"(?<![\w@.#/-])(?:\+|\(\+?)?\d(?:[ \u00a0().\-/]{0,3}\d){6,15}(?![\w@])"
NUMBER = r"#?\d{5,}(?![\w@])"
MONTH = re.compile(rf"(?:{MONTHS})\.?", re.I)
AFTER_MONTH = re.compile(r"(?:\d{4}|\d{1,2}(?:st|nd|rd|th)?(?:,? \d{4})?)(?!\w)", re.I)
LONGEST_MONTH = 10  # characters
DIGITS = re.compile(
    "|".join(
        f"(?P<{kind}>{pattern})"
        for kind, pattern in (
            ("wallet", f"(?-i:{WALLET})"),
            ("iban", f"(?-i:{IBAN})"),
            ("coordinates", PLACE),
            ("ip", IP),
            ("date", DATE),
            ("money", MONEY),
            ("phone", PHONE),
            ("number", NUMBER),
        )
    ),
    re.I,
)
# Where something may be named; words without one of these cost nothing.
SIGN = re.compile(r"[\d@.:]")
BEGINS_HOST = re.compile(r"\.[a-z]{2}|://", re.I)
HOST_PARTS = frozenset(".-")
ADDRESS_PARTS = frozenset(".-+")
NUMBER_PARTS = frozenset("+(#-" + SIGNS)
FARTHEST = 64  # characters that a name may begin before its sign


def entities(text: str) -> Iterator[Entity]:
    """In the order of the text; they never overlap. Linear in the text's length."""
    free = 0
    for sign in SIGN.finditer(text):
        at = sign.start()
        if at < free or (text[at] in ".:" and not BEGINS_HOST.match(text, at)):
            continue
        found = _at(text, at, free)
        if found:
            free = found.end
            yield found


def _at(text: str, at: int, free: int) -> Entity | None:
    if text[at] == "@":
        return _address(text, at, free)
    if text[at] in ".:":
        return _matched("link", LINK, text, _back(text, at, free, HOST_PARTS))
    return _digits(text, at, free)


def _address(text: str, at: int, free: int) -> Entity | None:
    start = _back(text, at, free, ADDRESS_PARTS)
    return _matched("email", EMAIL, text, start) or _matched("handle", HANDLE, text, at)


def _digits(text: str, at: int, free: int) -> Entity | None:
    if at - free > 3 and text[at - 1] == " " and (dated := _after_month(text, at, free)):
        return dated
    start = _back(text, at, free, NUMBER_PARTS)
    return _digits_from(text, start) or (_digits_from(text, at) if start < at else None)


def _after_month(text: str, at: int, free: int) -> Entity | None:
    """ "May 3, 2026": the month's word stands before the digit at `at`."""
    near = text[max(free, at - 1 - LONGEST_MONTH) : at - 1].rpartition(" ")[2]
    day = AFTER_MONTH.match(text, at) if MONTH.fullmatch(near) else None
    return Entity("date", at - 1 - len(near), day.end()) if day else None


def _digits_from(text: str, start: int) -> Entity | None:
    match = DIGITS.match(text, start)
    kind: Kind | None = match.lastgroup if match else None  # type: ignore[assignment]
    return Entity(kind, match.start(), match.end()) if match and kind else None


def _matched(kind: Kind, pattern: re.Pattern[str], text: str, start: int) -> Entity | None:
    match = pattern.match(text, start)
    return Entity(kind, start, match.end()) if match else None


def _back(text: str, at: int, free: int, parts: frozenset[str]) -> int:
    """Where the word that holds `at` begins; `parts` belong to it as letters do."""
    first = max(free, at - FARTHEST)
    while at > first and (text[at - 1].isalnum() or text[at - 1] == "_" or text[at - 1] in parts):
        at -= 1
    return at
