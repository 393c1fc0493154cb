"""Rules × writers × languages: which of a rule's replies a writer would get, and where none is.

A reply speaks to somebody (`audience`): a text for a child is no text for its mother. A rule that
suggests a text of the first hour owes it in every language that such texts are in, other rules in
those that most texts are in. Pure.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from zammad_plugin.routing.rules import Routing, Rule
from zammad_plugin.sync.replies.translations import Replies, source_of, wanted
from zammad_plugin.vocabulary import REPORTERS

# Who writes → whom a text may speak to. A friend gets a parent's text on what can't wait.
FITS: dict[str, frozenset[str]] = {
    "child": frozenset({"child", "anyone"}),
    "unknown": frozenset({"child", "anyone"}),
    "adult_victim": frozenset({"child", "anyone"}),
    "guardian": frozenset({"guardian", "anyone"}),
    "teacher": frozenset({"teacher", "guardian", "bystander", "anyone"}),
    "professional": frozenset({"partner", "guardian", "bystander", "anyone"}),
    "peer": frozenset({"bystander", "guardian", "anyone"}),
    "bystander": frozenset({"bystander", "guardian", "anyone"}),
}


@dataclass(frozen=True)
class Row:
    """What a rule has for one writer: `by_lang` the first reply that fits, '' where none does."""

    rule: str
    reporter: str
    first_hour: bool
    by_lang: dict[str, str]

    @property
    def holes(self) -> list[str]:
        """Languages without a reply."""
        return [lang for lang, key in self.by_lang.items() if not key]


def rows(routing: Routing, replies: Replies) -> Iterator[Row]:
    """A row for every rule that suggests replies and every writer that it may be about."""
    owed = wanted(replies)
    for rule in routing.rules:
        known = [key for key in rule.then.replies if key in replies]
        langs = list(dict.fromkeys(lang for key in known for lang in owed[key]))
        first = any(source_of(replies[key]).about["first_hour"] for key in known)
        for reporter in _reporters(rule) if known else ():
            fit = [key for key in known if _audience(replies, key) in FITS[reporter]]
            by_lang = {lang: _first(fit, lang, replies) for lang in langs}
            yield Row(rule.id, reporter, first, by_lang)


def unsuited(rule: Rule, replies: Replies) -> list[str]:
    """Writers that the rule names and has no text for."""
    known = {_audience(replies, key) for key in rule.then.replies if key in replies}
    named = rule.when.reporter or []
    return [one for one in named if known and one in FITS and known.isdisjoint(FITS[one])]


def _reporters(rule: Rule) -> Sequence[str]:
    return [one for one in rule.when.reporter or REPORTERS if one in FITS]


def _first(keys: Sequence[str], lang: str, replies: Replies) -> str:
    return next((key for key in keys if lang in replies[key]), "")


def _audience(replies: Replies, key: str) -> str:
    return source_of(replies[key]).about["audience"]
