"""From what was seen to the labels: category, urgency, reporter, age band."""

from __future__ import annotations

from dataclasses import dataclass

from zammad_plugin.triage.evidence.marks import SELF_ADULT, SELF_MINOR
from zammad_plugin.triage.rule_files.rules import Rule
from zammad_plugin.triage.trained.linear_heads import Chances
from zammad_plugin.vocabulary import NOT_CHILD_SAFETY, RANK, Urgency

All = dict[str, Chances]
Usual = dict[str, tuple[float, float, float]]  # category → shares of critical, high, normal
LEVELS: tuple[Urgency, ...] = ("critical", "high", "normal")
UNDER13 = {"yes": True, "no": False, "open": None}
CONTENDER = 0.25  # share from which the leading rule may decide for its category …
RULE_VOTE = 0.1  # … by so much; of a few words it has seen all there is:
FEW, FEW_CONTENDER, FEW_VOTE = 12, 0.02, 0.6
# Of several the most serious that the text supports (LABELS.md): beside blackmail these are not.
UNDERAGE = "underage_account"
MILD = {UNDERAGE, "parental_guidance"}
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

# What is usual of these is told of those that go on: it says nothing where words of what is over
# stand in the message.
LIVE = {"sextortion", "grooming"}
OVER_WORDS = {"past", "ctx:past"}
RARE = 0.1  # share of reports of a category that can wait, below which none does that goes on
ANY = (1.0, 1.0, 1.0)
SAID = {"teacher_self", "professional_self"}
SAID_VOTE = 0.3
OTHERS = {"friend", "child_word", "own_child"}  # of whom a friend may write
UNNAMED = 0.5  # what the wording's word for a friend, or for a teacher, counts without theirs
OWN_VOTE = 0.2  # for a guardian, where an own child is named and nobody says to be someone else


@dataclass(frozen=True)
class Shown:
    """What the units that speak of the matter show together; `words`: how many there are."""

    names: frozenset[str]
    words: int
    minor: bool | None
    under13: bool | None
    lang: str

    def says(self, name: str) -> bool:
        """Whether it stands here or, of who is concerned, anywhere in the thread."""
        return name in self.names or f"ctx:{name}" in self.names


def category(seen: Shown, rules: list[Rule], chances: All) -> str:
    """The most likely category of a report; without the trained part the leading rule's."""
    shares = {
        name: share
        for name, share in chances.get("category", {}).items()
        if name != NOT_CHILD_SAFETY
    }
    if shares:
        leading = rules[0].category if rules else ""
        if leading and leading not in chances["category"]:
            return leading  # a desk's own: the trained part never saw one
        shares = _without(_too_mild(seen, chances, leading), shares)
        few = seen.words <= FEW
        if shares.get(leading, 0.0) >= (FEW_CONTENDER if few else CONTENDER):
            shares[leading] += FEW_VOTE if few else RULE_VOTE
        return max(sorted(shares), key=lambda name: shares[name])
    return rules[0].category if rules else "child_other"


def _too_mild(seen: Shown, chances: All, leading: str) -> set[str]:
    """What a report can't be, whatever became of an account."""
    if leading in MILD:
        return set()
    if blackmail(seen, chances):
        return MILD
    return {UNDERAGE} if seen.says("contact") and seen.says("ask_image") else set()


def _without(some: set[str], shares: dict[str, float]) -> dict[str, float]:
    return {name: share for name, share in shares.items() if name not in some} or shares


def urgency(
    seen: Shown,
    rules: list[Rule],
    counter: list[str],
    chances: All,
    kind: str,
    usual: Usual,
    caution: float,
) -> Urgency:
    """Of a report never low (`kind` is its category); live blackmail of a minor is critical unless
    it is plainly past: a threat of which every mention is told as over is high."""
    if any(rule.danger and rule.urgency == "critical" for rule in rules):
        return "critical"
    shares = chances.get("urgency", {})
    if shares and kind != NOT_CHILD_SAFETY:
        over = kind == "sextortion" and "past:threat" in seen.names
        ended = kind in LIVE and not OVER_WORDS.isdisjoint(seen.names)
        likely = _likely(shares, chances["category"], {} if ended else usual, caution)
        levels = LEVELS[1:] if over else LEVELS
        if usual.get(kind, ANY)[2] < RARE and OVER_WORDS.isdisjoint(seen.names):
            levels = tuple(level for level in levels if level != "normal")
        return max(levels, key=lambda level: likely[level])
    if shares:
        names: list[Urgency] = ["high", "normal", "low"]
        return max(names, key=lambda name: shares.get(name, 0.0))
    if rules:
        return max((of_rule(rule, seen) for rule in rules), key=lambda name: RANK[name])
    if {"sales", "closed", "auto"} & set(counter):
        return "low"
    return "high" if "threat" in seen.names and not counter else "normal"


def _likely(shares: Chances, kinds: Chances, usual: Usual, caution: float) -> dict[Urgency, float]:
    """By the words and by what is usual in the likely categories; by the words alone without
    `usual`."""
    likely: dict[Urgency, float] = {}
    for place, level in enumerate(LEVELS):
        known = [share * usual[kind][place] for kind, share in kinds.items() if kind in usual]
        common = sum(known) if usual else 1.0
        likely[level] = (caution if level == "critical" else 1.0) * shares.get(level, 0.0) * common
    return likely


def of_rule(rule: Rule, seen: Shown) -> Urgency:
    """What is over is not critical; a rule of danger stays as it is."""
    over = any(f"past:{name}" in seen.names for name in rule.all)
    return "high" if over and rule.urgency == "critical" and not rule.danger else rule.urgency


def reporter(seen: Shown, chances: All) -> str:
    shares = dict(chances.get("reporter", {}))
    if shares:
        for concept in SAID & seen.names:  # who says what he or she is, is believed sooner
            shares[dict(REPORTERS)[concept]] += SAID_VOTE
        if SELF_ADULT in seen.names and SELF_MINOR not in seen.names:
            shares["child"] = 0.0
        if not seen.says("teacher_self"):
            shares["teacher"] *= UNNAMED
            if seen.says("own_child") and not seen.says(SELF_MINOR):
                shares["guardian"] += OWN_VOTE
        if seen.names.isdisjoint(OTHERS):  # nobody else is spoken of
            shares["peer"] = shares.get("peer", 0.0) * UNNAMED
        return max(sorted(shares), key=lambda name: shares[name])
    for concept, name in REPORTERS:
        if concept in seen.names:
            return name
    if seen.minor is False:
        return "adult_victim"
    if "child_word" in seen.names:
        return "bystander"
    return "child" if seen.minor else "unknown"


def under13(seen: Shown, chances: All) -> bool | None:
    """Ages and classes decide; where none was found the wording may."""
    if seen.under13 is not None or not chances:
        return seen.under13
    shares = chances["under13"]
    best = max(sorted(shares), key=lambda name: shares[name])
    return UNDER13[best] if shares[best] >= 0.75 else None


def blackmail(seen: Shown, chances: All) -> bool:
    return chances["blackmail"]["True"] >= 0.5 if chances else "threat" in seen.names


def language(seen: Shown, chances: All) -> str:
    """The script decides first; among languages in Latin letters the trained part knows better."""
    if seen.lang not in LATIN or not chances:
        return seen.lang
    shares = {name: share for name, share in chances["lang"].items() if name in LATIN}
    best = max(sorted(shares), key=lambda name: shares[name])
    return best if shares[best] >= KNOWN_LANGUAGE else seen.lang
