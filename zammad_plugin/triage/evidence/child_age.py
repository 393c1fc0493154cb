"""Ages and school classes of all languages, and the age that only stands beside a child.

"my son, 13", "bente (15)", "my daughter Maya is thirteen": no word says that the number is an
age; that a child was named right before it does.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from zammad_plugin.text.any_of import any_of
from zammad_plugin.text.normalise import fold
from zammad_plugin.triage.evidence.ages import OLDEST, YOUNGEST, Number, Numbers
from zammad_plugin.triage.evidence.numbers import Words
from zammad_plugin.triage.evidence.told_age import OwnAges, Telling, ToldAges

OLDEST_CHILD = 17
LAST_GRADE = 12
SHORTEST_WORD = 4  # letters of a number: "one" and "six" are parts of other words
LONGEST_NAME = 15  # letters
MOST_SAID = 4  # words between a child and its age between commas
LINKS = (
    "is",
    "was",
    "of",
    "who is",
    "hes",
    "shes",
    "only",
    "just",
    "just turned",
    "turned",
    "turns",
    "she is",
    "he is",
    "aged",
    "agee?",
    "a",
    "is only",
    "is just",
    "l",
    "el",
    r"عمر\w{0,3}",
)
# No time, sum or share: these stand behind a number in every language.
NO_AGE = r"[\d:%$€/]|\.\d|\s?(?:h|am|pm|min|x|usd|dollars?|euros?|hours?|days?)\b|[^\W\d]"


class BesideChild:
    """Ages that directly follow the mention of a child."""

    def __init__(self, languages: Sequence[Words]) -> None:
        self._words = {
            fold(word): number
            for one in languages
            for word, number in one.numbers.items()
            if len(word) >= SHORTEST_WORD and number <= OLDEST_CHILD
        }
        link, name = "|".join(LINKS), rf"\w{{2,{LONGEST_NAME}}}[ ,]{{1,2}}"
        linked = rf"(?:{name})??(?:{link})\W{{1,3}}"
        digits = rf"(?:{linked})?[(,\"« ]{{0,3}}(\d{{1,2}})(?!{NO_AGE})"
        words = rf"{linked}({any_of(self._words)})(?!\w)"
        units = any_of(fold(word) for one in languages for word in one.units)
        bracket = rf"(?:{name})?\((\d{{1,2}})(?=\))"
        # "a pupil of mine, 13, …": apart by commas, behind what says more of the child.
        said = rf"(?:[^\W\d]{{1,{LONGEST_NAME}}} ?){{1,{MOST_SAID}}}"
        apart = rf"{said}, ?(\d{{1,2}})(?= ?(?:[,)\n]|\.?$))"
        self._age = re.compile(
            rf"[^\w.]{{0,3}}(?:{bracket}|(?:{digits}|{words})(?! ?{units}(?!\w))|{apart})"
        )

    def find(self, text: str, end: int) -> int | None:
        """The age behind the mention that ends at `end` of a normalised text, or None."""
        match = self._age.match(text, end)
        said = next((one for one in match.groups() if one), "") if match else ""
        age = int(said) if said.isdecimal() else self._words.get(said, 0)
        return age if YOUNGEST <= age <= OLDEST_CHILD else None


@dataclass(frozen=True)
class AgeReader:
    """Ages and school classes of all languages together."""

    ages: Numbers
    grades: Numbers
    beside: BesideChild
    told: ToldAges
    own: OwnAges

    @classmethod
    def of(
        cls, ages: Sequence[Words], grades: Sequence[Words], telling: Sequence[Telling]
    ) -> AgeReader:
        """A list of languages each, in the same order."""
        numbers = Numbers(ages, OLDEST), Numbers(grades, LAST_GRADE)
        return cls(*numbers, BesideChild(ages), ToldAges(telling), OwnAges(telling))

    def band(self, text: str) -> tuple[list[Number], list[Number]]:
        """(ages in years, school grades 0 to 12), each with its place; 0 is kindergarten."""
        years = [one for one in self.ages.find(text) if YOUNGEST <= one[0] <= OLDEST]
        return years, self.grades.find(text)
