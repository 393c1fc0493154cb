"""Replies in several languages: which is the source, what is missing, outdated or unread. Pure."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, get_args

from zammad_plugin.errors import DeskError, Where
from zammad_plugin.sync.files.places import in_body, of_text
from zammad_plugin.sync.model import Desired
from zammad_plugin.text import slots, variables
from zammad_plugin.text.languages import LANGUAGES

SOURCE = "en"
State = Literal["missing", "outdated", "changed", "drafted", "reviewed"]
PLACEHOLDER = re.compile(r"\{\{[^{}]*\}\}")
FIGURE = re.compile(r"(?<!\w)\d+(?!\w)")  # in Arabizi digits are letters
FREE = {"18"}  # the age of majority, which services.yml makes texts say
Same = Literal["audience", "channels", "first_hour", "ages", "country"]
SAME: tuple[Same, ...] = get_args(Same)  # in every language
Replies = Mapping[str, Mapping[str, Desired]]  # key → language → reply


@dataclass(frozen=True)
class Row:
    """One reply in one language; `native`: who has read it, empty for nobody."""

    key: str
    lang: str
    state: State
    native: str = ""
    item: Desired | None = None


def replies_of(desired: Iterable[Desired]) -> Replies:
    found = defaultdict[str, dict[str, Desired]](dict)
    for item in desired:
        if item.kind.name == "text_modules":
            key, _, lang = item.key.partition("/")
            found[key][lang] = item
    return {key: found[key] for key in sorted(found)}


def source_of(languages: Mapping[str, Desired]) -> Desired:
    """The English one; where there is none, the first that follows no other."""
    free = (item for item in languages.values() if not item.about["source"])
    return languages.get(SOURCE) or next(free, next(iter(languages.values())))


def wanted(replies: Replies) -> dict[str, list[str]]:
    """Key → languages that it should be in.

    Languages that most replies have; for a reply of the first hour every language that any of
    those has: a child must get a first answer in its own.
    """
    count = defaultdict[str, int](int)
    for lang in (lang for languages in replies.values() for lang in languages):
        count[lang] += 1
    usual = {lang for lang, number in count.items() if 2 * number > len(replies)}
    urgent = {key for key, languages in replies.items() if source_of(languages).about["first_hour"]}
    all_first = {lang for key in urgent for lang in replies[key]} | usual
    order = list(LANGUAGES)
    return {key: sorted(all_first if key in urgent else usual, key=order.index) for key in replies}


def rows(replies: Replies) -> Iterator[Row]:
    """Every reply in every language that it has or should have."""
    should = wanted(replies)
    for key, languages in replies.items():
        source = source_of(languages)
        first = source.about["lang"]
        others = {*languages, *should[key]} - {first}
        for lang in (first, *sorted(others, key=list(LANGUAGES).index)):
            item = languages.get(lang)
            if item is None:
                yield Row(key, lang, "missing")
            else:
                native = str(item.about["native_reader"])
                yield Row(key, lang, state(item, source), "" if native == "none" else native, item)


def state(item: Desired, source: Desired) -> State:
    """`changed`: reviewed once, and not as it stands now."""
    about = item.about
    if item is not source and about["source"] != source.about["mark"]:
        return "outdated"
    if about["status"] == "reviewed":
        return "reviewed" if about["accepted"] else "changed"
    return "drafted"


def differences(replies: Replies) -> Iterator[DeskError]:
    """Translations that lost or gained something: a variable, a contact, a step, a figure."""
    for languages in replies.values():
        source = source_of(languages)
        yield from _figures(source, source)
        for item in languages.values():
            if item is not source:
                yield from _against(item, source)
                yield from _figures(item, source)


def apart(here: str, there: str, name: str) -> Iterator[tuple[str, list[str]]]:
    """What the text `here` lost or gained against its source `there`, which is called `name`:
    (words for people, where to look)."""
    for what, parts in PARTS:
        lost, more = _apart(parts(here), parts(there))
        if lost or more:
            said = [f"lacks {one}" for one in lost] + [f"has {one} more" for one in more]
            yield f"{what} differ from {name}: {', '.join(said)}", more
    steps = [len(re.findall(r"^- ", text, re.MULTILINE)) for text in (here, there)]
    if steps[0] != steps[1]:
        yield f"{steps[0]} list items, {name} has {steps[1]}", ["- "]


def _left_open(text: str) -> list[str]:
    """What the agent writes in, such as `[NAME]`: translated, nobody would see that it is open."""
    return [what for what, _ in slots.unfilled(text) if what.startswith("[")]


PARTS: tuple[tuple[str, Callable[[str], list[str]]], ...] = (
    ("variables", variables.whole),
    ("placeholders", PLACEHOLDER.findall),
    ("places to fill in", _left_open),
)


def _against(item: Desired, source: Desired) -> Iterator[DeskError]:
    here, there = str(item.about["raw"]), str(source.about["raw"])
    for what, near in apart(here, there, source.key):
        yield _problem(item, what, near)
    for name in SAME:
        if item.about[name] != source.about[name]:
            place = of_text(item.where.path, f"{name}:")
            yield _problem(item, f"'{name}' differs from {source.key}", place=place)


def _apart(here: Collection[str], there: Collection[str]) -> tuple[list[str], list[str]]:
    return sorted(set(there) - set(here)), sorted(set(here) - set(there))


def _figures(item: Desired, source: Desired) -> Iterator[DeskError]:
    """A figure is a claim: it stands in a fact with its source, or in no text."""
    said = " ".join(f"{fact.says} {fact.source}" for fact in source.about["facts"])
    known = set(FIGURE.findall(said)) | FREE
    text = PLACEHOLDER.sub("", variables.VARIABLE.sub("", str(item.about["raw"])))
    for figure in dict.fromkeys(FIGURE.findall(text)):
        if str(int(figure)) not in known and figure not in known:
            hint = f"write it into `facts` of {source.key} with its source, or leave it out"
            yield _problem(item, f"unsourced-number: '{figure}' stands in no fact", [figure], hint)


def _problem(
    item: Desired, what: str, near: Sequence[str] = (), hint: str = "", place: Where | None = None
) -> DeskError:
    where = place or (in_body(item.where.path, near[0]) if near else item.where)
    return DeskError(what, where=where, hint=hint or "zammad-plugin templates check")


def checked_facts(replies: Replies) -> list[Any]:
    """(key, fact) of every fact, the one that was compared longest ago first."""
    found = [
        (key, fact)
        for key, languages in replies.items()
        for fact in source_of(languages).about["facts"]
    ]
    return sorted(found, key=lambda one: (one[1].checked_at, one[0]))
