"""Train the model of dangers that no line of risks.yml names.

usage: python training/situations.py      (needs the extra `train`)
Writes zammad_plugin/rules/model/situations.npz. Nothing is drawn by chance. Taught by the messages
of training/messages, whose dangers training/situations/labels.jsonl names, by those of
training/situations/messages.jsonl, and by category and urgency where these say it all: harm in
person at this moment, a meeting. Limits: authors are left out in FOLDS groups, and FALSE messages
of those who taught nothing may be taken for a danger.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

from zammad_plugin.text.normalise import Normalised
from zammad_plugin.triage.model import Message
from zammad_plugin.triage.reading import read
from zammad_plugin.triage.ruleset import Ruleset, load
from zammad_plugin.triage.trained.situations import FILE, GROUP, marks

HERE = Path(__file__).parent
OUT = HERE.parent / "zammad_plugin" / "rules" / "model" / FILE
DANGERS = (
    "self_harm",
    "missing",
    "danger_now",
    "meeting",
    "pushed_by_group",
    "touched",
)
OF_KIND = {
    ("in_person_abuse_threat", "critical"): "danger_now",
    ("in_person_abuse_threat", "high"): "touched",
    ("grooming", "critical"): "meeting",
}
FOLDS = 4
STRENGTH = 3.0  # inverse of regularisation
RARE = 6.0  # what a message with the danger counts beside one without
FALSE = 0.005  # share of messages without it
LEAST = 1e-3  # weights below are nothing

Array = np.ndarray[Any, Any]


@dataclass(frozen=True)
class Told:
    """A message: who wrote it, its text, the dangers it tells."""

    author: str
    text: str
    dangers: frozenset[str]


def messages() -> Iterator[Told]:
    """All of them, in the order of files and lines."""
    labels = {one["id"]: one["told"] for one in _lines(HERE / "situations" / "labels.jsonl")}
    for file in sorted((HERE / "messages").glob("*.jsonl")):
        for one in _lines(file):
            kind = one["labels"]["category"], one["labels"]["urgency"]
            told = {*labels.get(f"{file.stem}:{one['id']}", ()), OF_KIND.get(kind, "")}
            text = "\n".join(filter(None, (one.get("subject"), one["body"])))
            yield Told(file.stem, text, frozenset(told - {""}))
    for one in _lines(HERE / "situations" / "messages.jsonl"):
        yield Told("situations", one["body"], frozenset(one["told"]))


def _lines(file: Path) -> Iterator[dict[str, Any]]:
    yield from map(json.loads, file.read_text("utf-8").splitlines())


def shown(text: str, ruleset: Ruleset) -> list[tuple[str, float]]:
    """Marks of a text, as triage/engine.py makes them."""
    reading = read([Message(text)], ruleset)
    folded = Normalised(reading.seen.folded, reading.seen.offsets, len(reading.text))
    groups = ruleset.risks.shown(folded, reading.seen.lang, ruleset.scopes)
    return list(marks({*reading.names, *(GROUP + one for one in groups)}))


def table(found: list[list[tuple[str, float]]]) -> tuple[csr_matrix, list[str]]:
    index: dict[str, int] = {}
    rows = [(index.setdefault(name, len(index)), worth) for one in found for name, worth in one]
    starts = np.cumsum([0, *map(len, found)])
    places, values = zip(*rows, strict=True)
    shape = (len(found), len(index))
    return csr_matrix((np.array(values, np.float32), places, starts), shape=shape), list(index)


def fit(data: csr_matrix, answers: Array) -> LogisticRegression:
    model = LogisticRegression(C=STRENGTH, class_weight={0: 1.0, 1: RARE}, solver="liblinear")
    return model.fit(data, answers)


def limit(data: csr_matrix, answers: Array, folds: Array, danger: str) -> float:
    """Logit that FALSE of the messages of authors who taught nothing reach without the danger."""
    said = np.zeros(len(answers))
    for fold in range(FOLDS):
        mine = folds == fold
        said[mine] = fit(data[~mine], answers[~mine]).decision_function(data[mine])
    cut = float(np.quantile(said[~answers], 1 - FALSE))
    caught = (said[answers] >= cut).mean()
    print(f"{danger:20} {answers.sum():4} limit {cut:5.2f} caught {caught:.2f}", file=sys.stderr)
    return cut


def main() -> None:
    ruleset, found = load(), list(messages())
    data, names = table([shown(one.text, ruleset) for one in found])
    authors = sorted({one.author for one in found})
    folds = np.array([authors.index(one.author) % FOLDS for one in found])
    answers = {danger: np.array([danger in one.dangers for one in found]) for danger in DANGERS}
    limits = [limit(data, answers[danger], folds, danger) for danger in DANGERS]
    models = [fit(data, answers[danger]) for danger in DANGERS]
    weights = np.vstack([one.coef_ for one in models]).T
    kept = np.abs(weights).max(axis=1) >= LEAST
    np.savez_compressed(
        OUT,
        dangers=np.array(DANGERS),
        names=np.array(names)[kept],
        weights=weights[kept].astype(np.float16),
        bias=np.array([one.intercept_[0] for one in models], np.float32),
        limits=np.array(limits, np.float32),
    )
    print(f"{OUT.name}: {kept.sum()} names, {OUT.stat().st_size} bytes", file=sys.stderr)


if __name__ == "__main__":
    main()
