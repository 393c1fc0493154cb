"""Fits of linear models over passages: of a bag of passages at least one says it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from bags import BUCKETS, Runs
from scipy.optimize import minimize
from scipy.sparse import csr_matrix

Array = np.ndarray[Any, Any]
SHARPNESS = 3.0  # of the soft maximum over a bag's passages
STRENGTH = 8.0  # inverse of regularisation, from authors left out
RARE = 3  # rows that have a feature, of those that a head is fitted to
STEPS = {"maxiter": 150, "maxcor": 10, "ftol": 1e-7, "gtol": 1e-5}


@dataclass(frozen=True)
class Linear:
    weights: Array
    bias: float


@dataclass(frozen=True)
class Scores:
    """What turns weights into logits of passages and back. `units`: a row a unit."""

    units: csr_matrix
    turned: csr_matrix
    letters: Array
    runs: Runs

    def logits(self, model: Linear) -> Array:
        by_unit = (self.units @ model.weights)[self.runs.sequence]
        sums = np.concatenate([[0.0], np.cumsum(by_unit, dtype=np.float64)])
        many = np.concatenate([[0.0], np.cumsum(self.letters[self.runs.sequence])])
        root = np.sqrt(np.maximum(many[self.runs.last] - many[self.runs.first], 1.0))
        said = (sums[self.runs.last] - sums[self.runs.first]) / root
        return np.asarray(said + self.runs.concepts @ model.weights + model.bias)

    def gradient(self, by_run: Array) -> Array:
        """Of the weights, from that of the logits."""
        many = np.concatenate([[0.0], np.cumsum(self.letters[self.runs.sequence])])
        root = np.sqrt(np.maximum(many[self.runs.last] - many[self.runs.first], 1.0))
        steps = np.zeros(len(self.runs.sequence) + 1)
        np.add.at(steps, self.runs.first, by_run / root)
        np.subtract.at(steps, self.runs.last, by_run / root)
        by_place = np.cumsum(steps)[:-1]
        by_unit = np.bincount(self.runs.sequence, by_place, self.units.shape[0])
        found = self.turned @ by_unit.astype(np.float32)
        return np.asarray(found + self.runs.concepts.T @ by_run.astype(np.float32))


def pooled(logits: Array, bag: Array) -> tuple[Array, Array]:
    """(soft maximum by bag, its derivative by passage)."""
    starts = np.flatnonzero(np.diff(bag, prepend=-1))
    top = np.maximum.reduceat(logits, starts)
    spread = np.exp(SHARPNESS * (logits - top[bag]))
    share = spread / np.add.reduceat(spread, starts)[bag]
    value = np.add.reduceat(share * logits, starts)
    return value, share * (1 + SHARPNESS * (logits - value[bag]))


def best(scores: Scores, model: Linear) -> Array:
    """Logit of the gravest passage by bag."""
    starts = np.flatnonzero(np.diff(scores.runs.bag, prepend=-1))
    return np.asarray(np.maximum.reduceat(scores.logits(model), starts))


def fit(scores: Scores, truth: Array, sure: Array, start: Linear | None = None) -> Linear:
    """`truth`: 0 or 1 a bag; `sure`: weight a bag, 0 of those that are left out."""
    yes, no = sure[truth == 1].sum(), sure[truth == 0].sum()
    weight = sure * np.where(truth == 1, (yes + no) / (2 * yes), (yes + no) / (2 * no)) * STRENGTH
    sign = np.where(truth == 1, 1.0, -1.0)
    bag = scores.runs.bag

    def loss(point: Array) -> tuple[float, Array]:
        model = Linear(point[:-1].astype(np.float32), point[-1])
        value, slope = pooled(scores.logits(model), bag)
        margin = sign * value
        cost = float((weight * np.logaddexp(0, -margin)).sum())
        by_bag = -weight * sign / (1 + np.exp(np.minimum(margin, 50)))
        by_run = by_bag[bag] * slope
        grown = np.append(scores.gradient(by_run) + point[:-1], by_run.sum())
        return cost + 0.5 * float(point[:-1] @ point[:-1]), grown

    begin = np.append(start.weights, start.bias) if start else np.zeros(BUCKETS + 1)
    done = minimize(loss, begin, jac=True, method="L-BFGS-B", options=STEPS)
    return Linear(done.x[:-1].astype(np.float32), float(done.x[-1]))


def fit_classes(data: csr_matrix, answers: Array, classes: int, sure: Array) -> tuple[Array, Array]:
    """(weights a column a class, biases) of a softmax; classes balanced. What fewer than RARE rows
    have gets no weight: it teaches nothing, and the time grows with what is weighed."""
    known = np.flatnonzero(np.bincount(data.indices, minlength=data.shape[1]) >= RARE)
    table, bias = _fit_classes(data[:, known].tocsr(), answers, classes, sure)
    whole = np.zeros((data.shape[1], classes), np.float32)
    whole[known] = table
    return whole, bias


def _fit_classes(
    data: csr_matrix, answers: Array, classes: int, sure: Array
) -> tuple[Array, Array]:
    many = np.array([sure[answers == one].sum() for one in range(classes)])
    weight = sure * (sure.sum() / (classes * np.maximum(many, 1e-9)))[answers] * STRENGTH
    turned = data.T.tocsr()
    truth = np.eye(classes, dtype=np.float32)[answers]
    size = data.shape[1]

    def loss(point: Array) -> tuple[float, Array]:
        table = point[: size * classes].reshape(size, classes)
        bias = point[size * classes :]
        logits = np.asarray(data @ table.astype(np.float32)) + bias
        logits -= logits.max(axis=1, keepdims=True)
        norm = np.log(np.exp(logits).sum(axis=1))
        cost = float((weight * (norm - logits[np.arange(len(answers)), answers])).sum())
        slope = weight[:, None] * (np.exp(logits - norm[:, None]) - truth)
        grown = np.asarray(turned @ slope.astype(np.float32)) + table
        return cost + 0.5 * float((table * table).sum()), np.concatenate(
            [grown.ravel(), slope.sum(axis=0)]
        )

    begin = np.zeros((size + 1) * classes)
    done = minimize(
        loss, begin, jac=True, method="L-BFGS-B", options=STEPS | {"maxiter": 60, "maxcor": 5}
    )
    table = done.x[: size * classes].reshape(size, classes)
    return table.astype(np.float32), done.x[size * classes :].astype(np.float32)
