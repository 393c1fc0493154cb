"""What `check` finds without a server: unsafe words, unknown attributes, missing languages."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any

from zammad_plugin.config.referrals import Service, read_services
from zammad_plugin.config.safe_words import read_safe_words
from zammad_plugin.errors import DeskError, Where
from zammad_plugin.sync.model import Desired
from zammad_plugin.sync.referrals import misdirected
from zammad_plugin.text.safe_words import Forbidden, SafeWords, objections


@cache
def rules() -> SafeWords:
    """Raises DeskError when the file of rules is broken."""
    file = read_safe_words()
    return SafeWords(
        [Forbidden(one.id, one.why, one.patterns, one.unless) for one in file.rules],
        file.neutral_first_line.audiences,
        file.neutral_first_line.words,
        file.neutral_first_line.why,
        file.longest.audiences,
        file.longest.words,
        file.longest.why,
        file.variables.known,
    )


@cache
def services() -> tuple[Service, ...]:
    """Raises DeskError when the file of services is broken."""
    return read_services()


def lint(desired: Iterable[Desired]) -> Iterator[DeskError]:
    """One problem an objection."""
    for item in desired:
        if "body" not in item.about:
            continue
        text, lang, audience = (str(item.about[name]) for name in ("body", "lang", "audience"))
        for one in objections(text, lang, audience, rules()):
            what = f"{one.rule}: '{one.found}' ({one.why})"
            yield DeskError(what, where=Where(item.where.path, 1, 1), hint="reword the text")
        for why in misdirected(item, services()):
            yield DeskError(why, where=Where(item.where.path, 1, 1), hint="name another service")


OUR_ATTRIBUTE = re.compile(r"^ticket\.(cs_\w+)$")


def _attributes_in(value: Any) -> Iterator[str]:
    """Names of our attributes in conditions (flat or a tree), actions and options."""
    if isinstance(value, dict):
        for name, one in value.items():
            named = OUR_ATTRIBUTE.match(str(one) if name == "name" else str(name))
            if named:
                yield named[1]
            yield from _attributes_in(one)
    elif isinstance(value, list):
        for one in value:
            yield from _attributes_in(one)


def unknown_attributes(desired: list[Desired]) -> Iterator[DeskError]:
    """A condition on an attribute that isn't there breaks every later trigger of the server."""
    known = {item.fields["name"] for item in desired if item.kind.name == "attributes"}
    for item in desired:
        for name in sorted(set(_attributes_in(item.fields)) - known):
            hint = f"write templates/attributes/….yml for {name}, or mend the name"
            yield DeskError(f"no file makes the attribute '{name}'", where=item.where, hint=hint)


def missing_languages(desired: list[Desired]) -> dict[str, list[str]]:
    """Language → replies that lack it, for every language that most replies have."""
    langs = defaultdict[str, set[str]](set)
    for item in desired:
        if item.kind.name == "text_modules":
            langs[item.key.partition("/")[0]].add(item.key.partition("/")[2])
    usual = {lang for have in langs.values() for lang in have
             if 2 * sum(lang in other for other in langs.values()) > len(langs)}  # fmt: skip
    missing = {lang: sorted(key for key in langs if lang not in langs[key]) for lang in usual}
    return {lang: keys for lang, keys in sorted(missing.items()) if keys}
