"""What a note tells of a judgement: reasons, the words that tell, and codes for the memory."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from zammad_plugin.routing.decision import Decision
from zammad_plugin.triage.evidence.marks import CHILD_SIGNS
from zammad_plugin.triage.model import Assessment, Hit, Reason

REASONS = 3  # whose codes are remembered
WEIGHED = {"wording", "meaning"}  # reasons of the trained part: told where no rule has one


def codes(assessment: Assessment, decision: Decision) -> tuple[str, ...]:
    """What a note of these says, as codes for the memory."""
    return (*judged(assessment), *(f"reply:{key}" for key in decision.replies))


def judged(assessment: Assessment) -> tuple[str, ...]:
    rules = (f"rule:{reason.rule}" for reason in assessment.reasons[:REASONS])
    return (f"urgency:{assessment.urgency}", f"category:{assessment.category}", *rules)


def dangers(assessment: Assessment, grave: Collection[str]) -> tuple[str, ...]:
    """Codes of all rules in `grave` that saw something, also of those that the note has no room
    for: what was seen before is no news when it is told later."""
    return tuple(f"danger:{reason.rule}" for reason in assessment.reasons if reason.rule in grave)


def evidence(assessment: Assessment) -> str:
    """The writer's words that tell: the passage that decides, else the longest that a rule saw."""
    if assessment.passage:
        return assessment.passage.text
    main = main_reason(assessment)
    return max((hit.text for hit in main.hits), key=len, default="") if main else ""


def main_reason(assessment: Assessment) -> Reason | None:
    return next((one for one in assessment.reasons if one.rule not in WEIGHED), None)


def silent(assessment: Assessment) -> Reason | None:
    """Why it can't be judged, where no rule saw anything else."""
    kept = [one for one in assessment.reasons if one.rule not in WEIGHED]
    return kept[0] if [one.rule for one in kept] == [assessment.unclear] else None


def cut(text: str, most: int) -> str:
    """Its first `most` words."""
    said = text.split()
    return " ".join(said[:most]) + (" …" if len(said) > most else "")


def telling(text: str, most: int, hits: Iterable[Hit]) -> str:
    """Its `most` words that hold most of what a rule saw: the beginning where that does, else the
    middle of those that do, so that what is seen has words around it. Who a child is says nothing
    of what happens to it."""
    said = text.split()
    if len(said) <= most:
        return cut(text, most)
    wanted = {(one.concept, " ".join(one.text.split())) for one in hits}
    wanted = {one for one in wanted if one[0] not in CHILD_SIGNS}
    seen = [_seen(" ".join(said[at : at + most]), wanted) for at in range(len(said) - most + 1)]
    highest = max(seen)
    best = [at for at, one in enumerate(seen) if one == highest]
    at = best[len(best) // 2] if best[0] else 0
    return ("… " if at else "") + cut(" ".join(said[at:]), most)


def _seen(text: str, wanted: Iterable[tuple[str, str]]) -> int:
    """How many concepts `text` shows whole, by (concept, words that show it)."""
    return len({concept for concept, words in wanted if words in text})
