"""Ages and school classes, in digits and words, and what only looks like them."""

from __future__ import annotations

import pytest

from zammad_plugin.text.normalise import normalise
from zammad_plugin.triage.engine import assess
from zammad_plugin.triage.evidence.ages import MOST_SEEN
from zammad_plugin.triage.model import Message
from zammad_plugin.triage.reading import read
from zammad_plugin.triage.ruleset import load

RULES = load()
OPEN = {1: True, 0: False, -1: None}


def band(text: str, created_at: str = "") -> tuple[bool | None, bool | None]:
    """(minor, under13) of a whole message."""
    reading = read([Message(text, "", created_at)], RULES)
    whole = reading.runs.whole
    return OPEN[int(reading.marks.minor[whole])], OPEN[int(reading.marks.under13[whole])]


@pytest.mark.parametrize(
    ("text", "minor", "under13"),
    [
        ("my son is 15 and afraid", True, False),
        ("the teams of Grade 8 and 9", True, False),  # no French "an"
        ("ibne sar 13 w bado telefon", True, False),
        ("الصبي صار خمستعش", True, False),
        ("bente b sef rabe3", True, True),
        ("ez di pola 9an de me", True, False),
        ("Նա 8-րդ դասարանում է", True, False),
        ("my cousin, 12, got messages", True, True),
        ("my niece, 12, got messages", True, True),
        ("my boy (9) plays", True, True),
        ("i am fourteen", True, False),
        ("she is in grade 5", True, True),
        ("a pupil in 7th grade", True, None),
        ("EB8 pupils", True, False),
        ("عمرها تلتعش سنة", True, False),
        ("بنتي بالصف السادس", True, True),
        ("في الرابعة عشرة من عمرها", True, False),
        ("ابني ١٢ سنة", True, True),
        ("bente 3omra 11", True, True),
        ("ma fille est en 6ème", True, True),
        ("j'ai quinze ans", True, False),
        ("mon fils de CM2", True, True),
        ("kızım 13 yaşında", True, False),
        ("دخترم سیزده ساله است", True, False),
        ("کچەکەم تەمەنی ١٢ ساڵە", True, True),
        ("աղջիկս 12 տարեկան է", True, True),
        ("keça min 13 salî ye", True, False),
        ("I am 35 years old", False, False),
        ("عمري 28", False, False),
        ("سلام من ۱۵ سالمه", True, False),
        ("keça min heft salî ye", True, True),
        ("حفيدي في التاسعة", True, True),
        ("أنا بالتاسع", True, False),
        ("انا بالسادس", True, True),
        ("ابني ثاني ثانوي", True, False),
        ("طلاب الصف الأول الثانوي", True, False),
        ("انا ١٣ ونص", True, False),
        ("sa7ebte grade 10 3am tetba3 pages", True, False),
        ("okhti 3andha 16", True, False),
        ("ma fille est en seconde", True, False),
        ("a Year 5 pupil", True, True),
        ("ana 3andi so2al", None, None),
        ("3am 3emel account", None, None),
        ("el valise m3aya", None, None),
        ("نلتقي في التاسعة مساء", None, None),
        ("وصلت بالخامس من الشهر", None, None),
        ("married for 9 years", None, None),
        ("depuis 12 ans", None, None),
        ("he wants 12$ now", None, None),
        ("hello", None, None),
    ],
)
def test_age_band(text: str, minor: bool | None, under13: bool | None) -> None:
    assert band(text) == (minor, under13)


@pytest.mark.parametrize(
    ("following", "age"),
    [
        (" is 15 and", 15),
        (" (12)", 12),
        (", 9,", 9),
        (" 3pm", None),
        (" 12:30", None),
        ("", None),
        (" 200$", None),
        (" 45", None),
        (" Maya is 13", 13),
        (", Ali, is nine", 9),
        (" Lea (12)", 12),
        (" is fifteen with braces", 15),
        (" is three days late", None),
        (" 3al whatsapp", None),
        (" l 14 sawwarouwa", 14),
        (" is 15 km away", None),
        (" Rami sent 15 messages", None),
        (" of mine, 13, wrote", 13),
        (" from our school, 12", 12),
        (" of mine, 9. sinif", None),
        (" have a race on friday, 13, and", None),
    ],
)
def test_a_number_beside_a_child(following: str, age: int | None) -> None:
    assert RULES.ages.beside.find(normalise(following).text, 0) == age


