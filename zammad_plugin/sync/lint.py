"""The desk's replies under the linter; `check` shows what it says."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache

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
