"""Messages × rules → assessment. Pure: the same input always gives the same answer.

Rules compose concepts and explain; a trained linear model weighs the wording as a whole. A rule
of danger can't be outvoted by either counter-evidence or the model.
"""

from __future__ import annotations

from collections.abc import Sequence
from operator import itemgetter

from zammad_plugin.triage.conclude import blackmail, category, language, reporter, under13, urgency
from zammad_plugin.triage.heads import Chances
from zammad_plugin.triage.model import Assessment, Hit, Message, Reason, Suppressed
from zammad_plugin.triage.rule_files import Counter, Rule
from zammad_plugin.triage.ruleset import Ruleset
from zammad_plugin.triage.scope import NEGATION, PAST
from zammad_plugin.triage.see import CHILD_SIGNS, Seen, see
from zammad_plugin.triage.weights import LETTERS_ONLY, OPINION

# Limits of the trained part's share beside those of weights.py.
DOUBTFUL = 0.0  # a person must look where harm is named and no age: it may be a child
UNLIKELY = 0.3  # below, a rule of danger alone sends to a person; above, it makes a report
GRAVE = 6  # score of a rule
LATIN_ARABIC = {"none": "en", "mixed": "ar"}
NOT = "not_child_safety"
BY_PLACE = itemgetter(3, 2, 0, 1)  # a hit's end, start, concept, language
WORDING = {
    "en": "The wording as a whole is like that of reports",
    "ar": "الصياغة بمجملها تشبه صياغة البلاغات",
    "fr": "La formulation ressemble à celle des signalements",
}

MEANING = {
    "en": "A second opinion on the meaning says so too",
    "ar": "رأي ثانٍ في المعنى يقول ذلك أيضاً",
    "fr": "Un second avis sur le sens le dit aussi",
}


def assess(messages: Sequence[Message], ruleset: Ruleset) -> Assessment:
    """Judge a thread as one text: an age in one message counts for the threat in the next."""
    text = thread(messages)
    seen = see(text, ruleset)
    chances = ruleset.weights.judge(seen.folded, seen.marks, text) if ruleset.weights else {}
    held = [rule for rule in ruleset.rules.rules if holds(rule, seen.names)]
    held.sort(key=lambda rule: (-rule.score, rule.id))
    counter = [one.id for one in ruleset.rules.counter if holds(one, seen.names)]
    rules, report, review = _decide(seen, held, counter, chances, ruleset)
    return _assessment(seen, held, rules, counter, report, review, chances, ruleset)


def thread(messages: Sequence[Message]) -> str:
    """The text that is judged and that the places of hits lie in."""
    return "\n".join(f"{one.subject}\n{one.text}" if one.subject else one.text for one in messages)


def holds(rule: Rule | Counter, names: frozenset[str]) -> bool:
    """Whether all that the rule asks for was seen, and nothing that it excludes."""
    return (
        names.issuperset(rule.all)
        and (not rule.any or not names.isdisjoint(rule.any))
        and names.isdisjoint(rule.none)
    )


def _decide(
    seen: Seen,
    held: list[Rule],
    counter: list[str],
    chances: dict[str, Chances],
    ruleset: Ruleset,
) -> tuple[list[Rule], bool, bool]:
    """(rules that stand, whether it is a report, whether a person must look)."""
    worth = _worth_a_look(seen, counter, ruleset)
    danger = [rule for rule in held if rule.danger]
    if not chances:
        kept = danger if counter else held
        return kept, bool(kept), not kept and (bool(held) or worth)
    chance = chances["child_safety"]["True"]
    limits = ruleset.weights.limits if ruleset.weights else LETTERS_ONLY
    if chance >= limits.sure:
        return held, True, False
    if chance >= limits.unsure and _plain(seen, held, counter):
        return held, True, False
    if danger:  # never outvoted: somebody looks
        return danger, chance >= UNLIKELY, chance < UNLIKELY
    return [], False, chance >= (DOUBTFUL if worth else limits.unsure)


