"""A contact is the same however it is written; one that nobody checked is told."""

from __future__ import annotations

import pytest

from zammad_plugin.text.identifiers.contacts import bare, unknown


@pytest.mark.parametrize(
    "written", ["03/123456", "+961 3 123 456", "00961 3 123456", "٠٣ ١٢٣ ٤٥٦", "(03) 123-456"]
)
def test_a_number_is_one_in_every_writing(written: str) -> None:
    assert bare(written) == "+9613123456"
    assert list(unknown(f"call {written} now", ["03-123456"])) == []


@pytest.mark.parametrize(
    ("written", "one"),
    [
        ("1564", "1564"),
        ("https://www.Example.org/", "example.org"),
        ("a@Example.org", "a@example.org"),
    ],
)
def test_helplines_and_addresses(written: str, one: str) -> None:
    assert bare(written) == one


def test_an_unchecked_number_is_told_with_its_place() -> None:
    assert list(unknown("call 71 234 567", ["03-123456"])) == [("71 234 567", 5)]
