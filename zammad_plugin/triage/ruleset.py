"""Rules from YAML: the package's, and what a desk adds. A broken file is named and left out."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from zammad_plugin.config.places import rules_folder
from zammad_plugin.errors import DeskError
from zammad_plugin.text import embedding
from zammad_plugin.text.arabizi import Skeletons
from zammad_plugin.text.detect import Languages
from zammad_plugin.text.detect import Words as Small
from zammad_plugin.text.embedding import encoder
from zammad_plugin.text.phrases import Glue, Phrases
from zammad_plugin.text.segment import Lexicon
from zammad_plugin.triage.evidence.child_age import AgeReader
from zammad_plugin.triage.evidence.negation import ScopeReader
from zammad_plugin.triage.evidence.scope import Marks
from zammad_plugin.triage.evidence.spoken import IDIOM, Spoken, Voice
from zammad_plugin.triage.risks.reader import RiskReader
from zammad_plugin.triage.rule_files.languages import Language, Platforms
from zammad_plugin.triage.rule_files.merging import Folders
from zammad_plugin.triage.rule_files.risks import Risks, Words
from zammad_plugin.triage.rule_files.rules import Concepts, Rules
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
Model = TypeVar("Model", Weights, Situations)


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
    files = Folders(folder or rules_folder(), desk)
    languages = files.of_languages(Language, "language")
    known = files.whole(Platforms, "platforms")
    rules = _rules(files.whole(Rules, "rules"))
    risks = files.whole(Risks, "risks")
    words = files.of_languages(Words, "risk-words")
    models = files.root / "model"
    weights = _found(trained.load, models, files.problems)
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
        files.whole(Concepts, "concepts"),
        _digest(repr((languages, known, rules, risks, words, *versions())), models, weights),
        Lexicon([*phrases.words, *(word for one in languages for word in one.small)]),
        weights,
        files.problems,
        RiskReader.of(risks.risks, words, _glue(languages)),
        _found(situations.load, models, files.problems),
        installed(),
    )


def _digest(read: str, models: Path, weights: Weights | None) -> str:
    names = (trained.FILE, situations.FILE) if weights else ()
    if weights and embedding.installed():  # else nobody reads the heads over it
        names = (*names, encoder.FILE, meaning.FILE, meaning.OF_SITUATIONS)
    files = (models / name for name in names)
    model = b"".join(file.read_bytes() for file in files if file.exists())
    return hashlib.sha256(read.encode() + hashlib.sha256(model).digest()).hexdigest()[:12]


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


def _found(
    load_model: Callable[[Path], Model | None], folder: Path, problems: list[DeskError]
) -> Model | None:
    """Without the weights the rules alone judge, without situations words alone tell dangers, and
    `check` says so."""
    try:
        return load_model(folder)
    except DeskError as problem:
        problems.append(problem)
        return None
