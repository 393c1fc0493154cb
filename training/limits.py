"""Limits and shares of the parts, from what was said of authors that taught nothing."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from typing import Any

import numpy as np
from corpus import digest
from data import Data
from heads import CALM, NEAR
from sklearn.linear_model import LogisticRegression

from zammad_plugin.triage.trained.settings import Limits, Parts, Settings

LAG = 1.0  # how far the whole may count below the passage …
WHOLE_SHARE = 0.7  # … and what share it has of the score
# Share of the others that shall be left alone, by the letters and with the meaning; of most authors
# more.
ALONE, ALONE_MEANT = 0.924, 0.94
# Share of all messages that a person shall look at, by the letters and with the meaning; of other
# authors fewer. With the meaning a critical one of the strict author falls out at less.
UNSURE, UNSURE_MEANT = 0.09, 0.10
EMBEDDED = 0.35  # share of all messages of which the embedding is asked: those nearest the limits
CAUTION = 1.75
WORTH_A_LOOK = 0.05  # share of reports among messages that name harm, from which somebody looks
SHORT = 12  # words of a cry, in which a word of harm is worth a look whatever the wording is like
FEW = 25  # words that leave no room for another story around what a rule is sure of or …
DANGER = 1.0  # logit below the limit of unsure to which danger in few words makes a report
BRIEF = 20  # words whose urgency a sure rule knows better: of two labelled sets more than at 25
GRAVE = 6.0  # … says outright by this score
STORY = 8.1  # score of a rule that names child, threat and what is wanted: nothing else is told
SUSPENDED = 0.2  # with its words; of two labelled sets 23 of 27 (6 too many), at 0.5 18 (4)

Array = np.ndarray[Any, Any]


@dataclass(frozen=True)
class Said:
    """Logits by message: of the whole, of the passages, both with others around it, and of the
    meaning, where it was asked."""

    whole: Array
    passage: Array
    around_whole: Array
    around: Array
    opinion: Array | None = None

    @property
    def meaning(self) -> Array:
        return np.zeros_like(self.whole) if self.opinion is None else self.opinion


def settings_of(data: Data, said: Said, usual: dict[str, tuple[float, float, float]]) -> Settings:
    letters = _parts(data, said, False)
    score = _score(letters, said.whole, said.passage, said.meaning)[data.judged]
    middle = (letters.sure + _limit(letters, said, data)) / 2
    reach = float(np.quantile(np.abs(score - middle), EMBEDDED))
    asked = said.opinion is not None
    return Settings(
        lag=LAG,
        letters=letters,
        both=_parts(data, said, True) if asked else None,
        asked=(middle - reach, middle + reach) if asked else (0.0, 0.0),
        calm=CALM,
        near=NEAR,
        usual=usual,
        caution=CAUTION,
        limits=Limits(
            floor=_floor(data, said, letters),
            danger=DANGER,
            short=SHORT,
            few=FEW,
            brief=BRIEF,
            grave=GRAVE,
            story=STORY,
        ),
        suspended=SUSPENDED,
        taught=digest(),
    )


def _floor(data: Data, said: Said, parts: Parts) -> float:
    """How far below the limit of unsure messages that name harm are hardly ever reports."""
    depth = parts.unsure - said.passage
    rows = np.flatnonzero(data.judged & data.harm & (depth > 0))
    rows = rows[np.argsort(-depth[rows])]  # the deepest first
    share = np.cumsum(data.truth[rows]) / np.arange(1, len(rows) + 1)
    below = np.flatnonzero(share <= WORTH_A_LOOK)
    floor = float(depth[rows[below[-1]]]) if len(below) else float(depth.max())
    told = f"floor {floor:.2f}: {len(below) and below[-1] + 1} of {len(rows)} lie farther below"
    print(told, file=sys.stderr)
    return floor


def _limit(parts: Parts, said: Said, data: Data) -> float:
    """The score that messages at the limit of unsure have in the middle."""
    near = np.argsort(np.abs(said.passage - parts.unsure))[:200]
    return float(np.median(_score(parts, said.whole, said.passage, said.meaning)[near]))


def _score(parts: Parts, whole: Array, passage: Array, meaning: Array) -> Array:
    said = parts.whole * np.maximum(whole, passage - LAG) + parts.passage * passage
    return np.asarray(said + parts.meaning * meaning + parts.offset)


def _parts(data: Data, said: Said, embedded: bool) -> Parts:
    rows = data.strange if embedded else data.judged
    truth = data.truth[rows]
    blend = WHOLE_SHARE * np.maximum(said.whole, said.passage - LAG)
    blend = blend + (1 - WHOLE_SHARE) * said.passage
    columns = [blend, said.meaning] if embedded else [blend]
    model = _logistic(columns, rows, truth)
    alone = _logistic([said.passage, said.meaning], rows, truth).coef_[0] if embedded else (1, 0)
    opinion = float(alone[1] / alone[0])
    factor = float(model.coef_[0][0])
    parts = Parts(
        whole=WHOLE_SHARE * factor,
        passage=(1 - WHOLE_SHARE) * factor,
        meaning=float(model.coef_[0][1]) if embedded else 0.0,
        offset=float(model.intercept_[0]),
        sure=0.0,
        opinion=opinion,
        unsure=0.0,
    )
    score = _score(parts, said.whole, said.passage, said.meaning)
    left, looked_at = (ALONE_MEANT, UNSURE_MEANT) if embedded else (ALONE, UNSURE)
    sure = float(np.quantile(score[rows][truth == 0], left))
    by_passage = said.passage + opinion * said.meaning
    rest = np.sort(by_passage[rows][score[rows] < sure])[::-1]
    unsure = float(rest[int(looked_at * rows.sum())])
    parts = parts.model_copy(update={"sure": sure, "unsure": unsure})
    _told(data, said, parts, rows, "with the meaning" if embedded else "letters")
    return parts


def _logistic(columns: list[Array], rows: Array, truth: Array) -> LogisticRegression:
    return LogisticRegression(C=1e3).fit(np.stack(columns, axis=1)[rows], truth)


def _told(data: Data, said: Said, parts: Parts, rows: Array, what: str) -> None:
    """What these limits would have done with authors left out."""
    truth = data.truth[rows] == 1
    critical = (
        np.array([one.labels.get("urgency") == "critical" for one in data.found])[rows] & truth
    )

    def caught(whole: Array, passage: Array) -> tuple[Array, Array]:
        sure = _score(parts, whole, passage, said.meaning) >= parts.sure
        return sure[rows], (sure | (passage + parts.opinion * said.meaning >= parts.unsure))[rows]

    sure, any_ = caught(said.whole, said.passage)
    _, other = caught(said.around_whole, said.around)
    print(
        f"{what}: caught {any_[truth].mean():.3f}, critical {any_[critical].mean():.3f}, "
        f"precision {truth[sure].mean():.3f}, others alone {1 - sure[~truth].mean():.3f}, "
        f"unsure {(any_ & ~sure).mean():.3f}, kept with others around it "
        f"{(any_ & other)[truth].sum() / any_[truth].sum():.3f}; limits {parts}",
        file=sys.stderr,
    )
