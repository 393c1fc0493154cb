"""Why a text can't be judged: it can't be read, or it says nothing yet. Pure.

"Nothing points to a child in danger" is said only of what could be read. Codes, for the note, the
reply and the routing; a person must look at each of them but a greeting.
"""

from __future__ import annotations

import re
from collections.abc import Collection

from zammad_plugin.text.detect import OTHER
from zammad_plugin.triage.model import Hit

GREETING, PLEA = "nothing-said-yet", "plea-alone"
GARBLED, ENCODED, UNKNOWN = "garbled", "encoded", "language-not-read"
FILE, VOICE, MEDIA = "file-not-read", "voice-not-heard", "picture-alone"
MIDDLE = "middle-not-read"  # of a text that is longer than is read (text/mail/lines.py)
LOOK = frozenset({PLEA, GARBLED, ENCODED, UNKNOWN, FILE, VOICE, MEDIA, MIDDLE})
CODES = LOOK | {GREETING}
CONCEPTS = {"plea": PLEA, "greeting": GREETING}
FEW = 12  # words of a plea or a greeting
LITTLE = 12  # words beside a file that is the message
MOST = 0.5  # share of the text
# UTF-8 read as another encoding, and what stands for what could not be read at all.
MOJIBAKE = re.compile(
    "[\u00d8\u00d9][\u0080-\u00bf\u2018-\u203a\u0152\u0192\u0160\u017d]|\u00c3[\u0080-\u00bf]|\u00e2\u20ac|\ufffd"
)
QUESTIONS = re.compile(r"\?{3,}")
BASE64 = re.compile(r"(?<![\w/+])[A-Za-z0-9+/]{60,}={0,2}(?![\w/+])|(?:=[0-9A-F]{2}){12,}")
WORD = re.compile(r"[^\W_]+")


def unclear(text: str, lang: str, hits: Collection[Hit], unread: Collection[str] = ()) -> str:
    """A code, or '' for what can be read. `unread`: what came with it that nobody read (codes)."""
    words = WORD.findall(text)
    if _garbled(text):
        return GARBLED
    if sum(len(one) for one in BASE64.findall(text)) > MOST * len(text):
        return ENCODED
    if lang == OTHER:
        return UNKNOWN
    if MIDDLE in unread:
        return MIDDLE
    if len(words) <= LITTLE:
        for code in (VOICE, FILE, MEDIA):
            if code in unread:
                return code
    return _says_only(text, words, hits)


def _garbled(text: str) -> bool:
    asked = sum(len(one) for one in QUESTIONS.findall(text))
    strange = sum(len(one) for one in MOJIBAKE.findall(text))
    return asked > MOST * len(text.replace(" ", "")) or strange * 4 > MOST * len(text)


def _says_only(text: str, words: list[str], hits: Collection[Hit]) -> str:
    """Whether nothing but pleas and greetings is said."""
    if not 0 < len(words) <= FEW:
        return ""
    spans = [(one.start, one.end) for one in hits if one.concept in CONCEPTS]
    inside = [one for one in WORD.finditer(text) if not _covered(one, spans)]
    if inside:
        return ""
    return PLEA if any(one.concept == "plea" for one in hits) else GREETING


def _covered(word: re.Match[str], spans: list[tuple[int, int]]) -> bool:
    return any(start < word.end() and word.start() < end for start, end in spans)
