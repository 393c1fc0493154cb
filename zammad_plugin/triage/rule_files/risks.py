"""The forms of the files of risks: dangers and situations, and the words that tell them."""

from __future__ import annotations

from zammad_plugin.config.files import Strict
from zammad_plugin.triage.evidence.negation import NEGATION, PAST


class Risk(Strict):
    """A danger or a situation, told by groups of words that stand near each other."""

    id: str
    """Name, for `risk` in the routing file."""
    says: list[list[str]]
    """Lines of which one must be seen: groups in this order; `!GROUP`: nowhere in the text."""
    mixed: bool = False
    """The groups of a line in any order."""
    gap: int = 4
    """Words that may stand between two groups."""
    not_behind: list[str] = []
    """Groups right before a word that take that word back."""
    firm: bool = False
    """Whether a denial beside the words changes nothing."""
    ends: bool = False
    """Whether a past beside the words takes them back."""
    short: int = 0
    """Most words of the text; 0: any number."""
    adult: bool = False
    """Only where an adult's age is told."""
    elsewhere: list[str] = []
    """Concepts that together stand for it in languages without words of their own."""
    concluded: dict[str, str] = {}
    """Category → urgency with which triage itself says so …"""
    yields: list[str] = []
    """… unless one of these risks is told by words."""
    writer: str = ""
    """Who then writes …"""
    taken_for: list[str] = []
    """… where the trained part takes them for one of these."""
    describe: dict[str, str]
    """Language → the words for it."""
    hit: list[str] = []
    """Texts that it must be seen in: its own test."""
    miss: list[str] = []
    """Texts that it may not be seen in."""

    @property
    def obeys(self) -> tuple[str, ...]:
        """What may take its words back."""
        denial, past = () if self.firm else (NEGATION,), (PAST,) if self.ends else ()
        return denial + past


class Risks(Strict):
    """A desk's own file adds to the package's; a risk of the same id replaces it."""

    risks: list[Risk] = []
    """Dangers and situations."""


class Words(Strict):
    """Words of one language, by group; endings as in languages/LANG.yml."""

    language: str
    """Code of the language, such as fr or ar-Latn."""
    words: dict[str, list[str]]
    """Group → words."""
    sounds: dict[str, list[str]] = {}
    """Group → words known by their consonants; of languages whose vowels are free."""
