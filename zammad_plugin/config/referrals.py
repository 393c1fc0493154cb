"""rules/referrals.yml: whom a person can turn to, with source and expiry."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Literal, get_args

from pydantic import Field, model_validator

from zammad_plugin.config.files import Strict, load_fast
from zammad_plugin.config.overlay import file_of
from zammad_plugin.config.services import Ages, Worded, read_services
from zammad_plugin.errors import DeskError, Where
from zammad_plugin.vocabulary import MAIN

WORLD = "GLOBAL"
INSERTED = ("A", "B")  # grades good enough for a text
AGREEING = 2  # sources that name the same number or address, for a contact that nobody called
Need = Literal[
    "emergency",
    "crisis-line",
    "police",
    "cybercrime",
    "child-helpline",
    "child-protection",
    "child-ngo",
    "ngo",
    "juvenile-justice",
    "legal",
    "hotline",
    "removal",
    "helpdesk",
]

SOONEST: tuple[Need, ...] = get_args(Need)  # what is needed soonest comes first


class Way(Strict):
    """One way to reach them; `when` is a word on hours or conditions."""

    by: Literal["phone", "web", "email", "whatsapp"]
    """How they are reached."""
    to: str = Field(min_length=2)
    """Number or address."""
    when: Worded | None = None
    """Language → a word on hours or conditions."""


class Finding(Strict):
    """What one source says of a contact."""

    where: str = Field(min_length=4)
    """Where it was found: page, paper, office."""
    found: str = Field(min_length=2)
    """The number or address, as it stands there."""
    date: datetime.date | None = None
    """Day of the source, when it has one."""


class Referral(Strict):
    """A body with its contact, where it is known from and since when.

    An entry without `ways` has a `warning`: it says that no safe way is known.
    """

    id: str = Field(pattern=r"^[a-z0-9-]+$")
    """Name of the entry."""
    country: str = Field(pattern=r"^([A-Z]{2}|GLOBAL)$")
    """Two letters, or GLOBAL."""
    kind: Need
    """Kind of help."""
    name: Worded
    """Language → name of the body; English stands in for a missing one."""
    ways: tuple[Way, ...] = ()
    """How it is reached, the best first."""
    warning: Worded | None = None
    """Language → what to know first; without a way, that none is known to be safe."""
    ages: Ages = Ages()
    """Age of the persons it is for."""
    languages: tuple[str, ...] = ()
    """Languages that are spoken there."""
    grade: Literal["A", "B", "C"]
    """How sure it is; texts carry A and B only."""
    source: str = Field(min_length=4)
    """Where it is known from."""
    source_date: datetime.date | None = None
    """Day of the source."""
    sources: tuple[Finding, ...] = ()
    """What several sources say of the first way to reach it: those that agree carry it."""
    checked_at: datetime.date
    """Day on which it was compared with the source."""
    checked_by: str = Field(min_length=2)
    """Who compared it."""
    called_at: datetime.date | None = None
    """Day on which somebody called there."""
    remark: str = ""
    """For the desk; stays in the file."""

    @model_validator(mode="after")
    def _says_something(self) -> Referral:
        if not self.ways and not self.warning:
            raise ValueError(f"'{self.id}' has neither a way to reach it nor a warning")
        return self

    @property
    def agreed(self) -> bool:
        """Whether sources enough name the first way to reach it, and no other: published, even if
        nobody has called."""
        named = {_bare(one.found) for one in self.sources}
        places = {one.where.partition("/")[0] for one in self.sources}
        return len(places) >= AGREEING and named == {_bare(one.to) for one in self.ways[:1]}

    @property
    def inserted(self) -> bool:
        """Whether it is sure enough for a text."""
        return self.grade in INSERTED or self.agreed

    def expires(self, valid_days: int) -> datetime.date:
        """The first day on which it is not valid any more."""
        return max(self.checked_at, self.called_at or self.checked_at) + datetime.timedelta(
            days=valid_days
        )


class Directory(Strict):
    """Every referral of a desk."""

    valid_days: int = Field(default=180, ge=1, le=730)
    """Days after the last check or call until an entry expires."""
    referrals: tuple[Referral, ...]
    """Every contact."""

    def expired(self, one: Referral, today: datetime.date) -> bool:
        return today >= one.expires(self.valid_days)

    def chosen(
        self, country: str, age: int | None = None, needs: Sequence[str] = ()
    ) -> list[Referral]:
        """Those of a country, in the order of the file; all grades, also the expired ones."""
        return [
            one
            for one in self.referrals
            if one.country == country
            and (age is None or one.ages.fit(age))
            and (not needs or one.kind in needs)
        ]


def _bare(contact: str) -> str:
    """A number or address without what only parts it."""
    return re.sub(r"[\s()./-]", "", contact.casefold())


def read_referrals(folder: Path | None = None) -> Directory:
    """The desk's own file in `folder`, else the package's. Raises DeskError with its place."""
    path = file_of("referrals", folder)
    directory = load_fast(Directory, path)
    for what in (*_twice(directory.referrals), *_misplaced(directory.referrals)):
        raise DeskError(what, where=Where(path), hint="mend the file, then: zammad-plugin check")
    return directory


def _twice(referrals: Iterable[Referral]) -> list[str]:
    ids = [one.id for one in referrals]
    return [f"'{id}' stands here twice" for id in sorted({id for id in ids if ids.count(id) > 1})]


def _misplaced(referrals: Iterable[Referral]) -> list[str]:
    """Entries that would send somebody to a service that is not for her."""
    services = read_services().services
    return [
        f"'{one.id}': {service.why}"
        for one in referrals
        for service in services
        if service.name.casefold() in one.name[MAIN].casefold()
        and (one.country, one.ages) != (service.country, service.ages)
    ]
