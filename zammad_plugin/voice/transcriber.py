"""Voice messages → text, by the desk's own transcriber on the desk's own machine."""

from __future__ import annotations

import logging
import subprocess
from collections.abc import Iterator, Sequence
from pathlib import Path

from zammad_plugin.errors import ZammadError, brief
from zammad_plugin.state.private import corner, sweep
from zammad_plugin.zammad.case import Case
from zammad_plugin.zammad.client import Client, Record
from zammad_plugin.zammad.sound import is_named_sound, is_sound

log = logging.getLogger(__name__)
LARGEST = 16 * 1024 * 1024  # bytes; WhatsApp's own limit of a voice message
PATIENCE = 120.0  # seconds a file
LONGEST = 20_000  # characters of a transcript


class Transcriber:
    """Runs `command FILE`; its standard output is the text. What fails leaves the message to a
    person: it is tagged as unheard anyway."""

    def __init__(self, command: Sequence[str], folder: Path, patience: float = PATIENCE) -> None:
        """`folder`: for the files while they are heard; what killed runs left there goes."""
        self.command, self.folder, self.patience = list(command), folder, patience
        sweep(folder)

    def hear(self, client: Client, case: Case) -> dict[int, str]:
        """Article id → what was said. Files are gone from this machine afterwards."""
        heard: dict[int, str] = {}
        for article, attachment in _audio(case):
            text = self._one(client, case.id, article, attachment)
            if text:
                heard[article["id"]] = f"{heard.get(article['id'], '')}\n{text}".strip()
        return heard

    def _one(self, client: Client, ticket: int, article: Record, attachment: Record) -> str:
        path = f"ticket_attachment/{ticket}/{article['id']}/{attachment['id']}"
        try:
            with corner(self.folder) as folder:
                file = folder / "voice"
                client.session.download(path, file, LARGEST, is_sound)
                done = subprocess.run(
                    [*self.command, str(file)],
                    capture_output=True,
                    timeout=self.patience,
                    check=True,
                )
        except (ZammadError, OSError, subprocess.SubprocessError) as error:
            log.warning("ticket %s: voice not read: %s", ticket, brief(error))
            return ""
        return done.stdout.decode("utf-8", "replace")[:LONGEST].strip()


def _audio(case: Case) -> Iterator[tuple[Record, Record]]:
    for article in case.from_customer:
        for attachment in article.get("attachments") or []:
            if is_named_sound(attachment):
                yield article, attachment
