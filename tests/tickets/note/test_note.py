"""The internal note: sixty words, what to do first on top, no word that finds nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

import pytest
import yaml

from zammad_plugin.config.overlay import file_of
from zammad_plugin.config.places import default_desk
from zammad_plugin.routing.decision import Decision, applies, decide
from zammad_plugin.routing.facts import Circumstances
from zammad_plugin.routing.rules import Routing, Rule, load_routing
from zammad_plugin.sync.files.source import read
from zammad_plugin.text.languages import LANGUAGES
from zammad_plugin.tickets.note.facts import Facts
from zammad_plugin.tickets.note.internal import note_html
from zammad_plugin.tickets.note.told import codes
from zammad_plugin.tickets.note.wording import count_words
from zammad_plugin.tickets.note.words import words
from zammad_plugin.triage.model import Assessment, Hit, Passage, Reason
from zammad_plugin.triage.ruleset import load
from zammad_plugin.vocabulary import AGENT_LANGUAGES, CATEGORIES, NOT_CHILD_SAFETY

ROUTING = load_routing()
SAID = "il dit qu'il va publier mes photos ce soir si je ne paie pas avant minuit et j'ai très peur"
FULL = Facts(
    answer_by="2026-11-29 19:41", window="2026-11-30 19:41", subject="Une question " + SAID
)
WORDS = re.compile(r"::([\w-]+)")


def _assessment(**said: object) -> Assessment:
    start = Hit("threat", "fr", 0, 8, "il dit qu", "sextortion-image")
    given: dict[str, object] = {
        "child_safety": True,
        "review": False,
        "category": "sextortion",
        "urgency": "critical",
        "platforms": (),
        "reporter": "child",
        "under13": None,
        "minor": True,
        "blackmail": False,
        "account_suspended": False,
        "lang": "fr",
        "answer_lang": "fr",
        "score": 1.0,
        "reasons": (Reason("r", {"en": "Why", "fr": "Parce que", "ar": "لأن"}, (start,)),),
        "hits": (),
        "suppressed": (),
        "ruleset": "x",
    }
    return Assessment(**{**given, **said})  # type: ignore[arg-type]


def _every_kind() -> Iterator[Assessment]:
    """Each rule's reason with its category and urgency, and what cannot be judged."""
    for rule in load().rules.rules:
        reason = Reason(rule.id, dict(rule.describe), (Hit("a", "fr", 0, 3, SAID, rule.id),))
        one = _assessment(category=rule.category, urgency=rule.urgency, reasons=(reason,))
        yield one
        yield replace(one, passage=Passage(0, len(SAID), SAID))
    for review in (True, False):
        nothing = {"child_safety": False, "category": NOT_CHILD_SAFETY, "reasons": ()}
        yield _assessment(review=review, urgency="normal", **nothing)
        yield _assessment(review=review, urgency="normal", unclear="picture-alone", **nothing)


def _decision(one: Assessment, replies: tuple[str, ...], around: Circumstances) -> Decision:
    return replace(decide(one, around, Routing()), replies=replies, around=around)


@pytest.mark.parametrize("lang", AGENT_LANGUAGES)
@pytest.mark.parametrize("around", [Circumstances("email"), Circumstances("whatsapp", pictures=3)])
def test_a_note_of_every_kind_has_sixty_words_at_most(lang: str, around: Circumstances) -> None:
    longest = sorted((rule.then.replies for rule in ROUTING.rules), key=len)[-1]
    for one in _every_kind():
        for writes in ("fr", "tr", "ar-Latn", "none"):
            known = replace(one, lang=writes, answer_lang=writes)
            note = note_html(known, _decision(known, longest, around), lang, FULL)
            assert count_words(note) <= 60, (note, count_words(note))


@pytest.fixture(scope="module")
def keywords() -> set[str]:
    desk = read(default_desk()).desired
    return {str(one.fields["keywords"]) for one in desk if one.kind.name == "text_modules"}


@pytest.mark.parametrize("rule", ROUTING.rules, ids=lambda rule: str(rule.id))
def test_every_word_for_the_editor_finds_a_reply(rule: Rule, keywords: set[str]) -> None:
    """Of every rule, in every language that a writer may have."""
    for writes in (*LANGUAGES, "none", "mixed"):
        one = _assessment(lang=writes, answer_lang=writes)
        note = note_html(one, _decision(one, rule.then.replies, Circumstances("email")))
        found = WORDS.findall(note)
        assert set(found) <= keywords
        assert len(found) == len(rule.then.replies)


def test_a_keyword_is_one_word(keywords: set[str]) -> None:
    """The editor of the new interface looks for what stands before the first space."""
    assert all(re.fullmatch(r"[\w-]+", one) for one in keywords)


