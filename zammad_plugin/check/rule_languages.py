"""Whether a desk's own phrases are asked for by a rule, and are phrases."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from zammad_plugin.check.names.near import meant
from zammad_plugin.check.placed import Loc, Problem, placed
from zammad_plugin.check.vocabulary import concepts, is_known
from zammad_plugin.config.files import load_fast, read_fast
from zammad_plugin.config.overlay import RULES, own_of
from zammad_plugin.config.reading.texts import read_text
from zammad_plugin.errors import DeskError, Where
from zammad_plugin.text.languages import LANGUAGES
from zammad_plugin.triage.rule_files.languages import Language
from zammad_plugin.triage.rule_files.rules import Counter, Rule, Rules


def language_problems(own: Path) -> Iterator[DeskError]:
    """A new concept that no rule asks for, and that looks like one of those that exist."""
    package, asked = concepts(), _asked(own)
    for file in RULES["language"].of_desk(own):
        try:
            one = load_fast(Language, file)
        except DeskError:
            continue
        yield from _misnamed(file, one)
        yield from placed(file, _unasked(one, package, asked))
        for name, phrases in one.phrases.items():
            yield from placed(file, patterns(("phrases", name), phrases))


# `ask.fm` and `c++` are names.
PATTERN = re.compile(r"\.[*+?]|\\\w|\(.*\|.*\)|\[[^\]]+\]|^\^|\$$")
WORDS = "write each wording as a phrase of its own"


def patterns(loc: Loc, phrases: Sequence[str]) -> Iterator[Problem]:
    for number, phrase in enumerate(phrases):
        if PATTERN.search(phrase):
            what = f"'{phrase}' looks like a regular expression: a phrase is words"
            yield (*loc, number), what, WORDS


def _unasked(one: Language, package: set[str], asked: set[str]) -> Iterator[Problem]:
    for part in ("phrases", "sounds", "tests"):
        for name in getattr(one, part):
            if name not in package and not is_known(name, asked):
                what = f"no rule asks for the concept '{name}'{meant(name, package)}"
                yield (part, name), what, "mend the name, or write a rule in rules/rules.yml"


def _misnamed(file: Path, one: Language) -> Iterator[DeskError]:
    if one.language not in LANGUAGES and one.language != file.stem:
        what = f"no known language '{one.language}'{meant(one.language, LANGUAGES)}"
        yield DeskError(what, where=Where(file, 1, 1), hint="language: a code such as de")
    elif one.language != file.stem:
        what = f"the file is called {file.name} and says `language: {one.language}`"
        yield DeskError(what, where=Where(file, 1, 1), hint=f"call it {one.language}.yml")


def _asked(own: Path) -> set[str]:
    """Concepts that the desk's own rules and routing ask for."""
    asked: set[str] = set()
    file = own_of("rules", own)
    try:
        rules = load_fast(Rules, file) if file else Rules()
    except DeskError:
        return asked
    both: list[Rule | Counter] = [*rules.rules, *rules.counter]
    for one in both:
        asked |= {*one.all, *one.any, *one.none}
    asked |= {*rules.unsure, *rules.deniable, *rules.doubtful, *rules.passing}
    return asked | _routed(own)


def _routed(own: Path) -> set[str]:
    """Whatever words a routing file uses: it may ask for a concept as a `risk`."""
    file = own_of("routing", own)
    try:
        return set(_words(read_fast(read_text(file)))) if file else set()
    except DeskError:
        return set()


def _words(data: object) -> Iterator[str]:
    if isinstance(data, str):
        yield data
    elif isinstance(data, dict):
        for one in data.values():
            yield from _words(one)
    elif isinstance(data, list):
        for one in data:
            yield from _words(one)
