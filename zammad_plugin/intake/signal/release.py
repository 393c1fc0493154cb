"""Two named persons release a file that was held; who did stands in the ticket and in the spool.

The file goes from signal-cli into one internal note of the ticket, by memory alone: it is never
on our disk.
"""

from __future__ import annotations

import base64
import logging
from dataclasses import dataclass

from zammad_plugin.config.signal import MEGABYTE
from zammad_plugin.errors import PluginError
from zammad_plugin.intake.signal import files
from zammad_plugin.intake.signal.conversation import Conversations, key_of
from zammad_plugin.intake.signal.daemon import Daemon
from zammad_plugin.intake.signal.held import Held, HeldFiles
from zammad_plugin.intake.signal.words import say, size
from zammad_plugin.zammad.client import Client, Record
from zammad_plugin.zammad.marks import SIGNAL

log = logging.getLogger(__name__)
LARGEST = 100 * MEGABYTE  # Signal's own limit of a file


@dataclass
class Release:
    """Raises PluginError's children: an unknown key, a wrong ticket, persons that aren't two."""

    client: Client
    daemon: Daemon
    held: HeldFiles
    talks: Conversations
    lang: str = "en"

    def release(self, ticket: str, key: str, by: tuple[str, ...]) -> int:
        """The id of the internal note that holds the file now."""
        two = self._two(by)
        held = self.held.find(key)
        if held is None or not held.article:
            raise PluginError("no file is held under this key", hint="the ticket names the key")
        if held.state == "released":
            raise PluginError(f"released already, by {' and '.join(held.by)}")
        row = self.talks.ticket_of(held.article)
        if row is None or ticket not in (str(row["id"]), str(row["number"])):
            raise PluginError("this key belongs to another ticket", hint="TICKET/KEY as shown")
        if held.state == "releasing":
            done = self._posted(int(row["id"]), held)
            if done:
                self.held.released(held)
                return done
        return self._copy(int(row["id"]), held, two)

    def _copy(self, ticket: int, held: Held, by: tuple[str, str]) -> int:
        self.held.releasing(held, by)
        data = self.daemon.attachment(held.attachment, held.person, LARGEST)
        made = self.client.create_article(self._article(ticket, held, by, data))
        self.held.released(held)
        log.warning("ticket %s: %s released by %s and %s", ticket, held.key, *by)
        return int(made["id"])

    def _two(self, by: tuple[str, ...]) -> tuple[str, str]:
        """Logins of two agents of this Zammad."""
        hint = "--by LOGIN --by LOGIN, of two agents"
        if len(by) != 2:
            raise PluginError("two persons release a file together", hint=hint)
        people = [self.client.user(login) for login in by]
        known = [one for one in people if one and one.get("active")]
        if len({int(one["id"]) for one in known}) != 2:
            raise PluginError("these are not two active users of Zammad", hint=hint)
        return by[0], by[1]

    def _posted(self, ticket: int, held: Held) -> int:
        articles = self.talks.articles(ticket)
        same = (int(one["id"]) for one in articles if key_of(one) == f"release:{held.key}")
        return next(same, 0)

    def _article(self, ticket: int, held: Held, by: tuple[str, str], data: bytes) -> Record:
        one, two = by
        shown = {"one": one, "two": two, "type": held.type, "size": size(held.size)}
        name = files.file_name(held.type, None, held.id)
        return {
            "ticket_id": ticket,
            "subject": "Signal",
            "body": say("released", self.lang, **shown),
            "content_type": "text/plain",
            "type": "note",
            "internal": True,
            "preferences": {SIGNAL: {"key": f"release:{held.key}"}},
            "attachments": [{"filename": name, "data": base64.b64encode(data).decode(),
                             "mime-type": held.type or "application/octet-stream"}],
        }  # fmt: skip
