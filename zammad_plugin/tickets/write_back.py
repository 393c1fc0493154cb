"""A decision onto the ticket: fields + note + memory in one PUT, then tags, `cs-triaged` last.

Killed anywhere and run again the result is the same: the memory in the note says that the PUT
was done, and adding a tag twice is adding it once. What the server did is read from its answer.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import Any

from zammad_plugin.errors import NotPermitted, Rejected, Unavailable, ZammadError
from zammad_plugin.tickets.memory import Memory
from zammad_plugin.tickets.prepare import Back
from zammad_plugin.vocabulary import ERROR, TRIAGED
from zammad_plugin.zammad.client import Client, Record
from zammad_plugin.zammad.times import read_time

log = logging.getLogger(__name__)
BROKEN = 500  # the application failed at this very call: again is no better
ENDED = {"closed", "merged", "removed"}
# Where one is refused, the other can't stand.
TOGETHER = {"state": {"pending_time"}, "pending_time": {"state"}}
QUOTED = re.compile(r"'(\w+)'")  # how the server names what it refuses
Note = Callable[[tuple[str, ...]], str]  # names of refused fields → HTML


@dataclass(frozen=True)
class Written:
    """`ignored`: fields that the server has otherwise although it said yes; `ended`: somebody
    closed or merged the ticket meanwhile."""

    memory: Memory
    ignored: tuple[str, ...] = ()
    ended: bool = False


def _no_reply(planned: str) -> None:
    """What there is nothing to send for."""


def write_back(
    client: Client,
    ticket_id: int,
    back: Back,
    note: Note,
    reply: Callable[[str], None] = _no_reply,
    kept: Iterable[str] = (),
) -> Written:
    """The PUT, the auto-reply, the tags. Raises ZammadError's children; run again after them.

    `kept`: the ticket's tags by their names in Zammad, as far as they were read.
    """
    written = _put(client, ticket_id, back, note)
    finish(client, ticket_id, written.memory, _no_reply if written.ended else reply, kept)
    return written


def finish(
    client: Client,
    ticket_id: int,
    memory: Memory,
    reply: Callable[[str], None],
    kept: Iterable[str] = (),
) -> None:
    """What follows the PUT: also after a run that died behind it."""
    answered = _replied(ticket_id, memory, reply)
    _write_tags(client, ticket_id, memory, memory.refused or not answered, kept)


def _replied(ticket_id: int, memory: Memory, reply: Callable[[str], None]) -> bool:
    """False when the server will not have the answer: that keeps no report in the queue.

    Zammad answers 500 where a mail can't be sent, as from a group without an e-mail address.
    """
    try:
        reply(memory.reply)
    except (Rejected, NotPermitted, Unavailable) as error:
        if isinstance(error, Unavailable) and error.status != BROKEN:
            raise
        log.error(
            "ticket %s: no automatic answer (HTTP %s): a person must answer; has the group "
            "an e-mail address?",
            ticket_id,
            error.status,
        )
        return False
    return True


def _write_tags(
    client: Client, ticket_id: int, memory: Memory, failed: object, kept: Iterable[str]
) -> None:
    """A tag that is refused costs no other; the ticket then stays in the queue."""
    errors = (ERROR,) if failed else ()
    refused: list[ZammadError] = []
    for tag in (*memory.tags, *errors):
        try:
            client.tag(ticket_id, tag)
        except (Rejected, NotPermitted) as error:
            refused.append(error)
    for tag in memory.drop:
        client.untag(ticket_id, tag)
    client.rename_tags(ticket_id, kept, without=(*memory.drop, TRIAGED))
    if refused:
        raise refused[0]
    client.tag(ticket_id, TRIAGED)


def _put(client: Client, ticket_id: int, back: Back, note: Note) -> Written:
    """Fields, note and memory in one call. The note must stand even where fields are refused:
    what is refused is left out, and the rest is sent again."""
    fields, refused = dict(back.fields), tuple[str, ...]()
    while True:
        memory = _without(back, refused)
        payload = {**fields, "article": _article(note(refused), memory)}
        try:
            answer = client.put_ticket(ticket_id, payload)
        except Rejected as error:
            said = map(client.names.fields.read, QUOTED.findall(error.said))
            names = _refused_by(error, set(said), fields)
            if not names:
                raise
            log.warning("ticket %s: fields refused (%s)", ticket_id, ", ".join(sorted(names)))
            refused = tuple(sorted({*refused, *names}))
            fields = {name: value for name, value in fields.items() if name not in names}
            continue
        ignored = tuple(name for name, value in fields.items() if not _stands(answer, name, value))
        return Written(memory, ignored, str(answer.get("state")) in ENDED)


def _without(back: Back, refused: tuple[str, ...]) -> Memory:
    """The memory of what was written in truth."""
    if not refused:
        return back.memory
    fields = {name: value for name, value in back.memory.fields.items() if name not in refused}
    before = {name: value for name, value in back.before.items() if name in refused}
    return replace(back.memory, fields={**fields, **before}, refused=refused)


def _refused_by(error: Rejected, said: set[str], fields: dict[str, Any]) -> set[str]:
    """The fields that the server's words (`said`) name; all of them when it names none of ours.

    The group may be closed to this token, or an option missing on the server.
    """
    if error.status != 422:
        return set()
    said |= {name.removesuffix("_id") for name in said}
    named = set(fields) & said or set(fields)
    return named | {other for name in named for other in TOGETHER.get(name, ()) if other in fields}


def _article(note: str, memory: Memory) -> Record:
    return {
        "subject": "Triage",
        "body": note,
        "content_type": "text/html",
        "type": "note",
        "internal": True,
        "preferences": memory.preferences(),
    }


def _stands(answer: Record, name: str, value: Any) -> bool:
    """Whether the server has it as it was sent: it answers 200 and ignores what it doesn't know."""
    return name in answer and _comparable(answer[name]) == _comparable(value)


def _comparable(value: Any) -> Any:
    """A time as a moment: the server may write it otherwise than we did."""
    return read_time(value) or str(value)
