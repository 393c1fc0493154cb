"""Names of accounts and numbers in a text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zammad_plugin.text.identifiers import comparable, identifiers
from zammad_plugin.tickets.networks import MOST, Networks
from zammad_plugin.triage.model import Message

SECRET = b"a secret of the tests"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("his tiktok is @Dark.Kid_77.", ["handle:dark.kid_77"]),
        ("https://www.tiktok.com/@Dark.Kid_77/video/7?x=1", ["handle:dark.kid_77"]),
        (
            "https://t.me/joinchat and https://wa.me/96170123456",
            ["handle:joinchat", "phone:96170123456"],
        ),
        ("call +961 70 123 456 or ٠٣١٢٣٤٥٦٧٨", ["phone:0312345678", "phone:96170123456"]),
        ("mail me at Some.One@Example.org", ["email:some.one@example.org"]),
        ("https://files.example/pics/1", ["url:files.example/pics/1"]),
        (
            "bc1qar0srrr7xfkvy5l643lydnw9re59gtzzwf5mdq",
            ["wallet:bc1qar0srrr7xfkvy5l643lydnw9re59gtzzwf5mdq"],
        ),
        ("on 2026-11-24 at 10:30, 24/11/2026, class 8, 200 dollars, grade 1234", []),
        ("", []),
    ],
)
def test_what_is_found(text: str, found: list[str]) -> None:
    assert identifiers(text) == found


def test_helplines_and_common_domains_are_exempt() -> None:
    text = "I called 01-293293 and wrote to help@smex.org, see https://docs.smex.org/x"
    assert identifiers(text, ["phone:01293293", "smex.org"]) == []


@given(st.text(max_size=300))
def test_never_raises_and_is_bounded(text: str) -> None:
    found = identifiers(text)
    assert len(found) <= 20 and found == sorted(found)


def test_a_hash_needs_the_secret_and_says_nothing() -> None:
    one, other = Networks(SECRET), Networks(b"another secret 16")
    messages = [Message("he is @dark.kid.77")]
    [code] = one.codes(messages)
    assert [code] != list(other.codes(messages)) and "dark" not in code
    assert one.codes([Message("https://tiktok.com/@dark.kid.77")]) == (code,)


def test_the_newest_message_comes_first_and_there_are_few() -> None:
    messages = [Message(f"@person{number}abc") for number in range(9)]
    codes = Networks(SECRET).codes(messages)
    assert len(codes) == MOST
    assert codes[0] == Networks(SECRET).codes(messages[-1:])[0]


def test_a_number_is_the_same_with_and_without_its_prefix() -> None:
    assert comparable("phone:96170123456") == comparable("phone:0070123456")
