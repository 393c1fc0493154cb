"""Languages that replies may be written in: their names, their script and which way they run.

The codes are those of BCP 47; a script is the first word of its letters' Unicode names.
"""

from __future__ import annotations

import difflib
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass

from zammad_plugin.vocabulary import MAIN

FROM_THE_RIGHT = {"ARABIC", "HEBREW", "SYRIAC", "THAANA"}
ENOUGH = 0.6  # share of letters in a language's script: below it the text is in another


@dataclass(frozen=True)
class Language:
    """A language by its English name."""

    name: str
    script: str = "LATIN"

    @property
    def rtl(self) -> bool:
        return self.script in FROM_THE_RIGHT


LANGUAGES = {
    "am": Language("Amharic", "ETHIOPIC"),
    "ar": Language("Arabic", "ARABIC"),
    "ar-Latn": Language("Arabizi"),
    "bn": Language("Bengali", "BENGALI"),
    "ckb": Language("Kurdish (Sorani)", "ARABIC"),
    "de": Language("German"),
    "en": Language("English"),
    "es": Language("Spanish"),
    "fa": Language("Persian", "ARABIC"),
    "fr": Language("French"),
    "he": Language("Hebrew", "HEBREW"),
    "hy": Language("Armenian", "ARMENIAN"),
    "it": Language("Italian"),
    "kmr": Language("Kurdish (Kurmanji)"),
    "ps": Language("Pashto", "ARABIC"),
    "pt": Language("Portuguese"),
    "ru": Language("Russian", "CYRILLIC"),
    "si": Language("Sinhala", "SINHALA"),
    "so": Language("Somali"),
    "syr": Language("Syriac", "SYRIAC"),
    "ti": Language("Tigrinya", "ETHIOPIC"),
    "tl": Language("Tagalog"),
    "tr": Language("Turkish"),
    "uk": Language("Ukrainian", "CYRILLIC"),
    "ur": Language("Urdu", "ARABIC"),
}


def known(lang: str) -> str:
    """`lang`, when it is one of ours. Raises ValueError that names the nearest."""
    if lang in LANGUAGES:
        return lang
    near = difflib.get_close_matches(lang, LANGUAGES, n=1, cutoff=0.5)
    maybe = f", did you mean '{near[0]}'?" if near else f"; known are {', '.join(LANGUAGES)}"
    raise ValueError(f"no known language '{lang}'{maybe}")


def in_language(texts: Mapping[str, str], lang: str, default: str = "") -> str:
    """The text in `lang`, else the one in the main language, else `default`."""
    return texts.get(lang) or texts.get(MAIN) or default


def is_rtl(lang: str) -> bool:
    return lang in LANGUAGES and LANGUAGES[lang].rtl


def direction(lang: str) -> str:
    """As HTML's attribute `dir` has it."""
    return "rtl" if is_rtl(lang) else "ltr"


def comma(lang: str) -> str:
    """Between the names of a list, with its space; Hebrew has the one of Latin script."""
    return "، " if is_rtl(lang) and LANGUAGES[lang].script != "HEBREW" else ", "


def colon(lang: str) -> str:
    """Between a name and what is told of it, with its spaces: French has one before it, too."""
    return " : " if lang == "fr" else ": "


def share_in_script(text: str, lang: str) -> float:
    """Share of the letters of `text` that are of the script of `lang`; 1.0 without letters."""
    letters = [one for one in text if one.isalpha()]
    script = LANGUAGES[lang].script
    ours = sum(unicodedata.name(one, "").startswith(script) for one in letters)
    return ours / len(letters) if letters else 1.0
