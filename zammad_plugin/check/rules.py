"""The rules' own tests: every text under `hit` must show its rule or concept, none under `miss`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from zammad_plugin.check.rule_fields import rule_field_problems
from zammad_plugin.config.files import load_fast
from zammad_plugin.config.overlay import RULES
from zammad_plugin.config.places import rules_folder
from zammad_plugin.errors import DeskError, PluginError, Where
from zammad_plugin.triage.engine import assess
from zammad_plugin.triage.holding import holds
from zammad_plugin.triage.model import Message
from zammad_plugin.triage.reading import read
from zammad_plugin.triage.rule_files.languages import Language
from zammad_plugin.triage.rule_files.risks import Risk, Risks
from zammad_plugin.triage.rule_files.rules import Counter, Rule, Rules
from zammad_plugin.triage.ruleset import Ruleset, load

TRIED = ("rules", "language", "platforms")  # files with which rules see otherwise
SEEN = (*TRIED, "risks", "risk-words", "concepts")  # all that a set of rules is made of
HINT = "zammad-plugin explain TEXT"


@dataclass(frozen=True)
class Case:
    """One text of a test; `wanted`: whether `what` must be seen in it.

    `language` is that of a concept's test, '' in one of a rule.
    """

    file: Path
    what: str
    text: str
    wanted: bool
    rule: Rule | Counter | Risk | None = None
    language: str = ""

    def passes(self, ruleset: Ruleset) -> bool:
        if isinstance(self.rule, Risk):
            return (self.what in assess([Message(self.text)], ruleset).risks) == self.wanted
        reading = read([Message(self.text)], ruleset)
        if self.rule:
            return holds(self.rule, reading.names) == self.wanted
        hits = (hit for hit in reading.seen.hits if hit.lang == self.language)
        return any(hit.concept == self.what for hit in hits) == self.wanted


def cases(roots: Iterable[Path]) -> list[Case]:
    """All tests in these rules' folders; files that can't be read have none."""
    found: list[Case] = []
    for root in roots:
        files = sorted((root / "languages").glob("*.yml"))
        read = {root / "rules.yml": _of_rules, root / "risks.yml": _of_risks}
        for file in (*read, *files):
            try:
                found += read.get(file, _of_language)(file)
            except DeskError:
                continue  # `load` names it
    return found


def rule_problems(own: Path | None) -> list[PluginError]:
    """Files of rules that can't be used, fields that mean nothing, and the rules' own tests that
    fail; `own`: a desk's folder of rules."""
    if own and not any(RULES[name].of_desk(own) for name in SEEN):
        return list(rule_field_problems(own))
    ruleset = load(desk=own)
    found: list[PluginError] = [*ruleset.problems, *rule_field_problems(own)]
    broken = {one.where.path for one in ruleset.problems if one.where}
    if own and broken.issuperset(file for name in TRIED for file in RULES[name].of_desk(own)):
        return found  # the package's rules as they are: their tests are the package's
    return [*found, *failures(ruleset, [rules_folder(), *([own] if own else [])])]


def failures(ruleset: Ruleset, roots: Iterable[Path]) -> list[DeskError]:
    """Each with the place of the text."""
    # A desk's rule of the same id stands in the place of the package's: so do its tests.
    once = {(one.what, one.text, one.wanted, one.language): one for one in cases(roots)}
    return [_failure(case) for case in once.values() if not case.passes(ruleset)]


def _of_rules(file: Path) -> Iterator[Case]:
    rules = load_fast(Rules, file)
    yield from _of_each(file, [*rules.rules, *rules.counter])


def _of_risks(file: Path) -> Iterator[Case]:
    yield from _of_each(file, load_fast(Risks, file).risks)


def _of_each(file: Path, told: Sequence[Rule | Counter | Risk]) -> Iterator[Case]:
    for rule in told:
        yield from (Case(file, rule.id, text, True, rule) for text in rule.hit)
        yield from (Case(file, rule.id, text, False, rule) for text in rule.miss)


def _of_language(file: Path) -> Iterator[Case]:
    language = load_fast(Language, file)
    for name, test in language.tests.items():
        for texts, wanted in ((test.hit, True), (test.miss, False)):
            yield from (Case(file, name, one, wanted, None, language.language) for one in texts)


def _failure(case: Case) -> DeskError:
    should = "must" if case.wanted else "may not"
    what = f"'{case.what}' {should} be seen in its test"
    return DeskError(what, where=_place(case.file, case.text), hint=HINT)


def _place(file: Path, text: str) -> Where:
    """Where the text stands; the whole file when YAML writes it another way."""
    for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), start=1):
        if text in line:
            return Where(file, number, line.index(text) + 1)
    return Where(file)
