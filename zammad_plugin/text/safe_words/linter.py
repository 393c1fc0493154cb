"""The linter of texts for children and families: what they may not say. Pure.

Rules are data (rules/safe-words.yml), each with a reason and a source; files of a desk and an
agent's draft obey the same ones. Patterns catch what they name, the trained part paraphrases of it.
`objections` is the library, `zammad-plugin lint` the command.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from zammad_plugin.text.identifiers import contacts
from zammad_plugin.text.languages import LANGUAGES
from zammad_plugin.text.normalise import normalise
from zammad_plugin.text.safe_words.forbidden import unsafe
from zammad_plugin.text.safe_words.form import STRONG, digits, direction, length, script
from zammad_plugin.text.safe_words.rules import Around, FirstLine, Objection, SafeWords
from zammad_plugin.text.variables import broken, unknown

FIRST_LINE = "neutral-first-line"
NO_RULES = "no-rules"  # objection to a text in a language that no rule reads
NOTHING = Around()


def objections(
    text: str, lang: str, audience: str, rules: SafeWords, around: Around = NOTHING
) -> list[Objection]:
    """Everything wrong with a text, in its order. Raises nothing: of a language without rules the
    first objection says that its words were not looked at."""
    found = [
        *_unread(text, lang, rules),
        *unsafe(text, lang, audience, rules),
        *_first_line(text, lang, audience, rules.first_line),
        *length(text, audience, rules.longest, around.channels),
        *_variables(text, {*rules.variables, *around.variables}),
        *digits(text),
        *direction(text, lang),
        *script(text, lang),
        *_contacts(text, around.contacts),
    ]
    return sorted(set(found), key=lambda one: (one.start, one.rule))


def _unread(text: str, lang: str, rules: SafeWords) -> Iterator[Objection]:
    if lang not in rules.languages and STRONG.search(text):
        name = LANGUAGES[lang].name if lang in LANGUAGES else lang
        why = f"there are no rules for {name}: nobody has looked at what it says"
        yield Objection(NO_RULES, why, lang)


def _first_line(text: str, lang: str, audience: str, rule: FirstLine) -> Iterator[Objection]:
    if audience not in rule.audiences:
        return
    shown = normalise(text.strip()[: rule.letters]).text
    words = set(re.findall(r"\w+", shown))
    for word in rule.words.get(lang, ()):
        if normalise(word).text in words:
            yield Objection(FIRST_LINE, rule.why, word)


def _variables(text: str, known: Collection[str]) -> Iterator[Objection]:
    for found, start, why in broken(text):
        yield Objection("broken-variable", why, found, start)
    for found, start, near in unknown(text, known):
        maybe = f"; did you mean '#{{{near}}}'?" if near else ""
        yield Objection("unknown-variable", f"Zammad shows it as a dash{maybe}", found, start)


def _contacts(text: str, known: Collection[str]) -> Iterator[Objection]:
    for found, start in contacts.unknown(text, known):
        why = "a number or address that no referral of the desk names: ask your lead"
        yield Objection("unsourced-contact", why, found, start)
