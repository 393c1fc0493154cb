"""Accounts, numbers, addresses and wallets that a text names, each in one form. Pure.

What an address means is the service's own rule (`services`): a reel is nobody's account.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Literal, NamedTuple
from urllib.parse import unquote, urlsplit

from zammad_plugin.text.identifiers.bare_handles import Bare, Mentions, bare_handles
from zammad_plugin.text.identifiers.entities import Entity, entities
from zammad_plugin.text.identifiers.services import BY_HOST, HOSTS
from zammad_plugin.text.identifiers.telephone import e164, is_code

LONGEST = 20_000  # characters read
MOST = 20  # identifiers of one text: more are a list, not a report
SAME_NUMBER = 8  # last digits, of a number that no country's plan knows
Kind = Literal[
    "handle", "id", "phone", "email", "wallet", "iban", "invite", "group", "post", "link"
]
OF_SERVICE = frozenset({"id", "invite", "group", "post"})  # numbers that mean nothing without it


class Identifier(NamedTuple):
    """`service` as `services` names it, '' where nobody says which; `value` in its one form;
    from `start` to `end` of the text."""

    service: str
    kind: Kind
    value: str
    start: int
    end: int

    @property
    def key(self) -> str:
        """What is the same in two texts: `handle:name`, `phone:+961…`, `id:facebook/1000…`. A name
        is one on every network: who is @wolf_one here is hardly somebody else there."""
        value = f"{self.service}/{self.value}" if self.kind in OF_SERVICE else self.value
        return f"{self.kind}:{value}"


def identifiers(text: str, exempt: Iterable[str] = ()) -> list[Identifier]:
    """In the order of the text, each once, without `exempt`: keys, or domains with all below."""
    skip = {comparable(one) for one in exempt}
    found: dict[str, Identifier] = {}
    for one in sorted(_all(text[:LONGEST]), key=lambda one: (one.start, -one.end)):
        known = found.get(one.key)
        if not (comparable(one.key) in skip or _below(one, skip)) and (
            known is None or (one.service and not known.service)
        ):
            found[one.key] = one
    return list(found.values())[:MOST]


def comparable(key: str) -> str:
    """A number as E.164, else by its last digits: with and without prefix it is one number."""
    kind, _, value = key.partition(":")
    return f"phone:{e164(value) or value[-SAME_NUMBER:]}" if kind == "phone" else key


def _below(one: Identifier, domains: set[str]) -> bool:
    """An address or link of an exempt domain."""
    host = one.value.rpartition("@")[2] if one.kind == "email" else one.value.partition("/")[0]
    return one.kind in {"email", "link"} and any(
        host == domain or host.endswith(f".{domain}") for domain in domains
    )


def _all(text: str) -> Iterator[Identifier]:
    mentions = Mentions(text)
    taken = list[tuple[int, int]]()
    for found in _of_entities(text, mentions):
        taken.append((found.start, found.end))
        yield found
    for bare in bare_handles(text, mentions):
        if not any(start < bare.end and bare.start < end for start, end in taken):
            yield _of_bare(bare)


def _of_bare(bare: Bare) -> Identifier:
    value = bare.value.casefold().strip(".-") if bare.kind == "handle" else bare.value.upper()
    return Identifier(bare.service, bare.kind, value, bare.start, bare.end)


def _of_entities(text: str, mentions: Mentions) -> Iterator[Identifier]:
    for entity in entities(text):
        said = text[entity.start : entity.end]
        if entity.kind == "link":
            yield from _link(said, entity)
        elif entity.kind == "email":
            yield _one("", "email", said.casefold().strip("."), entity)
        elif entity.kind == "handle":
            yield from _handle(said, entity, mentions)
        elif entity.kind == "wallet":
            yield _one(_coin(said), "wallet", _wallet(said), entity)
        elif entity.kind == "iban":
            yield from _iban(text, said, entity)
        elif entity.kind in ("phone", "number"):
            yield from _phone(text, said, entity)


def _one(service: str, kind: Kind, value: str, entity: Entity) -> Identifier:
    return Identifier(service, kind, value, entity.start, entity.end)


NO_NAME = frozenset(
    {"everyone", "all", "here", "channel", "gmail", "hotmail", "yahoo", "outlook", "icloud"}
)


def _handle(said: str, entity: Entity, mentions: Mentions) -> Iterator[Identifier]:
    name = said[1:].casefold().strip(".")
    if len(name) > 1 and name not in NO_NAME and any(map(str.isalnum, name)):
        if name.isdigit() or re.fullmatch(r"\d{1,2}(?:[:.]\d\d)?[ap]m", name):
            return
        yield _one(mentions.near(entity.start, entity.end), "handle", name, entity)


def _coin(address: str) -> str:
    if address[:2].casefold() == "0x":
        return "ethereum"
    if address[0] == "T":
        return "tron"
    return "monero" if len(address) > 90 else "bitcoin"


def _wallet(address: str) -> str:
    """Letters count in base58; in Ethereum's and the newer Bitcoin's form they don't."""
    return address.casefold() if address[:2].casefold() in ("0x", "bc") else address


