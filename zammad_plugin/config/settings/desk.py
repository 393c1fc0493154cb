"""zammad-plugin.yml, the settings of a desk."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from pydantic import Field

from zammad_plugin.config.files import Strict
from zammad_plugin.config.settings.machines import (
    NetworkSettings,
    ScaleSettings,
    ServeSettings,
    SyncSettings,
)
from zammad_plugin.config.settings.protection import CareSettings, FenceSettings, RetentionRule
from zammad_plugin.config.settings.signal import SignalSettings
from zammad_plugin.config.settings.voice import VoiceSettings
from zammad_plugin.config.taxonomy import TagSet
from zammad_plugin.vocabulary import MAIN, AgentLanguage

SETTINGS_FILE = "zammad-plugin.yml"


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
