"""Text in the wrong letters is read right where that is certain, else named."""

from __future__ import annotations

import base64
import quopri
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zammad_plugin.text.mail.clean import clean_article
from zammad_plugin.text.mail.decoded import decoded, unreadable

ARABIC = "مرحبا، رجل يهدد ابنتي بنشر صورها"
FRENCH = "un élève menacé à l'école cet été"


def in_code_page(text: str, code: str) -> str:
    return "".join(bytes([one]).decode(code, "ignore") or chr(one) for one in text.encode("utf-8"))


@pytest.mark.parametrize("text", [ARABIC, FRENCH])
@pytest.mark.parametrize(
    "spoil",
    [
        lambda text: text.encode().decode("latin-1"),
        lambda text: in_code_page(text, "cp1252"),
        lambda text: in_code_page(text, "cp1256"),
        lambda text: base64.encodebytes(text.encode() * 2).decode(),
        lambda text: quopri.encodestring(text.encode() * 2).decode(),
    ],
)
def test_what_is_certain_is_read(text: str, spoil) -> None:  # type: ignore[no-untyped-def]
    read = decoded(spoil(text))
    assert text in read and unreadable(read) is None
    assert text in clean_article(spoil(text), "text/plain")


@pytest.mark.parametrize(
    "text", [ARABIC, FRENCH, "really??? why???", "1=2A and x=3D", "https://x.example/" + "ab/" * 30]
)
def test_sound_text_stays(text: str) -> None:
    assert decoded(text) == text and unreadable(text) is None


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("????? ????? 12 ??? ???? ?????? ???? ????? ???????", "charset"),
        ("\ufffd\ufffd\ufffd \ufffd\ufffd\ufffd\ufffd 12", "charset"),
        (ARABIC.encode().decode("latin-1").replace("\x85", ""), "charset"),
        ("0x" + "ab" * 100, "encoded"),
        ("=FF=FE=00=D8=11=22", "encoded"),
    ],
)
def test_what_stays_unread_is_named(text: str, reason: str) -> None:
    assert unreadable(decoded(text)) == reason


@given(st.text(max_size=200) | st.text("ÃØÙ©§=ABC19?\n ", max_size=200))
def test_never_raises(text: str) -> None:
    unreadable(decoded(text))


@pytest.mark.parametrize("unit", ["A", "=D8=A7", "Ã©", "?", "A" * 79 + "\n", "+/="])
def test_hostile_texts_take_no_longer(unit: str) -> None:
    start = time.perf_counter()
    unreadable(decoded(unit * (200_000 // len(unit))))
    assert time.perf_counter() - start < 5  # quadratic would take minutes
