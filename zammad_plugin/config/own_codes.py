"""Codes of what only one desk has: its platforms, languages and categories, as tags and values.

A number of its own would change its meaning when a line is moved, and tickets keep their tags for
years: so a code is a digest of the name.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from zammad_plugin.config.field_names import Attribute
from zammad_plugin.config.files import read_fast
from zammad_plugin.config.overlay import RULES
from zammad_plugin.config.reading.texts import read_text
from zammad_plugin.errors import DeskError
from zammad_plugin.vocabulary import (
    CATEGORY_FIELD,
    CATEGORY_TAG,
    LANGUAGE_FIELD,
    LANGUAGE_TAG,
    OURS,
    PLATFORM_FIELD,
    PLATFORM_TAG,
)

LETTERS = {LANGUAGE_TAG: "e", PLATFORM_TAG: "d"}  # of the neutral names in rules/taxonomy.yml
CODE = re.compile(r"^[a-z0-9-]+$")  # what the end of a tag may be
DIGITS = 6  # hex: no chance match among a desk's few
Tagged = tuple[str, str, str]  # (tag, neutral name, what it says)


def tags_with(folder: Path) -> Iterator[Tagged]:
    """Tags of the platforms and languages that the desk's folder of rules names."""
    for platform in _platforms(folder):
        yield _coded(PLATFORM_TAG, platform)
    for language in _languages(folder):
        yield _coded(LANGUAGE_TAG, language.lower())


def attributes_with(
    attributes: Iterable[Attribute], codes: Mapping[str, str], folder: Path
) -> tuple[Attribute, ...]:
    """`attributes` with a neutral value for each category, language and platform; `codes`: tag →
    neutral."""
    values = {
        CATEGORY_FIELD: {category_of(tag): tag for tag in codes if tag.startswith(CATEGORY_TAG)},
        LANGUAGE_FIELD: {one: LANGUAGE_TAG + one.lower() for one in _languages(folder)},
        PLATFORM_FIELD: {one: PLATFORM_TAG + one for one in _platforms(folder)},
    }
    return tuple(
        one.model_copy(update={"values": _more(one.values, values[one.name], codes)})
        if one.name in values
        else one
        for one in attributes
    )


def category_of(tag: str) -> str:
    """`cs-cat-child-other` → child_other."""
    return tag.removeprefix(CATEGORY_TAG).replace("-", "_")


def _more(
    values: Mapping[str, str], tags: Mapping[str, str], codes: Mapping[str, str]
) -> dict[str, str]:
    added = {value: codes[tag].removeprefix(OURS) for value, tag in tags.items()}
    return {**values, **{value: code for value, code in added.items() if value not in values}}


def _coded(start: str, code: str) -> Tagged:
    tag = f"{start}{code}"
    digest = hashlib.sha256(tag.encode()).hexdigest()[:DIGITS]
    return tag, f"{OURS}{LETTERS[start]}{digest}", code


def _platforms(folder: Path) -> list[str]:
    return [
        name
        for data in _tables("platforms", folder)
        if isinstance(named := data.get("platforms"), dict)
        for name in named
        if isinstance(name, str) and CODE.match(name)
    ]


def _languages(folder: Path) -> list[str]:
    named = (data.get("language") for data in _tables("language", folder))
    return [one for one in named if isinstance(one, str) and CODE.match(one.lower())]


def _tables(name: str, folder: Path) -> Iterator[dict[str, object]]:
    """What stands in the desk's files; a broken one is named by who reads its rules."""
    for file in RULES[name].of_desk(folder):
        try:
            data = read_fast(read_text(file))
        except DeskError:
            continue
        if isinstance(data, dict):
            yield data
