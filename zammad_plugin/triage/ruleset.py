"""Rules from YAML. A broken file is named and left out; the rest works."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from zammad_plugin.config.files import Strict, load_fast
from zammad_plugin.config.files import load as load_file
from zammad_plugin.config.places import rules_folder
from zammad_plugin.errors import DeskError
from zammad_plugin.text.arabizi import Skeletons
from zammad_plugin.text.language import Languages
from zammad_plugin.text.language import Words as Small
from zammad_plugin.text.phrases import Glue, Phrases
from zammad_plugin.triage import weights as trained
from zammad_plugin.triage.ages import OLDEST, AgeReader, Numbers, Words
from zammad_plugin.triage.model import Urgency
from zammad_plugin.triage.scope import Marks, ScopeReader
from zammad_plugin.triage.weights import Weights

PLATFORM = "platform:"
ENDINGS = ("s", "e", "in", "de", "da", "ي", "ك")  # short names of services take these
NAME = "name"  # in the place of a language: names of services are the same in all
LAST_GRADE = 12
Phrase = tuple[str, str, str]


class Counted(Strict):
    """Number words, and what makes a number an age or a class; `named`: a class by its name."""

    numbers: dict[str, int] = {}  # noqa: RUF012 - pydantic copies defaults
    """Number word → number."""
    before: list[str] = []  # noqa: RUF012
    """Words that stand before such a number."""
    after: list[str] = []  # noqa: RUF012
    """Words that stand after it."""
    named: dict[str, int] = {}  # noqa: RUF012
    """Expression → the age or class that it means."""
    since: list[str] = []  # noqa: RUF012
    """Words before a number that make it a span of time."""
    units: list[str] = []  # noqa: RUF012
    """Words after a number that make it no age, such as hours and kids."""
    halves: list[str] = []  # noqa: RUF012
    """Words for "and a half"."""

    def words(self) -> Words:
        return Words(**dict(self))


class Scope(Strict):
    """Words beside a phrase that say it is denied or over; `*` stands for any letters."""

    deny_before: list[str] = []  # noqa: RUF012
    """Right before: it is denied."""
    deny_after: list[str] = []  # noqa: RUF012
    """Right behind: it is denied."""
    deny_glued: list[str] = []  # noqa: RUF012
    """Glued to the beginning: it is denied."""
    over_before: list[str] = []  # noqa: RUF012
    """Before: it is over."""
    over_after: list[str] = []  # noqa: RUF012
    """Behind: it is over."""
    over_glued: list[str] = []  # noqa: RUF012
    """Glued to the end: it is over."""
    over_near: list[str] = []  # noqa: RUF012
    """Anywhere in the sentence: it is over."""
    unless: list[str] = []  # noqa: RUF012
    """Words that make a denial none."""
    still: list[str] = []  # noqa: RUF012
    """Anywhere in the text: it goes on."""


class Language(Strict):
    """One language: phrases by concept, ages, classes, clitics. `stems`: endings are stacked."""

    language: str
    """Code of the language, such as fr or ar-Latn."""
    before: list[str] = []  # noqa: RUF012
    """Letters that may be glued to the beginning of a word."""
    after: list[str] = []  # noqa: RUF012
    """Letters that may be glued to the end of a word."""
    stems: bool = False
    """Whether endings are stacked."""
    small: list[str] = []  # noqa: RUF012
    """Small words by which the language is known."""
    letters: str = ""
    """Letters that languages in the same script do not have; one that stands twice counts twice."""
    scope: Scope = Scope()
    """What is denied or over."""
    ages: Counted = Counted()
    """How ages are told."""
    grades: Counted = Counted()
    """How school classes are told."""
    phrases: dict[str, list[str]]
    """Concept → phrases that show it."""
    sounds: dict[str, list[str]] = {}  # noqa: RUF012
    """Concept → words known by their consonants; of languages whose vowels are free."""


class Platforms(Strict):
    """`before`: what may be glued to a name in any language; endings are free after a long name."""

    before: list[str] = []  # noqa: RUF012
    """What may be glued to a name in any language."""
    platforms: dict[str, list[str]]
    """Code → names people use."""


class Rule(Strict):
    """`child` and `under13` in `all` stand for what ages and persons in the text show."""

    id: str
    """Name of the rule, shown in explanations."""
    category: str
    """Code of what is reported."""
    urgency: Urgency
    """How soon a person must look."""
    score: float
    """Weight; the highest leads the category."""
    all: list[str]
    """Concepts that must all be seen."""
    any: list[str] = []  # noqa: RUF012
    """Concepts of which one must be seen."""
    none: list[str] = []  # noqa: RUF012
    """Concepts of which none may be seen."""
    danger: bool = False
    """Counter-evidence can't outvote it."""
    describe: dict[str, str]
    """Language → the sentence that explains it."""