IBAN_NEAR = re.compile(r"iban|[اآإ]يبان|الحساب|account|compte|rib\b|bank|bancaire|بنك", re.I)
IBAN_LENGTHS = range(15, 35)


def _iban(text: str, said: str, entity: Entity) -> Iterator[Identifier]:
    """By its check digits, or where it is called one: a wrong copy is still what was written."""
    value = re.sub(r"[\s-]", "", said).upper()
    near = text[max(0, entity.start - 40) : entity.start]
    if len(value) in IBAN_LENGTHS and (_is_checked(value) or IBAN_NEAR.search(near)):
        yield _one("", "iban", value, entity)


def _is_checked(value: str) -> bool:
    """ISO 13616: the number is 1 mod 97, its first four signs last, letters as 10 to 35."""
    return int("".join(str(int(one, 36)) for one in value[4:] + value[:4])) % 97 == 1


def _phone(text: str, said: str, entity: Entity) -> Iterator[Identifier]:
    before = text[max(0, entity.start - 40) : entity.start]
    if before[-1:].isalnum() or is_code(said, before):
        return
    whole = e164(said)
    parts = [said] if whole else re.split(r"\s*/\s*|\s+-\s+|\s{2,}", said)
    for part in parts:
        number = whole or e164(part)
        if number:
            yield _one("", "phone", number, entity)


TRAILING = ".,;:!?…'\"*)]}»"
PREFIX = re.compile(
    r"^(?:www|m|web|mobile|l|lm|touch|mbasic|business|[a-z]{2}|[a-z]{2}-[a-z]{2})\.(?=.+\.)"
)
HOME = re.compile(r"(?:10|127|192\.168|172\.(?:1[6-9]|2\d|3[01]))\.|localhost$")  # of nobody


def _link(said: str, entity: Entity) -> Iterator[Identifier]:
    url = said.rstrip(TRAILING)
    entity = Entity(entity.kind, entity.start, entity.start + len(url))
    schemed = "://" in url
    try:
        parts = urlsplit(url if schemed else f"https://{url}")
        host = PREFIX.sub("", (parts.hostname or "").casefold())
    except ValueError:
        return
    rest = unquote(parts.path).lstrip("/")
    rest += f"?{parts.query}" if parts.query else ""
    rest += f"#{parts.fragment}" if parts.fragment else ""
    service = BY_HOST.get(host) or BY_HOST.get((parts.hostname or "").casefold())
    if service:
        yield from _of_service(service, host, rest, entity)
    elif host and not HOME.match(host) and (parts.path.strip("/") or schemed):
        path = parts.path.rstrip("/")
        yield _one("", "link", f"{host}{path}", entity)


def _of_service(service: str, host: str, rest: str, entity: Entity) -> Iterator[Identifier]:
    for kind, pattern in HOSTS[service][1]:
        found = pattern.match(rest)
        if not found:
            continue
        value = found[1]
        if kind == "phone":
            yield _one(service, "phone", e164(f"+{value}") or f"+{value}", entity)
        elif kind == "handle":
            yield _one(service, kind, value.casefold().strip("."), entity)
        else:
            yield _one(service, kind, value.rstrip("/") if kind == "post" else value, entity)
        return
