"""What sync speaks of: kinds of objects, and desired objects."""

from __future__ import annotations

import datetime
import unicodedata
from abc import abstractmethod
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypedDict

from pydantic import Field

from zammad_plugin.config.files import Strict
from zammad_plugin.errors import Where
from zammad_plugin.sync.refs import Ref

Record = dict[str, Any]
Version = tuple[int, int]  # (major, minor)
Named = Callable[[str, Any], str]  # (resource, id) → name; KeyError when there is none


class Fact(Strict):
    """What a text says of a platform, a law or an office, and where it is known from."""

    says: str = Field(min_length=3)
    """The fact, with its figures."""
    source: str = Field(min_length=4)
    """Where it is known from."""
    source_date: datetime.date | None = None
    """Day of the source, when it has one."""
    checked_at: datetime.date
    """Day on which it was compared with the source."""


class About(TypedDict, total=False):
    """What a file says that no server is told; which keys there are depends on the kind."""

    # Of any object.
    needs: list[Ref]  # objects that must be there before it
    known_as: str  # its name in English
    names: tuple[str, ...]  # and in all languages
    texts: dict[str, dict[str, str]]  # place → language → what agents may see in their own
    derived: bool  # no file of its own stands for it
    held: bool  # waits for its review
    unset: list[str]  # variables of the environment that it needs and that are not there
    # Of an attribute.
    plain_name: str  # what texts and files call it
    # Of a reply, as its front matter says it (kinds/text_modules.py).
    title: str
    purpose: str
    when: str
    lang: str
    audience: str
    channels: tuple[str, ...]
    first_hour: bool
    country: str
    ages: str
    html: bool
    body: str
    raw: str  # before contacts were put in
    status: str
    by: str
    date: datetime.date | None
    native_reader: str
    source: str
    read: str
    facts: tuple[Fact, ...]
    mark: str  # digest by which reviews and translations know the text
    accepted: bool


class Spec(Strict):
    """One file of a desk. `fields` gives the payload, with a Ref for every name."""

    @abstractmethod
    def fields(self) -> Record: ...

    def about(self) -> About:
        """What the file says that no server is told."""
        return {}


def same_name(name: object) -> str:
    """By which two names are one: Zammad minds no case, and people see no Unicode forms."""
    return unicodedata.normalize("NFC", str(name)).casefold()


def stem(file: Path) -> str:
    """`…/critical.yml` → critical."""
    return file.stem


def folder_and_stem(file: Path) -> str:
    """`…/first-answer-child/ar.md` → first-answer-child/ar."""
    return f"{file.parent.name}/{file.stem}"


@dataclass(frozen=True)
class Kind:
    """One kind of object: everything that the machinery has to know about it."""

    name: str
    resource: str
    permission: str  # of a token that may write it
    spec: type[Spec]
    files: str  # glob below the desk's folder
    unread: Callable[[Record, Named], Record]  # a row of the server → what a file of it says
    key: Callable[[Path], str] = stem  # of a file
    after: tuple[str, ...] = ()
    has_note: bool = True
    html: frozenset[str] = frozenset()  # fields that the server sanitises
    partly: frozenset[str] = frozenset()  # mappings to which the server adds keys of its own
    normal: Mapping[str, Callable[[Any], Any]] = field(default_factory=dict)  # before comparing
    full_update: bool = False  # the PUT needs every field
    our_prefix: str = ""  # a name that starts so is ours
    same_object: tuple[str, ...] = ("name",)  # what makes two objects the same one
    agents_read: bool = False  # then only a write tells whether a token may write
    listed: str = ""  # where it is listed, when that is not the resource
    prove: str = ""  # the field with a condition to try before it is saved
    expand: bool = False  # list with names: the files speak of what has no list of its own
    fetch: Callable[[Callable[..., Any]], list[Record]] | None = None  # a list of its own shape
    creates: str = ""  # where it is POSTed to, when that is not the resource
    translated: tuple[str, ...] = ()  # keys of a file whose texts Zammad shows in agents' languages
    sets: frozenset[str] = frozenset()  # lists whose order means nothing
    only_here: frozenset[str] = frozenset()  # keys that no server knows; `pull` keeps the file's
    # Fields that the server changes by itself: written once, and again when the file changes.
    once: frozenset[str] = frozenset()
    secret: frozenset[str] = frozenset()  # fields that are shown as a digest only
    # Fields that older servers lack: first version, and the value that they have all the same.
    newer: Mapping[str, tuple[Version, Any]] = field(default_factory=dict)
    # Fields whose form depends on the version; ValueError for what it can't be told.
    fit: Mapping[str, Callable[[Any, Version], Any]] = field(default_factory=dict)
    unanswered: frozenset[str] = frozenset()  # fields that the answer to a write leaves out
    rank: Callable[[Record], int] = lambda fields: 0  # order within the kind, small ones first
    # Whether the server has this as its own already: (GET, fields) → so we leave it alone.
    reserved: Callable[[Callable[..., Any], Record], bool] | None = None
    answers_id: bool = True  # whether a create answers the new object
    deletable: bool = True
    since: Version = (5, 2)  # the first version of Zammad that has it

    def file_of(self, key: str) -> str:
        """Where the object `key` stands below the desk's folder."""
        return self.files.replace("*/*", key).replace("*", key)


@dataclass(frozen=True)
class Desired:
    """One object as the files want it."""

    kind: Kind
    key: str
    fields: Record = field(hash=False)
    where: Where = field(hash=False)
    about: About = field(default_factory=lambda: About(), hash=False)

    @property
    def held(self) -> bool:
        """A text that waits for its review: neither written nor removed."""
        return bool(self.about.get("held"))

    @property
    def address(self) -> str:
        return f"{self.kind.name}/{self.key}"

    @property
    def name(self) -> str:
        """What others call it; empty for what has no name."""
        return str(self.fields.get("name", ""))


def plain(*names: str) -> Callable[[Record, Named], Record]:
    """For `Kind.unread`: fields that a file writes as the server does."""

    def unread(row: Record, _: Named) -> Record:
        return {name: row[name] for name in names if name in row}

    return unread
