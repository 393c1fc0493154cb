"""Whether the first reply is one that a lead would send, of rows that authors labelled.

Some replies were written after a row was labelled, for what its author missed: they count where the
wider text was accepted whose place they take.
"""

from __future__ import annotations

from collections.abc import Collection

NEWER = {
    "blackmail-guardian": {"first-answer-parent"},
    "already-paid-guardian": {"first-answer-parent"},
    "hurting-yourself": {"self-harm-words"},
    "self-harm-adult": {"self-harm-words"},
    "friend-missing": {"missing-child"},
    "friend-meeting": {"meeting-guardian"},
    "friend-hurt-at-home": {"first-answer-friend"},
    "hurt-at-home": {"somebody-hurt-you", "are-you-safe-now"},
    "ran-away": {"are-you-safe-now"},
    "child-did-harm": {"alleged-offender"},
    "own-thoughts": {"alleged-offender"},
    "you-are-welcome": {"closing"},
    "without-papers": {"office-did-not-help"},
    "faked-picture-school": {"first-answer-teacher"},
    "child-account-guardian": {"account-taken", "fake-account", "address-posted"},
}


def right(key: str, accepted: Collection[str]) -> bool:
    """Whether `key`, or a wider text whose place it takes, is accepted."""
    return not {key, *NEWER.get(key, ())}.isdisjoint(accepted)
