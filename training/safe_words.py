"""Train the linear models of the linter on the drafts in training/lint.

usage: python training/safe_words.py      (needs the extras `train` and `semantic`)
Writes zammad_plugin/rules/model/safe-words.npz, the same one each time. The limit in the file and
the figures printed come from drafts of authors who did not teach the models that judge them:
STRANGERS, of whom each is left out once, and HELD, who never teach. With the meaning they are
those of them who taught the encoder nothing either.
"""

from __future__ import annotations

import sys
from collections import Counter
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

import numpy as np
from drafts import HELD, JUDGED, OF_FORM, STRANGERS, Draft, read, taught
from drafts import HERE as FILES
from embedded import of_classes, strangers
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

from zammad_plugin.config.safe_words.concepts import MODEL, lexicon
from zammad_plugin.text import embedding
from zammad_plugin.text.safe_words.features import BUCKETS, Features, features
from zammad_plugin.text.safe_words.judge import UNSAFE, Judge, Meant, Verdict
from zammad_plugin.text.safe_words.wording import PLACES, Rarity, Wording, seen, wording

# Inverse of regularisation, from authors left out: concepts, wording, rules.
OF_CONCEPTS, OF_WORDING, OF_RULES = 3.0, 5.0, 10.0
MEANING_SHARE = 0.5  # of its sum that is added to the others'; from the encoder's strangers
FEWEST = 15  # drafts of a rule that gets a column
SEEN_TWICE = 2  # drafts that hold what the wording knows
RARITY_STEPS = 20.0  # of the logarithm, in the file
# Weight of a draft: of a sentence of a shipped reply, of one that was put together from frames, of
# what was written by whoever saw no rule, and of unsafe drafts beside their nearest safe ones.
WEIGHTS = {"replies": 0.4, "frames": 0.07, "blind": 3.0, "pairs": 3.0} | dict.fromkeys(
    STRANGERS, 3.0
)
# Of hard safe drafts of authors left out, by the letters and with the meaning, which tells them
# apart better: a miss is worse than a warning.
MOST_STOPPED, MOST_STOPPED_MEANT = 0.15, 0.12

Array = np.ndarray[Any, Any]


@dataclass(frozen=True)
class Lessons:
    """Drafts, their features (a row each), answers and weights."""

    drafts: list[Draft]
    concepts: csr_matrix
    worded: csr_matrix
    rarity: Rarity
    unsafe: Array
    weight: Array
    writer: Array


def lessons() -> Lessons:
    found = taught()
    rarity = _rarity(found)
    return Lessons(
        found,
        _rows([features(one.text, one.lang, lexicon()) for one in found], BUCKETS),
        _rows([wording(one.text, one.lang, rarity) for one in found], PLACES),
        rarity,
        np.array([bool(one.rules) for one in found]),
        np.array([WEIGHTS.get(one.writer, 1.0) for one in found]),
        np.array([one.writer for one in found]),
    )


def _rarity(found: list[Draft]) -> Rarity:
    """Inverse document frequency in steps; 0 of what fewer than SEEN_TWICE drafts hold."""
    holds = np.zeros(PLACES)
    for one in found:
        places = {place for counts in seen(one.text, one.lang).values() for place in counts}
        holds[list(places)] += 1
    steps = np.round(RARITY_STEPS * (np.log((1 + len(found)) / (1 + holds)) + 1))
    return np.where(holds >= SEEN_TWICE, steps, 0).astype(np.uint8)


def _rows(rows: list[Features], width: int) -> csr_matrix:
    starts = np.cumsum([0, *(len(places) for places, _ in rows)])
    values = np.concatenate([one[1] for one in rows]).astype(np.float64)
    places = np.concatenate([one[0] for one in rows])
    matrix = csr_matrix((values, places, starts), shape=(len(rows), width))
    matrix.sum_duplicates()
    return matrix


def _fit(data: csr_matrix, unsafe: Array, weight: Array, strength: float) -> LogisticRegression:
    model = LogisticRegression(
        C=strength, solver="liblinear", dual=True, tol=0.02, max_iter=100, random_state=0
    )
    return model.fit(data, unsafe, sample_weight=_even(unsafe, weight))


def _even(unsafe: Array, weight: Array) -> Array:
    """Both answers weigh the same."""
    share = (weight * unsafe).sum() / weight.sum()
    return weight * np.where(unsafe, 0.5 / share, 0.5 / (1 - share))


def _fit_rules(taken: Lessons) -> LogisticRegression:
    said = np.array(
        [next((rule for rule in one.rules if rule not in OF_FORM), "") for one in taken.drafts]
    )
    counts = Counter(said)
    known = np.array([rule != "" and counts[rule] >= FEWEST for rule in said])
    model = LogisticRegression(C=OF_RULES, max_iter=300, tol=1e-3)
    return model.fit(taken.concepts[known], said[known], sample_weight=taken.weight[known])


