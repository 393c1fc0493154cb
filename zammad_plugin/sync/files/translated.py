"""Translations that follow from files with names in several languages: one object, n languages."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from zammad_plugin.sync.kinds.translations import KIND
from zammad_plugin.sync.model import Desired
from zammad_plugin.vocabulary import LOCALES, MAIN

SHORTEST = 8  # letters; shorter texts and single words may be Zammad's own one day


def distinctive(source: str) -> bool:
    """Whether an English text is ours alone: `High` would rename words of Zammad everywhere."""
    return len(source) >= SHORTEST and " " in source.strip()


def translations(desired: list[Desired], language: str) -> list[Desired]:
    """One object a language other than `language`, which the names have; the first file counts."""
    found = {
        (one.fields["locale"], one.fields["source"]): one for one in desired if one.kind is KIND
    }
    of_files = set(found)
    for item in desired:
        for one in _of(item, language):
            found.setdefault((one.fields["locale"], one.fields["source"]), one)
    return [one for identity, one in found.items() if identity not in of_files]


def contradictions(desired: Iterable[Desired]) -> Iterator[str]:
    """Names that are the same in English and not so in another language: Zammad translates a text
    once, so that agents would read the one's words in the other's place."""
    seen: dict[tuple[str, str], tuple[str, Desired]] = {}
    for item in desired:
        for texts in item.about.get("texts", {}).values():
            main = texts[MAIN]
            for lang, words in texts.items() if distinctive(main) else ():
                said, first = seen.setdefault((main, lang), (words, item))
                if said != words:
                    where = f"{item.address} and {first.address}"
                    yield f"'{main}' in {where}: {lang} '{words}', '{said}'"


def _of(item: Desired, language: str) -> Iterator[Desired]:
    for place, texts in item.about.get("texts", {}).items():
        if not distinctive(texts[MAIN]):
            continue
        source = texts.get(language, texts[MAIN])
        for lang, target in texts.items():
            if target != source:
                # The English one takes the place of the chosen language's: so a switch of the
                # language changes what is there, and leaves nothing behind.
                slot = language if lang == MAIN else lang
                key = f"{item.kind.name}/{item.key}/{place}/{slot}"
                fields = {"locale": LOCALES[lang], "source": source, "target": target}
                yield Desired(KIND, key, fields, item.where, {"derived": True})
