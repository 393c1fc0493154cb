"""Links, addresses, numbers, amounts and dates become one sign each, at their own places."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zammad_plugin.text.identifiers.entities import entities
from zammad_plugin.text.identifiers.mask import RESERVED, TOKENS, mask


def named(text: str) -> list[tuple[str, str]]:
    return [(kind, text[start:end]) for kind, start, end in entities(text)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("he is @dark_rider.99 there", [("handle", "@dark_rider.99")]),
        (
            "see https://www.tiktok.com/@x/video/7 now",
            [("link", "https://www.tiktok.com/@x/video/7")],
        ),
        ("discord.gg/abc or t.me/foo", [("link", "discord.gg/abc"), ("link", "t.me/foo")]),
        ("12345@gmail.com", [("email", "12345@gmail.com")]),
        ("call +961 71/234 567", [("phone", "+961 71/234 567")]),
        ("call 03/123456 or ٠٣١٢٣٤٥٦", [("phone", "03/123456"), ("phone", "٠٣١٢٣٤٥٦")]),
        (
            "500$, $1,500 and 20 euros",
            [("money", "500$"), ("money", "$1,500"), ("money", "20 euros")],
        ),
        ("٥٠٠ ليرة", [("money", "٥٠٠ ليرة")]),
        ("May 3, 2026 or 3 mai 2026", [("date", "May 3, 2026"), ("date", "3 mai 2026")]),
        ("يوم 5 أيار 2026", [("date", "5 أيار 2026")]),
        ("born 04/2011, at 10:30 pm", [("date", "04/2011"), ("date", "10:30 pm")]),
        (
            "LB62 0999 0000 0001 0019 0122 9114 end",
            [("iban", "LB62 0999 0000 0001 0019 0122 9114")],
        ),
        ("33.8938, 35.5018", [("coordinates", "33.8938, 35.5018")]),
        ("from 192.168.1.1", [("ip", "192.168.1.1")]),
        ("ref #1234567", [("number", "#1234567")]),
        ("I am 13, my sister is 12 and class 8b", []),
        ("please help.me now", []),
        ("عمري ١٢ سنة", []),
    ],
)
def test_what_is_named(text: str, found: list[tuple[str, str]]) -> None:
    assert named(text) == found


def test_each_becomes_one_sign_at_its_place() -> None:
    text = "he is @dark.rider, pay 500 dollars"
    masked = mask(text)
    assert masked.text.split() == ["he", "is", f"{TOKENS['handle']}", ",", "pay", TOKENS["money"]]
    assert masked.text.index("pay") == text.index("pay")


@given(st.text() | st.text("a1@.:/-+ 0٣$\uf700\uf70a"))
def test_offsets_are_those_of_the_original(text: str) -> None:
    masked = mask(text)
    assert len(masked.text) == len(text)
    free = 0
    for kind, start, end in masked.tokens:
        assert free <= start < end <= len(text)
        assert masked.text[start:end].rstrip(" ") == TOKENS[kind]
        assert masked.text[free:start] == RESERVED.sub(" ", text[free:start])
        free = end
    assert masked.text[free:] == RESERVED.sub(" ", text[free:])


@pytest.mark.parametrize("unit", ["1", "1.", "1@", "a.b", "12/", "+1 ", "$1,", "a@", "May 1", "x-"])
def test_hostile_texts_take_no_longer(unit: str) -> None:
    start = time.process_time()
    mask(unit * (200_000 // len(unit)))
    assert time.process_time() - start < 3  # quadratic would take minutes
