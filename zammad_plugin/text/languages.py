"""Languages that replies may be written in: their names, their script and which way they run.

The codes are those of BCP 47; a script is the first word of its letters' Unicode names.
"""

from __future__ import annotations

import difflib
import unicodedata
from dataclasses import dataclass

FROM_THE_RIGHT = {"ARABIC", "HEBREW", "SYRIAC", "THAANA"}


@dataclass(frozen=True)
class Tongue:
    """A language by its English name."""

    name: str
    script: str = "LATIN"

    @property
    def rtl(self) -> bool:
        return self.script in FROM_THE_RIGHT


TONGUES = {
    "am": Tongue("Amharic", "ETHIOPIC"),
    "ar": Tongue("Arabic", "ARABIC"),
    "ar-Latn": Tongue("Arabizi"),
    "bn": Tongue("Bengali", "BENGALI"),
    "ckb": Tongue("Kurdish (Sorani)", "ARABIC"),
    "de": Tongue("German"),
    "en": Tongue("English"),
    "es": Tongue("Spanish"),
    "fa": Tongue("Persian", "ARABIC"),
    "fr": Tongue("French"),
    "he": Tongue("Hebrew", "HEBREW"),
    "hy": Tongue("Armenian", "ARMENIAN"),
    "it": Tongue("Italian"),
    "kmr": Tongue("Kurdish (Kurmanji)"),
    "ps": Tongue("Pashto", "ARABIC"),
    "pt": Tongue("Portuguese"),
    "ru": Tongue("Russian", "CYRILLIC"),
    "si": Tongue("Sinhala", "SINHALA"),
    "so": Tongue("Somali"),
    "syr": Tongue("Syriac", "SYRIAC"),
    "ti": Tongue("Tigrinya", "ETHIOPIC"),
    "tl": Tongue("Tagalog"),
    "tr": Tongue("Turkish"),
    "uk": Tongue("Ukrainian", "CYRILLIC"),
    "ur": Tongue("Urdu", "ARABIC"),
}


def known(lang: str) -> str:
    """`lang`, when it is one of ours. Raises ValueError that names the nearest."""
    if lang in TONGUES:
        return lang
    near = difflib.get_close_matches(lang, TONGUES, n=1, cutoff=0.5)
    maybe = f", did you mean '{near[0]}'?" if near else f"; known are {', '.join(TONGUES)}"
    raise ValueError(f"no known language '{lang}'{maybe}")


def is_rtl(lang: str) -> bool:
    return lang in TONGUES and TONGUES[lang].rtl


def share_in_script(text: str, lang: str) -> float:
    """Share of the letters of `text` that are of the script of `lang`; 1.0 without letters."""
    letters = [one for one in text if one.isalpha()]
    script = TONGUES[lang].script
    ours = sum(unicodedata.name(one, "").startswith(script) for one in letters)
    return ours / len(letters) if letters else 1.0
