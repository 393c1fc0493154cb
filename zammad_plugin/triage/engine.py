"""Messages × rules → assessment. Pure: the same input always gives the same answer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from zammad_plugin.text.language import detect
from zammad_plugin.text.normalise import normalise
from zammad_plugin.text.phrases import Found
from zammad_plugin.triage.ages import ADULT, LAST_GRADE_UNDER_13, TEEN, ages, lowest_grade
from zammad_plugin.triage.model import Assessment, Hit, Message, Reason, Suppressed
from zammad_plugin.triage.ruleset import PLATFORM, Rule, Ruleset

CHILD_SIGNS = ("own_child", "child_word", "school", "teacher", "friend")
URGENCY = {"low": 0, "normal": 1, "high": 2, "critical": 3}
LATIN_ARABIC = {"ckb": "ckb", "none": "en", "mixed": "ar"}
NOT = "not_child_safety"


@dataclass(frozen=True)
class _Seen:
    """What the text shows, before any rule."""

    hits: tuple[Hit, ...]
    names: frozenset[str]
    minor: bool | None
    under13: bool | None
    platforms: tuple[str, ...]


def assess(messages: Sequence[Message], ruleset: Ruleset) -> Assessment:
    """Judge a thread as one text: an age in one message counts for the threat in the next."""
    text = "\n".join(f"{one.subject}\n{one.text}" if one.subject else one.text for one in messages)
    seen = _see(text, ruleset)
    held = [rule for rule in ruleset.rules.rules if _holds(rule, seen.names)]
    held.sort(key=lambda rule: (-rule.score, rule.id))
    counter = [name for name in ruleset.rules.counter if name in seen.names]
    kept = [rule for rule in held if rule.danger or not counter]
    review = not kept and (bool(held) or _worth_a_look(seen, counter, ruleset))
    return _assessment(text, seen, kept, held, counter, review, ruleset)


def _see(text: str, ruleset: Ruleset) -> _Seen:
    folded = normalise(text)
    hits = tuple(_hit(found, text) for found in ruleset.phrases.find(folded))
    names = {hit.concept for hit in hits}
    minor, under13 = _age_band(folded.text, names)
    platforms = sorted({name.removeprefix(PLATFORM) for name in names if name.startswith(PLATFORM)})
    names |= {"platform"} if platforms else set()
    names |= {"child"} if minor else set()
    names |= {"under13"} if under13 else set()
    return _Seen(hits, frozenset(names), minor, under13, tuple(platforms))


def _hit(found: Found, text: str) -> Hit:
    return Hit(found.name, found.lang, found.start, found.end, text[found.start : found.end])


def _age_band(folded: str, names: set[str]) -> tuple[bool | None, bool | None]:
    """(minor, under13). A child's age beside an adult's means that a child is concerned."""
    found, grade = ages(folded), lowest_grade(folded)
    young = [age for age in found if age < ADULT]
    if young:
        return True, min(young) < TEEN
    if grade is not None:
        return True, True if grade <= LAST_GRADE_UNDER_13 else None if grade == 7 else False
    if found and not names & {"own_child", "child_word"}:
        return False, False
    return (True, None) if names & set(CHILD_SIGNS) else (None, None)


def _holds(rule: Rule, names: frozenset[str]) -> bool:
    return (
        names.issuperset(rule.all)
        and (not rule.any or not names.isdisjoint(rule.any))
        and names.isdisjoint(rule.none)
    )


def _worth_a_look(seen: _Seen, counter: list[str], ruleset: Ruleset) -> bool:
    """Harm is named, the age is open: a person must look rather than nobody."""
    return seen.minor is None and not counter and not seen.names.isdisjoint(ruleset.rules.unsure)


def _assessment(
    text: str,
    seen: _Seen,
    kept: list[Rule],
    held: list[Rule],
    counter: list[str],
    review: bool,
    ruleset: Ruleset,
) -> Assessment:
    lang = detect(text)
    return Assessment(
        child_safety=bool(kept),
        review=review,
        category=kept[0].category if kept else NOT,
        urgency=_urgency(kept, seen, counter),
        platforms=seen.platforms,
        reporter=_reporter(seen),
        under13=seen.under13,
        minor=seen.minor,
        blackmail="threat" in seen.names,
        account_suspended="suspended" in seen.names,
        lang=lang,
        answer_lang=LATIN_ARABIC.get(lang, lang),
        score=kept[0].score if kept else 0.0,
        reasons=tuple(_reason(rule, seen.hits) for rule in kept),
        hits=seen.hits,
        suppressed=tuple(_suppressed(held, kept, counter, seen.hits)),
        ruleset=ruleset.digest,
    )


def _urgency(kept: list[Rule], seen: _Seen, counter: list[str]) -> str:
    if kept:
        return max((rule.urgency for rule in kept), key=lambda name: URGENCY[name])
    if {"sales", "closed"} & set(counter):
        return "low"
    return "high" if "threat" in seen.names and not counter else "normal"


REPORTERS = (
    ("teacher", "teacher"),
    ("press", "professional"),
    ("study", "professional"),
    ("own_child", "guardian"),
    ("friend", "peer"),
)


def _reporter(seen: _Seen) -> str:
    for concept, reporter in REPORTERS:
        if concept in seen.names:
            return reporter
    if seen.minor is False:
        return "adult_victim"
    if "child_word" in seen.names:
        return "bystander"
    return "child" if seen.minor else "unknown"


def _reason(rule: Rule, hits: tuple[Hit, ...]) -> Reason:
    wanted = {*rule.all, *rule.any, *(CHILD_SIGNS if "child" in rule.all else ())}
    return Reason(rule.id, dict(rule.describe), tuple(hit for hit in hits if hit.concept in wanted))


def _suppressed(
    held: list[Rule], kept: list[Rule], counter: list[str], hits: tuple[Hit, ...]
) -> list[Suppressed]:
    dropped = {name for rule in held if rule not in kept for name in rule.all}
    by = ",".join(counter)
    return [Suppressed(hit, by) for hit in hits if hit.concept in dropped]
