"""Which rules hold: in a set of names, and within one passage of a thread. Pure."""

from __future__ import annotations

import numpy as np

from zammad_plugin.triage.evidence.marks import CONTEXT, Bools
from zammad_plugin.triage.passages import MOST
from zammad_plugin.triage.reading import Reading
from zammad_plugin.triage.rule_files.rules import Counter, Rule


def holds(rule: Rule | Counter, names: frozenset[str]) -> bool:
    """Whether all that the rule asks for was seen, and nothing that it excludes."""
    return (
        names.issuperset(rule.all)
        and (not rule.any or not names.isdisjoint(rule.any))
        and names.isdisjoint(rule.none)
    )


class Within:
    """Rules by passage: all that one asks for stands in one passage, but for who it is about, which
    may stand anywhere in the thread."""

    def __init__(self, reading: Reading) -> None:
        marks, own = reading.marks, slice(reading.runs.whole + 1)
        words = reading.words[reading.runs.last[own]] - reading.words[reading.runs.first[own]]
        short = words <= max(MOST, words.min())
        self.columns = {name: marks.present[own, at][short] for at, name in enumerate(marks.names)}
        self.nowhere = np.zeros(int(short.sum()), bool)
        self.names = reading.names

    def holds(self, rule: Rule) -> bool:
        if not self.names.issuperset(rule.all):
            return False
        there = ~self.nowhere
        for name in rule.all:
            there &= self._column(name)
        if rule.any:
            there &= np.logical_or.reduce([self._column(name) for name in rule.any])
        for name in rule.none:
            there &= ~self.columns.get(name, self.nowhere)
        return bool(there.any())

    def _column(self, name: str) -> Bools:
        here = self.columns.get(name, self.nowhere)
        return ~self.nowhere if name in CONTEXT and name in self.names else here
