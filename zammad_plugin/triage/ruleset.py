"""Rules from YAML. A broken file is named and left out; the rest works."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from zammad_plugin.config.files import Strict
from zammad_plugin.config.files import load as load_file
from zammad_plugin.config.places import rules_folder
from zammad_plugin.errors import DeskError
from zammad_plugin.text.phrases import Phrases

PLATFORM = "platform:"


class Concepts(Strict):
    concepts: dict[str, dict[str, list[str]]]


class Platforms(Strict):
    platforms: dict[str, list[str]]


class Rule(Strict):
    """`child` and `under13` in `all` stand for what ages and persons in the text show."""

    id: str
    category: str
    urgency: str
    score: float
    all: list[str]
    any: list[str] = []  # noqa: RUF012 - pydantic copies defaults
    none: list[str] = []  # noqa: RUF012
    danger: bool = False
    describe: dict[str, str]


class Rules(Strict):
    rules: list[Rule]
    counter: list[str]
    unsure: list[str]


@dataclass(frozen=True)
class Ruleset:
    """`digest` names exactly these rules; `problems` the files that were left out."""

    phrases: Phrases
    rules: Rules
    digest: str
    problems: list[DeskError] = field(default_factory=list)


def load(folder: Path | None = None) -> Ruleset:
    """Raises DeskError only for rules.yml itself: without it nothing can be judged."""
    root, problems = folder or rules_folder(), list[DeskError]()
    files = sorted((root / "concepts").glob("*.yml"))
    phrases = [one for file in files for one in _guarded(file, problems)]
    phrases += _guarded(root / "platforms.yml", problems)
    rules = load_file(Rules, root / "rules.yml")
    digest = hashlib.sha256(repr((sorted(phrases), rules)).encode()).hexdigest()[:12]
    return Ruleset(Phrases(phrases), rules, digest, problems)


def _guarded(file: Path, problems: list[DeskError]) -> list[tuple[str, str, str]]:
    try:
        return list(_platforms(file) if file.name == "platforms.yml" else _concepts(file))
    except DeskError as problem:
        problems.append(problem)
        return []


def _concepts(file: Path) -> Iterator[tuple[str, str, str]]:
    for name, languages in load_file(Concepts, file).concepts.items():
        for lang, phrases in languages.items():
            yield from ((name, lang, phrase) for phrase in phrases)


def _platforms(file: Path) -> Iterator[tuple[str, str, str]]:
    for name, words in load_file(Platforms, file).platforms.items():
        for word in words:
            yield PLATFORM + name, "ar" if "\u0600" <= word[0] <= "\u06ff" else "en", word
