"""From what models and words tell to one situation, and to who writes. Pure.

A category says what is reported, a situation what must be said first. Where two are nearly as
likely the one is taken whose words do least harm if it is the other: words on dying are never
wrong, words on pictures are where somebody speaks of dying.
"""

from __future__ import annotations

from collections.abc import Collection
from math import log

from zammad_plugin.triage.model import Assessment
from zammad_plugin.triage.trained.linear_heads import Chances

NONE = "none"
BY_WORDS = 1.0  # logit more for what words tell; chosen on messages that taught nothing
FIRM = {"watched_phone": 2.5}  # and more where a wrong answer reaches the wrong eyes
BY_CATEGORY = 0.3  # logit more for what triage says is reported
# How much worse it is to miss it than to name it wrongly: logit more.
GRAVE = {
    "self_harm": 1.5,
    "missing": 0.5,
    "danger_now": 0.3,
    "pushed_by_group": 0.3,
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
OWN = 2.0  # how much more what triage made of its own counts
LEAST = 1e-6
PLAIN = 0.75  # share from which something that is no report is about it
SURE = 0.6  # share from which it is a risk as one that words tell


def chosen(shares: Chances, told: Collection[str], made: Assessment) -> str:
    """The situation that counts most, '' without the models. A report is about something; what is
    none must be plain to be about anything."""
    usual = OF_CATEGORY.get(made.category, set())
    worth = {
        name: log(max(share, LEAST))
        + (BY_WORDS + FIRM.get(name, 0.0)) * (name in told)
        + BY_CATEGORY * (name in usual)
        + GRAVE.get(name, 0.0)
        for name, share in shares.items()
        if name != NONE or not made.child_safety
    }
    best = max(sorted(worth), key=lambda name: worth[name]) if worth else ""
    plain = made.child_safety or made.review or shares.get(best, 0.0) >= PLAIN
    return best if plain or not best else NONE


def as_risk(situation: str, shares: Chances, made: Assessment) -> str:
    """The situation where it is sure enough to count as told by words, else ''."""
    seen = made.child_safety or made.review
    return situation if seen and shares.get(situation, 0.0) >= SURE else ""


def who(judged: str, shares: Chances, triage: Chances) -> str:
    """Who writes, by both models together; `judged`: what triage made of its own."""
    if not shares or not triage:
        return judged
    both = {name: share * max(triage.get(name, 0.0), LEAST) for name, share in shares.items()}
    both[judged] = both.get(judged, 0.0) * OWN
    return max(sorted(both), key=lambda name: both[name])
