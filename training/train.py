"""Train the linear parts of triage on the messages in training/messages and training/ordinary.

usage: python training/train.py [--letters]
Needs the extra `train`; writes zammad_plugin/rules/model/letters.npz and, with the extra `semantic`
and without --letters, meaning.npz. The letters' weights are the same in both ways. Nothing is drawn
by chance: the same files and libraries give the same weights. Whole authors are left out, in FOLDS
groups: the figures printed, the limits and the shares of the parts come from what the others
taught; with the meaning from authors whom the encoder had not met either. Six minutes on two cores.
"""

from __future__ import annotations

import sys
import time
from typing import Any

import numpy as np
from corpus import HERE
from data import Data, gathered
from fit import Linear, best, fit
from heads import MEANT, Head, Heads
from limits import Said, settings_of
from parallel import each

from zammad_plugin.text import embedding
from zammad_plugin.triage.trained import meaning, weights
from zammad_plugin.triage.trained.settings import Settings

OUT = HERE.parent / "zammad_plugin" / "rules" / "model"
LEFT_OUT = HERE / ".left-out.npz"  # logits by message, for who wants to look closer
FOLDS = 5  # of whole authors, each left out once

Array = np.ndarray[Any, Any]


def main() -> None:
    data = gathered(FOLDS)
    (whole, passage), said = fitted(data)
    names = ("whole", "passage", "around_whole", "around")
    np.savez(LEFT_OUT, **dict(zip(names, said, strict=True)))
    heads = Heads(data, passage)
    found = each(heads.letters, heads.tasks)
    told("heads")
    OUT.mkdir(exist_ok=True)
    letters = {weights.WHOLE: of_report(whole, data), weights.PASSAGE: of_report(passage, data)}
    letters |= {task: one.head.weighed(data.scale) for task, one in found.items()}
    usual = heads.urgency()
    pack(OUT / weights.FILE, letters, settings_of(data, Said(*said), usual))
    (OUT / meaning.FILE).unlink(missing_ok=True)  # of other letters it would be none
    told("letters written")
    if wants_meaning():
        embedded = heads.embedded()
        told("embeddings")
        opinion = heads.opinion(embedded)
        np.savez(LEFT_OUT, **dict(zip(names, said, strict=True)), opinion=opinion)
        more = {task: heads.meant(task, found[task], embedded) for task in MEANT}
        pack(OUT / weights.FILE, letters, settings_of(data, Said(*said, opinion), usual))
        meanings = {weights.REPORT: heads.report()}
        meanings |= {task: one.head for task, one in more.items()}
        pack(OUT / meaning.FILE, meanings, None, keep=[1.0, *(one.keep for one in more.values())])
        told("meaning written")


def wants_meaning() -> bool:
    return "--letters" not in sys.argv and embedding.installed()


def told(what: str) -> None:
    print(f"{time.process_time():6.0f} s  {what}", file=sys.stderr, flush=True)


def models(data: Data, left_out: int | None) -> tuple[Linear, Linear]:
    """(of wholes, of passages), taught by all authors but those of one fold."""
    whole = fit(data.wholes, data.truth_of(data.wholes), data.sure_of(data.wholes, left_out))
    passage = fit(data.parts, data.truth_of(data.parts), data.sure_of(data.parts, left_out), whole)
    return whole, passage


def fitted(data: Data) -> tuple[tuple[Linear, Linear], list[Array]]:
    """The models of all authors; and what whole and passage say of every author who taught nothing:
    of the messages, and of the same with others around them that were in no training."""

    def of(fold: int | None) -> tuple[tuple[Linear, Linear], list[Array]]:
        whole, passage = both = models(data, fold)
        told("both models" if fold is None else f"fold {fold}")
        return both, [
            data.wholes.logits(whole)[: data.many],
            best(data.bare, passage),
            data.around_whole.logits(whole),
            best(data.around, passage),
        ]

    found = each(of, [None, *range(FOLDS)])
    mine = [data.fold == fold for fold in range(FOLDS)]
    return found[0][0], [np.select(mine, [one[at] for _, one in found[1:]]) for at in range(4)]


def of_report(model: Linear, data: Data) -> Head:
    row = (model.weights * data.scale)[None, :]
    return Head(["False", "True"], row, np.array([model.bias]))


def pack(file: Any, heads: dict[str, Head], settings: Settings | None, **more: Any) -> None:
    """Eight bits a weight, one scale a column; linear_heads.py says how it is read."""
    table = np.concatenate([head.weights for head in heads.values()])
    scale = np.maximum(np.abs(table).max(axis=1, keepdims=True), 1e-9) / 127
    named = [(task, name) for task, head in heads.items() for name in head.classes]
    np.savez_compressed(
        file,
        weights=np.round(table / scale).astype(np.int8),
        scale=scale.astype(np.float32).ravel(),
        bias=np.concatenate([head.bias for head in heads.values()]).astype(np.float32),
        tasks=np.array([task for task, _ in named]),
        classes=np.array([name for _, name in named]),
        settings=np.array(settings.model_dump_json() if settings else ""),
        **{name: np.array(value, np.float32) for name, value in more.items()},
    )


if __name__ == "__main__":
    main()
