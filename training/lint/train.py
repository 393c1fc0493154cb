"""Train the linear part of the linter on the drafts beside this file.

usage: python training/lint/train.py      (needs the extra `train`)
Writes zammad_plugin/rules/model/safe-words.npz. Nothing is drawn by chance. The limit in the file
and the figures printed come from drafts of authors who teach nothing (HELD).
Shipped replies are a writer of safe sentences, frames.yml is one of many simple ones.
"""

from __future__ import annotations

import json
import re
import sys
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import frames
import numpy as np
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

from zammad_plugin.config.safe_words import MODEL, lexicon, read_safe_words
from zammad_plugin.text.safe_words.features import BUCKETS, features
from zammad_plugin.text.safe_words.judge import UNSAFE, Judge, parts

HERE = Path(__file__).resolve().parent
REPLIES = HERE.parent.parent / "templates" / "replies"
JUDGED = ("en", "fr", "ar", "ar-Latn")  # of others too few drafts are known
STRENGTH, OF_RULES = 3.0, 10.0  # inverse of regularisation, from authors left out
FEWEST = 15  # drafts of a rule that gets a column
OF_FORM = {"one-gender", "no-amounts", "harmful-term"}  # patterns name all that there is
# Weight of a sentence of a shipped reply, and of one that was put together from frames.
WEIGHTS = {"replies": 0.7, "frames": 0.2}
TESTS = HERE.parent.parent / "tests" / "text"
HELD = [
    TESTS / "drafts" / "clinic.jsonl",
    TESTS / "drafts_blind.jsonl",
    TESTS / "drafts_brief.jsonl",
]
MOST_STOPPED = 0.06  # of safe drafts of the authors of HELD

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
    return found + _examples() + _replies() + _framed()


def _framed() -> list[Draft]:
    return [
        Draft("frames", lang, text, (rule,) if rule else ())
        for lang, text, rule in frames.sentences()
    ]


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


def _fit_rules(data: csr_matrix, rules: Array, weight: Array) -> LogisticRegression:
    model = LogisticRegression(C=OF_RULES, max_iter=300, tol=1e-3)
    return model.fit(data, rules, sample_weight=weight)


def _held() -> list[Draft]:
    """Drafts of authors who teach nothing; the limit is chosen on them."""
    return [
        Draft(file.stem, one["lang"], one["text"], tuple(one["rules"]))
        for file in HELD
        for one in map(json.loads, file.read_text(encoding="utf-8").splitlines())
    ]


def _limit(said: Array, among: Array, found: list[Draft]) -> tuple[float, float]:
    """The lowest chances, of a sentence alone and of several, at which MOST_STOPPED of the safe
    drafts are stopped; told: by author."""
    unsafe = np.array([bool(one.rules) for one in found])
    cuts = (_cut(said[~among & ~unsafe]), _cut(said[among & ~unsafe]))
    stopped = said >= np.where(among, cuts[1], cuts[0])
    for author in sorted({one.writer for one in found}):
        mine = np.array([one.writer == author for one in found])
        curve = [_caught(said[mine], unsafe[mine], share) for share in (0.05, 0.1, 0.2)]
        print(
            f"{author:14} limits {cuts[0]:.2f} {cuts[1]:.2f}"
            f"  caught {stopped[mine & unsafe].mean():.3f}"
            f"  stopped {stopped[mine & ~unsafe].mean():.3f}"
            f"  caught at 5, 10, 20 % stopped: {curve}",
            file=sys.stderr,
        )
    return cuts


def _cut(safe: Array) -> float:
    return float(np.quantile(safe, 1 - MOST_STOPPED, method="higher")) + 1e-4


def _caught(said: Array, unsafe: Array, share: float) -> float:
    cut = np.quantile(said[~unsafe], 1 - share, method="higher")
    return round(float((said[unsafe] > cut).mean()), 2)


def main() -> None:
    found = [one for one in drafts() if one.lang in JUDGED]
    data = _matrix(found)
    weight = np.array([WEIGHTS.get(one.writer, 1.0) for one in found])
    model = _fit(data, np.array([bool(one.rules) for one in found]), weight)
    said = np.array(
        [next((rule for rule in one.rules if rule not in OF_FORM), "") for one in found]
    )
    counts = Counter(said)
    known = np.array([rule != "" and counts[rule] >= FEWEST for rule in said])
    rules = _fit_rules(data[known], said[known], weight[known])
    _pack(
        MODEL,
        [UNSAFE, *rules.classes_],
        np.vstack([model.coef_, rules.coef_]),
        np.concatenate([model.intercept_, rules.intercept_]),
    )


def _pack(file: Path, classes: list[str], weights: Array, bias: Array) -> None:
    scale = (np.abs(weights).max(axis=1) / 127).astype(np.float32)
    table = np.round(weights / scale[:, None]).astype(np.int8)
    judge = Judge(lexicon(), tuple(classes), table.T, scale, bias.astype(np.float32), {})
    held = _held()
    heard = [max(judge.heard(each.text, each.lang), key=lambda one: one.chance) for each in held]
    limits = _limit(
        np.array([one.chance for one in heard]), np.array([one.among for one in heard]), held
    )
    np.savez_compressed(
        file,
        classes=np.array(classes),
        weights=table,
        scale=scale,
        bias=judge.bias,
        languages=np.array(JUDGED),
        limits=np.full((len(JUDGED), 2), limits, np.float32),
    )
    print(f"{file.name}: {file.stat().st_size} bytes", file=sys.stderr)


if __name__ == "__main__":
    main()
