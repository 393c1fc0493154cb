"""What a sentence of a draft talks about, and whether it says so itself.

Concepts are data (rules/model/safe-concepts.yml). A mark is a concept with what its words stand
under: `pay`, `not:pay` (denied), `he:pay` (told of another), `if:pay` (conditional). Pure.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from zammad_plugin.text.normalise import fold
from zammad_plugin.text.safe_words.spellings import bone_forms, bones, forms

ARABIC, ARABIZI = "ar", "ar-Latn"
WORD = re.compile(r"\w+")
CLAUSE_END = re.compile(r"[.!?:,;،؛؟՝։\n…]")
SENTENCE_END = re.compile(r"[.!?؟\n։…]")
GAP = ".."
LONGEST_GAP = 3  # words
REACH = 6  # words between a denial and what it denies
OTHERS = 2  # of them, words that are none of `through`
AFTER = 3  # words behind what is denied
ENDING = 3  # letters that an Arabic word may have behind it
ELISION = re.compile(
    r"\b([nldmtscj]|jusqu|lorsqu|puisqu|quelqu|qu)['\u2019\u02bc](?=\w)", re.IGNORECASE
)
NOT, OTHER, IF, UNLESS = "not:", "he:", "if:", "unless:"


@dataclass(frozen=True)
class Scope:
    """What changes who says something, of one language.

    `deny` stands before what it denies, `after` behind it; `through` are words that a denial
    passes, `stop` words that end it; `other` tells of somebody else, `if_` of a condition; a denial
    within a phrase of `unless` is none; words that match one of `glued` (regular expressions) are
    denied within themselves.
    """

    deny: Iterable[str] = ()
    after: Iterable[str] = ()
    through: Iterable[str] = ()
    stop: Iterable[str] = ()
    if_: Iterable[str] = ()
    other: Iterable[str] = ()
    unless: Iterable[str] = ()
    glued: Iterable[str] = ()


@dataclass(frozen=True)
class Hit:
    """Words `first` to `last` (exclusive) of a text say `name`."""

    name: str
    first: int
    last: int


@dataclass(frozen=True)
class Read:
    """`marks` of a text; `denied`: its words that a denial governs; `told`: its words that are said
    of another or under a condition."""

    marks: frozenset[str] = frozenset()
    denied: frozenset[str] = frozenset()
    told: frozenset[str] = frozenset()


NOTHING = Read()
Rest = tuple[str, ...]  # the further words of a phrase


@dataclass
class _Index:
    """First word of a phrase → what follows it and what it means."""

    whole: dict[str, list[tuple[Rest, str]]] = field(default_factory=dict)
    stems: dict[str, list[tuple[Rest, str]]] = field(default_factory=dict)
    longest: int = 0

    def add(self, name: str, words: list[str]) -> None:
        first, rest = words[0], tuple(words[1:])
        stem = first.removesuffix("*")
        table = self.stems if stem != first else self.whole
        table.setdefault(stem, []).append((rest, name))
        self.longest = max(self.longest, len(stem))

    def begun(self, form: str, ending: int) -> Iterator[tuple[Rest, str]]:
        """Phrases whose first word `form` may be; up to `ending` letters may be too many."""
        yield from self.whole.get(form, ())
        for size in range(1, min(len(form), self.longest) + 1):
            yield from self.stems.get(form[:size], ())
        for less in range(1, min(ending, len(form) - 3) + 1):
            yield from self.whole.get(form[:-less], ())


class Phrases:
    """Phrases (name, words) of one language, found in a text's words."""

    def __init__(self, lang: str, phrases: Iterable[tuple[str, str]], by_bones: bool = False):
        self._lang, self._by_bones, self._index = lang, by_bones, _Index()
        self._ending = ENDING if lang == ARABIC else 0
        for name, phrase in phrases:
            words = [self._key(word) for word in apart(phrase).split()]
            if words and self._says_enough(words):
                self._index.add(name, words)

    def _key(self, word: str) -> str:
        if word == GAP:
            return word
        stem = fold(word.removesuffix("*"))
        return (bones(stem) if self._by_bones else stem) + "*" * word.endswith("*")

    def _says_enough(self, words: list[str]) -> bool:
        """Of two consonants every third word has some."""
        first = words[0].removesuffix("*")
        if self._by_bones and len(words) == 1:
            return len(first) > 2 or (len(first) == 2 and not {"3", "7", "5"}.isdisjoint(first))
        return len(first) > 1 or (len(words) > 1 and len(first) == 1)

    def _forms(self, word: str) -> tuple[str, ...]:
        return bone_forms(word) if self._by_bones else forms(word, self._lang)

    def find(self, words: list[str]) -> Iterator[Hit]:
        """Every phrase, in the order of its beginning."""
        for first, word in enumerate(words):
            for form in self._forms(word):
                for rest, name in self._index.begun(form, self._ending):
                    last = self._end(words, first + 1, rest)
                    if last:
                        yield Hit(name, first, last)

    def _end(self, words: list[str], at: int, rest: Rest) -> int:
        """Where the phrase ends that goes on with `rest`; 0 when it does not."""
        if not rest:
            return at
        if rest[0] == GAP:
            ends = (self._end(words, at + more, rest[1:]) for more in range(LONGEST_GAP + 1))
            return next((end for end in ends if end), 0)
        if at >= len(words) or not self._is(words[at], rest[0]):
            return 0
        return self._end(words, at + 1, rest[1:])

    def _is(self, word: str, wanted: str) -> bool:
        if wanted.endswith("*"):
            return any(one.startswith(wanted[:-1]) for one in self._forms(word))
        return wanted in self._forms(word)


