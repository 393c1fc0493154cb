"""Tickets that name the same account find each other by keyed hashes."""

from __future__ import annotations

from zammad_plugin.tickets.networks import MOST, Networks
from zammad_plugin.triage.model import Message

SECRET = b"a secret of the tests"


def codes(*texts: str) -> tuple[str, ...]:
    return Networks(SECRET).codes([Message(text) for text in texts])


def test_a_hash_needs_the_secret_and_says_nothing() -> None:
    [code] = codes("he is @dark.kid.77")
    assert [code] != list(Networks(b"another secret 16").codes([Message("he is @dark.kid.77")]))
    assert "dark" not in code
    assert codes("https://tiktok.com/@dark.kid.77") == (code,)
    assert codes("his tiktok: dark.kid.77") == (code,)


def test_a_number_is_one_in_every_writing() -> None:
    assert codes("call 03/123456") == codes("+961 3 123 456") == codes("رقمه ٠٣١٢٣٤٥٦")


def test_strangers_with_addresses_of_one_shape_are_not_linked() -> None:
    one = codes("facebook.com/profile.php?id=100087654321098")
    assert not set(one) & set(codes("facebook.com/profile.php?id=100011111111111"))


def test_the_newest_message_comes_first_and_there_are_few() -> None:
    texts = [f"@person{number}abc" for number in range(9)]
    assert len(codes(*texts)) == MOST
    assert codes(*texts)[0] == codes(texts[-1])[0]