@pytest.mark.parametrize(
    ("text", "ages", "grades"),
    [
        ("I am twenty five", {20}, set()),
        ("twenty-three years old", {23}, set()),
        ("عمري خمسة وعشرين", {25}, set()),
        ("keça min bîst û pênc salî ye", {25}, set()),
        ("دخترم بیست و پنج سال دارد", {25}, set()),
        ("12.5 years old", {12}, set()),
        ("my son is 12 and a half years old", {12}, set()),
        ("12 ans et demi", {12}, set()),
        ("عندي 3 ولاد", set(), set()),
        ("she is 5 minutes late", set(), set()),
        ("bel saff l 7", set(), {7}),
        ("c'est la 3e fois", set(), set()),
        ("ebne b 3al madrase", set(), set()),
        ("", set(), set()),
    ],
)
def test_numbers_beside_their_words(text: str, ages: set[int], grades: set[int]) -> None:
    years, classes = RULES.ages.band(normalise(text).text)
    assert ({age for age, _ in years}, {grade for grade, _ in classes}) == (ages, grades)


def test_of_thousands_of_ages_the_first_and_the_last_are_read() -> None:
    ages, _ = RULES.ages.band("9 years old, " + "30 years old, " * 20_000 + "11 years old")
    assert {9, 30, 11} == {age for age, _ in ages} and len(ages) <= MOST_SEEN


@pytest.mark.parametrize(
    ("text", "under13"),
    [
        ("I am under 18", None),
        ("I'm not yet 18", None),
        ("ما صار عمري ١٨", None),
        ("j'ai moins de 18 ans", None),
        ("3omre ta7t l 18", None),
        ("زیر ۱۸ سال", None),
        ("18 yaşından küçüğüm", None),
        ("أنا قاصر", None),
        ("je suis mineure", None),
        ("she turns 13 next month", True),
        ("he is 13 next week", True),
        ("بتكمل ١٣ بعد شهر", True),
        ("elle va avoir 13 ans", True),
        ("bitsir 13 l shaher l jeye", True),
        ("I turn 18 next year", False),
        ("born 04/2011", False),
        ("مواليد ٢٠١٥", True),
        ("née en 2013", None),
        ("mawelid 2011", False),
        ("متولد ۱۳۹۰", False),
        ("15 f", False),
        ("my twelve-year-old's friend", True),
        ("this channel is for under 13", True),
    ],
)
def test_a_minor_is_one_however_it_is_said(text: str, under13: bool | None) -> None:
    assert band(text) == (True, under13)


@pytest.mark.parametrize(
    "text",
    [
        "I turned 25, born in 2001",
        "the water is cut until 16 h",
        "less than 15 minutes",
        "moins de 10 euros",
        "turn on two lights",
        "im not 20 any more",
        "16 MB free",
    ],
)
def test_a_number_that_is_no_childs_age_makes_nobody_a_minor(text: str) -> None:
    assert band(text)[0] is not True


def test_a_year_of_birth_counts_from_when_it_was_written() -> None:
    [then] = {band("born in 2011", "2021-03-01T10:00:00Z")}
    assert then == (True, True)


@pytest.mark.parametrize(
    ("text", "young"),
    [
        ("I have 6 years of experience with children", None),
        ("j'ai 6 ans d'expérience avec des enfants", None),
        ("عندي خبرة ست سنوات مع الاطفال", None),
        ("i know you are 12", True),
        ("ابنتي ذات الستة عشر عاماً", False),
        ("the boys of our u10 team", True),
        ("bent saff tene sanawe", False),
    ],
)
def test_years_that_are_no_age_and_ages_told_in_other_ways(text: str, young: bool | None) -> None:
    assert assess([Message(text)], load()).under13 is young


@pytest.mark.parametrize(
    ("text", "own"),
    [
        ("I'm only 15 and he has my pictures", "self_minor"),
        ("hello,\nim 14 pls help", "self_minor"),
        ("عمري ١٦ وعم يهددني", "self_minor"),
        ("15 yaşındayım", "self_minor"),
        ("من ۱۵ سالمه", "self_minor"),
        ("I am a 22 year old student", "self_adult"),
        ("عندي ٣٨ سنة ومطلقة", "self_adult"),
        ("ana 3omre 28", "self_adult"),
        ("j'ai 41 ans", "self_adult"),
        ("my daughter is 15", ""),
        ("he is 35", ""),
        ("عندي ٣ ولاد", ""),
    ],
)
def test_the_writers_own_age_is_told_from_others(text: str, own: str) -> None:
    names = read([Message(text)], RULES).names
    assert names & {"self_minor", "self_adult"} == ({own} if own else set())