class Tongue:
    """Concepts and scope of one language. `sounding`: Arabic phrases, for Arabizi."""

    def __init__(
        self, lang: str, phrases: Iterable[tuple[str, str]], scope: Scope, sounding: bool
    ) -> None:
        given = list(phrases)
        own = [one for one in given if not (sounding and _is_arabic(one[1]))]
        self._finders = [Phrases(lang, own)]
        if sounding:
            arabic = [one for one in given if _is_arabic(one[1])]
            self._finders.append(Phrases(lang, arabic, by_bones=True))
        self._lang = lang
        marks = {
            NOT: scope.deny,
            "after": scope.after,
            OTHER: scope.other,
            IF: scope.if_,
            UNLESS: scope.unless,
        }
        self._marks = Phrases("", [(kind, one) for kind, some in marks.items() for one in some])
        self._through = {fold(one) for one in scope.through}
        self._stop = {fold(one) for one in scope.stop}
        self._glued_as = [re.compile(one) for one in scope.glued]

    def read(self, text: str) -> Read:
        """`text` is folded, `apart` before."""
        spans = [(one[0], one.start()) for one in WORD.finditer(text)]
        words = [word for word, _ in spans]
        clauses = _numbered(text, spans, CLAUSE_END)
        scoped = [one for one in _longest(self._marks.find(words)) if one.name != UNLESS]
        hits = _longest(one for finder in self._finders for one in finder.find(words))
        denials = [one for one in scoped if one.name == NOT] + self._glued(words)
        behind = [one.first for one in scoped if one.name == "after"]
        before = {
            kind: min((one.first for one in scoped if one.name == kind), default=len(words))
            for kind in (OTHER, IF)
        }
        marks = {one.name for one in scoped}
        for hit in hits:
            marks.add(self._kind(hit, words, clauses, denials, behind, before) + hit.name)
        denied = {
            words[place]
            for one in denials
            for place in range(one.last, min(len(words), one.last + REACH))
            if self._reaches(one, place, words, clauses)
        }
        return Read(frozenset(marks), frozenset(denied), _behind(scoped, words, clauses))

    def _glued(self, words: list[str]) -> list[Hit]:
        """Denials that are a part of the word that they deny."""
        places = (i for i, one in enumerate(words) if self._denies_itself(one))
        return [Hit(NOT, place, place) for place in places]

    def _denies_itself(self, word: str) -> bool:
        return any(one.fullmatch(word) for one in self._glued_as)

    def _kind(
        self,
        hit: Hit,
        words: list[str],
        clauses: list[int],
        denials: list[Hit],
        behind: list[int],
        before: Mapping[str, int],
    ) -> str:
        if any(hit.first <= one.first < one.last <= hit.last for one in denials):
            return ""  # a phrase may say no itself: "don't tell"
        if any(self._reaches(one, hit.first, words, clauses) for one in denials):
            return NOT
        if any(
            hit.last <= place <= hit.last + AFTER and clauses[place] == clauses[hit.last - 1]
            for place in behind
        ):
            return NOT
        return next((kind for kind, first in before.items() if first < hit.first), "")

    def _reaches(self, denial: Hit, place: int, words: list[str], clauses: list[int]) -> bool:
        """Whether a denial governs the word at `place`."""
        between = words[denial.last : place]
        if not 0 <= place - denial.last <= REACH or clauses[denial.first] != clauses[place]:
            return False
        if denial.last < len(words) and not self._stop.isdisjoint(words[denial.last : place + 1]):
            return False
        return sum(one not in self._through for one in between) <= OTHERS


