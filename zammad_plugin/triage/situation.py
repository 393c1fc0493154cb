"""From what models and words tell to one situation, and to who writes. Pure.

A category says what is reported, a situation what must be said first. Where two are nearly as
likely the one is taken whose words do least harm if it is the other: words on dying are never
wrong, words on pictures are where somebody speaks of dying.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from math import log

from zammad_plugin.triage.model import Assessment
from zammad_plugin.triage.trained.linear_heads import Chances
from zammad_plugin.triage.trained.situations import NONE, SITUATION, WRITER
from zammad_plugin.vocabulary import URGENT

BY_WORDS = 2.5  # logit more for what words tell; chosen on messages that taught nothing
# And more: where somebody means to die, where a wrong answer reaches the wrong eyes, and where who
# did it would get the words of who saw it.
FIRM = {
    "self_harm": 2.5,
    "watched_phone": 2.5,
    "offender": 4.0,
    "own_child_offender": 1.5,
    "waited": 1.5,
}
BY_CATEGORY = 1.4  # logit more for what triage says is reported
# How much worse it is to miss it than to name it wrongly: logit more.
GRAVE = {
    "self_harm": 2.4,
    "missing": 1.0,
    "danger_now": 0.8,
    "pushed_by_group": 0.5,
    "meeting": 0.5,
    "watched_phone": 0.5,
    "own_child_offender": -1.0,  # nobody is told so lightly that the own child did it
    "account_gone": -4.0,  # what became of an account is said beside the first words
    "handed_over": -2.0,  # who asks a colleague for advice tells a case, too
}
OF_CATEGORY = {
    "sextortion": {"blackmail", "already_paid"},
    "grooming": {"grooming", "lured", "lure_account", "meeting"},
    "image_abuse_minor": {"images_spread", "faked"},
    "csam_report": {"material", "offers_picture"},
    "in_person_abuse_threat": {"touched", "danger_now", "other_is_child"},
    "cyberbullying_minor": {"bullying"},
    "underage_account": {"underage"},
    "parental_guidance": {"guidance"},
}
OWN = 0.7  # logit more for what triage made of its own
LIFT = 0.5  # what counts that a writer is usual of a situation
LEAST = 1e-6
PLAIN = 0.5  # share from which something that is no report is about it
PLAIN_TOLD = 0.3  # the same where words tell it
# No share alone says who did it.
ACCUSING = {"offender", "own_child_offender", "child_offender", "other_is_child"}
SURE = 0.75  # share from which it is a risk as one that words tell


def judged(
    shares: Mapping[str, Chances],
    triage: Chances,
    lift: Callable[[str, str], float],
    told: Collection[str],
    made: Assessment,
) -> tuple[str, str]:
    """(situation, writer) that fit best together: a father, no child, bans the telephone.

    `triage`: its own shares of writers; `lift`: how much likelier a writer is of a situation than
    of any. The situation is '' without the models.
    """
    about = _worth(shares.get(SITUATION, {}), told, made)
    writers = _writers(made.reporter, shares.get(WRITER, {}), triage)
    if not about:
        return "", made.reporter
    pairs = {
        (one, who): worth + said + LIFT * lift(one, who)
        for one, worth in about.items()
        for who, said in writers.items()
    }
    situation, writer = max(sorted(pairs), key=lambda pair: pairs[pair])
    if _plain(situation, shares[SITUATION], told, made):
        return situation, writer
    return NONE, max(sorted(writers), key=lambda name: writers[name])


def _worth(shares: Chances, told: Collection[str], made: Assessment) -> Chances:
    """A report is about something."""
    usual = OF_CATEGORY.get(made.category, set())
    grave = GRAVE if made.urgency in URGENT or not made.child_safety else {}
    return {
        name: log(max(share, LEAST))
        + (BY_WORDS + FIRM.get(name, 0.0)) * (name in told)
        + BY_CATEGORY * (name in usual)
        + grave.get(name, 0.0)
        for name, share in shares.items()
        if name != NONE or not made.child_safety
    }


def _plain(situation: str, shares: Chances, told: Collection[str], made: Assessment) -> bool:
    """What is no report must be plain to be about anything."""
    least = PLAIN_TOLD if situation in told else PLAIN
    return made.child_safety or made.review or shares.get(situation, 0.0) >= least


def _writers(own: str, shares: Chances, triage: Chances) -> Chances:
    """Who writes, by both models together; `own`: what triage made of its own."""
    if not shares or not triage:
        return {own: 0.0}
    return {
        name: log(max(share, LEAST)) + log(max(triage.get(name, 0.0), LEAST)) + OWN * (name == own)
        for name, share in shares.items()
    }


def as_risk(situation: str, shares: Chances, made: Assessment) -> str:
    """The situation where it is sure enough to count as told by words, else ''."""
    seen = (made.child_safety or made.review) and situation not in ACCUSING
    return situation if seen and shares.get(situation, 0.0) >= SURE else ""
