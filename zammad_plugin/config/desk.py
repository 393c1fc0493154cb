"""A desk: the folder with one helpdesk's files, and its optional settings."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from zammad_plugin.config.files import load_fast
from zammad_plugin.config.object_files import own_names
from zammad_plugin.config.places import default_desk
from zammad_plugin.config.reading.placed_yaml import place, read_yaml
from zammad_plugin.config.reading.texts import inside
from zammad_plugin.config.settings.desk import SETTINGS_FILE, Settings
from zammad_plugin.config.taxonomy import TagNames, names_of, read_taxonomy
from zammad_plugin.errors import DeskError
from zammad_plugin.vocabulary import MAIN, AgentLanguage


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

    @property
    def base(self) -> Path | None:
        """The folder of the desk that this one extends."""
        return default_desk() if self.settings.extends == "default" else None

    def own_names(self, files: str) -> dict[str, str]:
        """Name that the package gives an object of `files` → the name that it has here."""
        return own_names(files, self.folder, self.base)

    @property
    def token_file(self) -> Path | None:
        """Where the settings say that the token stands."""
        file = self.settings.token_file
        return self.folder / file.expanduser() if file else None

    @property
    def tag_names(self) -> TagNames:
        """Raises DeskError when the desk's own taxonomy.yml is wrong."""
        return names_of(read_taxonomy(self.rules), self.settings.tags)


def desk_in(folder: Path | None) -> Desk | None:
    """None without a folder: then the package's own files count. Raises as `load_desk`."""
    return load_desk(folder) if folder else None


def language_of(desk: Desk | None) -> AgentLanguage:
    """In which its agents read what we write."""
    return desk.settings.language if desk else MAIN


def load_desk(folder: Path) -> Desk:
    """The desk in `folder`. Raises DeskError when its settings file is wrong."""
    file = folder / SETTINGS_FILE
    if not file.exists():
        return Desk(folder, Settings())
    desk = Desk(folder, load_fast(Settings, inside(folder)(file)))
    if not desk.rules.resolve().is_relative_to(folder.resolve()):
        hint = "rules: a folder below the desk"
        where = place(file, read_yaml(file), ("rules",))
        raise DeskError("the rules stand outside of the desk", where=where, hint=hint)
    return desk
