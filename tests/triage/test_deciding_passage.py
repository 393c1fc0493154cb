"""A report is a report whatever stands around it, and the words that decide are named."""

from __future__ import annotations

from dataclasses import replace

import pytest

from zammad_plugin.measure.dilute import forms, known
from zammad_plugin.measure.labelled import messages_of
from zammad_plugin.triage.engine import assess
from zammad_plugin.triage.model import Message
from zammad_plugin.triage.reading import thread
from zammad_plugin.triage.ruleset import load

RULES = load()
REPORTS = {
    "en": "I'm 14 and he says he will post my photos if I don't pay him",
    "fr": "j'ai 14 ans, il menace d'envoyer mes photos à ma classe si je paye pas",
    "ar": "عمري ١٤ وواحد عم يهددني ينشر صوري اذا ما دفعت",
    "ar-Latn": "3omre 14 w wa7ad 3am yhaddedne bi sowre eza ma dafa3et",
}
RANK = {"low": 0, "normal": 1, "high": 2, "critical": 3}


def row(text: str, lang: str) -> dict[str, object]:
    return {"body": text, "lang": lang, "channel": "email", "subject": ""}


@pytest.mark.parametrize("lang", sorted(REPORTS))
@pytest.mark.parametrize("form", sorted(forms()))
def test_harmless_words_take_nothing_away(form: str, lang: str) -> None:
    bare = row(REPORTS[lang], lang)
    before, after = (assess(messages_of(one), RULES) for one in (bare, forms()[form](bare)))
    assert before.child_safety and before.urgency == "critical"
    assert after.child_safety or after.review
    assert RANK[after.urgency] >= RANK["high"]


@pytest.mark.parametrize("form", sorted(forms()))
def test_harmless_words_by_themselves_are_no_report(form: str) -> None:
    found = assess(messages_of(forms()[form](row("", "en"))), RULES)
    assert not found.child_safety


def test_the_passage_that_decides_is_in_the_writers_words() -> None:
    text = f"{' '.join(known().sentences['en'][:6])}\n{REPORTS['en']}. See you."
    messages = [Message("hello there"), Message(text)]
    found = assess(messages, RULES)
    assert found.passage and found.passage.text in text
    assert "photos" in found.passage.text and "bakery" not in found.passage.text
    assert thread(messages)[found.passage.start : found.passage.end] == found.passage.text


@pytest.mark.parametrize(
    "text",
    [
        "عمري 13 سنة وعم يهددني ينشر صوري العارية على www.instagram.com/dark.prince اذا ما دفعت",
        "عمري 13 سنة وعم يهددني ينشر صوري العارية من حسابه dark.prince.real اذا ما دفعت",
    ],
)
def test_the_passage_that_decides_ends_inside_no_handle_and_no_link(text: str) -> None:
    found = assess([Message(text)], RULES)
    assert found.passage and set(found.passage.text.split()) <= set(text.split())


def test_what_is_no_report_has_no_passage() -> None:
    assert assess([Message("please reset my password")], RULES).passage is None


@pytest.mark.parametrize("later", ["ok thanks", "شكرا كتير", "merci, c'est réglé", "👍"])
def test_a_later_message_takes_nothing_away(later: str) -> None:
    first = Message(REPORTS["en"])
    alone, both = assess([first], RULES), assess([first, Message(later)], RULES)
    assert both.child_safety
    assert (both.category, both.urgency) == (alone.category, alone.urgency)


def test_a_later_message_may_raise() -> None:
    first = Message("hello, my son is 12, how do I set up his phone?")
    later = Message(REPORTS["en"])
    assert assess([first, later], RULES).urgency == "critical"


def test_without_weights_rules_judge_by_passage_too() -> None:
    bare = replace(RULES, weights=None)
    text = f"{REPORTS['en']}\n{' '.join(known().sentences['en'])}"
    found = assess([Message(text)], bare)
    assert found.child_safety and "sextortion-image" in {one.rule for one in found.reasons}


def test_a_report_in_a_footer_is_for_a_person() -> None:
    text = f"Best regards\n{REPORTS['en']}"
    aside = ((text.index("I'm"), len(text)),)
    found = assess([Message(text, aside=aside)], RULES)
    assert found.review or found.child_safety
