"""Identifiers that their own form tells."""

from __future__ import annotations

import pytest

from zammad_plugin.text.identifiers.spelt import spelt


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("by u/Night_owl in class", "night_owl"),
        ("skype live:.cid.7f3a", "live:.cid.7f3a"),
        ("nader [at] mail [dot] example", "nader@mail.example"),
        ("loup dot gris at gmail dot com", "loup.gris@gmail.com"),
        ("STEAM_0:1:12345", "STEAM_0:1:12345"),
    ],
)
def test_what_is_spelt_is_found(text: str, value: str) -> None:
    assert [one.value for one in spelt(text)] == [value]


@pytest.mark.parametrize("text", ["he met him at school.He ran", "and/or, w/o, 5 u/s", "at home"])
def test_words_are_no_address(text: str) -> None:
    assert list(spelt(text)) == []
