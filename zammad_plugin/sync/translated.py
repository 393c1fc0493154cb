"""Translations that follow from files with names in several languages: one object, n languages."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator

from zammad_plugin.sync.kinds.translations import KIND
from zammad_plugin.sync.language import MAIN, TEXTS
from zammad_plugin.sync.model import Desired

LOCALES = {"en": "en-us", "ar": "ar", "fr": "fr-fr"}
DERIVED = "derived"  # in `about`: no file of its own stands for it
SHORTEST = 8  # letters; shorter texts and single words may be Zammad's own one day


def distinctive(source: str) -> bool:
    """Whether a text is ours alone. Sources are global: `High` would rename words of Zammad."""
    return len(source) >= SHORTEST and " " in source.strip()


def translations(desired: list[Desired], language: str) -> list[Desired]:
    """One object a language other than `language`, which the names have; the first file counts."""
    found = {(one.fields["locale"], one.fields["source"]): one for one in desired
             if one.kind is KIND}  # fmt: skip
    of_files = set(found)
    for item in desired:
        for one in _of(item, language):
            found.setdefault((one.fields["locale"], one.fields["source"]), one)
    return [one for identity, one in found.items() if identity not in of_files]


def _of(item: Desired, language: str) -> Iterator[Desired]:
    for texts in item.about.get(TEXTS, ()):
        source = texts.get(language, texts[MAIN])
        if not distinctive(source):
            continue
        for lang, target in texts.items():
            if target != source:
                fields = {"locale": LOCALES[lang], "source": source, "target": target}
                yield Desired(KIND, _key(lang, source, texts[MAIN]), fields, item.where,
                              {DERIVED: True})  # fmt: skip


def _key(lang: str, source: str, main: str) -> str:
    """Readable by the English text, and one of its own for every source."""
    slug = re.sub(r"[^a-z0-9]+", "-", main.casefold()).strip("-")[:60]
    return f"{lang}/{slug}-{hashlib.sha256(source.encode()).hexdigest()[:6]}"
