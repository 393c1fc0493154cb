"""What the plugin last did to a ticket, kept in the preferences of its own internal note.

There a customer who logs in can't read it (ticket preferences, attributes and tags they can).
It holds codes and ids, never a text. Only what our own user wrote to this very ticket is believed:
anybody's article may carry such preferences, and a merge brings those of another ticket.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import timedelta
from typing import Any

from zammad_plugin.zammad.case import Case
from zammad_plugin.zammad.times import read_time, write_time

KEY = "zammad_plugin"
VERSION = 2
LISTS = ("refused", "kept", "drop", "said", "same", "promise", "spoken")
FORMER = 1  # named the newest article that was judged instead of all, and no ticket


@dataclass(frozen=True)
class Memory:
    """`judged`: ids of the customer's articles that were judged; `fields`: what was written.

    `refused`: names of fields that the server did not take, `wanted`: what they should be; `kept`:
    tags of ours that a person took away; `drop`: tags of an earlier judgement to take away;
    `said`: codes of what the notes told so far; `same`: keyed hashes of accounts and numbers that
    the messages name; `reply`: key/language of the auto-reply that is to go out; `promise`: when
    the customer asked and by when an answer was promised. `round`: 0 for the first note of a
    ticket, one more for each that knew the last; `hand`: who wrote it (state/hands.py); `spoken`:
    voice messages that were transcribed, as ARTICLE/ATTACHMENT:VERDICT.
    """

    judged: tuple[int, ...]
    fields: dict[str, Any]
    tags: list[str]
    ruleset: str
    refused: tuple[str, ...] = ()
    kept: tuple[str, ...] = ()
    drop: tuple[str, ...] = ()
    said: tuple[str, ...] = ()
    same: tuple[str, ...] = ()
    reply: str = ""
    ticket: int = 0
    round: int = 0
    hand: str = ""
    wanted: dict[str, Any] = field(default_factory=dict)
    promise: tuple[str, ...] = ()
    spoken: tuple[str, ...] = ()

    def preferences(self) -> dict[str, Any]:
        known = {name: _listed(value) for name, value in asdict(self).items()}
        return {KEY: {"v": VERSION, **known}}


@dataclass(frozen=True)
class Note:
    """An internal note of ours with its memory; `at`: when the server dated it."""

    id: int
    memory: Memory
    at: str = ""


def _listed(value: Any) -> Any:
    return list(value) if isinstance(value, tuple) else value


def notes_of(case: Case, me: int) -> list[Note]:
    """Our notes that hold a memory of this ticket, oldest first. One that can't be read counts as
    none."""
    found: list[Note] = []
    for article in sorted(case.articles, key=lambda one: int(one["id"])):
        if not article.get("internal") or article.get("created_by_id") != me:
            continue
        preferences = article.get("preferences")
        kept = preferences.get(KEY) if isinstance(preferences, Mapping) else None
        memory = _from(kept, case, len(found)) if isinstance(kept, Mapping) else None
        if memory and memory.ticket == case.id:
            found.append(Note(int(article["id"]), memory, str(article.get("created_at") or "")))
    return found


def named_by_us(case: Case) -> bool:
    """Whether a note says that the ticket's title is ours. Whoever wrote the note: internal ones
    are no customer's."""
    kept = [
        one["preferences"].get(KEY)
        for one in case.articles
        if one.get("internal") and isinstance(one.get("preferences"), Mapping)
    ]
    fields = [one.get("fields") for one in kept if isinstance(one, Mapping)]
    return any(isinstance(one, Mapping) and one.get("title") == case.title for one in fields)


def counting(notes: Iterable[Note]) -> list[Note]:
    """Of each round the note that counts, oldest first: the lowest id, whoever looks."""
    first: dict[int, Note] = {}
    for note in sorted(notes, key=lambda one: one.id):
        first.setdefault(note.memory.round, note)
    return [first[number] for number in sorted(first)]


def spare(notes: list[Note]) -> list[Note]:
    """Notes that tell nothing which those that count don't: two hands wrote at once."""
    count = counting(notes)
    judged = {one for note in count for one in note.memory.judged}
    ids = {note.id for note in count}
    return [one for one in notes if one.id not in ids and judged.issuperset(one.memory.judged)]


def recall(case: Case, me: int) -> Memory | None:
    """What we last did, or None. `fields` are those of all our notes, in the order of the writes:
    the note of another hand may be gone soon, what it wrote stands."""
    notes = notes_of(case, me)
    if not notes:
        return None
    written = {name: value for note in notes for name, value in note.memory.fields.items()}
    return replace(counting(notes)[-1].memory, fields=written)


def _from(kept: Mapping[str, Any], case: Case, place: int) -> Memory | None:
    """`place`: how many notes of ours are older; the former form has no round."""
    try:
        if kept.get("v") == FORMER:
            newest = int(kept["article"])
            judged = [int(one["id"]) for one in case.from_customer if int(one["id"]) <= newest]
            ticket, rounds = case.id, place
        elif kept.get("v") == VERSION:
            judged = [int(one) for one in kept["judged"]]
            ticket, rounds = int(kept["ticket"]), int(kept["round"])
        else:
            return None
        return Memory(
            tuple(judged),
            dict(kept["fields"]),
            [str(tag) for tag in kept["tags"]],
            str(kept.get("ruleset", "")),
            **{name: _words(kept, name) for name in LISTS},
            reply=str(kept.get("reply") or ""),
            ticket=ticket,
            round=rounds,
            hand=str(kept.get("hand") or ""),
            wanted=dict(kept.get("wanted") or {}),
        )
    except (KeyError, TypeError, ValueError):
        return None


def _words(kept: Mapping[str, Any], name: str) -> tuple[str, ...]:
    return tuple(str(one) for one in kept.get(name) or ())


def promise_of(case: Case, memory: Memory | None, within: int) -> tuple[str, ...]:
    """(when the customer asked, by when the desk answers): the earliest that nobody kept yet.
    `within`: minutes, 0 for none. A later message never moves it."""
    theirs = [one for one in case.articles if one.get("sender") == "Agent" and not one["internal"]]
    answered = max((str(one.get("created_at")) for one in theirs), default="")
    before = memory.promise if memory else ()
    standing = before if before and before[0] > answered else ()
    heard = case.from_customer  # none of a ticket without articles
    asked = str(heard[-1].get("created_at") or "") if heard else ""
    at = read_time(asked)
    if not within or at is None:
        return standing
    new = (asked, write_time(at + timedelta(minutes=within)))
    return min(standing or new, new, key=lambda promise: promise[1])
