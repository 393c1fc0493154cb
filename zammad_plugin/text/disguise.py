"""Ways of writing that are meant to be missed, undone where that is certain. Pure.

Works on folded text (text/normalise), where scripts, case and invisible marks are one already:
letters set apart by blanks or dots, figures for letters, one star in a word, flags' letters. What
runs backwards between direction overrides is turned before that.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

# Letters that look like others and that no normal form knows: small capitals, letters without the
# dots that tell them apart (of ٮ, which stands for five, the most frequent), and fillers that show
# nothing.
DRAWN = {
    **dict(zip("ᴀʙᴄᴅᴇꜰɢʜɪᴊᴋʟᴍɴᴏᴘꞯʀꜱᴛᴜᴠᴡʏᴢ", "abcdefghijklmnopqrstuvwyz", strict=True)),
    **dict(zip("ɐɔǝɟƃɥɾʞɯɹʇʌʍʎ", "acefghjkmrtvwy", strict=True)),
    "ٮ": "ب",
    "ڡ": "ف",
    "ٯ": "ق",
    "ں": "ن",
    "\u115f": "",
    "\u1160": "",
    "\u3164": "",
    "\u2800": "",
}
OVERRIDE = re.compile("[\u202d\u202e]([^\u202c\u202d\u202e\n]*)")
LATIN = re.compile("[A-Za-z]")
ARABIC = re.compile("[\u0621-\u064a]")
# No Arabic word begins with these, nearly all with the article begin so.
NEVER_FIRST = re.compile(r"(?<!\w)[ةىءؤئ]\w|\wلا(?!\w)")
NEVER_LAST = re.compile(r"\w[ةى](?!\w)|(?<!\w)ال\w")
FEWEST = 6  # letters apart that are a way of writing, not an abbreviation
FLAG = "\U0001f1e6"
FLAGS = re.compile("[\U0001f1e6-\U0001f1ff]{3,}")  # two are a country's flag
FLAG_LETTERS = re.compile("[\U0001f1e6-\U0001f1ff]+")
STARS = "*#•·"
LETTERS = 0.6  # share of letters among signs set apart; rows of figures are left
APART = ".*•·|~/,"  # folding made blanks of - and _
# Cheap to look for: texts without them need no more.
SURE = {sign: re.compile(re.escape(sign) + rf".{re.escape(sign)}" * 3) for sign in APART}
BLANKS = re.compile(r" \S {1,3}\S {1,3}\S {1,3}\S ")
BLANK_APART = re.compile(rf"(?<!\S)\S(?: {{1,3}}\S(?!\S)){{{FEWEST - 1},}}")
BLANK_RUN = re.compile(r" +")
FIGURES = {"4": "a", "3": "e", "1": "i", "0": "o", "5": "s", "7": "t", "@": "a", "$": "s", "!": "i"}
# Between letters, or one before two of them: 4, 1 and 0 are no sounds of Arabizi.
FIGURED = re.compile(
    r"(?<![\w@])(?=[a-z0-9@$!]{3,24}(?![\w@.]))(?:[a-z][a-z0-9$!]*)?[410@$!](?!st\b|th\b|am\b|pm\b|k\b|x\b|yo\b|yrs?\b)[a-z][a-z0-9@$!]*"
)
COUNTED = re.compile(r"\d*(?:1st|2nd|3rd)|\d+(?:th|am|pm|k|x|yo|yrs?|kg|cm|gb)?")
FIGURED_HINT = re.compile(r"[410@$!][a-z]")
MANY_FIGURED = 3  # words from which figures are a way of writing
ANY_FIGURE = re.compile(r"(?<![\w@])[a-z0-9@$!]*[a-z][a-z0-9@$!]*(?![\w@])")
# What is starred because it is what it is; one letter is missing.
STARRED_WORDS = (
    "sex", "sexy", "sexual", "nude", "nudes", "naked", "porn", "porno", "rape", "raped",
    "rapes", "rapist", "kill", "killed", "kills", "suicide", "fuck", "fucked", "dick", "cock",
    "pussy", "penis", "vagina", "boobs", "tits", "nipples", "masturbate", "cum", "pedo",
    "pedos", "pedophile", "molest", "molested", "abuse", "abused", "blackmail", "blackmailed",
    "threat", "threaten", "threatens", "photo", "photos", "picture", "pictures", "pics",
    "video", "videos", "child", "children", "girl", "girls", "boy", "boys", "kid", "kids",
    "minor", "minors", "money", "pay", "school", "meet", "meeting", "send", "sends", "years",
    "mother", "father", "sexe", "nue", "nues", "viol", "violer", "tuer", "baise", "suicider",
    "enfant", "enfants", "fille", "filles", "seins", "argent",
)  # fmt: skip
STARRED = re.compile(rf"(?<![\w*])[^\W\d_]+[{STARS}]{{1,3}}[^\W\d_]+(?![\w*])")


def turned(text: str) -> Iterator[tuple[int, int]]:
    """(start, end) of what stands backwards between direction overrides."""
    for found in OVERRIDE.finditer(text):
        if _is_backwards(found[1]):
            yield found.span(1)


def _is_backwards(written: str) -> bool:
    """Latin letters under an override are shown turned; Arabic tells by how its words begin."""
    arabic = len(ARABIC.findall(written))
    if len(LATIN.findall(written)) > arabic:
        return True
    return arabic > 0 and len(NEVER_FIRST.findall(written)) > len(NEVER_LAST.findall(written))


def same_length(folded: str) -> str:
    """Figures and stars for letters, flags' letters: each becomes what it stands for."""
    if FLAGS.search(folded):
        folded = FLAG_LETTERS.sub(_letters_of_flags, folded)
    if FIGURED_HINT.search(folded) and len(FIGURED.findall(folded)) >= MANY_FIGURED:
        folded = ANY_FIGURE.sub(_letters_of_figures, folded)
    if any(star in folded for star in STARS):
        folded = STARRED.sub(_without_stars, folded)
    return folded


