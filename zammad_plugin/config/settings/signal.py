"""What a desk says about its Signal bridge: `signal:` in zammad-plugin.yml."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field

from zammad_plugin.config.files import Strict

FollowUp = Literal["reopen", "new"]
DAEMON = "http://127.0.0.1:8090"  # as docs/systemd/signal-cli.service starts it
MEGABYTE = 1024 * 1024
# Files that hold words. Pictures and videos stand in no list: they are always held.
DOCUMENTS = (
    "application/pdf",
    "text/plain",
    "application/msword",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "application/vnd.oasis.opendocument.text",
)


class FollowUps(Strict):
    """What a message to a closed ticket does. A token of agents can't read the groups, so the
    desk says here what its groups say (`follow_up_possible`)."""

    usual: FollowUp = "reopen"
    """Open the closed ticket again, or a new one that is linked with it."""
    groups: dict[str, FollowUp] = {}
    """Group → another choice than `usual`."""
    days: Annotated[int, Field(ge=1)] | None = None
    """After so many days a closed ticket is never opened again: a new one is linked with it."""

    def of(self, group: str) -> FollowUp:
        return self.groups.get(group, self.usual)


class Documents(Strict):
    """Files that may come in and go out. What is not listed is held like a picture."""

    types: tuple[str, ...] = DOCUMENTS
    """MIME types that are attached; images and videos never are."""
    megabytes: Annotated[int, Field(ge=1, le=100)] = 10
    """Largest file in MiB, of documents and of voice messages."""


class SignalSettings(Strict):
    """`signal:` of zammad-plugin.yml."""

    account: str = Field(min_length=3)
    """The desk's number, such as +9613000000."""
    daemon: str = DAEMON
    """Address of signal-cli's daemon, on this machine."""
    group: str = "Users"
    """Group of new tickets."""
    title: str = Field("Request", min_length=1)
    """Title of new tickets: neutral, without name or number; a phone's lock screen may show it."""
    triage: bool = True
    """Whether the bridge triages what it brings in, within seconds; else the next `run` does."""
    spool: Path = Path(".zammad-plugin/signal")
    """Folder of the spool, mode 0700. Keep it: it knows what was sent."""
    follow_up: FollowUps = FollowUps()
    """What a message to a closed ticket does."""
    documents: Documents = Documents()
    """Files that may come in and go out."""
    on_unknown: Literal["resend", "ask"] = "resend"
    """After a crash in mid-send: send again and say so, or ask a person."""
    disappearing: Literal["show", "ask"] = "show"
    """A timer of disappearing messages is shown; `ask`: and the ticket is tagged for a person."""
    group_answer: str = "direct-messages-only"
    """Key of templates/replies: what is told once where a group was used; empty: nothing."""
