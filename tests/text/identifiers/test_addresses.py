"""What an address of a service names: an account, a post, both, or nobody."""

from __future__ import annotations

import pytest

from zammad_plugin.text.identifiers.addresses import is_known, meant


@pytest.mark.parametrize(
    ("host", "rest", "named"),
    [
        ("www.tiktok.com", "@wolf/video/7", [("handle", "wolf"), ("post", "7")]),
        ("m.facebook.com", "watch/?v=123456", [("post", "123456")]),
        ("t.me", "market_lb/9", [("handle", "market_lb"), ("post", "market_lb/9")]),
        ("youtu.be", "AbCdEfGhIjK?t=3", [("post", "AbCdEfGhIjK")]),
        ("instagram.com", "explore/tags/kids", []),
        ("reddit.com", "r/Liban/comments/1ab/x", [("group", "Liban"), ("post", "1ab")]),
    ],
)
def test_an_address_names_account_and_post(
    host: str, rest: str, named: list[tuple[str, str]]
) -> None:
    assert [(one.kind, one.value) for one in meant(host, rest)] == named


def test_a_host_of_nobody_is_not_known() -> None:
    assert not is_known("pics.example") and is_known("fr-fr.facebook.com")
