"""The linter: each rule is held to its own examples, and says where it objects."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zammad_plugin.config.places import rules_folder
from zammad_plugin.config.safe_words.rules import ForbiddenFile, read_safe_words, rules
from zammad_plugin.errors import DeskError
from zammad_plugin.text.languages import LANGUAGES
from zammad_plugin.text.safe_words import Around, objections

FILE = read_safe_words()
NAMED = replace(rules(), judge=None)  # what patterns alone name
EXAMPLES = [
    (rule, lang, kind, text)
    for rule in FILE.rules
    for lang, examples in rule.examples.items()
    for kind, texts in (("hit", examples.hit), ("miss", examples.miss))
    for text in texts
]

EXCUSED = [
    (excuse.id, lang, kind, text)
    for excuse in FILE.excuses
    for lang, examples in excuse.examples.items()
    for kind, texts in (("hit", examples.hit), ("miss", examples.miss))
    for text in texts
]


def found(text: str, lang: str = "en", audience: str = "anyone", **around: object) -> set[str]:
    seen = objections(text, lang, audience, NAMED, Around(**around))  # type: ignore[arg-type]
    return {one.rule for one in seen}


@pytest.mark.parametrize(("rule", "lang", "kind", "text"), EXAMPLES)
def test_a_rule_does_what_its_examples_say(
    rule: ForbiddenFile, lang: str, kind: str, text: str
) -> None:
    seen = found(text, lang, (rule.audiences or ["anyone"])[0])
    assert (rule.id in seen) is (kind == "hit")


@pytest.mark.parametrize(("excuse", "lang", "kind", "text"), EXCUSED)
def test_an_excuse_is_bound_to_what_it_excuses(
    excuse: str, lang: str, kind: str, text: str
) -> None:
    with_it = [rule for rule in FILE.rules if excuse in rule.unless]
    seen = found(text, lang, next((a for r in with_it for a in r.audiences), "anyone"))
    assert bool(seen & {rule.id for rule in with_it}) is (kind == "hit"), seen


def test_every_excuse_is_used_and_shows_both_directions_in_each_of_its_languages() -> None:
    for excuse in FILE.excuses:
        assert any(excuse.id in rule.unless for rule in FILE.rules)
        assert set(excuse.patterns) <= set(excuse.examples), excuse.id
        bound = [one.replace("(?<", "") for some in excuse.patterns.values() for one in some]
        assert all("<" in one or ">" in one for one in bound), excuse.id


def test_a_negation_does_not_reach_over_to_the_next_verb() -> None:
    text = "Never send him the photo send us the photo."
    seen = objections(text, "en", "anyone", NAMED)
    [one] = [one for one in seen if one.rule == "no-pictures-asked"]
    assert one.start == text.index("send us")


def test_every_rule_has_a_reason_a_source_and_examples_of_each_of_its_languages() -> None:
    for rule in FILE.rules:
        assert len(rule.why) > 20 and rule.source
        languages = set(rule.patterns) - {"any"} or {"en", "fr", "ar"}
        assert set(rule.examples) == languages, rule.id


def test_the_rules_that_protect_most_speak_every_language_of_the_first_hour() -> None:
    first = {"ar", "ar-Latn", "ckb", "en", "fa", "fr", "hy", "kmr", "tr"}
    of = {rule.id: set(rule.patterns) for rule in FILE.rules}
    most = ("no-pictures-asked", "no-advice-to-pay", "no-deleting", "no-promise", "no-blame")
    assert all(of[rule] == first for rule in most)


def test_a_rule_for_children_leaves_others_alone() -> None:
    assert "no-identity-asked" in found("What is your full name?", audience="child")
    assert "no-identity-asked" not in found("What is your full name?", audience="partner")


@pytest.mark.parametrize(
    ("rule", "lang", "bad", "good"),
    [
        ("unknown-variable", "en", "Hi #{ticket.nonsense}", "Hi #{ticket.customer.firstname}"),
        ("unknown-variable", "en", "#{ticket.owner}", "#{ticket.cs_language.value}"),
        ("broken-variable", "en", "Hi #{ticket.title", "Hi #{ticket.title}"),
        ("broken-variable", "en", "Hi {ticket.title}", "Hi {there}"),
        ("broken-variable", "en", "Hi #{{ticket.title}}", "{{referrals:LB}}"),
        ("broken-variable", "en", "Hi # {ticket.title}", "Hi #1"),
        ("broken-variable", "ar", "مرحبا #{التذكرة}", "مرحبا #{ticket.title}"),
        ("mixed-digits", "ar", "من 3 إلى ٥", "من ٣ إلى ٥"),
        ("mixed-digits", "fa", "از ۳ تا ٥", "از ۳ تا ۵"),
        ("direction", "ar", "مرحبا\nTikTok تطبيق", "مرحبا\nتطبيق TikTok"),
        ("direction", "ckb", "- WhatsApp بەکاربهێنە", "- بەکارهێنانی WhatsApp"),
        ("direction", "ar", "@user هذا اسم", "https://example.org"),
        ("wrong-script", "ar", "Hello there", "مرحبا بكم"),
        ("wrong-script", "en", "مرحبا بكم", "Hello there"),
        ("unsourced-contact", "en", "Please call 1745.", "He is 17 and waits for 90 days."),
        ("unsourced-contact", "en", "Write to +961 81 633 133", "On 2026-11-24 at 9."),
        ("unsourced-contact", "ar", "اتصلوا بالرقم ١١٢", "بعد ١١٢ يوما"),
        ("unsourced-contact", "fr", "Appelez le 17", "Appelez le service d'urgence"),
        ("unsourced-contact", "en", "See help.example.org/x", "Use the app, e.g. its help."),
        ("unsourced-contact", "en", "Mail us: desk@example.org", "Mail us."),
    ],
)
def test_form(rule: str, lang: str, bad: str, good: str) -> None:
    around = {"variables": ["ticket.cs_language"]}
    assert rule in found(bad, lang, **around)
    assert rule not in found(good, lang, **around)


def test_a_contact_that_the_desk_has_checked_passes_in_any_spelling() -> None:
    known = ["+961 81 633 133", "https://www.inhope.org", "112"]
    text = "Call 112, write to +961-81-633-133 or look at inhope.org/"
    assert found(text, contacts=known) == set()
    assert found("اتصلوا ب ١١٢", "ar", contacts=known) == set()


def test_a_language_without_rules_is_told() -> None:
    assert "no-rules" in found("Zahl ihm, lösch den Chat", "de")
    assert "no-rules" not in found("...", "de")
    assert all("no-rules" not in found("x", lang) for lang in sorted(rules().languages))


def test_an_objection_says_what_would_be_better() -> None:
    [one] = objections("You can pay.", "en", "anyone", NAMED)
    assert one.source and one.instead.startswith("Please pay nothing")


def test_the_beginning_is_neutral() -> None:
    calm = "Hello, this is about the question that you asked us here.\nAbout the blackmail"
    assert "neutral-first-line" in found("Hello\nAbout the blackmail", audience="child")
    assert found(calm, audience="child") == set()
    assert found("About the blackmail", audience="partner") == set()


def test_length_for_a_child_and_for_a_chat() -> None:
    assert found("word word. " * 90, audience="child") == {"too-long"}
    assert found("word " * 21, audience="child") == {"long-sentence"}
    assert found("word " * 20, audience="child") == set()
    assert found("word " * 200, audience="guardian") == set()
    assert found("word " * 500, audience="guardian", channels=["email"]) == set()
    assert found("word " * 500, audience="guardian", channels=["signal"]) == {"too-long"}


def test_an_objection_says_its_place() -> None:
    text = "Hello.\n\nIf it helps, you can pay a bit."
    [one] = objections(text, "en", "anyone", NAMED)
    assert (one.rule, one.found) == ("no-advice-to-pay", "you can pay")
    assert one.place(text) == (3, 14)


def test_the_nearest_variable_is_named() -> None:
    [one] = objections("#{ticket.custommer.firstname}", "en", "anyone", NAMED)
    assert "did you mean '#{ticket.customer.firstname}'" in one.why


@given(st.text(max_size=200), st.sampled_from(sorted(LANGUAGES)))
def test_no_text_breaks_it_and_every_place_is_inside(text: str, lang: str) -> None:
    for one in objections(text, lang, "child", rules()):
        assert 0 <= one.start <= len(text)
        line, column = one.place(text)
        assert 1 <= line <= text.count("\n") + 1 and column >= 1


@pytest.mark.parametrize(
    ("lang", "bad", "good"),
    [
        ("en", "don't worry send us the photo", "never send us the photo"),
        ("fr", "ne t'inquiète pas envoie-nous la photo", "ne nous envoie jamais la photo"),
        ("ar", "ما تخاف ابعتلنا الصورة", "ما تبعتلنا الصورة"),
        ("ar-Latn", "ma tkhaf b3atilna el soura", "ma teb3atilna el soura"),
        ("ckb", "مەترسە وێنەکە بۆ ئێمە بنێرە", "مەترسە وێنەکە بۆ ئێمە مەنێرە"),
        ("kmr", "netirse wêneyê bişîne", "netirse wêneyê neşîne"),
        ("fa", "نترس عکس را بفرست", "نترس عکس را نفرست"),
        ("tr", "korkma resmi gönder", "korkma resmi gönderme"),
        ("hy", "մի՛ վախնար նկարը ղրկէ", "մի՛ վախնար նկար մի՛ ղրկէք"),
    ],
)
def test_the_same_words_pass_and_fail_with_the_verb_that_is_negated(
    lang: str, bad: str, good: str
) -> None:
    assert "no-pictures-asked" in found(bad, lang)
    assert "no-pictures-asked" not in found(good, lang)


def test_a_long_text_without_a_full_stop_is_read_to_its_end() -> None:
    never = "never send us the photo " * 2000
    assert "no-pictures-asked" not in found(never)
    seen = objections(never + "please send us the photo", "en", "anyone", NAMED)
    assert [one.start for one in seen if one.rule == "no-pictures-asked"] == [len(never) + 7]


def test_marks_in_a_text_are_no_marks_of_ours() -> None:
    assert "no-pictures-asked" in found("never <b> please > send us the photo < never")
    assert "no-pictures-asked" in found("> nothing < send us the photo")


def test_a_rule_names_excuses_that_there_are(tmp_path: Path) -> None:
    text = (rules_folder() / "safe-words.yml").read_text(encoding="utf-8")
    file = tmp_path / "safe-words.yml"
    file.write_text(text.replace("unless: [both-forms]", "unless: [both-form]"), encoding="utf-8")
    with pytest.raises(DeskError, match="one-gender: there is no excuse 'both-form'"):
        read_safe_words(file)


@pytest.mark.parametrize("pattern", [r'"\\bni (?:de )?<"', r'"\\bwe promise"'])
def test_a_pattern_that_is_none_is_an_error_with_its_place(tmp_path: Path, pattern: str) -> None:
    text = (rules_folder() / "safe-words.yml").read_text(encoding="utf-8")
    assert text.count(pattern) == 1
    file = tmp_path / "safe-words.yml"
    file.write_text(text.replace(pattern, '"(broken"'), encoding="utf-8")
    with pytest.raises(DeskError, match=r"no regular expression: .broken") as error:
        read_safe_words(file)
    line = text[: text.index(pattern)].count("\n") + 1
    assert error.value.where and 0 <= line - error.value.where.line < 30
