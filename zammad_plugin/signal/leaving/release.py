"""Two named persons release a file that was held; who did stands in the ticket and in the spool.

The file goes from signal-cli into one internal note of the ticket, by memory alone: it is never
on our disk.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass

from zammad_plugin.config.settings.signal import MEGABYTE
from zammad_plugin.errors import PluginError
from zammad_plugin.signal import files
from zammad_plugin.signal.store.held import Held, HeldFiles
from zammad_plugin.signal.tickets.conversation import Conversations
from zammad_plugin.signal.tickets.customers import login_of
from zammad_plugin.signal.tickets.keys import key_of
from zammad_plugin.signal.wire.daemon import Daemon
from zammad_plugin.signal.words import say, size
from zammad_plugin.vocabulary import MAIN
from zammad_plugin.zammad.client import Client, Record
from zammad_plugin.zammad.marks import SIGNAL, internal_note

log = logging.getLogger(__name__)
LARGEST = 100 * MEGABYTE  # Signal's own limit of a file
SHOWN = "give TICKET/KEY, such as 13007/h3: the ticket shows the key beside the file"


@dataclass
class Release:
    """Raises PluginError's children: an unknown key, a wrong ticket, persons that aren't two."""

    client: Client
    daemon: Daemon
    held: HeldFiles
    talks: Conversations
    lang: str = MAIN

    def release(self, ticket: str, key: str, by: tuple[str, ...]) -> int:
        """The id of the internal note that holds the file now."""
        held = self.held.find(key)
        if held is None or not held.article:
            raise PluginError("no file is held under this key", hint=SHOWN)
        two = self._two(by, held.person)
        if held.state == "released":
            raise PluginError(f"released already, by {' and '.join(held.by)}")
        row = self.talks.ticket_of(held.article)
        if row is None or ticket not in (str(row["id"]), str(row["number"])):
            raise PluginError("this key belongs to another ticket", hint=SHOWN)
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

    def _two(self, by: tuple[str, ...], person: str) -> tuple[str, str]:
        """Logins of two agents of this Zammad. `person`: whose file it is."""
        hint = "--by LOGIN --by LOGIN, of two agents"
        if len(by) != 2:
            raise PluginError("two persons release a file together", hint=hint)
        people = [self.client.user(login) for login in by]
        known = [one for one in people if one and one.get("active") and self._agent(one, person)]
        if len(known) != 2:
            raise PluginError("one of the two is no active agent of this Zammad", hint=hint)
        if known[0]["id"] == known[1]["id"]:
            raise PluginError("both are the same person: nobody releases a file alone", hint=hint)
        return by[0], by[1]

    def _agent(self, user: Record, person: str) -> bool:
        """Whether they have a role that the sender of the file, a customer, has not: what a role
        permits no token of agents may read. One whose roles can't be seen is believed."""
        roles, sender = user.get("role_ids"), self.client.user(login_of(person)) or {}
        return roles is None or not set(roles) <= set(sender.get("role_ids") or ())

    def _posted(self, ticket: int, held: Held) -> int:
        articles = self.talks.articles(ticket)
        same = (int(one["id"]) for one in articles if key_of(one) == f"release:{held.key}")
        return next(same, 0)

    def _article(self, ticket: int, held: Held, by: tuple[str, str], data: bytes) -> Record:
        one, two = by
        shown = {"one": one, "two": two, "type": held.type, "size": size(held.size)}
        mark = {"key": f"release:{held.key}"}
        name, kind = files.file_name(held.type, None, held.id), held.type or files.ANY
        return {
            "ticket_id": ticket,
            **internal_note(say("released", self.lang, **shown), {SIGNAL: mark}, plain=True),
            "attachments": [files.attached(name, kind, data)],
        }
