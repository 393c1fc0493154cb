from __future__ import annotations

import json
import shutil

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zammad_plugin.config.places import rules_folder
from zammad_plugin.errors import DeskError
from zammad_plugin.measure.evaluate import evaluate
from zammad_plugin.measure.labelled import read_rows
from zammad_plugin.triage.engine import assess
from zammad_plugin.triage.explain import to_dict, to_text
from zammad_plugin.triage.model import Message
from zammad_plugin.triage.ruleset import load

RULES = load()


def judge(*texts: str):
    return assess([Message(text) for text in texts], RULES)


@pytest.mark.parametrize(
    ("text", "category", "lang"),
    [
        ("I'm 14 and he threatens to show my pictures", "sextortion", "en"),
        ("بنتي عمرها 13 سنة وواحد يهددها ينشر صورها", "sextortion", "ar"),
        ("bente 3omra 12 w wa7ad 3am yhaddeda bel sowar", "sextortion", "ar-Latn"),
        ("ma fille de 12 ans subit un chantage avec ses photos", "sextortion", "fr"),
        ("my daughter, 11 years old, plans to meet him, a man from TikTok", "grooming", "en"),
    ],
)
def test_reports_are_recognised_in_each_language(text, category, lang):
    result = judge(text)
    assert (result.child_safety, result.category, result.lang) == (True, category, lang)
    assert result.urgency == "critical" and result.reasons


@pytest.mark.parametrize(
    "text",
    [
        "",
        "🙏🙏",
        "I am 35 and forgot my password",
        "\ud800",
        "شكرا كتير",
        "click here to unsubscribe",
    ],
)
def test_others_are_left_alone(text):
    assert not judge(text).child_safety


def test_counter_evidence_is_shown_and_danger_is_not_outvoted():
    press = judge("I am a journalist, story on blackmail of minors and pictures")
    assert not press.child_safety and press.suppressed
    assert "held back: press" in to_text(press, "", "en", RULES.concepts)
    danger = judge("thanks, I am 13 and I want to kill myself")
    assert danger.child_safety and danger.urgency == "critical"


@pytest.mark.parametrize(
    "text",
    [
        "i failed maths and my dad will kill me hahaha how do i tell him",
        "Dear parents, the spring play is a comedy in which a town is asked to kill a man. Cheating"
        " and threats in the school yard are dealt with by the head. Bring clothes and a lunch"
        " on Thursday, and tell us if your child takes part.",
    ],
)
def test_a_danger_that_the_wording_is_unlike_is_looked_at_and_no_report(text):
    made = judge(text)
    assert not made.child_safety


def test_the_thread_is_one_text():
    assert judge("I am 14", "he threatens to post my pictures").category == "sextortion"


def test_harm_without_an_age_is_sent_to_a_person():
    assert judge("someone is blackmailing me").review


@given(st.text())
def test_same_text_same_answer_and_hits_lie_in_the_text(text):
    first = judge(text)
    assert first == judge(text)
    assert all(text[hit.start : hit.end] == hit.text for hit in first.hits)
    json.dumps(to_dict(first))


def test_a_broken_rule_file_is_named_and_the_rest_works(tmp_path):
    folder = tmp_path / "rules"
    shutil.copytree(rules_folder(), folder)
    (folder / "languages" / "tr.yml").write_text("langauge: tr\n")
    rules = load(folder)
    assert "tr.yml:1:1" in str(rules.problems[0])
    assert assess([Message("I'm 14, he threatens to post my photos")], rules).child_safety


def test_evaluate_counts(tmp_path):
    labels = {"child_safety": True, "category": "sextortion", "urgency": "critical"}
    row = {"id": "a", "body": "I am 14, he threatens to post my photos", "lang": "en"}
    other = {"id": "b", "body": "hello", "lang": "en", "labels": {"child_safety": False}}
    file = tmp_path / "rows.jsonl"
    file.write_text(json.dumps({**row, "labels": labels}) + "\n\n" + json.dumps(other) + "\n")
    report = evaluate(read_rows(file), RULES)
    figures = report.to_dict()
    assert figures["caught"] == figures["precision"] == figures["left_alone"] == 1.0
    assert report.predictions[0]["id"] == "a" and "caught" in report.to_text()
    file.write_text('{"id": 1}\n')
    with pytest.raises(DeskError, match=r"rows\.jsonl:1:1"):
        list(read_rows(file))


@pytest.mark.parametrize(
    "messages",
    [
        ("I am 13", "he wants to post my pictures", "he threatens me"),
        ("عمري ١٤", "في واحد عم يهددني", "معو صوري"),
        ("j'ai 14 ans", "il me menace", "avec mes photos"),
    ],
)
def test_concepts_of_several_messages_compose(messages):
    result = judge(*messages)
    assert "sextortion-image" in {reason.rule for reason in result.reasons}
    assert all(hit.text for hit in result.hits) and result.minor


def test_money_services_and_emoji_are_words():
    hits = {hit.concept for hit in judge("ابعتلي عبر ويش موني 😭").hits}
    assert {"money_service", "fear"} <= hits


@pytest.mark.parametrize(
    ("text", "by"),
    [
        ("I am 35 and he threatens to show my pictures", "adult"),
        ("he threatens to show the pictures of my boss", "no_child"),
    ],
)
def test_harm_without_a_child_tells_why_it_is_held_back(text: str, by: str) -> None:
    held = judge(text).suppressed
    assert {(one.hit.concept, one.by) for one in held} == {("threat", by)}


@pytest.mark.parametrize(
    "text",
    [
        "my daughter is being blackmailed",
        "someone is blackmailing my son",
        "بنتي عم تتعرض للابتزاز",
        "ma fille se fait chanter",
        "bente 3am tetbazz",
        "عم يتحرش فيي",
    ],
)
def test_a_short_plain_cry_reaches_a_person_whatever_the_model_says(text: str) -> None:
    found = judge(text)
    assert found.child_safety or found.review


REPORT = "I'm 14 and he says he will post my photos if I don't pay him"


@pytest.mark.parametrize("place", [0, 150, 299])
def test_one_report_among_many_messages_is_a_report(place: int) -> None:
    """The whole thread reads like small talk; one message of it does not."""
    thread = [REPORT if at == place else f"see you on day {at}, all well" for at in range(300)]
    found = judge(*thread)
    assert found.child_safety and found.category == "sextortion" and found.score > 0.9


def test_one_line_of_a_long_mail_is_seen_and_named() -> None:
    pages = [f"Page {at}: the bakery, the bus and the choir, thanks to all" for at in range(150)]
    found = judge("\n".join([*pages, REPORT, *pages]))
    assert found.review or found.child_safety
    assert found.passage and found.passage.text in REPORT


def test_a_long_mail_without_such_a_line_is_left_alone() -> None:
    found = judge("The weather was fine and the soup was good that day.\n" * 100)
    assert not found.review and not found.child_safety


@pytest.mark.parametrize(
    ("text", "urgency"),
    [
        ("he has my nudes and wants money", "high"),
        ("في شخص معو صوري وبدو مصاري", "high"),
        ("he has my nudes, wants money and I want to die", "critical"),
        ("I'm 15, he has my nudes and wants money", "critical"),
    ],
)
def test_blackmail_of_nobody_knows_whom_is_for_a_person_within_the_hour(
    text: str, urgency: str
) -> None:
    found = judge(text)
    assert found.child_safety or found.review
    assert found.urgency == urgency


def test_a_joke_in_words_of_harm_is_nobodys_business() -> None:
    joke = judge("hahaha ra7 e2etlak eza ma jebet l coussa 😂")
    assert not joke.child_safety and not joke.review
