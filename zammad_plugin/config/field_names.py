"""Attributes of tickets under two sets of names and values, as tags have them (taxonomy.py). Pure.

A customer who logs in reads every attribute of his or her ticket over the API, and so does
whoever holds the mailbox: `cs_reported_on` or `cs_category: sextortion` tell the offender.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Annotated, Any

from pydantic import Field, model_validator

from zammad_plugin.config.files import Strict

Name = Annotated[str, Field(pattern=r"^cs_[a-z0-9_]*[a-z0-9]$")]
EMPTY: tuple[Any, ...] = (None, "", [])
OF_TICKETS = "ticket."


class Attribute(Strict):
    """One attribute of ours."""

    name: Name
    """Name by which files and rules speak of it."""
    neutral: Name
    """Name that says nothing to whoever does not know this file."""
    values: dict[str, str] = {}
    """Value of a select → the neutral one that a ticket stores; labels stay."""

    @model_validator(mode="after")
    def _way_back(self) -> Attribute:
        names = [self.name, self.neutral, *self.values, *self.values.values()]
        if len(set(names)) < len(names):
            raise ValueError("a name or value stands twice: there would be no way back")
        return self

    def show(self, value: Any) -> Any:
        return _each(self.values, value)

    def read(self, value: Any) -> Any:
        return _each({code: one for one, code in self.values.items()}, value)


def _each(values: Mapping[str, str], value: Any) -> Any:
    """Also of the several values of a multiselect or a condition."""
    if isinstance(value, list):
        return [_each(values, one) for one in value]
    return values.get(value, value) if isinstance(value, str) else value


@dataclass(frozen=True)
class FieldNames:
    """What the server is told for an attribute, and back."""

    attributes: tuple[Attribute, ...] = ()
    neutral: bool = False

    def of(self, name: str) -> Attribute | None:
        """The attribute of that name in either set; `ticket.NAME` too."""
        bare = name.removeprefix(OF_TICKETS)
        return next((one for one in self.attributes if bare in (one.name, one.neutral)), None)

    def show(self, name: str) -> str:
        """Its name in Zammad; what is none of ours stays."""
        found = self.of(name)
        return name if found is None else _prefixed(name, self.column(found))

    def read(self, name: str) -> str:
        """Its plain name, whichever set it is from."""
        found = self.of(name)
        return name if found is None else _prefixed(name, found.name)

    def column(self, one: Attribute) -> str:
        return one.neutral if self.neutral else one.name

    def _left(self, one: Attribute) -> str:
        """The column of the set that the desk does not use."""
        return one.name if self.neutral else one.neutral

    def value(self, name: str, value: Any) -> Any:
        """A plain value as the server gets it."""
        found = self.of(name)
        return found.show(value) if found and self.neutral else value

    def shown(self, fields: Mapping[str, Any]) -> dict[str, Any]:
        """Fields of a ticket as they are sent."""
        return {self.show(name): self.value(name, value) for name, value in fields.items()}

    def known(self, row: Mapping[str, Any]) -> dict[str, Any]:
        """A ticket as it was answered, by plain names and values. What a ticket has in the set
        that the desk left counts until it is moved."""
        ours = {name for one in self.attributes for name in (one.name, one.neutral)}
        made = {name: value for name, value in row.items() if name not in ours}
        for one in self.attributes:
            there = [name for name in (self.column(one), self._left(one)) if name in row]
            filled = [name for name in there if row[name] not in EMPTY]
            if there:
                made[one.name] = one.read(row[(filled or there)[0]])
        return made

    def moves(self, row: Mapping[str, Any]) -> dict[str, Any]:
        """What to send, in the server's names, so that nothing stays in the set that the desk
        left. Only where the server has both columns: otherwise values would be lost."""
        made: dict[str, Any] = {}
        for one in self.attributes:
            here, left = self.column(one), self._left(one)
            if here not in row or row.get(left) in EMPTY:
                continue
            made[left] = None
            if row[here] in EMPTY:
                plain = one.read(row[left])
                made[here] = one.show(plain) if self.neutral else plain
        return made


def _prefixed(name: str, bare: str) -> str:
    return f"{OF_TICKETS}{bare}" if name.startswith(OF_TICKETS) else bare


def same_twice(attributes: Iterable[Attribute]) -> list[str]:
    """Names that two attributes have."""
    names = [name for one in attributes for name in (one.name, one.neutral)]
    return sorted({name for name in names if names.count(name) > 1})
