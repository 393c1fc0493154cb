"""What no text may say: what patterns name, and paraphrases that the trained part knows. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from zammad_plugin.text.languages import in_language
from zammad_plugin.text.normalise import normalise
from zammad_plugin.text.safe_words import quotes
from zammad_plugin.text.safe_words.rules import ANY, Forbidden, Objection, SafeWords

CLAUSE = re.compile(r"[^.!?:,;،؛؟՝։]+")  # a comma ends it too
STATEMENT = re.compile(r"[^.!?؟:;؛\n։…]+")  # how far an excuse may stand from what it excuses
MARKS = str.maketrans("<>", "  ")
NEAR = 200  # letters before and after that an excuse is looked for in; keeps a huge text linear


def unsafe(text: str, lang: str, audience: str, rules: SafeWords) -> Iterator[Objection]:
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
