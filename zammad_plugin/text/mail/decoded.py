"""Text that arrived in the wrong letters: read right where that is certain, else named. Pure.

UTF-8 that was taken for a Western or Arabic code page, base64 and quoted-printable that nobody
decoded. Never raises; what can't be read right stays as it was.
"""

from __future__ import annotations

import base64
import binascii
import quopri
import re
from collections.abc import Iterator
from typing import Literal

Reason = Literal["charset", "encoded"]

CODE_PAGES = ("cp1252", "cp1256")
# What the first byte of a letter's two or three looks like in those code pages, and its second.
BROKEN = re.compile(
    "[\u00f0\u00c2\u00c3\u00c4\u00c5\u00d8\u00d9\u00da\u00db\u00d0\u00d1\u00e2\u06cc\u0637\u0638\u2026\u0622\u0623"
    "][\u0080-\u00bf\u0152\u0153\u0160\u0161\u0178\u017d\u017e\u0192\u02c6\u02dc\u2013-\u203a\u20ac\u2122]"
)
BROKEN_RUN = re.compile("[^\x00-\x7f]{2,}")
FEWEST_BROKEN = 2
LONG = 40  # signs without a blank; words of a text are shorter
BASE64 = re.compile(
    rf"(?<!\S)(?:[A-Za-z0-9+/]{{{LONG},}}={{0,2}}[\r\n]*)+(?:[A-Za-z0-9+/]{{1,80}}={{0,2}})?"
)
PRINTABLE = re.compile(r"(?:=[0-9A-F]{2}){2}")
FEWEST_PRINTABLE = 3
SOFT_BREAK = re.compile(r"=\r?\n")
WORDS = 0.8  # share of letters and blanks from which bytes are a text
LOST = re.compile("[?\ufffd]")
LOST_RUN = re.compile(r"(?<![\w?\ufffd])[?\ufffd]{2,}")  # at a word's end it is a question
FEWEST_LOST = 6  # question marks in runs
MOSTLY_LOST = 0.3  # share of them among what is no blank


def decoded(text: str) -> str:
    """`text` read right, as far as that is certain."""
    if "=" in text and len(PRINTABLE.findall(text)) >= FEWEST_PRINTABLE:
        text = _printable(text)
    if _has_long(text):
        text = BASE64.sub(_base64, text)
    if not text.isascii() and len(BROKEN.findall(text)) >= FEWEST_BROKEN:
        text = BROKEN_RUN.sub(_repaired, text)
    return text


def unreadable(text: str) -> Reason | None:
    """Why a text that went through `decoded` can't be read, None when it can."""
    signs = sum(not one.isspace() for one in text)
    lost = len(LOST.findall(text))
    if sum(map(len, LOST_RUN.findall(text))) >= FEWEST_LOST and lost > MOSTLY_LOST * signs:
        return "charset"
    if len(BROKEN.findall(text)) >= 2 * FEWEST_BROKEN:
        return "charset"
    if len(PRINTABLE.findall(text)) >= FEWEST_PRINTABLE:
        return "encoded"
    return "encoded" if _has_long(text) and _encoded(text) > signs / 2 else None


def _has_long(text: str) -> bool:
    return max(map(len, text.split()), default=0) >= LONG


def _encoded(text: str) -> int:
    return sum(len(one[0]) for one in BASE64.finditer(text))


def _printable(text: str) -> str:
    raw = quopri.decodestring(SOFT_BREAK.sub("", text).encode("utf-8", "replace"))
    return next(_texts(raw, ("utf-8", *CODE_PAGES)), text)


def _base64(block: re.Match[str]) -> str:
    signs = "".join(block[0].split())
    try:
        raw = base64.b64decode(signs + "=" * (-len(signs) % 4), validate=True)
    except (binascii.Error, ValueError):
        return block[0]
    return next(_texts(raw, ("utf-8",)), block[0])


def _texts(raw: bytes, codes: tuple[str, ...]) -> Iterator[str]:
    for code in codes:
        try:
            text = raw.decode(code)
        except UnicodeDecodeError:
            continue
        words = sum(one.isalnum() or one.isspace() or one in ".,'!?،؟-" for one in text)
        if text and words >= WORDS * len(text):
            yield text


def _repaired(run: re.Match[str]) -> str:
    """The run's bytes in one of the code pages, read as what they were."""
    for code in CODE_PAGES:
        try:
            return b"".join(_byte(one, code) for one in run[0]).decode("utf-8")
        except (UnicodeEncodeError, UnicodeDecodeError):
            continue
    return run[0]


def _byte(letter: str, code: str) -> bytes:
    """A code page has no letter for some bytes: those stay what they are."""
    return letter.encode("latin-1") if 0x80 <= ord(letter) < 0xA0 else letter.encode(code)
