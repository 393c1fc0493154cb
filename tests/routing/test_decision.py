from __future__ import annotations

from dataclasses import replace

import pytest

from zammad_plugin.config.places import default_desk
from zammad_plugin.errors import DeskError
from zammad_plugin.routing.decision import decide
from zammad_plugin.routing.facts import Circumstances
from zammad_plugin.routing.rules import Rule, load_routing
from zammad_plugin.routing.then import Then
from zammad_plugin.routing.when import When
from zammad_plugin.sync.files.source import read
from zammad_plugin.tickets.note.internal import note_html
from zammad_plugin.triage.model import Assessment, Hit, Reason

REPORT = Assessment(
    child_safety=True,
    review=False,
    category="image_abuse_minor",
    urgency="critical",
    platforms=("tiktok",),
    reporter="child",
    under13=None,
    minor=True,
    blackmail=True,
    account_suspended=False,
    lang="ar-Latn",
    answer_lang="ar",
    score=5.0,
    reasons=(Reason("r1", {"en": "a threat", "ar": "تهديد"}, (Hit("c", "en", 0, 3, "<b>x"),)),),
    hits=(),
    suppressed=(),
    ruleset="d",
)
OTHER = replace(
    REPORT, child_safety=False, category="not_child_safety", urgency="normal", reasons=(), lang="en"
)


def test_a_critical_report_goes_to_child_safety_with_codes_as_tags():
    decision = decide(REPORT, Circumstances("signal"), load_routing())
    assert (decision.rule, decision.group, decision.priority) == (
        "images-child",
        "Child Safety",
        "3 high",
    )
    assert set(decision.tags) == {
        "cs-lang-ar-latn",
        "cs-urg-critical",
        "cs-cat-image-abuse-minor",
        "cs-plat-tiktok",
    }


def test_anything_else_stays_where_it_is_and_says_why():
    decision = decide(OTHER, Circumstances("email"), load_routing())
    assert decision.group is None and decision.priority is None
    assert decision.tags == ("cs-lang-en",)
    assert ("images-child", "child_safety", ("true",), ("false",)) in decision.skipped


@pytest.mark.parametrize(
    "around", [Circumstances("signal", voice=True), Circumstances("web", empty=True)]
)
def test_what_cant_be_judged_is_marked_for_a_person(around):
    decision = decide(OTHER, around, load_routing())
    assert decision.rule == "unsure-child"
    assert "cs-unsure" in decision.tags
    assert ("cs-voice" in decision.tags) is around.voice


def test_no_rule_at_all_still_decides(tmp_path):
    file = tmp_path / "routing.yml"
    file.write_text("rules: [{id: a, when: {channel: [sms]}, then: {}}]")
    decision = decide(REPORT, Circumstances("web"), load_routing(file))
    assert decision.rule == "none" and decision.skipped == (("a", "channel", ("sms",), ("web",)),)


def test_a_typing_mistake_names_its_place_and_the_nearest_key(tmp_path):
    file = tmp_path / "routing.yml"
    file.write_text("rules:\n  - id: a\n    when: {}\n    thne: {}\n    then: {}\n")
    with pytest.raises(DeskError, match=r"routing.yml:4:5: unknown key 'thne'"):
        load_routing(file)


@pytest.mark.parametrize("lang", ["en", "ar", "fr", "xx"])
def test_the_note_escapes_what_the_customer_wrote(lang):
    decision = decide(REPORT, Circumstances("signal"), load_routing())
    note = note_html(REPORT, decision, lang)
    assert "&lt;b&gt;x" in note and "<b>x" not in note
    assert ('dir="rtl"' in note) is (lang == "ar")
    assert "::ar-images-spreading" in note


def test_the_note_says_when_a_person_must_look():
    unsure = replace(OTHER, review=True)
    around = Circumstances("signal", voice=True)
    note = note_html(unsure, decide(unsure, around, load_routing()))
    assert "Read it yourself" in note and "Listen to the voice message" in note


def test_the_editor_finds_what_the_note_names():
    """Zammad looks for what follows `::` in the keywords, as it stands there."""
    desk = read(default_desk()).desired
    keywords = [one.fields["keywords"] for one in desk if one.kind.name == "text_modules"]
    for rule in load_routing().rules:
        for key in rule.then.replies:
            assert any(f"ar-{key}" == one for one in keywords), key


def test_every_reply_that_routing_names_exists_in_three_languages():
    folder = default_desk() / "templates" / "replies"
    for rule in load_routing().rules:
        for key in rule.then.replies:
            for lang in ("ar", "en", "fr"):
                assert (folder / key / f"{lang}.md").is_file(), (rule.id, key, lang)


TOLD = replace(OTHER, category="not_child_safety", minor=True, reporter="child")


def test_words_for_what_is_told_are_proposed_though_triage_is_unsure() -> None:
    unsure = replace(REPORT, child_safety=False, review=True, risks=("meeting",))
    unsure = replace(unsure, category="grooming", urgency="critical", blackmail=False)
    decision = decide(unsure, Circumstances("signal"), load_routing())
    assert decision.replies[0] == "meeting-planned" and decision.replies[-1] == "help-me"
    assert decision.group is None and "cs-unsure" in decision.tags


@pytest.mark.parametrize(
    ("risk", "key"), [("meeting", "meeting-planned"), ("already_paid", "already-paid")]
)
def test_a_danger_that_a_child_tells_is_seen_though_triage_sees_no_report(
    risk: str, key: str
) -> None:
    decision = decide(replace(TOLD, risks=(risk,)), Circumstances("signal"), load_routing())
    assert decision.rule == "danger-told" and decision.replies[0] == key
    assert "cs-unsure" in decision.tags


@pytest.mark.parametrize(
    ("situation", "reporter", "key"),
    [("grooming", "guardian", "grooming-guardian"), ("bullying", "child", "cyberbullying")],
)
def test_what_is_meant_gets_its_words_though_triage_sees_no_report(
    situation: str, reporter: str, key: str
) -> None:
    meant = replace(TOLD, situation=situation, reporter=reporter, minor=None)
    decision = decide(meant, Circumstances("signal"), load_routing())
    assert decision.rule == "report-meant" and decision.replies[0] == key
    assert "cs-unsure" not in decision.tags


def test_a_machine_tells_no_danger() -> None:
    told = replace(TOLD, risks=("meeting",))
    assert decide(told, Circumstances("signal", auto=True), load_routing()).replies == ()


@pytest.mark.parametrize("code", ["plea-alone", "nothing-said-yet"])
def test_a_rule_may_ask_why_a_text_could_not_be_judged(code: str) -> None:
    rule = Rule(id="own", when=When(risk=[code]), then=Then(replies=("help-me",)))
    routing = load_routing().model_copy(update={"rules": (rule,), "also": ()})
    unread = replace(OTHER, review=True, unclear=code)
    assert decide(unread, Circumstances("signal"), routing).replies == ("help-me",)
    assert decide(OTHER, Circumstances("signal"), routing).replies == ()