def _behind(scoped: Iterable[Hit], words: list[str], clauses: list[int]) -> frozenset[str]:
    """Words of a clause behind one that tells of another or of a condition."""
    opened = [one.last for one in scoped if one.name in (OTHER, IF)]
    return frozenset(
        word
        for place, word in enumerate(words)
        if any(one <= place and clauses[one - 1] == clauses[place] for one in opened)
    )


def apart(text: str) -> str:
    """French words that an apostrophe binds, as two: a denial is often one letter of them."""
    return ELISION.sub(r"\1 ", text)


def _numbered(text: str, spans: list[tuple[str, int]], end: re.Pattern[str]) -> list[int]:
    """Of every word, in which clause it stands."""
    ends = [one.start() for one in end.finditer(text)]
    found, passed = [], 0
    for _, start in spans:
        while passed < len(ends) and ends[passed] < start:
            passed += 1
        found.append(passed)
    return found


def _longest(found: Iterable[Hit]) -> set[Hit]:
    """Without those that lie in a longer one of another name: "كلمة السر" is no secret."""
    hits = set(found)
    return {one for one in hits if not any(_lies_in(one, other) for other in hits)}


def _lies_in(one: Hit, other: Hit) -> bool:
    inside = other.first <= one.first and one.last <= other.last
    longer = other.last - other.first > one.last - one.first
    return inside and longer and other.name != one.name


def _is_arabic(phrase: str) -> bool:
    return any("\u0600" <= letter <= "\u06ff" for letter in phrase)


class Lexicon:
    """`words`: concept → language → phrases; `scopes` by language."""

    def __init__(
        self, words: Mapping[str, Mapping[str, Iterable[str]]], scopes: Mapping[str, Scope]
    ) -> None:
        self._words, self._scopes = words, scopes
        self._made: dict[str, Tongue] = {}

    @cached_property
    def languages(self) -> frozenset[str]:
        return frozenset(lang for one in self._words.values() for lang in one)

    def read(self, folded: str, lang: str) -> Read:
        """What a folded text holds; nothing for a language without words."""
        if lang not in self.languages:
            return NOTHING
        if lang not in self._made:
            self._made[lang] = self._tongue(lang)
        return self._made[lang].read(folded)

    def _tongue(self, lang: str) -> Tongue:
        sources = (lang, ARABIC) if lang == ARABIZI else (lang,)
        phrases = [
            (name, phrase)
            for name, by_lang in self._words.items()
            for one in sources
            for phrase in by_lang.get(one, ())
        ]
        return Tongue(lang, phrases, self._scopes.get(lang, Scope()), lang == ARABIZI)