def _plain(seen: Seen, held: list[Rule], counter: list[str]) -> bool:
    """A grave rule on a child whose age or class is told, and nothing against it: what the wording
    leaves open is decided. Of authors left out, two of three such texts were reports."""
    told = not seen.names.isdisjoint({"child_age", "grade"})
    return told and not counter and any(rule.score >= GRAVE for rule in held)


def _worth_a_look(seen: Seen, counter: list[str], ruleset: Ruleset) -> bool:
    """Harm is named and the age is open: a person must look rather than nobody."""
    harm = not seen.names.isdisjoint(ruleset.rules.unsure)
    return harm and seen.minor is None and not counter and "adult" not in seen.names


def _assessment(
    seen: Seen,
    held: list[Rule],
    rules: list[Rule],
    counter: list[str],
    report: bool,
    review: bool,
    chances: dict[str, Chances],
    ruleset: Ruleset,
) -> Assessment:
    lang, standing = language(seen, chances), _standing(seen)
    kind = category(rules, chances) if report or review else NOT
    return Assessment(
        child_safety=report,
        review=review,
        category=kind,
        urgency=urgency(seen, rules, counter, chances, report or review, kind),
        platforms=seen.platforms,
        reporter=reporter(seen, chances),
        under13=under13(seen, chances),
        minor=True if report and seen.minor is None else seen.minor,
        blackmail=blackmail(seen, chances),
        account_suspended=_likely(chances, "account_suspended", "suspended" in seen.names),
        lang=lang,
        answer_lang=LATIN_ARABIC.get(lang, lang),
        score=round(chances["child_safety"]["True"], 4) if chances else _top(rules),
        reasons=tuple(_reasons(rules, standing, report, chances)),
        hits=seen.hits,
        suppressed=(*_scoped(seen), *_suppressed(held, rules, counter, standing)),
        ruleset=ruleset.digest,
    )


def _standing(seen: Seen) -> tuple[Hit, ...]:
    denied, touched = set(seen.denied), {hit.concept for hit in seen.denied}
    if not denied:
        return seen.hits
    return tuple([hit for hit in seen.hits if hit.concept not in touched or hit not in denied])


def _scoped(seen: Seen) -> list[Suppressed]:
    """What is denied is no evidence; what is over makes nothing critical."""
    denied = [Suppressed(hit, NEGATION) for hit in seen.denied]
    return denied + [Suppressed(hit, PAST) for hit in seen.over]


def _top(rules: list[Rule]) -> float:
    return rules[0].score if rules else 0.0


def _likely(chances: dict[str, Chances], task: str, seen: bool) -> bool:
    return chances[task]["True"] >= 0.5 if chances else seen


def _reasons(
    rules: list[Rule], hits: tuple[Hit, ...], report: bool, chances: dict[str, Chances]
) -> list[Reason]:
    found = [Reason(rule.id, dict(rule.describe), _hits_of(rule, hits)) for rule in rules]
    if report and chances:
        found.append(_share("wording", WORDING, chances["child_safety"]))
    if report and chances.get(OPINION, {}).get("True", 0.0) >= 0.5:
        found.append(_share(OPINION, MEANING, chances[OPINION]))
    return found


def _share(name: str, words: dict[str, str], chances: Chances) -> Reason:
    return Reason(name, {lang: f"{text} ({chances['True']:.0%})" for lang, text in words.items()})


def _hits_of(rule: Rule, hits: tuple[Hit, ...]) -> tuple[Hit, ...]:
    wanted = {*rule.all, *rule.any, *(CHILD_SIGNS if "child" in rule.all else ())}
    return tuple(sorted([hit for hit in hits if hit[0] in wanted], key=BY_PLACE))


def _suppressed(
    held: list[Rule], kept: list[Rule], counter: list[str], hits: tuple[Hit, ...]
) -> list[Suppressed]:
    standing = {rule.id for rule in kept}
    dropped = {name for rule in held if rule.id not in standing for name in rule.all}
    by = ",".join(counter) or "wording"
    return [Suppressed(hit, by) for hit in hits if hit.concept in dropped]
