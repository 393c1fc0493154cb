"""An assessment for a person in a terminal, or for a program."""

from __future__ import annotations

from dataclasses import asdict

from zammad_plugin.triage.model import Assessment

# First-strong isolates keep right-to-left words from turning the line around.
ISOLATE, END = "\u2068", "\u2069"


def to_dict(assessment: Assessment) -> dict[str, object]:
    """JSON-safe; holds words of the message, so it is a result and never a log line."""
    return asdict(assessment)


def to_text(assessment: Assessment, message_text: str, lang: str = "en") -> str:
    """What was concluded and why, one reason a line; `message_text` is only measured."""
    verdict = "child safety" if assessment.child_safety else "not child safety"
    lines = [
        f"{verdict}{' (unsure: a person must look)' if assessment.review else ''}",
        f"category {assessment.category}, urgency {assessment.urgency}, "
        f"language {assessment.lang}, reporter {assessment.reporter}, "
        f"{len(message_text)} characters read",
    ]
    for reason in assessment.reasons:
        said = reason.describe.get(lang) or reason.describe.get("en", "")
        seen = ", ".join(f"{ISOLATE}{hit.text}{END}" for hit in reason.hits)
        lines.append(f"  + {reason.rule}: {said}: {seen}")
    for held_back in assessment.suppressed:
        text = f"{ISOLATE}{held_back.hit.text}{END}"
        lines.append(f"  - {held_back.hit.concept}: {text} held back by {held_back.by}")
    return "\n".join(lines)