class Rules(Strict):
    rules: list[Rule]
    """Compositions of concepts."""
    counter: list[str]
    """Concepts that speak against a child in danger."""
    unsure: list[str]
    """Concepts that ask for a person's look."""
    deniable: list[str] = []  # noqa: RUF012
    """Concepts that a denial beside them holds back."""
    passing: list[str] = []  # noqa: RUF012
    """Concepts that may be over: then they make nothing critical."""


@dataclass(frozen=True)
class Ruleset:
    """`digest` names exactly these rules; `problems` the files that were left out."""

    phrases: Phrases
    ages: AgeReader
    languages: Languages
    scopes: ScopeReader
    sounds: dict[str, Skeletons]
    rules: Rules
    digest: str
    weights: Weights | None = None
    problems: list[DeskError] = field(default_factory=list)


def load(folder: Path | None = None) -> Ruleset:
    """Raises DeskError only for rules.yml itself: without it nothing can be judged."""
    root, problems = folder or rules_folder(), list[DeskError]()
    languages = list(_languages(sorted((root / "languages").glob("*.yml")), problems))
    phrases = [one for language in languages for one in _phrases(language)]
    known = _platforms(root / "platforms.yml", problems)
    phrases += [
        (PLATFORM + name, NAME, word) for name, words in known.platforms.items() for word in words
    ]
    rules = load_file(Rules, root / "rules.yml")
    weights = _weights(root / "model", problems)
    mark = _mark(root / "model") if weights else b""
    text = repr((languages, sorted(phrases), rules)).encode() + mark
    digest = hashlib.sha256(text).hexdigest()[:12]
    glue = {one.language: Glue.of(one.before, one.after, one.stems) for one in languages}
    glue[NAME] = Glue.of(known.before, ENDINGS, stems=True, shortest=4)
    known_by = {one.language: Small(frozenset(one.small), one.letters) for one in languages}
    return Ruleset(
        Phrases(phrases, glue),
        _ages(languages),
        Languages(known_by),
        ScopeReader({one.language: Marks(**dict(one.scope)) for one in languages}),
        {one.language: _sounds(one) for one in languages if one.sounds},
        rules,
        digest,
        weights,
        problems,
    )


def _languages(files: list[Path], problems: list[DeskError]) -> Iterator[Language]:
    for file in files:
        try:
            yield load_fast(Language, file)
        except DeskError as problem:
            problems.append(problem)


def _phrases(language: Language) -> Iterator[Phrase]:
    for name, phrases in language.phrases.items():
        yield from ((name, language.language, phrase) for phrase in phrases)


def _sounds(language: Language) -> Skeletons:
    return Skeletons((name, word) for name, words in language.sounds.items() for word in words)


def _platforms(file: Path, problems: list[DeskError]) -> Platforms:
    try:
        return load_fast(Platforms, file)
    except DeskError as problem:
        problems.append(problem)
        return Platforms(platforms={})


def _ages(languages: list[Language]) -> AgeReader:
    ages = Numbers([one.ages.words() for one in languages], OLDEST)
    return AgeReader(ages, Numbers([one.grades.words() for one in languages], LAST_GRADE))


def _weights(folder: Path, problems: list[DeskError]) -> Weights | None:
    """Without them the rules alone judge, and `check` says so."""
    try:
        return trained.load(folder)
    except DeskError as problem:
        problems.append(problem)
        return None


def _mark(folder: Path) -> bytes:
    return hashlib.sha256((folder / trained.FILE).read_bytes()).digest()
