"""From what was seen to the labels: category, urgency, reporter, age band."""

from __future__ import annotations

from zammad_plugin.triage.evidence.find import Seen
from zammad_plugin.triage.rule_files import Rule
from zammad_plugin.triage.trained.linear_heads import Chances
from zammad_plugin.vocabulary import NOT_CHILD_SAFETY, RANK, Urgency

All = dict[str, Chances]
# How urgent reports of a category are (critical, high, normal), among the training messages that
# were written out: what is usual weighs beside what the words of one message say.
USUAL = {
    "sextortion": (0.82, 0.10, 0.08),
    "grooming": (0.22, 0.73, 0.05),
    "image_abuse_minor": (0.02, 0.88, 0.10),
    "underage_account": (0.01, 0.01, 0.98),
    "cyberbullying_minor": (0.08, 0.80, 0.12),
    "in_person_abuse_threat": (0.42, 0.54, 0.04),
    "parental_guidance": (0.01, 0.01, 0.98),
    "child_other": (0.34, 0.58, 0.08),
    "csam_report": (0.01, 0.96, 0.03),
}
LEVELS: tuple[Urgency, ...] = ("critical", "high", "normal")
CAUTION = 1.75  # what critical counts more: too high costs minutes, too low a child
UNDER13 = {"yes": True, "no": False, "open": None}
CONTENDER = 0.25  # share from which the leading rule may decide for its category …
RULE_VOTE = 0.15  # … by so much; of a few words it has seen all there is:
FEW, FEW_CONTENDER, FEW_VOTE = 12, 0.02, 0.5
LATIN = {"en", "fr", "tr", "kmr", "ar-Latn"}
KNOWN_LANGUAGE = 0.5
REPORTERS = (
    ("teacher_self", "teacher"),
    ("professional_self", "professional"),
    ("press", "professional"),
    ("study", "professional"),
    ("own_child", "guardian"),
    ("self_child", "child"),
    ("friend", "peer"),
)

SAID = {"teacher_self", "professional_self"}
SAID_VOTE = 0.3


def category(seen: Seen, rules: list[Rule], chances: All) -> str:
    """The most likely category of a report; without the trained part the leading rule's."""
    shares = {
        name: share
        for name, share in chances.get("category", {}).items()
        if name != NOT_CHILD_SAFETY
    }
    if shares:
        leading = rules[0].category if rules else ""
        few = seen.words <= FEW
        if shares.get(leading, 0.0) >= (FEW_CONTENDER if few else CONTENDER):
            shares[leading] += FEW_VOTE if few else RULE_VOTE
        return max(sorted(shares), key=lambda name: shares[name])
    return rules[0].category if rules else "child_other"


def urgency(
    seen: Seen, rules: list[Rule], counter: list[str], chances: All, report: bool, kind: str
) -> Urgency:
    """Of a report never low; live blackmail of a minor is critical unless it is plainly past: a
    threat of which every mention is told as over is high."""
    if any(rule.danger and rule.urgency == "critical" for rule in rules):
        return "critical"
    shares = chances.get("urgency", {})
    if shares and report:
        over = kind == "sextortion" and "past:threat" in seen.names
        return _usual(shares, chances["category"], LEVELS[1:] if over else LEVELS)
    if shares:
        names: list[Urgency] = ["high", "normal", "low"]
        return max(names, key=lambda name: shares.get(name, 0.0))
    if rules:
        return max((_of_rule(rule, seen) for rule in rules), key=lambda name: RANK[name])
    if {"sales", "closed", "auto"} & set(counter):
        return "low"
    return "high" if "threat" in seen.names and not counter else "normal"


def _usual(shares: Chances, kinds: Chances, levels: tuple[Urgency, ...]) -> Urgency:
    """The likeliest of `levels`, by the words and by what is usual in the likely categories."""
    weights = {"critical": CAUTION}
    for place, level in enumerate(LEVELS):
        usual = sum(share * USUAL[kind][place] for kind, share in kinds.items() if kind in USUAL)
        weights[level] = weights.get(level, 1.0) * shares.get(level, 0.0) * usual
    return max(levels, key=lambda level: weights[level])


def _of_rule(rule: Rule, seen: Seen) -> Urgency:
    """What is over is not critical; a rule of danger stays as it is."""
    over = any(f"past:{name}" in seen.names for name in rule.all)
    return "high" if over and rule.urgency == "critical" and not rule.danger else rule.urgency


def reporter(seen: Seen, chances: All) -> str:
    shares = dict(chances.get("reporter", {}))
    if shares:
        for concept in SAID & seen.names:  # who says what he or she is, is believed sooner
            shares[dict(REPORTERS)[concept]] += SAID_VOTE
        return max(sorted(shares), key=lambda name: shares[name])
    for concept, name in REPORTERS:
        if concept in seen.names:
            return name
    if seen.minor is False:
        return "adult_victim"
    if "child_word" in seen.names:
        return "bystander"
    return "child" if seen.minor else "unknown"


def under13(seen: Seen, chances: All) -> bool | None:
    """Ages and classes decide; where none was found the wording may."""
    if seen.under13 is not None or not chances:
        return seen.under13
    shares = chances["under13"]
    best = max(sorted(shares), key=lambda name: shares[name])
    return UNDER13[best] if shares[best] >= 0.75 else None


def blackmail(seen: Seen, chances: All) -> bool:
    return chances["blackmail"]["True"] >= 0.5 if chances else "threat" in seen.names


def language(seen: Seen, chances: All) -> str:
    """The script decides first; among languages in Latin letters the trained part knows better."""
    if seen.lang not in LATIN or not chances:
        return seen.lang
    shares = {name: share for name, share in chances["lang"].items() if name in LATIN}
    best = max(sorted(shares), key=lambda name: shares[name])
    return best if shares[best] >= KNOWN_LANGUAGE else seen.lang
