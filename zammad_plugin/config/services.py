"""rules/services.yml: services that are for some only, and words for contacts in replies."""

from __future__ import annotations

from functools import cache
from typing import Annotated

from pydantic import AfterValidator, Field

from zammad_plugin.config.files import Strict, load_fast
from zammad_plugin.config.overlay import file_of
from zammad_plugin.text.languages import known
from zammad_plugin.vocabulary import MAIN


def _worded(texts: dict[str, str]) -> dict[str, str]:
    """Raises ValueError without the main language, and for a language that is none."""
    if not texts.get(MAIN):
        raise ValueError(f"no text in {MAIN}, which stands in for a missing one")
    return {known(lang): text for lang, text in texts.items()}


Worded = Annotated[dict[str, str], AfterValidator(_worded)]  # language → one text


class Ages(Strict):
    """Years of the person concerned, both ends included; no `to`: no upper end."""

    start: int = Field(default=0, ge=0, alias="from")
    """Youngest, in years."""
    to: int | None = None
    """Oldest, in years; none: no end."""

    def fit(self, age: int) -> bool:
        return self.start <= age and (self.to is None or age <= self.to)


class Service(Strict):
    """For whom a service is; `why` is what `check` says."""

    name: str = Field(min_length=3)
    """Name of the service."""
    country: str
    """Two letters, or GLOBAL."""
    ages: Ages
    """Age of the persons it is for."""
    why: str
    """What `check` says of an entry for others."""
    source: str
    """Where it is known from."""


class Services(Strict):
    services: tuple[Service, ...]
    """Services that are for some only."""
    words: dict[str, Worded]
    """Word that a contact is written with in a reply → language → the word."""


@cache
def read_services() -> Services:
    """Raises DeskError."""
    return load_fast(Services, file_of("services"))
