"""Voice messages → transcripts, by a program on the desk's own machine.

A voice message never lies on a disk: it is held in memory that has a name only below /proc, and
the system gives it back when this process ends, however it ends.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from zammad_plugin.config.settings.voice import VoiceSettings
from zammad_plugin.voice.limits import LARGEST, PATIENCE
from zammad_plugin.voice.process import printed
from zammad_plugin.voice.transcript import Transcript, read
from zammad_plugin.zammad.case import Case
from zammad_plugin.zammad.client import Client
from zammad_plugin.zammad.rows import Article, Attachment
from zammad_plugin.zammad.sound import is_named_sound, is_sound

STDIN = "/dev/stdin"  # opened anew by each program of a row: every one reads from the beginning


@dataclass(frozen=True)
class Recording:
    """One sound file of a customer's article."""

    ticket: int
    article: int
    attachment: int

    @property
    def key(self) -> str:
        """Ids alone: what stands in a note's memory."""
        return f"{self.article}/{self.attachment}"


def recordings(case: Case) -> Iterator[Recording]:
    """What type and name call sound, oldest first; a picture is none of them."""
    for article in case.from_customer:
        for attachment in article.get("attachments") or []:
            if is_named_sound(attachment):
                yield _recording(case.id, article, attachment)


def _recording(ticket: int, article: Article, attachment: Attachment) -> Recording:
    return Recording(ticket, int(article["id"]), int(attachment["id"]))


@dataclass(frozen=True)
class Ears:
    """`command`: its last word will be a file; `languages`: what the desk hears; `built_in`: it is
    our own, which reads that file as its standard input and is cut off from all else."""

    command: Sequence[str]
    languages: tuple[str, ...]
    patience: float = PATIENCE
    built_in: bool = False

    def hear(self, client: Client, one: Recording) -> Transcript:
        """Raises ZammadError's children, NotHeard and OSError; nothing is kept of the sound."""
        path = f"ticket_attachment/{one.ticket}/{one.article}/{one.attachment}"
        with unseen() as file:
            client.session.download(path, file, LARGEST, is_sound)
            return self.listen(file)

    def listen(self, file: Path) -> Transcript:
        """Raises NotHeard."""
        if self.built_in:
            return read(printed([*self.command, STDIN], self.patience, alone=file))
        return read(printed([*self.command, str(file)], self.patience))


def ears_of(settings: VoiceSettings, folder: Path) -> Ears:
    """The desk's own command, or the built-in one with the desk's model. `folder`: the desk's."""
    if settings.model is None:
        return Ears(settings.command, settings.languages)
    words = [sys.executable, "-m", "zammad_plugin.voice.engine"]
    words += ["--model", str(folder.resolve() / settings.model.expanduser())]
    words += ["--languages", ",".join(settings.languages), "--threads", str(settings.threads)]
    return Ears(words, settings.languages, built_in=True)


@contextmanager
def unseen() -> Iterator[Path]:
    """A file in memory alone, by a path that serves any process of this user while we live.
    Raises OSError."""
    handle = os.memfd_create("voice", os.MFD_CLOEXEC)
    try:
        yield Path(f"/proc/{os.getpid()}/fd/{handle}")
    finally:
        os.close(handle)
