"""Places of phrases in the original, languages, and Arabizi by its consonants."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zammad_plugin.text.arabizi import Skeletons, skeleton
from zammad_plugin.text.normalise import normalise
from zammad_plugin.text.phrases import Glue, Phrases
from zammad_plugin.triage.ruleset import load

WANTED = ["threat", "هدد", "bel sowar", "menace"]
PHRASES = Phrases([("x", "any", word) for word in WANTED], {"any": Glue(stems=True)})
LANGUAGES = load().languages
NOISE = st.text(st.sampled_from("aáـ\u064b\u200bهدt ١3é\u202eﻻ😭tthhreat"), max_size=12)


@given(st.lists(st.one_of(st.sampled_from(WANTED), NOISE), max_size=8))
def test_every_hits_span_in_the_original_folds_to_its_phrase(parts: list[str]) -> None:
    text = " ".join(parts)
    folded = normalise(text)
    keys = {normalise(word).text for word in WANTED}
    for found in PHRASES.find(folded):
        assert folded.text[found.at : found.until] in keys
        assert normalise(text[found.start : found.end]).text in keys


def test_a_disguised_phrase_is_found_where_it_stands() -> None:
    text = "x \u202eتُهَـدِّ\u200bدني y"
    [found] = Phrases([("x", "ar", "هدد")], {"ar": Glue.of(["ت"], ["ني"])}).find(normalise(text))
    assert normalise(text[found.start : found.end]).text == "هدد"


@pytest.mark.parametrize(
    ("text", "lang"),
    [
        ("شلونچ حبيبتي اكو واحد يهددني بالصور شسوي", "ar"),
        ("ez 14 salî me alîkarî", "kmr"),
        ("keca min 12 sali ye kesek dibeje ez e wene belav bikim", "kmr"),
        ("yardım edin lütfen 13 yaşındayım", "tr"),
        ("کچەکەم دوازدە ساڵە و کەسێک هەڕەشەی لێ دەکات", "ckb"),
        ("دخترم دوازده ساله است و یک نفر تهدیدش می کند", "fa"),
        ("աղջիկս 12 տարեկան է", "hy"),
        ("on me harcele au college", "fr"),
        ("3am yhadedne bel sowar", "ar-Latn"),
        ("brother help me", "en"),
        ("office closed till 3pm", "en"),
        ("he said رح ابعت الصور to my mom please help", "mixed"),
        ("https://x.com/abc @someone_11", "none"),
        ("<Media omitted>", "none"),
        ("🙏🙏", "none"),
        ("رجل یهدد ابنتی بنشر صورها العاریة، عمرها 12 سنة، ویرید المال", "ar"),
        ("پیاوێک هه‌ڕه‌شه‌ له‌ کچه‌که‌م ده‌کات وێنه‌ ڕووته‌کانی بڵاو ده‌کاته‌وه‌", "ckb"),
        ("كچه كه م ته مه ني دوازده ساله كه سيك هه ره شه ي لي ده كات", "ckb"),
        ("ایک آدمی میری بیٹی کو دھمکی دے رہا ہے، وہ 12 سال کی ہے", "other"),
        ("زه ۱۳ کلنه یم او یو سړی په ټیک ټاک کې ما ګواښي", "other"),
        ("Tengo 13 años y un hombre en TikTok me amenaza con mis fotos", "other"),
        ("Ich bin 13 und ein Mann auf TikTok droht mir, ich habe Angst", "other"),
        ("Мне 13 лет, мужчина угрожает выложить мои фото", "other"),
        ("אני בת 13 וגבר מאיים לפרסם תמונות שלי", "other"),
        ("मैं 13 साल की हूँ, एक आदमी धमकी दे रहा है", "other"),
        ("hello madame, ebni l petit il a dix ans w 3am yehke ma3 wa7ad, the man is old", "mixed"),
        ("Error: spawn ENOENT\n at Child._handle.onexit (node:internal/child:284:19)", "none"),
    ],
)
def test_language(text: str, lang: str) -> None:
    assert LANGUAGES.detect(text) == lang


@pytest.mark.parametrize("word", ["y7adedni", "yhaddedne", "ye7adidny", "byhaddedne", "mhaddedak"])
def test_spellings_of_one_word_sound_alike(word: str) -> None:
    text = normalise(f"w {word} bas")
    [found] = Skeletons([("threat", "yhaded")]).find(text)
    assert (found.name, text.text[found.at : found.until]) == ("threat", word)


@pytest.mark.parametrize("word", ["hello", "had", "hddxyz", "a" * 99])
def test_other_words_do_not(word: str) -> None:
    assert not list(Skeletons([("threat", "yhaded")]).find(normalise(word)))


def test_skeletons() -> None:
    assert skeleton("madraseh") == skeleton("mdrse") == skeleton("lmadrase")[1:] == "mdrs"
    assert skeleton("3a2") == ""


@pytest.mark.parametrize("text", ["blаckmаil", "ｂｌａｃｋｍａｉｌ", "b\u200blackm\u0301ail"])
def test_look_alike_letters(text: str) -> None:
    assert normalise(text).text == "blackmail"
    assert normalise("привет αβγ").text == "привет αβγ"


def test_a_word_that_only_looks_like_a_phrase_is_none() -> None:
    glue = {"fr": Glue.of(["l"], ["s", "r"], lookalikes=["sommes"])}
    phrases = Phrases([("demand", "fr", "somme")], glue)
    assert [one.name for one in phrases.find(normalise("une somme, la sommer"))] == ["demand"] * 2
    assert not list(phrases.find(normalise("nous sommes")))
