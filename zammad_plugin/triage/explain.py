"""An assessment for a person in a terminal, or for a program."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from zammad_plugin.text.bidi import isolated
from zammad_plugin.text.languages import in_language
from zammad_plugin.triage.model import Assessment, Hit
from zammad_plugin.triage.rule_files.rules import Concepts

Word = Callable[[str], str]  # name of a word of ours → the word in the reader's language
# First-strong isolates keep right-to-left words from turning the line around.
SEEN, HELD = ("[", "]"), ("(-", ")")  # marks of hits, and of hits held back, in the text


def to_dict(assessment: Assessment) -> dict[str, object]:
    """JSON-safe; holds words of the message, so it is a result and never a log line."""
    return {
        **vars(assessment),
        "reasons": [{**vars(one), "hits": _rows(one.hits)} for one in assessment.reasons],
        "hits": _rows(assessment.hits),
        "suppressed": [{**vars(one), "hit": one.hit._asdict()} for one in assessment.suppressed],
        "passage": assessment.passage._asdict() if assessment.passage else None,
    }


def _rows(hits: Iterable[Hit]) -> list[dict[str, Any]]:
    return [one._asdict() for one in hits]


def to_text(assessment: Assessment, message_text: str, lang: str, known: Concepts) -> str:
    """What was concluded and why, and the text with its hits marked: [seen], (-held back)."""

    def word(name: str) -> str:
        return in_language(known.explained.get(name, {}), lang, name)

    lines = [_verdict(assessment, word), _labels(assessment, word)]
    if assessment.passage:
        lines.append(f"  > {word('decides')}: {isolated(assessment.passage.text)}")
    for reason in assessment.reasons:
        said = in_language(reason.describe, lang)
        seen = ", ".join(dict.fromkeys(isolated(hit.text) for hit in reason.hits))
        lines.append(f"  + {reason.rule}: {said}{': ' if seen else ''}{seen}")
    held = (f"{one}: {word('held')}: {why}" for one, why in _held(assessment, lang, known))
    return "\n".join([*lines, *held, *marked(assessment, message_text)])


def _held(assessment: Assessment, lang: str, known: Concepts) -> Iterator[tuple[str, str]]:
    """(what was seen, why it does not count), each once."""
    held = {(one.hit.text, one.hit.concept, one.by): one for one in assessment.suppressed}
    for one in held.values():
        what = in_language(known.concepts.get(one.hit.concept, {}), lang, one.hit.concept)
        why = in_language(known.held.get(one.by, {}), lang, one.by)
        yield f"  - {what}: {isolated(one.hit.text)}", why


def marked(assessment: Assessment, text: str) -> list[str]:
    """The lines of the text with hits in brackets; each line isolated, so its direction is own."""
    held = [one.hit for one in assessment.suppressed]
    seen = [hit for hit in assessment.hits if hit not in held]
    spans = {**dict.fromkeys(_spans(seen), SEEN), **dict.fromkeys(_spans(held), HELD)}
    parts, free = [], 0
    for start, end in sorted(spans, key=lambda one: (one[0], -one[1])):
        if start >= free:
            before, after = spans[start, end]
            parts += [text[free:start], before, text[start:end], after]
            free = end
    lines = "".join([*parts, text[free:]]).splitlines()
    return [f"  | {isolated(line)}" for line in lines if line.strip()]


def _spans(hits: list[Hit]) -> list[tuple[int, int]]:
    return [(hit.start, hit.end) for hit in hits]


def _verdict(assessment: Assessment, word: Word) -> str:
    verdict = word("report" if assessment.child_safety else "none")
    return f"{verdict} ({word('look')})" if assessment.review else verdict


def _labels(assessment: Assessment, word: Word) -> str:
    names = {
        "category": assessment.category,
        "urgency": assessment.urgency,
        "language": assessment.lang,
        "reporter": assessment.reporter,
    }
    return ", ".join(f"{word(name)} {isolated(value)}" for name, value in names.items())
