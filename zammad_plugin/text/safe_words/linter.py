"""The linter of texts for children and families: what they may not say. Pure.

Rules are data (rules/safe-words.yml), each with a reason and a source; files of a desk and an
agent's draft obey the same ones. Patterns catch what they name, the trained part paraphrases of it.
`objections` is the library, `zammad-plugin lint` the command.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache

from zammad_plugin.text.identifiers import contacts
from zammad_plugin.text.languages import ENOUGH, LANGUAGES, in_language, is_rtl, share_in_script
from zammad_plugin.text.normalise import normalise
from zammad_plugin.text.safe_words import quotes
from zammad_plugin.text.safe_words.judge import Judge
from zammad_plugin.text.variables import broken, unknown

CLAUSE = re.compile(r"[^.!?:,;،؛؟՝։]+")  # a comma ends it too
SENTENCE = re.compile(r"[^.!?؟:;\n։]+")
STATEMENT = re.compile(r"[^.!?؟:;؛\n։…]+")  # how far an excuse may stand from what it excuses
MARKS = str.maketrans("<>", "  ")
NEAR = 200  # letters before and after that an excuse is looked for in; keeps a huge text linear
LINE = re.compile(r"[^\n]+")
STRONG = re.compile(r"[^\W\d_]")  # the first letter decides which way a line of plain text runs
DIGITS = {"0-9": re.compile("[0-9]"), "٠-٩": re.compile("[٠-٩]"), "۰-۹": re.compile("[۰-۹]")}
ANY = "any"  # patterns for every language
FIRST_LINE = "neutral-first-line"
NO_RULES = "no-rules"  # objection to a text in a language that no rule reads


@dataclass(frozen=True)
class Forbidden:
    """`patterns` by language, on one folded clause.

    `unless` by language, on the folded sentence with `<` and `>` around what a pattern matched:
    one that matches excuses it. `audiences`: who is protected by it; empty: everybody.
    `instead`: a safer wording by language.
    """

    id: str
    why: str
    patterns: Mapping[str, Sequence[str]]
    unless: Mapping[str, Sequence[str]] = field(default_factory=dict)
    audiences: Collection[str] = ()
    source: str = ""
    instead: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class FirstLine:
    """`letters`: how much of the beginning a lock screen shows."""

    audiences: Collection[str]
    words: Mapping[str, Sequence[str]]
    letters: int
    why: str


@dataclass(frozen=True)
class Longest:
    """Words of a text and of a sentence for `audiences`; letters for a channel of `chats`."""

    audiences: Collection[str]
    words: int
    sentence: int
    chats: Collection[str]
    letters: int
    why: str


@dataclass(frozen=True)
class SafeWords:
    """All rules, and the variables that every Zammad fills in."""

    forbidden: Sequence[Forbidden]
    first_line: FirstLine
    longest: Longest
    variables: Collection[str]
    judge: Judge | None = None

    @property
    def languages(self) -> frozenset[str]:
        """Those that the rules which protect most can read."""
        known = set(self.judge.limits) if self.judge else set()
        return frozenset(known.union(*(one.patterns for one in self.forbidden)) - {ANY})


@dataclass(frozen=True)
class Around:
    """What is known beside the text: channels it is for, checked contacts, further variables."""

    channels: Collection[str] = ()
    contacts: Collection[str] = ()
    variables: Collection[str] = ()


@dataclass(frozen=True)
class Objection:
    """`rule` says which, `why` the reason, `found` the words, `start` their offset in the text;
    `source` on what the rule rests, `instead` a safer wording, both '' where there is none."""

    rule: str
    why: str
    found: str
    start: int = 0
    source: str = ""
    instead: str = ""

    def place(self, text: str) -> tuple[int, int]:
        """(line, column) in `text`, both from 1."""
        before = text[: self.start]
        return before.count("\n") + 1, self.start - (before.rfind("\n") + 1) + 1


NOTHING = Around()


def objections(
    text: str, lang: str, audience: str, rules: SafeWords, around: Around = NOTHING
) -> list[Objection]:
    """Everything wrong with a text, in its order. Raises nothing: of a language without rules the
    first objection says that its words were not looked at."""
    found = [
        *_unread(text, lang, rules),
        *_unsafe(text, lang, audience, rules),
        *_first_line(text, lang, audience, rules.first_line),
        *_length(text, audience, rules.longest, around.channels),
        *_variables(text, {*rules.variables, *around.variables}),
        *_digits(text),
        *_direction(text, lang),
        *_script(text, lang),
        *_contacts(text, around.contacts),
    ]
    return sorted(set(found), key=lambda one: (one.start, one.rule))


def _unread(text: str, lang: str, rules: SafeWords) -> Iterator[Objection]:
    if lang not in rules.languages and STRONG.search(text):
        name = LANGUAGES[lang].name if lang in LANGUAGES else lang
        why = f"there are no rules for {name}: nobody has looked at what it says"
        yield Objection(NO_RULES, why, lang)


def _unsafe(text: str, lang: str, audience: str, rules: SafeWords) -> Iterator[Objection]:
    """What patterns name, unless it is another's words or the trained part is sure that it is safe;
    of sentences without that, what the trained part takes for unsafe."""
    judge = rules.judge
    named = [
        one
        for one in _forbidden(text, lang, audience, rules)
        if not _quoted(text, one.start)
        and not (judge and judge.clears(text, one.start, one.rule, lang))
    ]
    yield from named
    by_id = {
        one.id: one for one in rules.forbidden if not one.audiences or audience in one.audiences
    }
    for one in judge.verdicts(text, lang) if judge else ():
        rule = next((by_id[name] for name in one.rules if name in by_id), None)
        seen = any(one.start <= other.start < one.end for other in named)
        if rule and not seen:
            yield _objection(rule, lang, text[one.start : one.end], one.start)


def _quoted(text: str, place: int) -> bool:
    """What he wrote or what they said at home is quoted to answer it."""
    return any(start <= place < end for start, end in quotes.spans(text))


def _objection(rule: Forbidden, lang: str, found: str, start: int) -> Objection:
    instead = in_language(rule.instead, lang)
    return Objection(rule.id, rule.why, found, start, rule.source, instead)


def _forbidden(text: str, lang: str, audience: str, rules: SafeWords) -> Iterator[Objection]:
    statements = [(one.start(), normalise(one.group())) for one in STATEMENT.finditer(text)]
    for rule in rules.forbidden:
        if rule.audiences and audience not in rule.audiences:
            continue
        patterns = (*rule.patterns.get(lang, ()), *rule.patterns.get(ANY, ()))
        excuses = rule.unless.get(lang, ())
        for start, statement in statements:
            for first, last in _bad_places(statement.text, patterns, excuses):
                place, end = (start + one for one in statement.span(first, last))
                yield _objection(rule, lang, text[place:end].strip(), place)


def _bad_places(
    statement: str, patterns: Sequence[str], excuses: Sequence[str]
) -> Iterator[tuple[int, int]]:
    """(start, end) of the first words of each clause that a pattern matches and nothing excuses."""
    for clause in CLAUSE.finditer(statement):
        matches = (
            one
            for pattern in patterns
            for one in _compiled(pattern).finditer(clause.group())
            if one.end() > one.start()
        )
        for match in matches:
            first, last = (clause.start() + one for one in match.span())
            if not _excused(statement, first, last, excuses):
                yield first, last
                break


def _excused(statement: str, first: int, last: int, excuses: Sequence[str]) -> bool:
    clear = statement[max(0, first - NEAR) : last + NEAR].translate(MARKS)
    first, last = min(first, NEAR), min(first, NEAR) + last - first
    marked = f"{clear[:first]}<{clear[first:last]}>{clear[last:]}"
    return any(_compiled(one).search(marked) for one in excuses)


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    """`re` itself remembers 512 patterns only; the rules have more."""
    return re.compile(pattern)


def _first_line(text: str, lang: str, audience: str, rule: FirstLine) -> Iterator[Objection]:
    if audience not in rule.audiences:
        return
    shown = normalise(text.strip()[: rule.letters]).text
    words = set(re.findall(r"\w+", shown))
    for word in rule.words.get(lang, ()):
        if normalise(word).text in words:
            yield Objection(FIRST_LINE, rule.why, word)


def _length(
    text: str, audience: str, rule: Longest, channels: Collection[str]
) -> Iterator[Objection]:
    words = len(text.split())
    if audience in rule.audiences and words > rule.words:
        yield Objection("too-long", rule.why, f"{words} words, at most {rule.words}")
    for one in SENTENCE.finditer(text) if audience in rule.audiences else ():
        words = len(re.findall(r"[^\W_]+(?:['’.-][^\W_]+)*", one.group()))
        if words > rule.sentence:
            found = f"{words} words, at most {rule.sentence}"
            yield Objection("long-sentence", rule.why, found, one.start())
    chats = [one for one in channels if one in rule.chats]
    if chats and len(text) > rule.letters:
        what = f"{len(text)} letters, at most {rule.letters} in {', '.join(chats)}"
        yield Objection("too-long", rule.why, what)


def _variables(text: str, known: Collection[str]) -> Iterator[Objection]:
    for found, start, why in broken(text):
        yield Objection("broken-variable", why, found, start)
    for found, start, near in unknown(text, known):
        maybe = f"; did you mean '#{{{near}}}'?" if near else ""
        yield Objection("unknown-variable", f"Zammad shows it as a dash{maybe}", found, start)


def _digits(text: str) -> Iterator[Objection]:
    places = {kind: match.start() for kind, one in DIGITS.items() if (match := one.search(text))}
    if len(places) > 1:
        found = " and ".join(sorted(places, key=lambda kind: places[kind]))
        yield Objection("mixed-digits", "one text, one kind of digits", found, max(places.values()))


def _direction(text: str, lang: str) -> Iterator[Objection]:
    """A chat has no `dir`: each line runs as its first letter does (UAX #9, P2)."""
    if not is_rtl(lang):
        return
    for line in LINE.finditer(text):
        first = STRONG.search(line.group())
        mixed = share_in_script(line.group(), lang) > 0
        if first and mixed and not share_in_script(first.group(), lang):
            why = "a line that begins with Latin letters runs from the left in a chat"
            found = re.split(r"\s", line.group()[first.start() :])[0]
            yield Objection("direction", why, found, line.start() + first.start())


def _script(text: str, lang: str) -> Iterator[Objection]:
    if lang in LANGUAGES and share_in_script(text, lang) < ENOUGH:
        why = f"most letters are not those of {LANGUAGES[lang].name}"
        yield Objection("wrong-script", why, text.strip()[:20])


def _contacts(text: str, known: Collection[str]) -> Iterator[Objection]:
    for found, start in contacts.unknown(text, known):
        why = "a number or address that no referral of the desk names: ask your lead"
        yield Objection("unsourced-contact", why, found, start)
