"""Identifiers that are known by their own form: Reddit's `u/name` and `r/group`, Skype's
`live:name`, Steam's `STEAM_0:1:…`, an e-mail address with its signs written as words. Pure.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal, NamedTuple

Kind = Literal["handle", "id", "group", "email"]


class Spelt(NamedTuple):
    """`value` in its one form, from `start` to `end` of the text."""

    service: str
    kind: Kind
    value: str
    start: int
    end: int


REDDIT = re.compile(r"(?<![\w./-])/?(?P<what>[ur])/(?P<name>\w[\w-]{2,24})(?![\w/])")
SKYPE = re.compile(r"(?<![\w@.])(?P<name>live:[\w.:-]{1,60}\w)")
STEAM = re.compile(r"\bSTEAM_[0-5]:[01]:\d{3,12}\b|\[U:1:\d{3,12}\]")
AT = r"\s?[\[({]\s?(?:at|@|arobase?)\s?[\])}]\s?|\s(?:at|arobase?|@)\s"
ENDINGS = (
    "com|net|org|info|me|io|co|edu|gov|fr|lb|de|uk|us|ca|be|ch|eu|sy|iq|jo|eg|ae|sa|kw|qa|tr|ir|am|ru"
    "|example|test"
)
DOT = r"\s?[\[({]\s?(?:dot|point|\.)\s?[\])}]\s?|\s(?:dot|point)\s"
# Without brackets both signs must be words: "met him at school" is no address.
EMAIL = re.compile(
    rf"(?<![\w.@])(?P<name>\w[\w.+-]{{0,40}}(?:(?:{DOT})\w{{1,40}}){{0,2}})(?:{AT})(?P<host>[\w-]{{2,40}}"
    rf"(?:(?:{DOT}|\.)(?:{ENDINGS})){{1,2}})(?!\w)",
    re.I,
)
DOTS = re.compile(DOT, re.I)
WORDED = re.compile(rf"[\[({{]|{DOT}|(?:gmail|hotmail|yahoo|outlook|icloud|proton\w*|live)\.", re.I)


def spelt(text: str) -> Iterator[Spelt]:
    """Linear in the text's length."""
    for found in REDDIT.finditer(text):
        name = found["name"].casefold() if found["what"] == "u" else found["name"]
        kind: Kind = "handle" if found["what"] == "u" else "group"
        yield Spelt("reddit", kind, name, *found.span())
    for found in SKYPE.finditer(text):
        yield Spelt("skype", "handle", found["name"].casefold(), *found.span())
    for found in STEAM.finditer(text):
        yield Spelt("steam", "id", found[0], *found.span())
    for found in EMAIL.finditer(text):
        if WORDED.search(found[0]):
            name, host = (DOTS.sub(".", found[one]).casefold() for one in ("name", "host"))
            yield Spelt("", "email", f"{name}@{host}", *found.span())