def _judge(taken: Lessons, rows: Array, rules: LogisticRegression | None = None) -> Judge:
    """Taught by `rows` (a mask); without `rules` it knows no other class than UNSAFE."""
    unsafe, weight = taken.unsafe[rows], taken.weight[rows]
    said = _fit(taken.concepts[rows], unsafe, weight, OF_CONCEPTS)
    worded = _fit(taken.worded[rows], unsafe, weight, OF_WORDING)
    table, scale = _small(np.vstack([said.coef_, *([rules.coef_] if rules else [])]))
    row, step = _small(worded.coef_)
    bias = np.concatenate([said.intercept_, rules.intercept_ if rules else []])
    classes = (UNSAFE, *(rules.classes_ if rules else ()))
    heard = Wording(row[0], taken.rarity, float(step[0]), float(worded.intercept_[0]))
    bias = bias.astype(np.float32)
    return Judge(lexicon(), heard, classes, table.T, scale, bias, {}, _meant())


def _meant() -> Meant:
    weights, bias = of_classes("unsafe", ["False", "True"])
    row = (MEANING_SHARE * weights[0]).astype(np.float32)
    return Meant(_known, row, MEANING_SHARE * float(bias[0]), (0.0, 0.0))


@cache
def _known(text: str) -> Array:
    return embedding.embed(text)


def _small(weights: Array) -> tuple[Array, Array]:
    """A byte a weight, and what a row is multiplied with."""
    scale = (np.abs(weights).max(axis=1) / 127).astype(np.float32)
    return np.round(weights / scale[:, None]).astype(np.int8), scale


def _strangers(taken: Lessons, judge: Judge) -> list[tuple[Draft, Judge]]:
    """Drafts of authors left out, each with the judge that they did not teach."""
    found = [(one, judge) for one in read(HELD)]
    for name in STRANGERS:
        other = _judge(taken, taken.writer != name)
        found += [(one, other) for one in read([FILES / f"{name}.jsonl"])]
    return found


def _heard(judge: Judge, draft: Draft) -> Verdict:
    return max(judge.heard(draft.text, draft.lang), key=lambda each: each.chance)


def _limits(judged: list[tuple[Draft, Judge]], most: float) -> tuple[float, float]:
    """The lowest chances, of a sentence alone and of several, at which `most` of the safe drafts
    of authors left out are stopped; told: by author and by language."""
    found = [draft for draft, _ in judged]
    heard = [_heard(judge, draft) for draft, judge in judged]
    said = np.array([one.chance for one in heard])
    among = np.array([one.among for one in heard])
    unsafe = np.array([bool(one.rules) for one in found])
    cuts = (_cut(said[~among & ~unsafe], most), _cut(said[among & ~unsafe], most))
    stopped = said >= np.where(among, cuts[1], cuts[0])
    print(f"limits {cuts[0]:.2f} {cuts[1]:.2f}", file=sys.stderr)
    for names in ([one.writer for one in found], [one.lang for one in found], ["all"] * len(found)):
        _tell(np.array(names), said, unsafe, stopped)
    return cuts


def _tell(names: Array, said: Array, unsafe: Array, stopped: Array) -> None:
    for name in sorted(set(names)):
        mine = names == name
        curve = [_caught(said[mine], unsafe[mine], share) for share in (0.05, 0.1, 0.2)]
        print(
            f"{name:14} caught {stopped[mine & unsafe].mean():.3f}"
            f"  stopped {stopped[mine & ~unsafe].mean():.3f}"
            f"  caught at 5, 10, 20 % stopped: {curve}",
            file=sys.stderr,
        )


def _cut(safe: Array, most: float) -> float:
    return float(np.quantile(safe, 1 - most, method="higher")) + 1e-4


def _caught(said: Array, unsafe: Array, share: float) -> float:
    cut = np.quantile(said[~unsafe], 1 - share, method="higher")
    return round(float((said[unsafe] > cut).mean()), 2)


def main() -> None:
    taken = lessons()
    judge = _judge(taken, np.ones(len(taken.drafts), bool), _fit_rules(taken))
    judged = _strangers(taken, judge)
    never = strangers() | {file.stem for file in HELD}
    with_meaning = _limits([one for one in judged if one[0].writer in never], MOST_STOPPED_MEANT)
    limits = _limits([(draft, replace(one, meant=None)) for draft, one in judged], MOST_STOPPED)
    assert judge.meant is not None
    np.savez_compressed(
        MODEL,
        classes=np.array(judge.classes),
        weights=judge.table.T,
        scale=judge.scale,
        bias=judge.bias,
        worded=judge.wording.table,
        rarity=judge.wording.rarity,
        of_wording=np.array([judge.wording.scale, judge.wording.bias]),
        meant=judge.meant.weights,
        of_meaning=np.array([judge.meant.bias, *with_meaning]),
        languages=np.array(JUDGED),
        limits=np.full((len(JUDGED), 2), limits, np.float32),
    )
    print(f"{MODEL.name}: {MODEL.stat().st_size} bytes", file=sys.stderr)


if __name__ == "__main__":
    main()
