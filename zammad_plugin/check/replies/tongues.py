"""Whether a reply is written in the language that its file's name says."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import cache

from zammad_plugin.check.replies.texts import none_read
from zammad_plugin.check.vocabulary import spoken
from zammad_plugin.errors import DeskError
from zammad_plugin.sync.files.places import in_body
from zammad_plugin.sync.model import Desired
from zammad_plugin.sync.replies.contacts import PLACEHOLDER
from zammad_plugin.sync.replies.translations import replies_of, source_of
from zammad_plugin.text.detect import Languages
from zammad_plugin.text.detect import Words as Small
from zammad_plugin.text.languages import LANGUAGES
from zammad_plugin.text.variables import VARIABLE

LEAST = 24  # letters; the language of less is a guess


def in_other_languages(
    desired: Iterable[Desired], was_read: Callable[[Desired], bool] = none_read
) -> Iterator[DeskError]:
    """Texts that were copied and not translated, and those in a language of another file."""
    for languages in replies_of(desired).values():
        source = source_of(languages)
        for lang, item in languages.items():
            if was_read(item):
                continue
            if item is not source and item.about["raw"] == source.about["raw"]:
                what = f"this is the text of {source.key} word for word: it was not translated"
            elif other := _written_in(item, lang):
                what = f"this is {LANGUAGES[other].name}, and the file says {LANGUAGES[lang].name}"
            else:
                continue
            place = in_body(item.where.path, _first_line(item))
            yield DeskError(
                what, where=place, hint=f"translate it, or name the file {lang}.md anew"
            )


def _written_in(item: Desired, lang: str) -> str:
    """The other language; empty where it is the right one, or can't be told."""
    text = VARIABLE.sub("", PLACEHOLDER.sub("", str(item.about["raw"])))
    if item.about["html"] or lang not in _known() or len(text) < LEAST:
        return ""
    heard = _languages().detect(text)
    return heard if heard in LANGUAGES and heard != lang else ""


def _first_line(item: Desired) -> str:
    return next((line for line in str(item.about["raw"]).splitlines() if line.strip()), "")


@cache
def _languages() -> Languages:
    return Languages({one.language: Small(frozenset(one.small), one.letters) for one in spoken()})


@cache
def _known() -> frozenset[str]:
    """Languages that can be told from others."""
    return frozenset(one.language for one in spoken() if one.small)
