"""Sentences that no person wrote for this message: disclaimers, banners, virus scanners, web forms,
what portals, lists, ticket systems and mail servers say of a mail. Pure.

Known by wording that belongs to them alone; a sentence of a person's between them stays.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

import ahocorasick

from zammad_plugin.text.mail.blocks import Kind
from zammad_plugin.text.mail.disclaimers import BANNER, DISCLAIMER, DOUBTFUL, SCANNER
from zammad_plugin.text.mail.lines import unmarked
from zammad_plugin.text.mail.notices import DOUBTFUL_NOTICE, FORM, NOTICE

TABLES: tuple[tuple[Kind, bool, tuple[tuple[str, str], ...]], ...] = (
    ("form", True, FORM),
    ("notice", True, NOTICE),
    ("scanner", True, SCANNER),
    ("banner", True, BANNER),
    ("disclaimer", True, DISCLAIMER),
    ("disclaimer", False, DOUBTFUL),
    ("notice", False, DOUBTFUL_NOTICE),
)


class Rule(NamedTuple):
    """A sentence of `kind`; `sure`: by itself, else beside another one only."""

    kind: Kind
    sure: bool
    word: str
    pattern: re.Pattern[str]


RULES = tuple(
    Rule(kind, sure, word, re.compile(pattern, re.I))
    for kind, sure, table in TABLES
    for word, pattern in table
)
SENTENCE_END = re.compile(r"(?<=[.!?؟۔։…])[\"'»”’)\]]*\s+")
# Who tells of somebody is no machine, whatever the rest of the sentence says.
PERSONAL = re.compile(
    r"\b(?:i|me|my|mine|he|him|his|she|her|they|je|me|mon|ma|mes|moi|il(?! s['’]agit)|elle|lui)\b"
    r"|\b[jm]['’]|[أا]نا |\b(?:لي|معي|عندي|[إا]بنتي|[إا]بني|بنتي|[أا]ختي|[أا]خي)\b"
)
ANONYMOUS: frozenset[Kind] = frozenset({"form", "notice"})
MOST = 2_000  # characters of one sentence that are looked at
DOTTED = "i\u0307"  # what a Turkish capital I becomes in lower case


def _automaton() -> ahocorasick.Automaton:
    words = ahocorasick.Automaton()
    for rule in RULES:
        words.add_word(rule.word, rule.word)
    words.make_automaton()
    return words


_WORDS = _automaton()


class Footer(NamedTuple):
    """A sentence from `start` to `end` of the text."""

    kind: Kind
    start: int
    end: int


def footers(text: str, sentences: Iterable[tuple[int, int]]) -> Iterator[Footer]:
    """Which of the `sentences` (start, end) of `text` are nobody's words, in order."""
    words = {word for _, word in _WORDS.iter(_plain(text))}
    if not words:
        return
    rules = [rule for rule in RULES if rule.word in words]
    places = [(start, end) for start, end in sentences if not text[start:end].isspace()]
    found = [_rule(_plain(text[start:end][:MOST]), rules) for start, end in places]
    for at, (rule, (start, end)) in enumerate(zip(found, places, strict=True)):
        if rule and (rule.sure or any(found[max(0, at - 1) : at] + found[at + 1 : at + 2])):
            yield Footer(rule.kind, start, end)


def _plain(text: str) -> str:
    """As the wordings are written: in lower case, one blank between words."""
    return " ".join(unmarked(text).lower().replace(DOTTED, "i").split())


def _rule(sentence: str, rules: Iterable[Rule]) -> Rule | None:
    there = (one for one in rules if one.word in sentence and one.pattern.search(sentence))
    return next((one for one in there if not _is_personal(one, sentence)), None)


def _is_personal(rule: Rule, sentence: str) -> bool:
    return rule.sure and rule.kind in ANONYMOUS and PERSONAL.search(sentence) is not None
