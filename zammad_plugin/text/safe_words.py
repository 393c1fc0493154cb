"""The linter of texts for children and families: what they may not say. Pure.

Rules are data (rules/safe-words.yml) with a reason each; desks and drafts use the same ones.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from zammad_plugin.text.normalise import normalise

SENTENCE = re.compile(r"[.!?؟\n:;]+")
VARIABLE = re.compile(r"#\{([^{}]*)\}")
ARABIC_DIGIT = re.compile("[\u0660-\u0669]")
LATIN_DIGIT = re.compile("[0-9]")


@dataclass(frozen=True)
class Forbidden:
    """`patterns` and `unless` by language; a sentence with a word of `unless` is let through."""

    id: str
    why: str
    patterns: Mapping[str, Sequence[str]]
    unless: Mapping[str, Sequence[str]]


@dataclass(frozen=True)
class SafeWords:
    """All rules; the audiences named are those that they are for."""

    forbidden: Sequence[Forbidden]
    neutral_audiences: Sequence[str]
    neutral_words: Mapping[str, Sequence[str]]
    neutral_why: str
    longest_audiences: Sequence[str]
    longest: int
    longest_why: str
    variables: Sequence[str]


@dataclass(frozen=True)
class Objection:
    """`rule` says which, `why` the reason, `found` the words (of a desk's text, no customer's)."""

    rule: str
    why: str
    found: str


def objections(text: str, lang: str, audience: str, rules: SafeWords) -> list[Objection]:
    """Everything wrong with a text; languages without rules are checked for form only."""
    return [
        *_forbidden(text, lang, rules),
        *_first_line(text, lang, audience, rules),
        *_length(text, audience, rules),
        *_variables(text, rules),
        *_digits(text),
    ]


def _forbidden(text: str, lang: str, rules: SafeWords) -> Iterator[Objection]:
    sentences = [normalise(one).text.strip() for one in SENTENCE.split(text)]
    for rule in rules.forbidden:
        excuses = [normalise(one).text for one in rule.unless.get(lang, ())]
        for pattern in rule.patterns.get(lang, ()):
            for sentence in sentences:
                match = re.search(pattern, sentence)
                if match and not any(_stands(one, sentence) for one in excuses):
                    yield Objection(rule.id, rule.why, match.group())


def _stands(word: str, sentence: str) -> bool:
    return f" {word.strip()} " in f" {sentence} " or (len(word) > 3 and word in sentence)


def _first_line(text: str, lang: str, audience: str, rules: SafeWords) -> Iterator[Objection]:
    if audience not in rules.neutral_audiences:
        return
    first = next((line for line in text.splitlines() if line.strip()), "")
    words = set(re.findall(r"\w+", normalise(first).text))
    for word in rules.neutral_words.get(lang, ()):
        if normalise(word).text in words:
            yield Objection("neutral-first-line", rules.neutral_why, word)


def _length(text: str, audience: str, rules: SafeWords) -> Iterator[Objection]:
    words = len(text.split())
    if audience in rules.longest_audiences and words > rules.longest:
        yield Objection("too-long", rules.longest_why, f"{words} words, at most {rules.longest}")


def _variables(text: str, rules: SafeWords) -> Iterator[Objection]:
    for name in VARIABLE.findall(text):
        if name not in rules.variables:
            yield Objection("unknown-variable", "Zammad shows it as a dash", f"#{{{name}}}")


def _digits(text: str) -> Iterator[Objection]:
    plain = VARIABLE.sub("", text)
    if ARABIC_DIGIT.search(plain) and LATIN_DIGIT.search(plain):
        yield Objection("mixed-digits", "one text, one kind of digits", "٠-٩ and 0-9")