def _letters_of_flags(run: re.Match[str]) -> str:
    return "".join(chr(ord(one) - ord(FLAG) + ord("a")) for one in run[0])


def _letters_of_figures(word: re.Match[str]) -> str:
    said = word[0]
    if COUNTED.fullmatch(said):
        return said
    return "".join(FIGURES.get(one, one) for one in said)


def _without_stars(word: re.Match[str]) -> str:
    pattern = re.compile("".join("[a-zé]" if one in STARS else one for one in word[0]))
    known = next((one for one in STARRED_WORDS if pattern.fullmatch(one)), None)
    return known or word[0]


def gaps(folded: str) -> Iterator[tuple[int, int]]:
    """(start, end) of what stands between letters set apart and is to go, in order; of what parts
    their words one blank stays."""
    if BLANKS.search(f" {folded} "):
        for stretch in BLANK_APART.finditer(folded):
            yield from _blanks(stretch)
    for sign, sure in SURE.items():
        if sign in folded and sure.search(folded):
            yield from _signs(folded, sign)


def _blanks(stretch: re.Match[str]) -> Iterator[tuple[int, int]]:
    if not _are_letters(stretch[0].replace(" ", "")):
        return
    runs = [one.span() for one in BLANK_RUN.finditer(stretch[0])]
    between = min(end - start for start, end in runs)  # letters; what is longer parts words
    for start, end in runs:
        first = start if end - start == between else start + 1
        if first < end:
            yield stretch.start() + first, stretch.start() + end


def _signs(folded: str, sign: str) -> Iterator[tuple[int, int]]:
    for stretch in _apart(sign).finditer(folded):
        if _are_letters(stretch[0][::2].replace(" ", "")):
            yield from ((at, at + 1) for at in range(stretch.start() + 1, stretch.end(), 2))


def _are_letters(signs: str) -> bool:
    return sum(map(str.isalpha, signs)) >= LETTERS * len(signs)


@cache
def _apart(sign: str) -> re.Pattern[str]:
    """A letter, the sign, a letter, the sign: words are parted by a blank in a letter's place."""
    one = rf"[^{re.escape(sign)}\n]"
    return re.compile(rf"(?<!\w){one}(?:{re.escape(sign)}{one}(?!\w)){{{FEWEST - 1},}}")
