"""A desk: the folder with one helpdesk's files, and its optional settings."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from zammad_plugin.config.files import Strict, load

SETTINGS_FILE = "zammad-plugin.yml"
Language = Literal["en", "ar", "fr"]  # of the names that agents see; replies have more


class Settings(Strict):
    """`zammad-plugin.yml`: what belongs to the desk and not to one call. Never a token."""

    url: str = ""
    token_file: Path | None = None
    allow_http: bool = False
    rules: Path = Path("rules")
    language: Language = "en"


@dataclass(frozen=True)
class Desk:
    """Where a desk's files stand; a folder that is missing counts as empty."""

    folder: Path
    settings: Settings

    @property
    def templates(self) -> Path:
        return self.folder / "templates"

    @property
    def macros(self) -> Path:
        return self.folder / "macros"

    @property
    def rules(self) -> Path:
        return self.folder / self.settings.rules


def load_desk(folder: Path) -> Desk:
    """The desk in `folder`. Raises DeskError when its settings file is wrong."""
    file = folder / SETTINGS_FILE
    return Desk(folder, load(Settings, file) if file.is_file() else Settings())
