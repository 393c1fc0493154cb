"""Train the linear part of the linter on the drafts beside this file.

usage: python training/lint/train.py      (needs the extra `train`)
Writes zammad_plugin/rules/model/safe-words.npz. Nothing is drawn by chance. Every writer (a file)
is left out once, in FOLDS groups: the figures printed and the limits in the file come from what the
others taught.
Shipped replies are a writer of safe sentences.
"""

from __future__ import annotations

import json
import re
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

from zammad_plugin.config.safe_words import MODEL, lexicon, read_safe_words
from zammad_plugin.text.safe_words.features import BUCKETS, features
from zammad_plugin.text.safe_words.judge import UNSAFE, agreed, parts

HERE = Path(__file__).resolve().parent
REPLIES = HERE.parent.parent / "templates" / "replies"
JUDGED = ("en", "fr", "ar", "ar-Latn")  # of others too few drafts are known
STRENGTH = 3.0  # inverse of regularisation, from writers left out
# Chance from which a sentence is unsafe: of 113 drafts of a clinic's writer, who taught nothing, 59
# of 63 are caught and 2 of 50 stopped; at 0.6 as many and 4.
LIMIT = 0.7
FEWEST = 15  # drafts of a rule that gets a column
OF_FORM = {"one-gender", "no-amounts", "harmful-term"}  # patterns name all that there is
FOLDS = 4  # of whole writers, each left out once
OF_REPLIES = 0.7  # weight of a sentence of a shipped reply

Array = np.ndarray[Any, Any]


@dataclass(frozen=True)
class Draft:
    """`rules` that it breaks; none: a safe one."""

    writer: str
    lang: str
    text: str
    rules: tuple[str, ...]


def drafts() -> list[Draft]:
    """Of every file, in its order; sentences of safe ones once more by themselves."""
    found = []
    for file in sorted(HERE.glob("*.jsonl")):
        for line in file.read_text(encoding="utf-8").splitlines():
            one = json.loads(line)
            draft = Draft(file.stem, one["lang"], one["text"], tuple(one["rules"]))
            found.append(draft)
            found += _sentences(draft) if not draft.rules else []
    return found + _examples() + _replies()


def _sentences(draft: Draft) -> list[Draft]:
    places = list(parts(draft.text))
    texts = [draft.text[start:end] for start, end in places] if len(places) > 1 else []
    return [Draft(draft.writer, draft.lang, text, ()) for text in texts]


def _examples() -> list[Draft]:
    """What the rules show of themselves."""
    file = read_safe_words()
    shown = [(one.id, one.examples) for one in file.rules if one.id not in OF_FORM]
    shown += [("", one.examples) for one in file.excuses if one.id != "both-forms"]
    return [
        Draft("rules", lang, text, (rule,) if hit else ())
        for rule, by_lang in shown
        for lang, some in by_lang.items()
        for hit, texts in ((True, some.hit), (False, some.miss))
        for text in texts
        if rule or not hit
    ]


def _replies() -> list[Draft]:
    found = {}
    for lang in JUDGED:
        for file in sorted(REPLIES.glob(f"*/{lang}.md")):
            body = file.read_text(encoding="utf-8").split("\n---\n", 1)[1]
            for start, end in parts(re.sub(r"\{\{.*?\}\}|\*\*", "", body)):
                found[lang, body[start:end]] = Draft("replies", lang, body[start:end], ())
    return list(found.values())


def _matrix(found: list[Draft]) -> csr_matrix:
    rows = [features(one.text, one.lang, lexicon()) for one in found]
    starts = np.cumsum([0, *(len(places) for places, _ in rows)])
    values = np.concatenate([one[1] for one in rows])
    places = np.concatenate([one[0] for one in rows])
    matrix = csr_matrix((values, places, starts), shape=(len(found), BUCKETS))
    matrix.sum_duplicates()
    return matrix


def _fit(data: csr_matrix, answers: Array, weight: Array) -> LogisticRegression:
    model = LogisticRegression(C=STRENGTH, class_weight="balanced", max_iter=3000)
    return model.fit(data, answers, sample_weight=weight)


def _left_out(data: csr_matrix, answers: Array, found: list[Draft], weight: Array) -> Array:
    """Chance of every draft by what the other writers taught."""
    writers = np.array([one.writer for one in found])
    said = np.zeros(len(found))
    for fold in range(FOLDS):
        mine = np.isin(writers, sorted(set(writers))[fold::FOLDS])
        others = _fit(data[~mine], answers[~mine], weight[~mine])
        said[mine] = others.predict_proba(data[mine])[:, 1]
    return said


def _limits(said: Array, unsafe: Array, found: list[Draft]) -> dict[str, float]:
    """LIMIT for every language; told: what it does to drafts of writers left out."""
    limits = {}
    for lang in JUDGED:
        mine = np.array([one.lang == lang and one.writer != "replies" for one in found])
        limits[lang] = cut = LIMIT
        shipped = np.array([one.lang == lang and one.writer == "replies" for one in found])
        print(
            f"{lang:8} limit {limits[lang]:.2f}  caught {(said[mine & unsafe] >= cut).mean():.3f}"
            f"  stopped {(said[mine & ~unsafe] >= cut).mean():.3f}"
            f"  of shipped sentences {(said[shipped] >= cut).mean():.3f}",
            file=sys.stderr,
        )
    return limits


def main() -> None:
    found = [one for one in drafts() if one.lang in JUDGED]
    data = _matrix(found)
    weight = np.array([OF_REPLIES if one.writer == "replies" else 1.0 for one in found])
    unsafe = np.array([bool(one.rules) for one in found])
    known = sorted({rule for one in found for rule in one.rules} - OF_FORM)
    many = [rule for rule in known if sum(rule in one.rules for one in found) >= FEWEST]
    said = _left_out(data, unsafe, found, weight)
    by_rule = [
        _left_out(data, np.array([rule in one.rules for one in found]), found, weight)
        for rule in many
    ]
    likeliest = np.max(by_rule, axis=0)
    agree = np.array([agreed(*both) for both in zip(said, likeliest, strict=True)])
    limits = _limits(agree, unsafe, found)
    models = [_fit(data, unsafe, weight)]
    models += [_fit(data, np.array([rule in one.rules for one in found]), weight) for rule in many]
    _pack(MODEL, [UNSAFE, *many], models, limits)


def _pack(
    file: Path, classes: list[str], models: list[LogisticRegression], limits: dict[str, float]
) -> None:
    weights = np.vstack([one.coef_ for one in models])
    scale = np.abs(weights).max(axis=1) / 127
    np.savez_compressed(
        file,
        classes=np.array(classes),
        weights=np.round(weights / scale[:, None]).astype(np.int8),
        scale=scale.astype(np.float32),
        bias=np.array([one.intercept_[0] for one in models], np.float32),
        languages=np.array(list(limits)),
        limits=np.array(list(limits.values()), np.float32),
    )
    print(f"{file.name}: {file.stat().st_size} bytes", file=sys.stderr)


if __name__ == "__main__":
    main()
