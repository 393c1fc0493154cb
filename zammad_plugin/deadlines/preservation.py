"""rules/preservation.yml: how long platforms keep what an authority asks them to keep."""

from __future__ import annotations

import datetime

from pydantic import Field

from zammad_plugin.config.files import Strict, load_fast
from zammad_plugin.config.overlay import file_of


class Source(Strict):
    title: str
    date: datetime.date


class Platform(Strict):
    """`days` of one period, 0 where none is known; `give`: what the request must name."""

    name: str
    days: int = Field(ge=0)
    extensions: int = Field(ge=0)
    ask: str
    give: tuple[str, ...]
    source: Source
    unverified: bool = False


class Preservation(Strict):
    """Days until the desk asks: `remind_report` whether the police know, `remind_filed` whether
    they asked the platform to keep the data."""

    remind_report: int = Field(ge=1)
    remind_filed: int = Field(ge=1)
    platforms: dict[str, Platform]

    def of(self, code: str) -> Platform:
        return self.platforms.get(code) or self.platforms["other"]


def read_preservation() -> Preservation:
    """Raises DeskError when the file is broken."""
    return load_fast(Preservation, file_of("preservation"))
