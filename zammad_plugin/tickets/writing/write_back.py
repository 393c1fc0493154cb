"""A decision onto the ticket: fields + note + memory in one PUT, then the tags.

Killed anywhere and run again the result is the same: the memory in the note says that the PUT
was done, and adding a tag twice is adding it once. What the server did is read from its answer.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from zammad_plugin.errors import NotPermitted, Rejected, ZammadError
from zammad_plugin.tickets.memory import Memory
from zammad_plugin.tickets.writing.prepare import Back
from zammad_plugin.vocabulary import ERROR, TRIAGED
from zammad_plugin.zammad.client import Client, Record
from zammad_plugin.zammad.marks import internal_note
from zammad_plugin.zammad.times import read_time

log = logging.getLogger(__name__)
ENDED = {"closed", "merged", "removed"}
# Where one is refused, the other can't stand.
TOGETHER = {"state": {"pending_time"}, "pending_time": {"state"}}
QUOTED = re.compile(r"'(\w+)'")  # how the server names what it refuses
Note = Callable[[tuple[str, ...]], str]  # names of refused fields → HTML


@dataclass(frozen=True)
class Written:
    """`ignored`: fields that the server has otherwise although it said yes."""

    memory: Memory
    ignored: tuple[str, ...] = ()


def write_tags(client: Client, ticket_id: int, memory: Memory, kept: Iterable[str] = ()) -> None:
    """All but the last one, `cs-triaged`: a tag that is refused costs no other, and the ticket then
    stays in the queue. Also after a run that died behind the PUT. Raises ZammadError's children.

    `kept`: the ticket's tags by their names in Zammad, as far as they were read.
    """
    errors = (ERROR,) if memory.refused else ()
    each = dict.fromkeys((*memory.tags, *errors))  # twice at once the server keeps it twice
    refused = client.abreast.all([partial(_tag, client, ticket_id, tag) for tag in each])
    for tag in memory.drop:
        client.untag(ticket_id, tag)
    client.rename_tags(ticket_id, kept, without=(*memory.drop, TRIAGED))
    for error in filter(None, refused):
        raise error


def _tag(client: Client, ticket_id: int, tag: str) -> ZammadError | None:
    """Why the server will not have it."""
    try:
        client.tag(ticket_id, tag)
    except (Rejected, NotPermitted) as error:
        return error
    return None


def put_note(client: Client, ticket_id: int, back: Back, note: Note) -> Written:
    """Fields, note and memory in one call. The note must stand even where fields are refused:
    what is refused is left out, and the rest is sent again. Raises ZammadError's children."""
    fields, refused = dict(back.fields), tuple[str, ...]()
    while True:
        memory = _without(back, refused)
        payload = {**fields, "article": internal_note(note(refused), memory.preferences())}
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
        return Written(memory, ignored)


def _without(back: Back, refused: tuple[str, ...]) -> Memory:
    """The memory of what was written in truth."""
    if not refused:
        return back.memory
    fields = {name: value for name, value in back.memory.fields.items() if name not in refused}
    before = {name: value for name, value in back.before.items() if name in refused}
    wanted = {name: value for name, value in back.fields.items() if name in refused}
    return replace(back.memory, fields={**fields, **before}, refused=refused, wanted=wanted)


def _refused_by(error: Rejected, said: set[str], fields: dict[str, Any]) -> set[str]:
    """The fields that the server's words (`said`) name; all of them when it names none of ours.

    The group may be closed to this token, or an option missing on the server.
    """
    if error.status != 422:
        return set()
    said |= {name.removesuffix("_id") for name in said}
    named = set(fields) & said or set(fields)
    return named | {other for name in named for other in TOGETHER.get(name, ()) if other in fields}


def _stands(answer: Record, name: str, value: Any) -> bool:
    """Whether the server has it as it was sent: it answers 200 and ignores what it doesn't know."""
    return name in answer and _comparable(answer[name]) == _comparable(value)


def _comparable(value: Any) -> Any:
    """A time as a moment: the server may write it otherwise than we did."""
    return read_time(value) or str(value)
