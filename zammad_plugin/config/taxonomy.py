"""Names of tags and attributes: a set that says what it means, and a neutral one, in one place.

Everything in the package speaks of them by their plain names; only the client and the files for
Zammad turn them into what the server gets (DESIGN: a customer who logs in can read them).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, model_validator

from zammad_plugin.config.field_names import Attribute, FieldNames, same_twice
from zammad_plugin.config.files import Strict, load_fast, parse
from zammad_plugin.config.overlay import file_of, own_of
from zammad_plugin.config.own_codes import attributes_with, tags_with
from zammad_plugin.vocabulary import OURS

TagSet = Literal["plain", "neutral"]
Name = Annotated[str, Field(pattern=r"^cs-[a-z0-9-]+$")]


class Tag(Strict):
    """One tag of ours, or the beginning of many."""

    tag: Name
    """Name by which rules and files speak of it."""
    neutral: Name
    """Name that says nothing to whoever does not know this file."""
    means: str
    """What it says, for people."""


class Taxonomy(Strict):
    """rules/taxonomy.yml"""

    tags: tuple[Tag, ...] = ()
    """Every tag of ours."""
    prefixes: tuple[Tag, ...] = ()
    """Beginnings of tags whose end is a code."""
    attributes: tuple[Attribute, ...] = ()
    """Attributes of tickets, with the values of selects."""

    @model_validator(mode="after")
    def _each_once(self) -> Taxonomy:
        for rows in (self.tags, self.prefixes):
            names = [name for row in rows for name in (row.tag, row.neutral)]
            twice = sorted({name for name in names if names.count(name) > 1})
            if twice:
                raise ValueError(f"named twice: {', '.join(twice)}")
        if twice := same_twice(self.attributes):
            raise ValueError(f"named twice: {', '.join(twice)}")
        return self


NO_FIELDS = FieldNames()


@dataclass(frozen=True)
class TagNames:
    """What the server is told for a tag, and back; `fields`: the same for attributes. Without
    maps everything is as it is."""

    shown: Mapping[str, str] = field(default_factory=dict)
    known: Mapping[str, str] = field(default_factory=dict)  # every name in use → the plain one
    prefixes: tuple[Tag, ...] = ()
    neutral: bool = False
    fields: FieldNames = NO_FIELDS

    def show(self, tag: str) -> str:
        """The name in Zammad."""
        if tag in self.shown or not self.neutral:
            return self.shown.get(tag, tag)
        found = next((one for one in self.prefixes if tag.startswith(one.tag)), None)
        return found.neutral + tag.removeprefix(found.tag) if found else tag

    def read(self, tag: str) -> str:
        """The plain name of a tag on a ticket, whichever set was chosen when it got it."""
        if tag in self.known:
            return self.known[tag]
        found = next((one for one in self.prefixes if tag.startswith(one.neutral)), None)
        return found.tag + tag.removeprefix(found.neutral) if found else tag

    def show_list(self, tags: str) -> str:
        """`a,b` → the names in Zammad, as its conditions and actions write them."""
        return ",".join(self.show(one.strip()) for one in tags.split(",") if one.strip())

    def read_list(self, tags: str) -> str:
        return ",".join(self.read(one.strip()) for one in tags.split(",") if one.strip())


PLAIN = TagNames()


def read_taxonomy(folder: Path | None = None) -> Taxonomy:
    """The package's, with what a desk's folder of rules adds: its taxonomy.yml, and codes of its
    own platforms, languages and categories. Raises DeskError."""
    own = own_of("taxonomy", folder)
    found = _joined(_shipped(), load_fast(Taxonomy, own), own) if own else _shipped()
    return _with_codes(found, folder) if folder else found


@cache
def _shipped() -> Taxonomy:
    return load_fast(Taxonomy, file_of("taxonomy"))


def _joined(one: Taxonomy, other: Taxonomy, file: Path) -> Taxonomy:
    """A tag of the same name is the other's; an attribute's values are both's."""
    values = {row.name: row.values for row in one.attributes}
    attributes = [
        row.model_copy(update={"values": values.get(row.name, {}) | row.values})
        for row in other.attributes
    ]
    both = {
        "tags": _by_name({row.tag: row for row in one.tags}, {row.tag: row for row in other.tags}),
        "prefixes": _by_name(
            {row.tag: row for row in one.prefixes}, {row.tag: row for row in other.prefixes}
        ),
        "attributes": _by_name(
            {row.name: row for row in one.attributes}, {row.name: row for row in attributes}
        ),
    }
    return parse(Taxonomy, both, file)


def _by_name(
    one: Mapping[str, Tag | Attribute], other: Mapping[str, Tag | Attribute]
) -> list[dict[str, object]]:
    return [row.model_dump() for row in {**one, **other}.values()]


def _with_codes(found: Taxonomy, folder: Path) -> Taxonomy:
    """Names that say nothing also for what only this desk has."""
    known = {row.tag for row in found.tags}
    tags = [
        Tag(tag=tag, neutral=neutral, means=means)
        for tag, neutral, means in tags_with(folder)
        if tag not in known
    ]
    every = (*found.tags, *tags)
    codes = {row.tag: row.neutral for row in every}
    attributes = attributes_with(found.attributes, codes, folder)
    return found.model_copy(update={"tags": every, "attributes": attributes})


def names_of(taxonomy: Taxonomy, chosen: TagSet) -> TagNames:
    neutral = chosen == "neutral"
    known = {name: one.tag for one in taxonomy.tags for name in (one.tag, one.neutral)}
    shown = {one.tag: one.neutral for one in taxonomy.tags} if neutral else {}
    fields = FieldNames(taxonomy.attributes, neutral)
    return TagNames(shown, known, taxonomy.prefixes, neutral, fields)


def without_code(tags: Iterable[str], names: TagNames) -> list[str]:
    """Tags of ours that stay as they are although a neutral set was chosen."""
    ours = {tag for tag in tags if tag.startswith(OURS)}
    return sorted(tag for tag in ours if names.neutral and names.show(tag) == tag)
