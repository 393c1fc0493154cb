"""What an address of a known host means: whose account, which group, which post. Pure.

An address may name an account and a post of it; the first rule of `hosts` that fits says each.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from zammad_plugin.text.identifiers.hosts import HOSTS, Kind, Rule


class Meant(NamedTuple):
    """`value` as the address writes it."""

    service: str
    kind: Kind
    value: str


BY_HOST = {host: service for service, (hosts, _) in HOSTS.items() for host in hosts}
# Hosts whose address is nothing but the short code of a post.
OF_POSTS = {
    "vm.tiktok.com": "tiktok",
    "vt.tiktok.com": "tiktok",
    "fb.watch": "facebook",
    "youtu.be": "youtube",
    "t.snapchat.com": "snapchat",
    "clips.twitch.tv": "twitch",
    "pin.it": "pinterest",
    "redd.it": "reddit",
}
CODE = re.compile(r"([\w-]{4,})")
PREFIX = re.compile(
    r"^(?:www|m|web|mobile|l|lm|touch|mbasic|business|[a-z]{2}|[a-z]{2}-[a-z]{2})\.(?=.+\.)"
)


def without_prefix(host: str) -> str:
    """ "m.facebook.com" and "fr-fr.facebook.com" are "facebook.com"."""
    return PREFIX.sub("", host)


def is_known(host: str) -> bool:
    return host in OF_POSTS or _service(host) is not None


def meant(host: str, rest: str) -> Iterator[Meant]:
    """Whom and what an address of a known host names; `rest` is its path, query and fragment
    without the first slash."""
    if host in OF_POSTS:
        if found := CODE.match(rest):
            yield Meant(OF_POSTS[host], "post", found[1])
        return
    service = _service(host)
    if service:
        rules = HOSTS[service][1]
        yield from _first(service, [one for one in rules if one.kind != "post"], rest)
        yield from _first(service, [one for one in rules if one.kind == "post"], rest)


def _service(host: str) -> str | None:
    return BY_HOST.get(host) or BY_HOST.get(without_prefix(host))


def _first(service: str, rules: list[Rule], rest: str) -> Iterator[Meant]:
    for kind, pattern in rules:
        if found := pattern.match(rest):
            yield Meant(service, kind, found[1])
            return
