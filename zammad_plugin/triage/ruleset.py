"""Rules from YAML: the package's, and what a desk adds. A broken file is named and left out."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from zammad_plugin.config.files import Strict, inside, load_fast
from zammad_plugin.config.overlay import RULES, files_of
from zammad_plugin.config.places import rules_folder
from zammad_plugin.errors import DeskError
from zammad_plugin.text import embedding
from zammad_plugin.text.arabizi import Skeletons
from zammad_plugin.text.detect import Languages
from zammad_plugin.text.detect import Words as Small
from zammad_plugin.text.phrases import Glue, Phrases
from zammad_plugin.text.segment import Lexicon
from zammad_plugin.triage.evidence.child_age import AgeReader
from zammad_plugin.triage.evidence.negation import Marks, ScopeReader
from zammad_plugin.triage.evidence.spoken import IDIOM, Spoken, Voice
from zammad_plugin.triage.risks import RiskReader, Risks, Words
from zammad_plugin.triage.rule_files import Concepts, Language, Platforms, Rules
from zammad_plugin.triage.signals.installed import Signals, installed, versions
from zammad_plugin.triage.trained import meaning, situations
from zammad_plugin.triage.trained import weights as trained
from zammad_plugin.triage.trained.situations import Situations
from zammad_plugin.triage.trained.weights import Weights
from zammad_plugin.vocabulary import URGENT

PLATFORM = "platform:"
ENDINGS = ("s", "e", "in", "de", "da", "ي", "ك")  # short names of services take these
SHORT = "short name"
NAME = "name"  # in the place of a language: names of services are the same in all
Phrase = tuple[str, str, str]
Model = TypeVar("Model", bound=Strict)
Told = TypeVar("Told", Language, Words)


@dataclass(frozen=True)
class Ruleset:
    """`digest` names exactly these rules; `lexicon` the words by which text without blanks is told
    apart; `problems` the files that were left out."""

    phrases: Phrases
    ages: AgeReader
    languages: Languages
    spoken: Spoken
    scopes: ScopeReader
    sounds: dict[str, Skeletons]
    rules: Rules
    concepts: Concepts
    digest: str
    lexicon: Lexicon
    weights: Weights | None = None
    problems: list[DeskError] = field(default_factory=list)
    risks: RiskReader = field(default_factory=RiskReader)
    situations: Situations | None = None
    signals: Signals | None = None  # functions of other packages

    @property
    def grave(self) -> frozenset[str]:
        """Rules after which somebody must look now or within the hour."""
        return frozenset(one.id for one in self.rules.rules if one.urgency in URGENT)


def load(folder: Path | None = None, desk: Path | None = None) -> Ruleset:
    """The rules in `folder` (the package's) and what the rules' folder of a `desk` adds.

    Raises nothing for a broken file: it is in `problems`, and the rest works.
    """
    root, problems = folder or rules_folder(), list[DeskError]()
    languages = _by_code(_told(Language, "language", root, desk, problems))
    known = _all(Platforms, "platforms", root, desk, problems)
    rules = _rules(_all(Rules, "rules", root, desk, problems))
    risks = _all(Risks, "risks", root, desk, problems)
    words = _by_code(_told(Words, "risk-words", root, desk, problems))
    weights = _weights(root / "model", problems)
    phrases = _phrases(languages, known)
    return Ruleset(
        phrases,
        AgeReader.of(
            [one.ages.words() for one in languages],
            [one.grades.words() for one in languages],
            [one.ages.telling() for one in languages],
        ),
        Languages({one.language: Small(frozenset(one.small), one.letters) for one in languages}),
        Spoken({one.language: Voice(one.small, one.letters, one.alone) for one in languages}),
        ScopeReader({one.language: Marks(**dict(one.scope)) for one in languages}),
        {one.language: _sounds(one) for one in languages if one.sounds},
        rules,
        _all(Concepts, "concepts", root, desk, problems),
        _digest(repr((languages, known, rules, risks, words, *versions())), root, weights),
        Lexicon([*phrases.words, *(word for one in languages for word in one.small)]),
        weights,
        problems,
        RiskReader.of(risks.risks, words, _glue(languages)),
        _situations(root / "model", problems),
        installed(),
    )


def _digest(read: str, root: Path, weights: Weights | None) -> str:
    names = (trained.FILE, situations.FILE) if weights else ()
    if weights and embedding.installed():  # else nobody reads the heads over it
        names = (*names, meaning.FILE, meaning.OF_SITUATIONS)
    files = (root / "model" / name for name in names)
    model = b"".join(file.read_bytes() for file in files if file.exists())
    return hashlib.sha256(read.encode() + hashlib.sha256(model).digest()).hexdigest()[:12]


def _told(
    model: type[Told], kind: str, root: Path, desk: Path | None, problems: list[DeskError]
) -> Iterator[Told]:
    """What every file of a kind that has one a language tells."""
    for file in files_of(kind, desk, root):
        found = _read(model, _root_of(file, root, desk), file, problems)
        if found:
            yield found


def _root_of(file: Path, root: Path, desk: Path | None) -> Path:
    return desk if desk and file.is_relative_to(desk) else root


def _read(model: type[Model], root: Path, file: Path, problems: list[DeskError]) -> Model | None:
    try:
        return load_fast(model, inside(root)(file))
    except DeskError as problem:
        problems.append(problem)
        return None


def _all(
    model: type[Model], name: str, root: Path, desk: Path | None, problems: list[DeskError]
) -> Model:
    """The files of this kind as one; the package's must be there, a desk's may."""
    files = files_of(name, desk, root) or [root / RULES[name].files]
    roots = ((_root_of(file, root, desk), file) for file in files)
    found = [one for root, file in roots if (one := _read(model, root, file, problems))]
    return _joined(found) if found else _empty(model)


def _empty(model: type[Model]) -> Model:
    fields = model.model_fields.items()
    required: dict[str, Any] = {name: {} for name, one in fields if one.is_required()}
    return model.model_validate(required)


def _by_code(languages: Iterable[Told]) -> list[Told]:
    groups: dict[str, list[Told]] = {}
    for one in languages:
        groups.setdefault(one.language, []).append(one)
    return [_joined(group) for group in groups.values()]


def _joined(found: list[Model]) -> Model:
    """Lists one behind the other, tables into each other; of single values the last stands."""
    if len(found) == 1:
        return found[0]
    whole: Any = {}
    for one in found:
        whole = _merged(whole, one.model_dump(exclude_unset=True))
    return type(found[0]).model_validate(whole)


def _merged(one: Any, other: Any) -> Any:
    if isinstance(one, dict) and isinstance(other, dict):
        both = {key: _merged(one[key], other[key]) for key in one.keys() & other.keys()}
        return {**one, **other, **both}
    return [*one, *other] if isinstance(one, list) and isinstance(other, list) else other


def _rules(rules: Rules) -> Rules:
    """Of rules with the same id the last one, which is the desk's."""
    ours = {rule.id: rule for rule in rules.rules}
    counter = {one.id: one for one in rules.counter}
    return rules.model_copy(
        update={"rules": list(ours.values()), "counter": list(counter.values())}
    )


def _phrases(languages: list[Language], known: Platforms) -> Phrases:
    phrases = [one for language in languages for one in _of(language)]
    names = ((name, word) for name, words in known.platforms.items() for word in words)
    short = set(known.short)
    phrases += [(PLATFORM + name, SHORT if word in short else NAME, word) for name, word in names]
    glue = _glue(languages)
    glue[NAME] = Glue.of(known.before, ENDINGS, stems=True, shortest=4)
    glue[SHORT] = Glue.of(known.before, ENDINGS, shortest=4)
    return Phrases(phrases, glue)


def _glue(languages: list[Language]) -> dict[str, Glue]:
    return {
        one.language: Glue.of(
            one.before,
            one.after,
            one.stems,
            between=one.between,
            lookalikes=one.lookalikes,
        )
        for one in languages
    }


def _of(language: Language) -> Iterator[Phrase]:
    for name, phrases in language.phrases.items():
        yield from ((name, language.language, phrase) for phrase in phrases)
    for name, phrases in language.idioms.items():
        yield from ((IDIOM + name, language.language, phrase) for phrase in phrases)


def _sounds(language: Language) -> Skeletons:
    return Skeletons((name, word) for name, words in language.sounds.items() for word in words)


def _weights(folder: Path, problems: list[DeskError]) -> Weights | None:
    """Without them the rules alone judge, and `check` says so."""
    try:
        return trained.load(folder)
    except DeskError as problem:
        problems.append(problem)
        return None


def _situations(folder: Path, problems: list[DeskError]) -> Situations | None:
    """Without them words alone tell dangers."""
    try:
        return situations.load(folder)
    except DeskError as problem:
        problems.append(problem)
        return None
