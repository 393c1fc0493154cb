"""What is written to be missed reads as it was meant, and its places are those of the original."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zammad_plugin.text.normalise import normalise

ENGLISH = "he has my nudes and wants money, i am 13"
ARABIC = "رجل يهدد ابنتي بنشر صورها العاريه ويريد المال"
SMALL_CAPITALS = dict(zip("abcdefghijklmnoprstuvwyz", "ᴀʙᴄᴅᴇꜰɢʜɪᴊᴋʟᴍɴᴏᴘʀꜱᴛᴜᴠᴡʏᴢ", strict=True))
REGIONAL = {chr(97 + at): chr(0x1F1E6 + at) for at in range(26)}
FIGURES = {"a": "4", "e": "3", "i": "1", "o": "0", "s": "5", "t": "7"}


def drawn(text: str, letters: dict[str, str]) -> str:
    return "".join(letters.get(one, one) for one in text)


@pytest.mark.parametrize("text", [ENGLISH, ARABIC])
@pytest.mark.parametrize(
    "disguise",
    [
        lambda text: "\u202e" + text[::-1] + "\u202c",
        lambda text: f"\u202e{text[::-1]}",
        lambda text: ".".join(text),
        lambda text: " ".join(text),
        lambda text: "-".join(text),
        lambda text: "_".join(text),
        lambda text: "*".join(text),
        lambda text: "\u3164".join(text),
        lambda text: "\u2800".join(text),
        lambda text: drawn(text, SMALL_CAPITALS),
        lambda text: drawn(text, REGIONAL),
    ],
)
def test_a_disguise_is_undone(text: str, disguise) -> None:  # type: ignore[no-untyped-def]
    assert normalise(disguise(text)).text == text


def test_figures_for_letters_are_undone_but_arabizi_and_ages_stay() -> None:
    assert normalise(drawn("he has my nudes and wants money", FIGURES)).text == (
        "he has my nudes and wants money"
    )
    for text in ("3am yhaddedne w baddo 500$, 3ndo suwar", "10am, 4pm, 1st, 100k and 13yo at 4 am"):
        assert normalise(text).text == text


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("n*des and s*x", "nudes and sex"),
        ("k#ll", "kill"),
        ("ڡى ٯلبى", "في قلبي"),
        ("word b*tter", "word b*tter"),
        ("Lebanon🇱🇧 is ok", "lebanon🇱🇧 is ok"),
        ("u.s.a. and e.g. this", "u.s.a. and e.g. this"),
        ("1 2 3 4 5 6 7", "1 2 3 4 5 6 7"),
        ("\u202eمرحبا بنتي\u202c", "مرحبا بنتي"),
    ],
)
def test_what_is_certain_is_undone_and_nothing_else(written: str, meant: str) -> None:
    assert normalise(written).text == meant


def test_places_of_what_stood_backwards() -> None:
    written = "x \u202esedun ym\u202c y"
    folded = normalise(written)
    at = folded.text.index("nudes")
    start, end = folded.span(at, at + 5)
    assert written[start:end] == "sedun"


@given(st.text("ab.* -_\u202e\u202c\u0627\u06294310🇱@", max_size=60))
def test_places_lie_in_the_original_and_folding_twice_is_folding_once(text: str) -> None:
    once = normalise(text)
    assert normalise(once.text).text == once.text
    assert len(once.offsets) == len(once.text)
    assert all(0 <= at < len(text) for at in once.offsets)
    for start in range(len(once.text)):
        low, high = once.span(start, len(once.text))
        assert 0 <= low < high <= len(text)


@pytest.mark.parametrize("unit", ["a.", "a b ", "4a ", "a*b ", "\u202ea", "🇱", ". .", "a  "])
def test_hostile_texts_take_no_longer(unit: str) -> None:
    start = time.process_time()
    normalise(unit * (200_000 // len(unit)))
    assert time.process_time() - start < 5  # quadratic would take minutes
