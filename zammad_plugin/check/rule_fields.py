"""Whether the fields of a desk's own rules mean something: concepts, categories, danger."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from zammad_plugin.check.names.near import meant
from zammad_plugin.check.placed import Loc, Problem, placed
from zammad_plugin.check.rule_languages import language_problems, patterns
from zammad_plugin.check.vocabulary import DERIVED, categories, concepts, is_known
from zammad_plugin.config.files import load_fast
from zammad_plugin.config.overlay import RULES, own_of
from zammad_plugin.config.own_codes import CODE
from zammad_plugin.errors import DeskError
from zammad_plugin.triage.rule_files.languages import Platforms
from zammad_plugin.triage.rule_files.rules import Concepts, Counter, Rule, Rules
from zammad_plugin.vocabulary import MAIN

CONDITIONS = ("all", "any", "none")
NEW_CATEGORY = "a new one is a tag cs-cat-… in rules/taxonomy.yml: {tag, neutral, means}"


def rule_field_problems(own: Path | None) -> Iterator[DeskError]:
    """Of the rules in a desk's folder of rules; the package's have their own tests. A file that
    can't be read is named by who reads it."""
    if own is None:
        return
    file = own_of("rules", own)
    if file:
        yield from _placed(file, own)
    yield from language_problems(own)
    yield from _platforms(own)
    yield from _words_of_concepts(own)


def _platforms(own: Path) -> Iterator[DeskError]:
    for file in RULES["platforms"].of_desk(own):
        try:
            named = load_fast(Platforms, file).platforms
        except DeskError:
            continue
        yield from placed(file, _named_platforms(named))


def _named_platforms(named: Mapping[str, Sequence[str]]) -> Iterator[Problem]:
    for code, words in named.items():
        loc = ("platforms", code)
        if not CODE.match(code):
            what = f"'{code}' is no code: it is the end of a tag"
            yield loc, what, "small letters, digits and -"
        if not words or not all(one.strip() for one in words):
            what = f"'{code}' has an empty name: it would be seen everywhere, or nowhere"
            yield loc, what, "write what people call it"
        yield from patterns(loc, words)


def _words_of_concepts(own: Path) -> Iterator[DeskError]:
    known = concepts(own)
    for file in RULES["concepts"].of_desk(own):
        try:
            named = load_fast(Concepts, file).concepts
        except DeskError:
            continue
        yield from placed(file, _named_concepts(named, known))


def _named_concepts(named: Iterable[str], known: set[str]) -> Iterator[Problem]:
    for name in named:
        if not is_known(name, known):
            what = f"no concept '{name}'{meant(name, known | DERIVED)}: nobody reads its words"
            yield ("concepts", name), what, "mend the name"


def _placed(file: Path, own: Path) -> Iterator[DeskError]:
    try:
        rules = load_fast(Rules, file)
    except DeskError:
        return
    yield from placed(file, (*_rules(rules, own), *_lists(rules, own)))


def _rules(rules: Rules, own: Path) -> Iterator[Problem]:
    known, kinds = concepts(own), categories(own)
    for part in ("rules", "counter"):
        seen: set[str] = set()
        one: Rule | Counter
        for number, one in enumerate(getattr(rules, part)):
            loc: Loc = (part, number)
            if one.id in seen:
                yield (*loc, "id"), f"two rules have the name '{one.id}'", "rename one of them"
            seen.add(one.id)
            yield from _conditions(one, loc, known)
            if isinstance(one, Rule):
                yield from _rule(one, loc, kinds)


def _rule(rule: Rule, loc: Loc, kinds: set[str]) -> Iterator[Problem]:
    if rule.category not in kinds:
        what = f"no category '{rule.category}'{meant(rule.category, kinds)}"
        yield (*loc, "category"), what, NEW_CATEGORY
    if rule.danger and not rule.hit:
        what = f"rule '{rule.id}' is one of danger and has no test: nobody would see that it is off"
        yield (*loc, "danger"), what, "write `hit`: a text that it must hold for"


def _conditions(one: Rule | Counter, loc: Loc, known: set[str]) -> Iterator[Problem]:
    if not one.all and not one.any:
        what = f"rule '{one.id}' asks for nothing: it would hold for every message"
        yield (*loc, "all"), what, "name a concept in `all` or `any`"
    for number, name in enumerate(one.none):
        if name in one.all:
            what = f"rule '{one.id}' can never hold: '{name}' stands in `all` and in `none`"
            yield (*loc, "none", number), what, "take it out of one of them"
    yield from _unseen(one, loc, known)
    if MAIN not in one.describe:
        what = f"rule '{one.id}' says nothing in English, which stands in for other languages"
        yield (*loc, "describe"), what, "describe: {en: …}"


def _unseen(one: Rule | Counter, loc: Loc, known: set[str]) -> Iterator[Problem]:
    """Concepts of its conditions that no file has."""
    for part in CONDITIONS:
        for number, name in enumerate(getattr(one, part)):
            if not is_known(name, known):
                what = f"no concept '{name}'{meant(name, known | DERIVED)}: it is never seen"
                yield (*loc, part, number), what, "write its phrases in rules/languages/….yml"


def _lists(rules: Rules, own: Path) -> Iterator[Problem]:
    known = concepts(own)
    for part in ("unsure", "deniable", "doubtful", "passing"):
        for number, name in enumerate(getattr(rules, part)):
            if not is_known(name, known):
                what = f"no concept '{name}'{meant(name, known | DERIVED)}: it is never seen"
                yield (part, number), what, "write its phrases in rules/languages/….yml"
