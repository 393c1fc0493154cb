"""Accounts, numbers, addresses and wallets that a text names, each in one form. Pure.

What an address means is the service's own rule (`addresses`): a reel is nobody's account.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from typing import Literal, NamedTuple

from zammad_plugin.text.identifiers import links, payment
from zammad_plugin.text.identifiers.addresses import is_known, meant
from zammad_plugin.text.identifiers.bare.handles import bare_handles
from zammad_plugin.text.identifiers.bare.name import Bare
from zammad_plugin.text.identifiers.entities import Entity, entities
from zammad_plugin.text.identifiers.looks import STOP
from zammad_plugin.text.identifiers.mentions import Linked, Mentions
from zammad_plugin.text.identifiers.regions import told
from zammad_plugin.text.identifiers.services import HYPHENED
from zammad_plugin.text.identifiers.spelt import spelt
from zammad_plugin.text.identifiers.telephone import e164, is_called, is_code, numbers, plain_digits

LONGEST = 20_000  # characters read
MOST = 20  # identifiers of one text: more are a list, not a report
SAME_NUMBER = 8  # last digits, of a number that no country's plan knows
Kind = Literal[
    "handle", "id", "phone", "email", "wallet", "iban", "invite", "group", "post", "link"
]
OF_SERVICE = frozenset({"id", "invite", "group", "post"})  # numbers that mean nothing without it


class Identifier(NamedTuple):
    """`service` as `services` names it, '' where nobody says which; `value` as the police needs it:
    numbers in E.164, names and mail addresses in lower case, the rest as written; from `start` to
    `end` of the text."""

    service: str
    kind: Kind
    value: str
    start: int
    end: int

    @property
    def key(self) -> str:
        """What is the same in two texts: `handle:name`, `phone:+961…`, `id:facebook/1000…`. A name
        is one on every network: who is @wolf_one here is hardly somebody else there."""
        if self.kind in OF_SERVICE:
            return f"{self.kind}:{self.service}/{self.value}"
        return f"{self.kind}:{_SAME.get(self.kind, str)(self.value)}"

    @property
    def says_who(self) -> bool:
        """Whether it names somebody or a place of theirs, not one thing that they posted."""
        return self.kind not in {"post", "link"}


def identifiers(text: str, exempt: Iterable[str] = ()) -> list[Identifier]:
    """In the order of the text, each once on each network, without `exempt`: keys, or domains with
    all below."""
    skip = {comparable(one) for one in exempt}
    found: dict[tuple[str, str], Identifier] = {}
    for one in sorted(_all(text[:LONGEST]), key=lambda one: (one.start, -one.end)):
        if not (comparable(one.key) in skip or _below(one, skip)):
            found.setdefault((one.key, one.service), one)
    served = {key for key, service in found if service}
    once = [one for (key, service), one in found.items() if service or key not in served]
    return once[:MOST]


def comparable(key: str) -> str:
    """A number as E.164, else by its last digits: with and without prefix it is one number."""
    kind, _, value = key.partition(":")
    return f"phone:{e164(value) or value[-SAME_NUMBER:]}" if kind == "phone" else key


def _below(one: Identifier, domains: set[str]) -> bool:
    """An address or link of an exempt domain."""
    if one.kind not in {"email", "link"}:
        return False
    host = one.value.rpartition("@")[2] if one.kind == "email" else links.plain(one.value)
    host = host.partition("/")[0]
    return any(host == domain or host.endswith(f".{domain}") for domain in domains)


def _all(text: str) -> Iterator[Identifier]:
    named = list(entities(text))
    addressed = [
        (one, list(_link(text[one.start : one.end], one))) for one in named if one.kind == "link"
    ]
    linked = [Linked(one.service, one.end) for _, of in addressed for one in of if one.service]
    mentions = Mentions(text, linked)
    found = [Identifier(*one) for one in spelt(text)]
    found += [one for _, of in addressed for one in of]
    found += _of_entities(text, named, mentions)
    yield from found
    for bare in _placed(bare_handles(text, mentions)):
        if not any(one.start < bare.end and bare.start < one.end for one in found):
            yield _of_bare(bare)


def _placed(bares: Iterable[Bare]) -> Iterable[Bare]:
    """What stands at one place is one name: the first that says of which network it is."""
    places: dict[int, Bare] = {}
    for one in bares:
        known = places.setdefault(one.start, one)
        if one.service and not known.service:
            places[one.start] = one
    return places.values()


def _of_bare(bare: Bare) -> Identifier:
    value = bare.value.casefold().strip(".-") if bare.kind == "handle" else plain_digits(bare.value)
    return Identifier(bare.service, bare.kind, value, bare.start, bare.end)


def _of_entities(text: str, named: Iterable[Entity], mentions: Mentions) -> Iterator[Identifier]:
    """But for links, which say of which networks the text speaks."""
    for entity in named:
        if entity.kind == "ip" and is_called(text[max(0, entity.start - 40) : entity.start]):
            entity = entity._replace(kind="phone")  # "WhatsApp 76.55.44.33"
        said = text[entity.start : entity.end]
        if entity.kind == "email":
            yield _one(_payer(entity, mentions), "email", said.casefold().strip("."), entity)
        elif entity.kind == "handle":
            yield from _handle(text, entity, mentions)
        elif entity.kind == "wallet":
            yield _one(payment.coin(said), "wallet", said, entity)
        elif entity.kind == "iban":
            yield from _iban(text, said, entity)
        elif entity.kind in ("phone", "number"):
            yield from _phone(text, said, entity, mentions)


def _payer(entity: Entity, mentions: Mentions) -> str:
    """PayPal's accounts are told by their addresses."""
    return "paypal" if mentions.near(entity.start, entity.end) == "paypal" else ""


