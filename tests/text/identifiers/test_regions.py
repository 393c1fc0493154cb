"""The country that a text tells of a telephone number."""

from __future__ import annotations

import pytest

from zammad_plugin.text.identifiers.regions import told

NUMBER = "053 410 2286"


@pytest.mark.parametrize(
    ("text", "region"),
    [
        (f"رقم سعودي {NUMBER}", "SA"),
        (f"un numéro belge : {NUMBER}", "BE"),
        (f"{NUMBER} (Canada)", "CA"),
        (f"she is from Syria. Her number: {NUMBER}", None),
        (f"دفعت مصاري {NUMBER}", None),
    ],
)
def test_the_country_is_told_in_the_numbers_own_sentence(text: str, region: str | None) -> None:
    start = text.index(NUMBER)
    assert told(text, start, start + len(NUMBER)) == region
