"""Reports in their plainest words are reports: the models learned from messages that tell more.

Every core × age × order of `plain_reports.yml`, the openings in turn. None may be passed over, none
may be less than high; and of a hundred no more than four may be left to a person's second look.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from functools import cache
from itertools import cycle, product
from pathlib import Path

import pytest

from zammad_plugin.config.files import read_fast
from zammad_plugin.triage.engine import assess
from zammad_plugin.triage.model import Message
from zammad_plugin.triage.ruleset import load

FILE = Path(__file__).with_name("plain_reports.yml")
PLAIN = read_fast(FILE.read_text(encoding="utf-8"))
MOST_UNSURE = 0.04
RULES = load()


def _texts(lang: str, urgency: str) -> Iterator[str]:
    openings = cycle(PLAIN[lang]["openings"])
    for who in ("own", "child"):
        told = PLAIN[lang][who]
        for core, age in product(told[urgency], told["ages"]):
            yield f"{next(openings)}{core}. {age}"
            yield f"{next(openings)}{age}, {core}"


@cache
def _judged(lang: str, urgency: str) -> dict[str, tuple[str, str]]:
    """text → (report, unsure or missed; urgency)."""
    made = {text: assess([Message(text)], RULES) for text in _texts(lang, urgency)}
    return {
        text: ("report" if a.child_safety else "unsure" if a.review else "missed", a.urgency)
        for text, a in made.items()
    }


@pytest.mark.parametrize("lang", sorted(PLAIN))
@pytest.mark.parametrize("urgency", ["critical", "high"])
def test_none_is_passed_over(lang: str, urgency: str) -> None:
    found = _judged(lang, urgency)
    assert [text for text, (how, _) in found.items() if how == "missed"] == []
    assert [text for text, (_, soon) in found.items() if soon in ("normal", "low")] == []
    unsure = Counter(how for how, _ in found.values())["unsure"]
    assert unsure <= MOST_UNSURE * len(found), [
        t for t, (how, _) in found.items() if how == "unsure"
    ]


@pytest.mark.parametrize("lang", sorted(PLAIN))
def test_live_blackmail_of_a_minor_is_critical(lang: str) -> None:
    found = _judged(lang, "critical")
    less = [text for text, (_, soon) in found.items() if soon != "critical"]
    assert len(less) <= MOST_UNSURE * len(found), less


@pytest.mark.parametrize("later", ["ok thank you", "شكراً كتير", "merci beaucoup, bonne nuit"])
def test_what_is_said_later_takes_nothing_back(later: str) -> None:
    for lang in sorted(PLAIN):
        first = next(_texts(lang, "critical"))
        made = assess([Message(first), Message(later)], RULES)
        assert made.child_safety and made.urgency == "critical", first


def test_an_adults_blackmail_is_no_report_by_these_words() -> None:
    for text in ("i am 34, he threatens to post my photos", "عمري ٣٤ وعم يهددني بصوري"):
        assert not assess([Message(text)], RULES).child_safety