def _one(service: str, kind: Kind, value: str, entity: Entity) -> Identifier:
    return Identifier(service, kind, value, entity.start, entity.end)


TIME = re.compile(r"\d{1,2}(?:[:.]\d\d)?[ap]m")  # "@ 5pm" without its blank
NO_NAME = STOP | {
    *("everyone", "all", "here", "channel"),
    *("gmail", "hotmail", "yahoo", "outlook", "icloud"),
}
HYPHEN = re.compile(r"(?:-\w{1,20}){1,4}")


def _handle(text: str, entity: Entity, mentions: Mentions) -> Iterator[Identifier]:
    service = mentions.about(entity.start, entity.end)
    more = HYPHEN.match(text, entity.end) if service in HYPHENED else None
    entity = entity._replace(end=more.end() if more else entity.end)
    name = text[entity.start + 1 : entity.end].casefold().strip(".")
    named = len(name) > 1 and name not in NO_NAME and any(map(str.isalpha, name))
    if named and not TIME.fullmatch(name):
        yield _one(service, "handle", name, entity)


def _iban(text: str, said: str, entity: Entity) -> Iterator[Identifier]:
    near = text[max(0, entity.start - 40) : entity.start]
    if value := payment.iban(said, near):
        yield _one("", "iban", value, entity)


def _phone(text: str, said: str, entity: Entity, mentions: Mentions) -> Iterator[Identifier]:
    before = text[max(0, entity.start - 40) : entity.start]
    if before[-1:].isalnum() or is_code(said, before):
        return
    service = mentions.of_number(entity.start, entity.end)
    for number in numbers(said, told(text, entity.start, entity.end)):
        yield _one(service, "phone", number, entity)


def _link(said: str, entity: Entity) -> Iterator[Identifier]:
    found = links.read(said)
    if found is None:
        return
    entity = entity._replace(end=entity.start + len(found.url))
    if is_known(found.host):
        for one in meant(found.host, found.rest):
            yield _one(one.service, one.kind, _value(one.kind, one.value), entity)
    elif found.is_page:
        yield _one("", "link", found.url, entity)


def _value(kind: Kind, said: str) -> str:
    if kind == "phone":
        return e164(f"+{said}") or f"+{said}"
    return said.casefold().strip(".") if kind == "handle" else said.strip("/")


_SAME: dict[str, Callable[[str], str]] = {"link": links.plain, "wallet": payment.same_wallet}
