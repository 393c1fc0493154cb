"""Rules of routing whose parts can't all be meant. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import pairwise

from zammad_plugin.routing.rules import Rule
from zammad_plugin.routing.when import When
from zammad_plugin.vocabulary import NOT_CHILD_SAFETY, URGENCIES, URGENT, Urgency

LOW = "1 low"
Loc = tuple[str | int, ...]
Problem = tuple[Loc, str]  # (where in the rule, what)


def contradictions(rule: Rule) -> Iterator[Problem]:
    """Conditions that exclude each other, values that stand there and are empty, and an urgency
    that the rule itself takes back."""
    when = rule.when
    never = f"rule '{rule.id}' can never match"
    if why := _excluded(when):
        yield ("when",), f"{never}: {why}"
    for part, one in (("when", when), ("then", rule.then)):
        for name in sorted(one.model_fields_set):
            if getattr(one, name) is None:
                yield (part, name), f"rule '{rule.id}': '{name}' has no value; leave it out for any"
    urgent = bool(when.urgency) and set(when.urgency or ()) <= set(URGENT)
    if urgent and rule.then.priority == LOW:
        yield ("then", "priority"), f"rule '{rule.id}' gives what is urgent the priority '{LOW}'"


def _excluded(when: When) -> str:
    """Why no message fits (routing/decision.py, `_facts`); empty when one may."""
    age, kinds = set(when.age or ()), set(when.category or ())
    if age and when.under13 and "under13" not in age:
        return "under13 is true, and age names others alone"
    if age == {"under13"} and when.under13 is False:
        return "under13 is false, and age asks for under13"
    if when.child_safety and kinds == {NOT_CHILD_SAFETY}:
        return f"child_safety is true, and {NOT_CHILD_SAFETY} is what is no report"
    harmless = when.child_safety is False and when.review is False
    if harmless and kinds and NOT_CHILD_SAFETY not in kinds:
        return "child_safety and review are false, and category asks for reports"
    if when.voice and when.review is False:
        return "whoever sent a voice message is heard by a person: review is then true"
    return ""


def upside_down(minutes: Mapping[Urgency, int]) -> str:
    """What is wrong where the more urgent may wait longer; else empty."""
    given = [one for one in URGENCIES if one in minutes]
    for slow, soon in pairwise(given):
        if minutes[soon] > minutes[slow]:
            return f"{soon} may wait {minutes[soon]} minutes, {slow} only {minutes[slow]}"
    return ""
