"""rules/model/safe-concepts.yml → the lexicon of what drafts talk about."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from pydantic import Field

from zammad_plugin.config.files import Strict, load_fast
from zammad_plugin.config.places import rules_folder
from zammad_plugin.config.safe_words.patterns import Alternatives
from zammad_plugin.text.safe_words.concepts import Lexicon
from zammad_plugin.text.safe_words.scope import Scope

MODEL = rules_folder() / "model" / "safe-words.npz"


class Concept(Strict):
    id: str = Field(pattern=r"^[a-z-]+$")
    """Name of the concept."""
    why: str
    """What it stands for."""
    source: str = Field(min_length=4)
    """On what it rests."""
    words: dict[str, list[str]]
    """Language → phrases; `*` for any letters, `..` for up to three words."""


class ScopeFile(Strict):
    deny: list[str]
    """Before what they deny."""
    after: list[str]
    """Behind what they deny."""
    through: list[str]
    """Words that a denial passes."""
    stop: list[str]
    """Words that end a denial."""
    if_: list[str] = Field(alias="if")
    """What follows is conditional."""
    other: list[str]
    """What follows is told of another."""
    unless: list[str] = []
    """Phrases in which a denial is none."""
    glued: Alternatives = []
    """Regular expressions of words that deny themselves."""


class ConceptsFile(Strict):
    concepts: list[Concept]
    """What drafts talk about."""
    scope: dict[str, ScopeFile]
    """Language → what denies, and what tells of another."""


def read_concepts(path: Path | None = None) -> ConceptsFile:
    """Raises DeskError with file:line:column."""
    return load_fast(ConceptsFile, path or MODEL.with_name("safe-concepts.yml"))


@cache
def lexicon() -> Lexicon:
    """Raises DeskError when the file of concepts is broken."""
    file = read_concepts()
    words = {one.id: one.words for one in file.concepts}
    return Lexicon(words, {lang: Scope(**dict(one)) for lang, one in file.scope.items()})
