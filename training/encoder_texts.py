"""What the encoder is taught: messages, ordinary texts, scenes and drafts, each with what is known.

STRANGERS teach nothing. The encoder has seen all others, so that how far it is believed beside the
letters, and every limit, is learned from them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import drafts
import situations
from corpus import SCENES, examples
from ordinary import ordinary
from parallel import each
from scenes import labels, scenes

from zammad_plugin.text.embedding import LONGEST, as_read
from zammad_plugin.triage.engine import assess
from zammad_plugin.triage.model import Message
from zammad_plugin.triage.ruleset import Ruleset, load
from zammad_plugin.triage.trained.situations import SITUATION, WRITER
from zammad_plugin.triage.weigh import around

# Authors of messages, of scenes, of drafts: the last ones who wrote, in all languages of triage.
STRANGERS = ("AI", "AJ", "sc10", "sc11", "casework", "sixvoices", "beginners")
UNSAFE, RULE = "unsafe", "rule"  # of a draft; the first rule that it breaks
OF_MESSAGE = {
    **{"child_safety": 1.0, "category": 0.5, "urgency": 0.5, "reporter": 0.4},
    **{"under13": 0.25, "minor": 0.25, "blackmail": 0.25},
}
# All that is asked of a text, and what each question counts.
TASKS = OF_MESSAGE | {SITUATION: 1.0, WRITER: 0.4, UNSAFE: 1.0, RULE: 0.5}
PUT_TOGETHER = {"frames", "replies", "rules"}  # sentences that nobody wrote as drafts
SLOTTED, EVERY = "A", 3  # who wrote lines with slots, of which every third teaches
OF_SLOTTED, OF_SCENE, OF_ORDINARY = 0.6, 0.5, 0.5  # what they count beside a message


@dataclass(frozen=True)
class Lesson:
    """`labels`: class by task, of those that are known; `weight`: what it counts."""

    text: str
    author: str
    labels: dict[str, str]
    weight: float = 1.0

    @property
    def strange(self) -> bool:
        return self.author in STRANGERS


def lessons() -> list[Lesson]:
    """Every text once with all that is known of it, as triage would have it embedded; in an order
    that does not depend on the machine."""
    found = [*_messages(), *_scenes(), *_ordinary(), *_situations(), *_drafts()]
    ruleset = load()
    texts = each(lambda at: _window(found[at].text, ruleset), range(len(found)))
    known: dict[tuple[str, bool], Lesson] = {}
    for text, one in zip(texts, found, strict=True):
        first = known.get((text, one.strange), replace(one, text=text))
        known[text, one.strange] = replace(first, labels=first.labels | one.labels)
    return list(known.values())


def _window(text: str, ruleset: Ruleset) -> str:
    """What is embedded of it: of a longer text what stands around what decides."""
    if len(text) > LONGEST:
        passage = assess([Message(text)], ruleset).passage
        text = around(text, passage.start, passage.end) if passage else text
    return as_read(text).decode()


def _messages() -> Iterator[Lesson]:
    for one in examples():
        if one.author == SCENES or (one.author == SLOTTED and one.line % EVERY):
            continue
        weight = OF_SLOTTED if one.author == SLOTTED else 1.0
        yield Lesson(one.text, one.author, _of_message(one.labels), weight)


def _scenes() -> Iterator[Lesson]:
    for one in scenes():
        if said := labels(one):
            yield Lesson(one.text, one.author, _of_message(said), OF_SCENE)


def _of_message(said: dict[str, str]) -> dict[str, str]:
    return {task: said[task] for task in OF_MESSAGE if task in said}


def _ordinary() -> Iterator[Lesson]:
    said = {"child_safety": "False", "category": "not_child_safety"}
    for one in ordinary():
        yield Lesson(one.text, "", said, OF_ORDINARY)


def _situations() -> Iterator[Lesson]:
    """Of rows as they were written."""
    for one in situations.rows():
        if one.labels is None and one.sure != situations.AROUND and one.situation:
            said = {SITUATION: one.situation} | ({WRITER: one.writer} if one.writer else {})
            yield Lesson(one.text, one.author, said)


def _drafts() -> Iterator[Lesson]:
    for one in drafts.taught():
        if one.writer not in PUT_TOGETHER:
            said = {UNSAFE: str(bool(one.rules))} | ({RULE: one.rules[0]} if one.rules else {})
            yield Lesson(one.text, one.writer, said)
