"""A desk: the folder with one helpdesk's files, and its optional settings."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from pydantic import Field

from zammad_plugin.config.files import Strict, inside, load_fast, place, read_yaml
from zammad_plugin.config.overlay import own_names
from zammad_plugin.config.places import default_desk
from zammad_plugin.config.signal import SignalSettings
from zammad_plugin.config.taxonomy import TagNames, TagSet, names_of, read_taxonomy
from zammad_plugin.config.voice import VoiceSettings
from zammad_plugin.errors import DeskError
from zammad_plugin.vocabulary import MAIN, AgentLanguage

SETTINGS_FILE = "zammad-plugin.yml"


class FromEnvironment(Strict):
    """A secret by the name of its environment variable."""

    env: str = Field(pattern=r"^[A-Z_][A-Z0-9_]*$")
    """Name of the environment's variable that holds the secret."""


class NetworkSettings(Strict):
    """`networks`: tickets that name the same account or number find each other, by keyed hashes."""

    enabled: bool = True
    """Whether they do; on unless a desk says false."""
    secret: FromEnvironment | None = None
    """Variable with the key of the hashes, for a desk of several machines; none: the plugin makes
    one for itself in its state folder."""
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


class ServeSettings(Strict):
    """`serve`: Zammad's webhook, and the trigger that calls it; `apply` makes both."""

    secret: FromEnvironment
    """Variable with the key of the webhook's signature, for `apply` and for `serve`."""
    endpoint: str = Field(default="http://127.0.0.1:8092/webhook", pattern=r"^https?://[^\s/]+/.*$")
    """Address at which Zammad reaches `serve`; its path ends in /webhook."""
    threads: int = Field(default=8, ge=1, le=64)
    """Tickets that are worked on at once."""
    groups: tuple[str, ...] = ()
    """Groups whose messages Zammad tells of; none: all. Where several desks share one Zammad."""


class ScaleSettings(Strict):
    """Beyond one machine: a queue and leases in Redis (extra `scale`). Ids only stand there."""

    redis: FromEnvironment
    """Variable with redis://HOST:6379/N, N from 1 on: a database of its own, 0 is Zammad's."""
    processes: int = Field(default=8, ge=1, le=64)
    """Tickets that one `worker` has in hand at once."""


class FenceSettings(Strict):
    """`fence`: pictures that the web server gives to two roles alone (docs/fence.md)."""

    roles: tuple[str, ...] = Field(
        default=("Child safety lead", "Child safety custodian"), min_length=1, max_length=2
    )
    """Names of the roles in Zammad, two at most."""


class CareSettings(Strict):
    """`care`: who met how many grave cases; off where it is not written."""

    categories: tuple[str, ...] = (
        "csam_report",
        "sextortion",
        "image_abuse_minor",
        "in_person_abuse_threat",
        "grooming",
    )
    """Codes of what counts as grave."""
    cases: int = Field(default=15, ge=1)
    """From so many cases on in the days that are looked at the lead is shown a star."""
    days_in_a_row: int = Field(default=6, ge=1)
    """Or from so many days one behind the other."""


class RetentionRule(Strict):
    """`retention`: how long tickets of some categories are kept after they were closed. The first
    rule that fits a ticket's category decides."""

    category: tuple[str, ...] = ()
    """Codes of what was reported, such as parental_guidance; none: every ticket."""
    closed_months: int = Field(ge=1, le=1200)
    """Months since it was closed last."""
    do: Literal["texts", "delete"]
    """`texts`: what was written and sent is removed, an empty ticket with the codes stays;
    `delete`: the whole ticket, its counts are kept in the state."""


class Settings(Strict):
    """`zammad-plugin.yml`: what belongs to the desk and not to one call. Never a token."""

    name: str = Field(default="", pattern=r"^[a-z0-9-]*$", max_length=30)
    """Name of the desk, where several share one Zammad: each has its own state and objects."""
    extends: Literal["default", "nothing"] = "nothing"
    """`default`: every file of the package's desk counts too, unless this one has its own."""
    without: tuple[str, ...] = ()
    """What of the package's desk is left out: macros/false-alarm, replies/press-enquiry,
    overviews/w*, routing/RULE."""
    url: str = Field(default="", pattern=r"^(https?://[^\s/]+.*)?$")
    """Address of the Zammad, such as https://desk.example.org; --url and $ZAMMAD_URL come first."""
    token_file: Path | None = None
    """File with the token, mode 0600, from the desk's folder; --token-file and $ZAMMAD_TOKEN come
    first. The token itself never stands here."""
    allow_http: bool = False
    """Allow plain http beyond loopback."""
    proxy: Literal["none", "environment"] = "none"
    """Whether Zammad is reached through the proxy of the environment (https_proxy, no_proxy). It
    then sees which server is called, with plain http everything; loopback never goes there."""
    texts: Literal["all", "reviewed"] = "all"
    """Which replies `apply` writes and auto-replies send: all, or those that a person accepted."""
    slots: dict[str, dict[str, str]] = {}
    """Words of the desk that fill {{NAME}} in replies, by language: hours, answer-within."""
    rules: Path = Path("rules")
    """Folder of the desk's own rules, below the desk."""
    language: AgentLanguage = MAIN
    """Language of notes and of the names that agents see."""
    translations: bool = True
    """Whether agents see our names in their own language, where Zammad can (6.3+)."""
    unseen: tuple[str, ...] = ()
    """Groups whose tickets triage is not meant to see; each other one that it can't see is told."""
    voice: VoiceSettings | None = None
    """Who hears voice messages on this machine (`voice run`); none: people alone do."""
    networks: NetworkSettings = NetworkSettings()
    """How tickets that name the same account or number find each other; on by default."""
    metrics: Path | None = None
    """File for node_exporter's textfile collector."""
    tags: TagSet = "plain"
    """Names of our tags and attributes in Zammad: plain, or neutral ones that say nothing to a
    customer."""
    sync: SyncSettings | None = None
    """Whether `run` also keeps Zammad as the files want it; none: only `apply` does."""
    serve: ServeSettings | None = None
    """Whether Zammad tells of new messages at once (6.0+); none: `run` looks each minute."""
    scale: ScaleSettings | None = None
    """Whether workers on several machines share a queue in Redis; none: files of one machine."""
    fence: FenceSettings | None = None
    """Whether `serve` tells the web server who may get pictures of reports; none: it does not."""
    care: CareSettings | None = None
    """Whether `care` tells the lead who met how many grave cases; none: it does not."""
    retention: tuple[RetentionRule, ...] = ()
    """How long closed tickets are kept; none: for ever, or as Zammad itself is told."""
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
