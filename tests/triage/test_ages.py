"""Ages and school classes, in digits and words, and what only looks like them."""

from __future__ import annotations

import pytest

from zammad_plugin.text.normalise import normalise
from zammad_plugin.triage.ages import beside
from zammad_plugin.triage.ruleset import load
from zammad_plugin.triage.see import see

RULES = load()


@pytest.mark.parametrize(
    ("text", "minor", "under13"),
    [
        ("my son is 15 and afraid", True, False),
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
        ("married for 9 years", None, None),
        ("depuis 12 ans", None, None),
        ("he wants 12$ now", None, None),
        ("hello", None, None),
    ],
)
def test_age_band(text: str, minor: bool | None, under13: bool | None) -> None:
    seen = see(text, RULES)
    assert (seen.minor, seen.under13) == (minor, under13)


@pytest.mark.parametrize(
    ("following", "age"),
    [(" is 15 and", 15), (" (12)", 12), (", 9,", 9), (" 3pm", None), (" 12:30", None), ("", None),
     (" 200$", None), (" 45", None)],
)  # fmt: skip
def test_a_number_beside_a_child(following: str, age: int | None) -> None:
    assert beside(normalise(following).text) == age