def test_replies_of_another_language_are_named() -> None:
    one = _assessment(lang="tr", answer_lang="tr")
    replies = ("first-answer-child", "reporting-to-police")
    note = note_html(one, _decision(one, replies, Circumstances("email")))
    first, there, other = note.partition("(in \u2068English\u2069)")
    assert "::tr-first-answer-child" in first and there and "::en-reporting-to-police" in other


def test_first_comes_first_and_the_passage_is_one() -> None:
    one = replace(_assessment(), passage=Passage(0, 9, "il va publier mes photos"))
    note = note_html(one, _decision(one, (), Circumstances("email")))
    lines = re.findall(r"<p[^>]*>(.*?)</p>", note)
    assert lines[0].startswith("<b>First: Is the child safe")
    assert "il va publier mes photos" in lines[2] and note.count("«") == 1


def test_of_a_long_passage_the_words_that_decide_are_quoted() -> None:
    said = (
        "ma fille de 12 ans parle avec un homme sur insta, "
        "il lui demande de garder le secret et une photo"
    )
    seen = (("child_word", "ma fille"), ("contact", "parle avec"), ("secrecy", "garder le secret"))
    hits = tuple(Hit(name, "fr", 0, 1, text) for name, text in seen)
    one = _assessment(reasons=(Reason("r", {"en": "Why"}, hits),))
    one = replace(one, passage=Passage(0, len(said), said))
    note = note_html(one, _decision(one, (), Circumstances("email")))
    assert "garder le secret" in note and "ma fille de" not in note


def test_a_follow_up_quotes_what_came_now() -> None:
    old = replace(_assessment(), passage=Passage(0, 24, "il va publier mes photos"))
    around = Circumstances("signal")
    facts = Facts(again=True, newest="il vient demain à mon école")
    note = note_html(old, _decision(old, (), around), facts=facts)
    assert "il vient demain" in note and "publier" not in note


def test_after_a_greeting_the_report_is_told_whole_and_a_picture_after_it_is_not() -> None:
    hello = _assessment(child_safety=False, category=NOT_CHILD_SAFETY, urgency="normal", reasons=())
    around = Circumstances("signal")
    told = codes(hello, _decision(hello, (), around))
    report = _assessment()
    whole = note_html(
        report, _decision(report, ("help-me",), around), facts=Facts(said=told, again=True)
    )
    assert "First:" in whole and "Sextortion of a minor" in whole and "::fr-help-me" in whole
    told += codes(report, _decision(report, ("help-me",), around))
    short = note_html(report, _decision(report, (), around), facts=Facts(said=told, again=True))
    assert "No new danger was seen" in short and "First:" not in short


def test_a_category_that_is_new_is_told_whole() -> None:
    one, around = _assessment(), Circumstances("signal")
    said = codes(one, _decision(one, (), around))
    other = replace(one, category="grooming")
    note = note_html(other, _decision(other, (), around), facts=Facts(said=said, again=True))
    assert "First: Is contact still going on?" in note


def test_fields_have_labels() -> None:
    facts = Facts(kept=("cs_urgency", "priority"), refused=("group",), group="Child Safety")
    one = _assessment()
    note = note_html(one, _decision(one, (), Circumstances("email")), "fr", facts)
    assert "cs_" not in note and "urgence" in note and "Child Safety" in note


def test_french_has_a_space_that_never_breaks() -> None:
    one = _assessment()
    note = note_html(
        one, _decision(one, ("help-me",), Circumstances("email", pictures=1)), "fr", FULL
    )
    assert "Réponses\u00a0: " in note and not re.search(r" [:;?!»]", note)


@pytest.mark.parametrize("name", ["note", "sheet", "signal"])
def test_arabic_speaks_to_no_gender(name: str) -> None:
    """What is to be done is a noun; an order would be masculine."""
    orders = re.compile(
        r"\b(?:اسأل|اتصل|أخبر|اطلب|اطلبها|ابق|ابقَ|أجب|استمع|اكتب|انتظر|تأكد|أبلغ|اختر|تُضف)\b"
    )
    said = list(_arabic(yaml.safe_load(file_of(name).read_text(encoding="utf-8"))))
    assert said and not [one for one in said if orders.search(one)]


def _arabic(tree: object) -> Iterator[str]:
    """All that stands under `ar`, however deep."""
    if isinstance(tree, dict):
        yield from (str(tree[one]) for one in tree if one == "ar")
        tree = list(tree.values())
    if isinstance(tree, list):
        for one in tree:
            yield from _arabic(one)


def test_every_code_has_a_name_in_every_language_of_agents() -> None:
    for table in (words().words, words().codes, words().fields):
        for code, named in table.items():
            assert set(AGENT_LANGUAGES) <= set(named), code
    assert set(CATEGORIES) <= set(words().codes)


def test_what_to_do_is_known_for_every_child() -> None:
    for category in CATEGORIES:
        one = _assessment(category=category, urgency="normal")
        assert any(applies(first.when, one, Circumstances("email")) for first in words().first)
