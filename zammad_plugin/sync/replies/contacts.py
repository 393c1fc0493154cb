"""Contacts in replies: `{{referrals:LB}}` → checked contacts, an expired one → ask your lead."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from zammad_plugin.config.referrals import SOONEST, Directory, Referral, Way
from zammad_plugin.config.services import Service, read_services
from zammad_plugin.errors import DeskError
from zammad_plugin.sync.model import Desired
from zammad_plugin.text import slots
from zammad_plugin.text.bidi import left_to_right
from zammad_plugin.text.languages import colon, comma, in_language, is_rtl
from zammad_plugin.vocabulary import MAIN

# {{referrals:LB}}, {{referrals:LB/cybercrime,child-helpline}}, {{referrals:global-take-it-down}}
PLACEHOLDER = re.compile(r"\{\{\s*referrals:\s*([^{}]*?)\s*\}\}")


@dataclass(frozen=True)
class Contacts:
    """What placeholders are filled from, as it is on the day `today`; `slots`: name → language →
    the desk's words."""

    directory: Directory
    today: datetime.date
    slots: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def fill(self, body: str, lang: str) -> str:
        """`body` with every placeholder filled, and the desk's own words put in. Raises DeskError
        for a placeholder that names nothing; a slot without words in `lang` stays for `check`."""
        filled = PLACEHOLDER.sub(lambda found: self._lines(found.group(1), lang), body)
        return slots.fill(filled, lang, self.slots)

    def usable(self, one: Referral) -> bool:
        return one.inserted and not self.directory.expired(one, self.today)

    def _lines(self, wanted: str, lang: str) -> str:
        named = (one for one in self._named(wanted) if one.inserted)
        known = sorted(named, key=lambda one: SOONEST.index(one.kind))
        if not any(self.usable(one) for one in known):
            return f"({word('nobody', lang)})"
        return "\n".join(self._line(one, lang) for one in known)

    def _named(self, wanted: str) -> list[Referral]:
        country, _, needs = wanted.partition("/")
        found = [one for one in self.directory.referrals if one.id == wanted]
        found = found or self.directory.chosen(country, None, needs.split(",") if needs else ())
        if not found:
            what = f"no referral '{wanted}'"
            raise DeskError(what, hint="zammad-plugin referrals list --all")
        return found

    def _line(self, one: Referral, lang: str) -> str:
        name = f"- {in_language(one.name, lang)}{colon(lang)}"
        if not self.usable(one):
            return f"{name}({word('ask', lang)})"
        parts = [comma(lang).join(way_in_words(way, lang) for way in one.ways)]
        parts += [in_language(one.warning, lang)] if one.warning else []
        return name + ". ".join(part for part in parts if part)


def word(name: str, lang: str) -> str:
    """Raises DeskError when the file of services is broken."""
    return in_language(read_services().words[name], lang)


def way_in_words(way: Way, lang: str) -> str:
    """`phone 112 (at any hour)`; numbers and addresses isolated in right-to-left text."""
    to = left_to_right(way.to) if is_rtl(lang) else way.to
    when = f" ({in_language(way.when, lang)})" if way.when else ""
    return f"{word(way.by, lang)} {to}{when}"


def fill(data: Any, contacts: Callable[[], Contacts]) -> Any:
    """A reply's data with its placeholders filled, in place; `contacts` are read when needed."""
    body = data.get("body") if isinstance(data, dict) else None
    if isinstance(body, str) and "{{" in body:
        data["body"] = contacts().fill(body, str(data.get("lang", MAIN)))
    return data


def misdirected(item: Desired, services: Sequence[Service]) -> Iterator[str]:
    """Why a reply names a service that is not for its readers, or hides for what age it is."""
    text, about = str(item.about.get("body", "")), item.about
    wrong = list(for_others(text, str(about.get("country")), str(about.get("ages")), services))
    for service in named_in(text, services):
        if service in wrong or not ("18" in text or "١٨" in text):
            yield service.why


def named_in(text: str, services: Sequence[Service]) -> list[Service]:
    return [one for one in services if one.name.casefold() in text.casefold()]


def for_others(
    text: str, country: str, ages: str, services: Sequence[Service]
) -> Iterator[Service]:
    """Services named in `text` that are not for a person of that country and `ages`.

    `ages`: minor, adult or any; a service for adults is for nobody of whom we don't know it.
    """
    for service in named_in(text, services):
        minors = service.ages.to is not None
        wrong_age = ages == "adult" if minors else ages != "adult"
        if wrong_age or service.country not in ("GLOBAL", country):
            yield service
