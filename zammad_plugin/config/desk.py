"""A desk: the folder with one helpdesk's files, and its optional settings."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from pydantic import Field

from zammad_plugin.config.files import Strict, load
from zammad_plugin.config.signal import SignalSettings
from zammad_plugin.config.taxonomy import TagNames, TagSet, names_of, read_taxonomy
from zammad_plugin.vocabulary import AgentLanguage

SETTINGS_FILE = "zammad-plugin.yml"


class FromEnvironment(Strict):
    """A secret by the name of its environment variable."""

    env: str = Field(pattern=r"^[A-Z_][A-Z0-9_]*$")
    """Name of the environment's variable that holds the secret."""


class NetworkSettings(Strict):
    """`secret`: key of the hashes; `exempt`: identifiers and domains of the desk's own."""

    secret: FromEnvironment
    """Key of the hashes."""
    exempt: tuple[str, ...] = ()
    """Identifiers and domains of the desk's own."""


class SyncSettings(Strict):
    """`run` uses the sync token for this and for nothing else; triage keeps its own."""

    token: FromEnvironment
    """Variable with the sync token (admin.*); never the one of triage."""
    every: int = Field(default=60, ge=1, le=60 * 24 * 7)
    """Minutes between two looks at the server."""
    max_changes: int = Field(default=50, ge=0)
    """Refuse more changes at once; a person then runs `apply`."""


class Settings(Strict):
    """`zammad-plugin.yml`: what belongs to the desk and not to one call. Never a token."""

    name: str = Field(default="", pattern=r"^[a-z0-9-]*$", max_length=30)
    """Name of the desk, where several share one Zammad: each has its own state and objects."""
    url: str = ""
    """Address of the Zammad, such as https://desk.example.org."""
    token_file: Path | None = None
    """File with the token, mode 0600; the token itself never stands here."""
    allow_http: bool = False
    """Allow plain http beyond loopback."""
    texts: Literal["all", "reviewed"] = "all"
    """Which replies `apply` writes and auto-replies send: all, or those that a person accepted."""
    rules: Path = Path("rules")
    """Folder of the desk's own rules, below the desk."""
    language: AgentLanguage = "en"
    """Language of notes and of the names that agents see."""
    translations: bool = True
    """Whether agents see our names in their own language, where Zammad can (6.3+)."""
    transcriber: tuple[str, ...] = ()
    """A command and its words; it gets a file and prints what was said."""
    networks: NetworkSettings | None = None
    """Whether tickets that name the same account find each other."""
    metrics: Path | None = None
    """File for node_exporter's textfile collector."""
    tags: TagSet = "plain"
    """Names of our tags and attributes in Zammad: plain, or neutral ones that say nothing to a
    customer."""
    sync: SyncSettings | None = None
    """Whether `run` also keeps Zammad as the files want it; none: only `apply` does."""
    signal: SignalSettings | None = None
    """The bridge to Signal; none: there is no bridge."""


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
    def tag_names(self) -> TagNames:
        """Raises DeskError when the desk's own taxonomy.yml is wrong."""
        return names_of(read_taxonomy(self.rules), self.settings.tags)


def load_desk(folder: Path) -> Desk:
    """The desk in `folder`. Raises DeskError when its settings file is wrong."""
    file = folder / SETTINGS_FILE
    return Desk(folder, load(Settings, file) if file.is_file() else Settings())
