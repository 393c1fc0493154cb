"""Sentences that no person wrote for this message: disclaimers, banners, virus scanners, web forms,
what portals, lists, ticket systems and mail servers say of a mail. Pure.

Known by wording that belongs to them alone; a sentence of a person's between them stays.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

import ahocorasick

from zammad_plugin.text.mail.blocks import Kind
from zammad_plugin.text.mail.lines import unmarked
from zammad_plugin.text.mail.wordings.disclaimers import BANNER, DISCLAIMER, OF_MAIL, SCANNER
from zammad_plugin.text.mail.wordings.doubtful import ABSENCE, DOUBTFUL, DOUBTFUL_NOTICE
from zammad_plugin.text.mail.wordings.forms import FORM
from zammad_plugin.text.mail.wordings.machines import BETWEEN, MACHINE
from zammad_plugin.text.mail.wordings.notices import NOTICE
from zammad_plugin.text.mail.wordings.persons import PERSONAL, tells

TABLES: tuple[tuple[Kind, bool, bool, tuple[tuple[str, str], ...]], ...] = (
    ("form", True, True, FORM),
    ("notice", True, True, NOTICE),
    ("scanner", True, False, SCANNER),
    ("banner", True, False, BANNER),
    ("disclaimer", True, False, DISCLAIMER),
    ("disclaimer", False, True, DOUBTFUL),
    ("notice", False, True, DOUBTFUL_NOTICE),
    ("notice", False, False, ABSENCE),
)


class Rule(NamedTuple):
    """A sentence of `kind`; `sure`: by itself, else beside another one only; `guarded`: not where
    somebody tells of a person."""

    kind: Kind
    sure: bool
    guarded: bool
    word: str
    pattern: re.Pattern[str]


RULES = tuple(
    Rule(kind, sure, guarded, word, re.compile(pattern, re.I))
    for kind, sure, guarded, table in TABLES
    for word, pattern in table
)
SENTENCE_END = re.compile(r"(?<=[.!?؟۔։…])[\"'»”’)\]]*\s+")
ANONYMOUS: frozenset[Kind] = frozenset({"form", "notice"})
MOST_LINES = 30  # of one sentence
THEIRS = MACHINE | BETWEEN
FAINT = 160  # characters of a machine's line
LETTERS = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
WRITTEN = re.compile(r"\S+@\S+|https?://\S+|\S+\.\w{2,}\S*|[#«\"“][^»\"”]{0,40}[»\"”]")
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
    places = [_unwrapped(text, start, end, rules) for start, end in places]
    plain = [_plain(text[start:end][:MOST]) for start, end in places]
    kinds = _kinds([_rule(one, rules) for one in plain])
    parted = [_is_parted(text[one:two]) for (one, _), (two, _) in pairwise(places)]
    _go_on(plain, kinds, parted)
    yield from (Footer(kind, *place) for kind, place in zip(kinds, places, strict=True) if kind)


def _unwrapped(text: str, start: int, end: int, rules: Sequence[Rule]) -> tuple[int, int]:
    """A sentence over lines that a client seems to have broken, without those above and below that
    a footer does not need: a person's line may stand there."""
    lines = text[start:end].splitlines(keepends=True)[:MOST_LINES]
    if len(lines) < 2 or not _matches(text[start:end], rules):
        return start, end
    while len(lines) > 1 and _is_before(lines, rules) and _matches("".join(lines[1:]), rules):
        start += len(lines.pop(0))
    while len(lines) > 1 and _is_foreign(lines[-1]) and _matches("".join(lines[:-1]), rules):
        end -= len(lines.pop())
    return start, end


def _matches(text: str, rules: Sequence[Rule]) -> bool:
    return _rule(_plain(text[:MOST]), rules) is not None


def _is_before(lines: Sequence[str], rules: Sequence[Rule]) -> bool:
    parted = _is_apart(lines[1]) or tells(_plain(lines[0]))
    return parted and not _matches(lines[0], rules)


def _is_apart(line: str) -> bool:
    """A script without capitals can't tell that a line goes on."""
    first = line.strip()[:1]
    return first.lower() == first.upper()


def _is_foreign(line: str) -> bool:
    return _is_apart(line) and not OF_MAIL.search(_plain(line))


def _kinds(found: Sequence[Rule | None]) -> list[Kind | None]:
    """A doubtful sentence counts beside another of its family."""
    near = zip([None, *found], found, [*found[1:], None], strict=False)
    return [
        rule.kind if rule and (rule.sure or _akin(rule, above) or _akin(rule, below)) else None
        for above, rule, below in near
    ]


def _akin(rule: Rule, beside: Rule | None) -> bool:
    return beside is not None and (rule.kind in ANONYMOUS) == (beside.kind in ANONYMOUS)


def _go_on(plain: Sequence[str], kinds: list[Kind | None], parted: Sequence[bool]) -> None:
    """What follows a footer's sentence in its paragraph is of it while it speaks of mail alone;
    lines of nothing but machines' words are of the notice that they stand beside."""
    for at, apart in enumerate(parted):
        below = plain[at + 1]
        if kinds[at + 1] is None and (
            _is_faint(below, kinds[at]) or (not apart and _is_of_mail(below))
        ):
            kinds[at + 1] = kinds[at]
    for at in range(len(parted) - 1, -1, -1):
        if kinds[at] is None and _is_faint(plain[at], kinds[at + 1]):
            kinds[at] = kinds[at + 1]


def _is_faint(sentence: str, beside: Kind | None) -> bool:
    """Whether a machine could have written the sentence, which stands `beside` one that did."""
    if beside not in ANONYMOUS or len(sentence) > FAINT:
        return False
    words = LETTERS.findall(WRITTEN.sub(" ", sentence))
    theirs = any(word in MACHINE for word in words)
    return theirs and THEIRS.issuperset(words) and not tells(sentence)


def _is_parted(sentence: str) -> bool:
    """Whether a blank line ends the sentence and its paragraph."""
    return sentence.count("\n", len(sentence.rstrip())) > 1


def _is_of_mail(sentence: str) -> bool:
    return bool(OF_MAIL.search(sentence)) and not tells(sentence)


def _plain(text: str) -> str:
    """As the wordings are written: in lower case, one blank between words."""
    return " ".join(unmarked(text).lower().replace(DOTTED, "i").split())


def _rule(sentence: str, rules: Iterable[Rule]) -> Rule | None:
    there = (one for one in rules if one.word in sentence and one.pattern.search(sentence))
    return next((one for one in there if not _is_personal(one, sentence)), None)


def _is_personal(rule: Rule, sentence: str) -> bool:
    return rule.guarded and PERSONAL.search(sentence) is not None
