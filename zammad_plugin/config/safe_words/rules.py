"""rules/safe-words.yml → the linter's rules."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from pydantic import Field, model_validator

from zammad_plugin.config.files import Strict, load_fast
from zammad_plugin.config.overlay import file_of
from zammad_plugin.config.safe_words.concepts import MODEL, lexicon
from zammad_plugin.config.safe_words.patterns import Patterns
from zammad_plugin.text import embedding
from zammad_plugin.text.safe_words import FirstLine, Forbidden, Longest, SafeWords
from zammad_plugin.text.safe_words.judge import load as load_judge


class Examples(Strict):
    """Sentences that show what a rule is about; tests hold the rule to them."""

    hit: list[str] = Field(min_length=1)
    """Sentences that the rule must object to."""
    miss: list[str] = Field(min_length=1)
    """Sentences near by that it must let through."""


class ExcuseFile(Strict):
    id: str = Field(pattern=r"^[a-z-]+$")
    """Name that rules give in `unless`."""
    why: str = Field(min_length=20)
    """Why the text is harmless then."""
    source: str = Field(min_length=4)
    """On what it rests."""
    patterns: Patterns
    """Language → regular expressions on the folded sentence; `<…>` are the forbidden words."""
    examples: dict[str, Examples]
    """Language → what a rule with this excuse still catches and what it lets through."""


class ForbiddenFile(Strict):
    id: str = Field(pattern=r"^[a-z-]+$")
    """Name of the rule."""
    why: str
    """Why, as `check` says it."""
    source: str = Field(min_length=4)
    """On what it rests."""
    audiences: list[str] = []
    """Audiences that it protects; none: everybody."""
    patterns: Patterns
    """Language (`any`: all) → regular expressions on folded text."""
    unless: list[str] = []
    """Excuses that make it harmless."""
    instead: dict[str, str] = {}
    """Language → a safer wording."""
    examples: dict[str, Examples]
    """Language → what it catches and what it lets through."""


class Neutral(Strict):
    why: str
    """Why, as `check` says it."""
    source: str
    """On what it rests."""
    audiences: list[str]
    """Audiences of replies that it is for."""
    letters: int = Field(ge=10)
    """How many letters a lock screen shows."""
    words: dict[str, list[str]]
    """Language → words that may not stand among them."""


class Length(Strict):
    why: str
    """Why, as `check` says it."""
    source: str
    """On what it rests."""
    audiences: list[str]
    """Audiences for which `words` counts."""
    words: int
    """Most words of a text for them."""
    sentence: int
    """Most words of a sentence for them."""
    chats: list[str]
    """Channels for which `letters` counts."""
    letters: int
    """Most letters of a text for them."""


class Variables(Strict):
    why: str
    """Why, as `check` says it."""
    known: list[str]
    """Variables that Zammad fills in."""


class SafeWordsFile(Strict):
    excuses: list[ExcuseFile]
    """What makes forbidden words harmless, bound to them."""
    rules: list[ForbiddenFile]
    """What no text may say."""
    neutral_first_line: Neutral
    """What a lock screen may show."""
    longest: Length
    """How long a text may be."""
    variables: Variables
    """Which `#{…}` may stand in a text."""

    @model_validator(mode="after")
    def _excuses_exist(self) -> SafeWordsFile:
        known = {one.id for one in self.excuses}
        for rule in self.rules:
            for name in rule.unless:
                if name not in known:
                    raise ValueError(f"{rule.id}: there is no excuse '{name}'")
        return self

    def excused(self, rule: ForbiddenFile) -> dict[str, list[str]]:
        """Language → patterns of all excuses that `rule` names."""
        found: dict[str, list[str]] = {}
        for excuse in self.excuses:
            for lang, patterns in excuse.patterns.items() if excuse.id in rule.unless else ():
                found.setdefault(lang, []).extend(patterns)
        return found


def read_safe_words(path: Path | None = None) -> SafeWordsFile:
    """Raises DeskError with file:line:column."""
    return load_fast(SafeWordsFile, path or file_of("safe-words"))


def _forbidden(rule: ForbiddenFile, file: SafeWordsFile) -> Forbidden:
    excused = file.excused(rule)
    return Forbidden(
        rule.id, rule.why, rule.patterns, excused, rule.audiences, rule.source, rule.instead
    )


def rules_of(file: SafeWordsFile, embed: embedding.Embed | None = None) -> SafeWords:
    """`embed`: the judge asks for a draft's meaning too."""
    first, longest = file.neutral_first_line, file.longest
    return SafeWords(
        [_forbidden(one, file) for one in file.rules],
        FirstLine(**first.model_dump(exclude={"source"})),
        Longest(**longest.model_dump(exclude={"source"})),
        file.variables.known,
        load_judge(MODEL, lexicon(), embed),
    )


@cache
def rules() -> SafeWords:
    """For the texts of a desk. Raises DeskError when the file of rules is broken."""
    return rules_of(read_safe_words())


@cache
def rules_for_drafts() -> SafeWords:
    """… and for one draft, whose meaning is asked too where the extra `semantic` is installed.
    Raises DeskError when the file of rules is broken."""
    return rules_of(read_safe_words(), embedding.embed) if embedding.installed() else rules()
