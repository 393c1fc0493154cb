"""What to write of a decision without undoing what a person did. Pure."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, replace
from typing import Any

from zammad_plugin.routing.decision import Decision
from zammad_plugin.tickets.memory import Memory
from zammad_plugin.tickets.writing.ours import Seen, is_ours, kept_fields, taken_away, wanted_of
from zammad_plugin.vocabulary import (
    ALERT,
    CATEGORIES,
    CATEGORY_FIELD,
    CATEGORY_TAG,
    NOT_CHILD_SAFETY,
    RANK,
    UNSURE,
    URGENCIES,
    URGENCY_FIELD,
    URGENCY_TAG,
    VOICE,
    WINDOW,
    category_tag,
    urgency_tag,
)

# Of these a ticket has one at a time: a new judgement takes the old one's away.
TAGGED: dict[str, tuple[str, Callable[[str], str]]] = {
    URGENCY_FIELD: (URGENCY_TAG, urgency_tag),
    CATEGORY_FIELD: (CATEGORY_TAG, category_tag),
}
WORDS: dict[str, tuple[str, ...]] = {URGENCY_FIELD: URGENCIES, CATEGORY_FIELD: CATEGORIES}
UNHEARD = (VOICE, UNSURE)  # stand for each voice message anew, also where an earlier one was heard
EXCLUSIVE = (URGENCY_TAG, CATEGORY_TAG, UNSURE)


@dataclass(frozen=True)
class Back:
    """What will be written; `before`: what we wrote earlier; `kept`: what a person set and stays;
    `alert`: call the owner."""

    fields: dict[str, Any]
    memory: Memory
    before: dict[str, Any]
    kept: tuple[str, ...] = ()
    alert: bool = False


def prepare(
    seen: Seen,
    decision: Decision,
    ruleset: str,
    said: Iterable[str] = (),
    dangers: Collection[str] = (),
) -> Back:
    """Only for a fresh `seen`. `dangers`: codes of the grave rules that saw something."""
    memory = seen.memory
    fields = {**_raised(decision.fields, memory), **_by_tag(seen)}
    words = {name: str(seen.ticket[name]) for name in fields if not is_ours(seen, name)}
    words |= _by_tag(seen)
    tags = _one_truth(decision.tags, fields, words)
    news = _rises(fields, memory) or _newly(dangers, memory) or _graver(seen, words)
    alert = news and (seen.owned or bool(words))
    tags += (ALERT,) if alert else ()
    removed = taken_away(seen) - _tags_of(words)
    removed -= set(UNHEARD) if decision.around.voice else set()
    wanted = wanted_of(seen, decision, fields)
    written = {name: value for name, value in wanted.items() if seen.ticket.get(name) != value}
    left = tuple(tag for tag in tags if tag in removed)
    before = memory.fields if memory else {}
    new = replace(
        _remembered(seen),
        fields={**before, **written},
        tags=[tag for tag in tags if tag not in removed],
        ruleset=ruleset,
        kept=tuple(sorted(removed)),
        drop=_outdated(seen, tags),
        said=tuple(dict.fromkeys([*(memory.said if memory else ()), *said])),
    )
    kept = (*kept_fields(seen, decision, wanted), *left)
    return Back(written, new, before, kept, alert)


def _remembered(seen: Seen) -> Memory:
    """What goes on from the last judgement, without what this one says."""
    memory = seen.memory
    return Memory(
        judged=seen.judged,
        fields={},
        tags=[],
        ruleset="",
        same=memory.same if memory else (),
        spoken=memory.spoken if memory else (),
        ticket=int(seen.ticket["id"]),
        round=memory.round + 1 if memory else 0,
    )


def _raised(fields: dict[str, str], memory: Memory | None) -> dict[str, str]:
    """A later, calmer message does not lower the urgency of an earlier one."""
    before = str(memory.fields.get(URGENCY_FIELD, "")) if memory else ""
    if RANK.get(before, -1) > RANK.get(fields.get(URGENCY_FIELD, ""), 0):
        return {**fields, URGENCY_FIELD: before}
    return dict(fields)


def _one_truth(
    tags: tuple[str, ...], fields: dict[str, str], words: dict[str, str]
) -> tuple[str, ...]:
    """Tags that say what the attributes say: ours as far as a person set none of `words`."""
    for name, (prefix, tag_of) in TAGGED.items():
        others = tuple(tag for tag in tags if not tag.startswith(prefix))
        if name in words:
            tags = (*others, *_tags_of({name: words[name]}))
        elif others != tags and fields.get(name):
            tags = (*others, tag_of(fields[name]))
    return tags


def _tags_of(words: dict[str, str]) -> set[str]:
    """What is no child's safety has no tag of a category."""
    told = {name: word for name, word in words.items() if word != NOT_CHILD_SAFETY}
    return {TAGGED[name][1](word) for name, word in told.items() if name in TAGGED}


def _by_tag(seen: Seen) -> dict[str, str]:
    """Attributes that a person set by changing the tag: one that we never wrote stands there."""
    memory = seen.memory
    if memory is None:
        return {}
    found = {}
    for name, (prefix, tag_of) in TAGGED.items():
        theirs = [tag for tag in seen.tags if tag.startswith(prefix) and tag not in memory.tags]
        words = [word for word in WORDS[name] if tag_of(word) in theirs]
        if len(words) == 1 and tag_of(words[0]) not in memory.drop:
            found[name] = words[0]
    return found


def _graver(seen: Seen, words: dict[str, str]) -> bool:
    """What came now is graver than what a person set for what was said until then."""
    if seen.memory is None or URGENCY_FIELD not in words:
        return False
    now = RANK.get(seen.urgency, 0)
    return now >= RANK["high"] and now > RANK.get(words[URGENCY_FIELD], 0)


def _rises(fields: dict[str, str], memory: Memory | None) -> bool:
    """To high or critical, from something lower that we said before."""
    if memory is None:
        return False
    before = RANK.get(str(memory.fields.get(URGENCY_FIELD, "")), 0)
    now = RANK.get(fields.get(URGENCY_FIELD, ""), 0)
    return now > before and now >= RANK["high"]


def _newly(dangers: Collection[str], memory: Memory | None) -> bool:
    """A danger that no message held yet, also where the urgency was as high before. Notes of
    earlier versions told the rule only."""
    if memory is None:
        return False
    known = {
        code.partition(":")[2] for code in memory.said if code.startswith(("danger:", "rule:"))
    }
    return not {code.partition(":")[2] for code in dangers} <= known


def _outdated(seen: Seen, tags: Iterable[str]) -> tuple[str, ...]:
    """Of an earlier judgement; those of a run that died in the middle too."""
    memory = seen.memory
    if memory is None:
        return ()
    old = {tag for tag in memory.tags if tag.startswith(EXCLUSIVE)} | set(memory.drop)
    old |= {WINDOW} & set(seen.tags)
    return tuple(sorted(old - set(tags)))
