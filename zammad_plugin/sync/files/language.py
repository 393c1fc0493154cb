"""One switch for the language of all names: `{en: …, ar: …, fr: …}` in a file → one text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from zammad_plugin.sync.model import About, Desired
from zammad_plugin.sync.refs import Ref, resolve
from zammad_plugin.text.languages import in_language
from zammad_plugin.vocabulary import AGENT_LANGUAGES, MAIN

VALUES = "options"  # its keys are values, which may be codes of languages, and never a choice


def is_choice(data: Any) -> bool:
    """Whether `data` is one text in several of our languages."""
    return (
        isinstance(data, Mapping)
        and MAIN in data
        and all(name in AGENT_LANGUAGES and isinstance(text, str) for name, text in data.items())
    )


def choose(data: Any, language: str) -> Any:
    """`data` with each choice replaced by its text in `language`, in place.

    In place, because ruamel's containers know the line and column of what they hold.
    """
    if isinstance(data, (dict, list)):
        for name in list(data) if isinstance(data, dict) else range(len(data)):
            one = data[name]
            if name != VALUES and is_choice(one):
                data[name] = in_language(one, language)
            else:
                choose(one, language)
    return data


def names_of(data: Any, translated: tuple[str, ...] = ()) -> About:
    """What a file in several languages says of its object's names; empty for one in one.

    `translated`: keys whose texts Zammad can show in each agent's language.
    """
    if not isinstance(data, Mapping):
        return {}
    texts = {place: text for key in translated for place, text in _texts(key, data.get(key))}
    told: About = {"texts": texts} if texts else {}
    name: Any = data.get("name")
    if is_choice(name):
        told["known_as"] = str(name[MAIN])
        told["names"] = tuple(str(one) for one in name.values())
    return told


def _texts(place: str, value: Any) -> Iterator[tuple[str, dict[str, str]]]:
    """The choice itself, or those among the labels of a list of options."""
    if is_choice(value):
        yield place, {lang: str(text) for lang, text in value.items()}
    elif isinstance(value, Mapping):
        for name, one in value.items():
            if is_choice(one):
                yield from _texts(f"{place}.{name}", one)


Aliases = Mapping[tuple[str, str], str]  # (resource, name without case) → the name here


def renamed(desired: Iterable[Desired], aliases: Aliases) -> list[Desired]:
    """Every reference by a main name points at the name in the chosen language; `aliases`: names
    that the package gives what has another one here."""
    items = list(desired)
    names = {**aliases} | {
        (item.kind.resource, str(item.about["known_as"]).casefold()): item.name
        for item in items
        if "known_as" in item.about
    }

    def chosen(ref: Ref) -> Ref:
        return replace(ref, name=names.get((ref.resource, ref.name.casefold()), ref.name))

    return [replace(item, fields=resolve(item.fields, chosen)) for item in items]
