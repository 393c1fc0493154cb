"""Main language of a message: script first, then small words and letters of its own.

A hint for explanation and reply, never a gate for matching. The words are data, one language a
file (`small` and `letters` in rules/languages).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from zammad_plugin.text import other_languages
from zammad_plugin.text.normalise import normalise

READ = 1500  # characters: the language of a message shows early
FEWEST = 2  # letters that make a language
MIXED = 0.08  # share of Arabic letters in a Latin text from which no language carries it alone
ARABIC = 0.6  # share of Arabic letters of a text in Arabic script
NONE = "none"  # no words, or code
DEFAULT = {"arabic": "ar", "armenian": "hy", "latin": "en"}
SCRIPTS = {
    "arabic": re.compile("[\u0621-\u064a\u066e-\u06d5\u06fa-\u06ff\u0750-\u077f\ufb50-\ufeff]+"),
    "armenian": re.compile("[\u0531-\u0587]+"),
}
NO_LETTER = re.compile(r"[\W\d_]")
TOKEN = re.compile(r"\w+")
# What no one says: addresses, names of accounts, and what messengers put for a file.
NOISE = re.compile(
    r"https?://\S+|www\.\S+|\S+@\S+|@\w+|<[^<>\n]{0,40}(?:omitted|attached)>"
    r"|\b(?:image|video|audio|sticker|GIF|document) omitted\b|\[(?:image|photo|video|audio)\]"
)
NOISY = ("@", "://", "www.", "omitted", "attached", "[")  # without one of these there is none
# 3, 7, 2, 5, 9, 6 as letters inside or at the edge of a word.
ARABIZI = re.compile(
    r"[a-z][235679](?=[a-z])|\b[23579](?!(?:pm|am|rd|th|nd|yo|yrs?|kg|km|hrs?|min|ans|eme|gb)\b)[a-z]{2,}"
    r"|[a-z]{2,}[2357]\b",
    re.I,
)
ARABIZI_DIGITS = "235679"
WITH_DIGIT = re.compile(r"(?<!\w)[^\W235679]*[235679]\w*")  # whole words
ARABIZI_LANGUAGE = "ar-Latn"
CODE = "(){}[];=<>/\\:._"
MUCH_CODE = 0.12  # signs a letter
FEW_WORDS = 0.25  # share of small words below which such a text is code
OWN_LETTER = 0.5  # what a letter of its own counts against a small word
OTHER = "other"  # a language of nobody's here: never taken for one that is
FOREIGN = re.compile(
    "[^\\W\\d_a-zA-Z\u00aa-\u024f\u1e00-\u1eff\u0621-\u06ff\u0750-\u077f\ufb50-\ufeff"
    "\u0531-\u0587\ufb13-\ufb17]"
)
MOSTLY = 0.5  # share of letters of other scripts from which a text is in another language
CLEARLY = 1.3  # times the score of the best of ours
FEWEST_WORDS = 3  # small words or letters of another language that make it one
BESIDE = 0.4  # share of the leading language's own words from which another carries as much
FEWEST_BESIDE = 2  # own words
ARABICS_OWN = "ةأإ"
ARTICLE = re.compile(r"(?<!\w)[وبفل]?ال\w")


@dataclass(frozen=True)
class Words:
    """Of one language: its small words, and letters that its neighbours do not have."""

    small: frozenset[str]
    letters: str = ""

    @property
    def script(self) -> str:
        """Of most of its words."""
        sample = "".join(sorted(self.small))
        fits = (name for name, run in SCRIPTS.items() if run.search(sample))
        return next(fits, "latin")


class Languages:
    """`detect` tells one of the languages it was made of, `mixed`, `none` or `other`."""

    def __init__(self, words: Mapping[str, Words]) -> None:
        self._letters = {lang: one.letters for lang, one in words.items()}
        self._of: dict[str, list[str]] = {}
        self._script: dict[str, list[str]] = {}
        for lang, one in words.items():
            if one.small:
                self._script.setdefault(one.script, []).append(lang)
            for word in {normalise(small).text for small in one.small}:
                self._of.setdefault(word, []).append(lang)
        self._votes = {script: self._votes_among(langs) for script, langs in self._script.items()}
        self._others = _Others(words)

    def _votes_among(self, known: list[str]) -> dict[str, list[tuple[str, float]]]:
        """Small word → what it counts for each of the languages; of several less for each."""
        return {
            word: [(lang, 1 / len(langs)) for lang in langs if lang in known]
            for word, langs in self._of.items()
        }

    def detect(self, text: str, folded: str | None = None) -> str:
        """`folded`: the normalised text, where it is known already."""
        said = text[:READ]
        said = NOISE.sub(" ", said) if any(sign in said for sign in NOISY) else said
        letters = len(said) - len(NO_LETTER.findall(said))
        if letters < FEWEST:
            return NONE
        share = {name: _amount(run, said) / letters for name, run in SCRIPTS.items()}
        folded = normalise(text[:READ]).text if folded is None else folded[:READ]
        if not said.isascii() and len(FOREIGN.findall(folded)) > MOSTLY * letters:
            return OTHER
        if share["armenian"] > 1 - ARABIC:
            return self._best("armenian", said, folded)
        if share["arabic"] > ARABIC:
            return self._best("arabic", said, folded)
        if share["arabic"] > MIXED:
            return "mixed"
        code = self._is_code(said, folded, letters)
        return NONE if code else self._best("latin", said, folded)

    def _is_code(self, said: str, folded: str, letters: int) -> bool:
        if sum(map(said.count, CODE)) <= MUCH_CODE * letters:
            return False
        words = TOKEN.findall(folded)
        small = sum(word in self._of for word in words)
        return small <= FEW_WORDS * len(words)

    def _best(self, script: str, said: str, folded: str) -> str:
        """The language with most of its own."""
        known = self._script.get(script, [])
        scores, votes = dict.fromkeys(known, 0.0), self._votes.get(script, {})
        tokens = Counter(TOKEN.findall(folded))
        own = dict.fromkeys(known, 0)  # words that no neighbour has
        for word in tokens.keys() & votes.keys():
            count, apart = tokens[word], len(word) > 1
            for lang, vote in votes[word]:
                scores[lang] += vote * count
                own[lang] += count if apart and vote == 1 else 0
        low = said.lower()
        for lang in known:
            scores[lang] += OWN_LETTER * sum(map(low.count, self._letters[lang]))
        if ARABIZI_LANGUAGE in scores and any(digit in said for digit in ARABIZI_DIGITS):
            words = WITH_DIGIT.findall(said)
            scores[ARABIZI_LANGUAGE] += 2 * sum(len(ARABIZI.findall(word)) for word in words)
            own[ARABIZI_LANGUAGE] += sum(bool(ARABIZI.search(word)) for word in words)
        if "ar" in scores:  # the article glued to its word is Arabic's alone
            scores["ar"] += len(ARTICLE.findall(folded)) + sum(map(said.count, ARABICS_OWN))
        best = max(scores, key=lambda lang: scores[lang], default="")
        most = scores.get(best, 0.0)
        if self._others.score(script, tokens, low) > CLEARLY * most:
            return OTHER
        if script == "latin" and _shared(own):
            return "mixed"
        return best if most else DEFAULT[script]


def _shared(own: Mapping[str, int]) -> bool:
    """Whether a second language has nearly as many words of its own as the first."""
    first, second = sorted([*own.values(), 0, 0], reverse=True)[:2]
    return second >= FEWEST_BESIDE and second >= BESIDE * first


class _Others:
    """Languages that are none of ours."""

    def __init__(self, ours: Mapping[str, Words]) -> None:
        self._of: dict[str, dict[str, list[str]]] = {}  # script → small word → languages
        self._letters: dict[str, list[tuple[str, re.Pattern[str]]]] = {}
        for lang, small in other_languages.SMALL.items():
            if lang not in ours:
                script = Words(frozenset(small.split())).script
                words = self._of.setdefault(script, {})
                for word in {normalise(one).text for one in small.split()}:
                    words.setdefault(word, []).append(lang)
                if letters := other_languages.LETTERS.get(lang):
                    pattern = re.compile(f"[{letters}]")
                    self._letters.setdefault(script, []).append((lang, pattern))

    def score(self, script: str, tokens: Mapping[str, int], low: str) -> float:
        """Of the best of them; 0 below FEWEST_WORDS."""
        words, seen = self._of.get(script, {}), dict[str, int]()
        for token in tokens.keys() & words.keys():
            for lang in words[token]:
                seen[lang] = seen.get(lang, 0) + tokens[token]
        for lang, letters in () if low.isascii() else self._letters.get(script, ()):
            seen[lang] = seen.get(lang, 0) + len(letters.findall(low))
        best = max(seen.values(), default=0)
        return best if best >= FEWEST_WORDS else 0.0


def _amount(run: re.Pattern[str], text: str) -> int:
    return sum(map(len, run.findall(text)))
