"""Messages × rules → assessment. Pure: the same input always gives the same answer.

Rules compose concepts and explain; a trained linear model weighs the wording as a whole. A rule
of danger can't be outvoted by either counter-evidence or the model.
"""

from __future__ import annotations

from collections.abc import Sequence
from operator import itemgetter

from zammad_plugin.triage.conclude import blackmail, category, language, reporter, under13, urgency
from zammad_plugin.triage.evidence.find import CHILD_SIGNS, Seen, see
from zammad_plugin.triage.evidence.negation import NEGATION, PAST
from zammad_plugin.triage.model import Assessment, Hit, Message, Reason, Suppressed
from zammad_plugin.triage.rule_files import Counter, Rule
from zammad_plugin.triage.ruleset import Ruleset
from zammad_plugin.triage.trained.linear_heads import Chances
from zammad_plugin.triage.trained.weights import LETTERS_ONLY, OPINION
from zammad_plugin.vocabulary import NOT_CHILD_SAFETY

# Limits of the trained part's share beside those of weights.py.
DOUBTFUL = 0.0  # a person must look where harm is named and no age: it may be a child
UNLIKELY = 0.3  # below, a rule of danger alone sends to a person; above, it makes a report
GRAVE = 6  # score of a rule
SHORT = 20  # words that say a grave thing outright
LONG = 2000  # characters from which a grave rule is also judged by its line …
PASSAGE = 400  # … to each side of it …
PASSAGES = 6  # … and so many of them at most
LATIN_ARABIC = {"none": "en", "mixed": "ar"}
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
    told = {} if report else _drowned(text, seen, held, ruleset)
    if told:  # a message of a thread stands for itself; a line of a long mail may be a quotation
        chances, rules, report, review = told, held, len(messages) > 1, len(messages) == 1
    review = review or (not report and _plain(seen, held, counter))
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
    if danger:  # never outvoted: somebody looks
        return danger, chance >= UNLIKELY, chance < UNLIKELY
    return [], False, chance >= (DOUBTFUL if worth else limits.unsure)


def _plain(seen: Seen, held: list[Rule], counter: list[str]) -> bool:
    """Whether a short text says outright that a child is threatened, and nothing speaks against it.
    A person must look, whatever the wording is like: of authors left out these were 0.6 %."""
    plainly = any(rule.score >= GRAVE for rule in held) or {"child", "threat"} <= seen.names
    against = bool(counter) or not seen.names.isdisjoint({"adult", "adult_age"})
    return seen.words <= SHORT and plainly and not against


def _drowned(text: str, seen: Seen, held: list[Rule], ruleset: Ruleset) -> dict[str, Chances]:
    """What the model says of a line of a long text that is like a report though the whole is not:
    one threat among five hundred messages. Empty where there is none."""
    grave = [rule for rule in held if rule.score >= GRAVE]
    if len(text) < LONG or not grave or not ruleset.weights:
        return {}
    names = {name for rule in grave for name in rule.all}
    places = [(hit.start, hit.end) for hit in _standing(seen) if hit.concept in names]
    told = (_told(passage, grave, ruleset) for passage in _passages(text, places))
    return next((one for one in told if one), {})


def _passages(text: str, places: list[tuple[int, int]]) -> list[str]:
    """The lines that the first and the last places lie in, each once."""
    lines = dict.fromkeys(_line(text, start, end) for start, end in sorted(places))
    found = list(lines)
    few = found if len(found) <= PASSAGES else [*found[: PASSAGES // 2], *found[-PASSAGES // 2 :]]
    return [text[start:end] for start, end in few]


def _line(text: str, start: int, end: int) -> tuple[int, int]:
    """Begin and end of the line around a place, no farther than PASSAGE to each side."""
    first, last = max(0, start - PASSAGE), min(len(text), end + PASSAGE)
    after = text.find("\n", end, last)
    return max(first, text.rfind("\n", first, start) + 1), last if after < 0 else after


def _told(passage: str, grave: list[Rule], ruleset: Ruleset) -> dict[str, Chances]:
    seen = see(passage, ruleset)
    if not ruleset.weights or not any(holds(rule, seen.names) for rule in grave):
        return {}
    chances = ruleset.weights.judge(seen.folded, seen.marks, passage)
    sure = chances["child_safety"]["True"] >= ruleset.weights.limits.sure
    return chances if sure else {}


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
    harm = set() if report or review else set(ruleset.rules.unsure)
    kind = category(seen, rules, chances) if report or review else NOT_CHILD_SAFETY
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
        suppressed=(*_scoped(seen), *_suppressed(held, rules, counter, standing, harm)),
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
    held: list[Rule], kept: list[Rule], counter: list[str], hits: tuple[Hit, ...], harm: set[str]
) -> list[Suppressed]:
    """Hits of rules that do not stand; and where no rule held for want of a child, the harm."""
    standing = {rule.id for rule in kept}
    dropped = {name for rule in held if rule.id not in standing for name in rule.all}
    by = ",".join(counter) or ("wording" if held else "no_child")
    return [Suppressed(hit, by) for hit in hits if hit.concept in (dropped if held else harm)]
