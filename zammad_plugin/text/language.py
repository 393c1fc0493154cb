"""Main language of a message: script first, then orthography, then small words.

A hint for explanation and reply, never a gate for matching.
"""

from __future__ import annotations

import re

SORANI = set("ڕڵێۆە")
PERSIAN = re.compile(r"\b(است|می|را|این|که|برای|هست|چه|شما|کنم|شده)\b")
WORDS = {
    "en": {"the", "is", "are", "and", "to", "my", "me", "you", "i", "he", "she", "they", "of", "in", "on", "with", "for", "it", "that", "this", "please", "help", "how", "can", "someone", "have", "has", "not", "don't"},
    "fr": {"le", "la", "les", "un", "une", "des", "est", "et", "je", "tu", "il", "elle", "mon", "ma", "mes", "pour", "avec", "dans", "sur", "que", "qui", "pas", "bonjour", "merci", "ne", "du", "au", "ce", "de", "vous", "nous"},
    "tr": {"bir", "ve", "bu", "için", "ben", "benim", "çok", "var", "yok", "değil", "mi", "ne", "kızım", "oğlum", "yardım"},
    "kmr": {"ez", "tu", "ew", "min", "te", "wî", "wê", "ji", "bo", "li", "di", "û", "ku", "ne", "çi", "keça", "kurê", "alîkarî"},
    "ar-Latn": {"ana", "shou", "shu", "chou", "bade", "baddi", "fi", "ma", "w", "3a", "3al", "3am", "la2", "kif", "keef", "hayda", "hay", "bas", "iza", "3ande", "3andi", "ente", "enta", "bente", "ebne", "5ayye", "ekhte", "men", "mn", "aw", "please3", "la", "wallah", "ya3ne", "yaane", "badna", "m3", "ma3", "3ala", "sar", "kel", "hal", "3omre", "3omra", "3omro"},
}  # fmt: skip
ARABIZI_DIGIT = re.compile(r"[a-z][235679](?=[a-z])|\b[23579][a-z]{2,}|[a-z]{2,}[2357]\b", re.I)
MIXED = 0.08  # share of Arabic letters in a Latin text from which no language carries it alone
TOKEN = re.compile(r"[^\W_]+(?:'[^\W_]+)?")


def detect(text: str) -> str:
    """`ar`, `ar-Latn`, `en`, `fr`, `ckb`, `kmr`, `fa`, `tr`, `hy`, `mixed` or `none`."""
    letters = [one for one in text[:4000] if one.isalpha()]
    if len(letters) < 2:
        return "none"
    arabic = sum("\u0600" <= one <= "\u06ff" for one in letters)
    armenian = sum("\u0530" <= one <= "\u058f" for one in letters)
    if armenian > len(letters) / 2:
        return "hy"
    if arabic > len(letters) * 0.6:
        return _arabic_script(text, arabic)
    if arabic > len(letters) * MIXED:
        return "mixed"
    return _latin_script(text[:4000])


def _arabic_script(text: str, arabic: int) -> str:
    if sum(one in SORANI for one in text) > arabic * 0.06:
        return "ckb"
    return "fa" if len(PERSIAN.findall(text)) >= 2 or set("پچگژ") & set(text) else "ar"


def _latin_script(text: str) -> str:
    tokens = [token.lower() for token in TOKEN.findall(text.replace("’", "'"))]
    if not tokens:
        return "none"
    scores = {lang: sum(token in words for token in tokens) for lang, words in WORDS.items()}
    scores["ar-Latn"] += 2 * len(ARABIZI_DIGIT.findall(text))
    best = max(scores, key=lambda lang: scores[lang])
    return best if scores[best] else "en"
