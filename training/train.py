"""Train the linear part of triage on the messages in training/messages.

usage: python training/train.py [--check ROWS.jsonl] [--folds]   (needs the extra `train`)
Writes zammad_plugin/rules/model/*.npz. Seeds are fixed: the same files give the same weights.
"""

from __future__ import annotations

import argparse
import itertools
import json
import random
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from ruamel.yaml import YAML
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

from zammad_plugin.text.clean import clean_article
from zammad_plugin.triage.features import BUCKETS, features
from zammad_plugin.triage.ruleset import load
from zammad_plugin.triage.see import see

HERE = Path(__file__).parent
OUT = HERE.parent / "zammad_plugin" / "rules" / "model"
CATEGORIES = {
    "sx": "sextortion", "gr": "grooming", "cs": "csam_report", "im": "image_abuse_minor",
    "ip": "in_person_abuse_threat", "cb": "cyberbullying_minor", "ua": "underage_account",
    "pg": "parental_guidance", "co": "child_other", "no": "not_child_safety",
}  # fmt: skip
URGENCY = {"c": "critical", "h": "high", "n": "normal", "l": "low"}
REPORTER = {
    "g": "guardian", "c": "child", "p": "peer", "b": "bystander", "r": "professional",
    "t": "teacher", "a": "adult_victim", "u": "unknown",
}  # fmt: skip
COPIES = 6  # of a line with slots
THREE = {True: "yes", False: "no", None: "open"}
FIRST_WRITTEN_OUT = 1_000_000  # line numbers apart from those of the lines with slots
SLOTS = ("{k12}", "{k}", "{p}", "{m}", "{a}")


@dataclass(frozen=True)
class Example:
    """`line` groups the copies of one line: they are never on both sides of a split."""

    text: str
    lang: str
    line: int
    labels: dict[str, Any]


def examples() -> list[Example]:
    slots = YAML(typ="safe").load((HERE / "slots.yml").read_text(encoding="utf-8"))
    number = itertools.count()
    found: list[Example] = []
    for file in sorted((HERE / "messages").glob("*.txt")):
        for line in file.read_text(encoding="utf-8").splitlines():
            if line.strip() and not line.startswith("#"):
                found += _copies(line, file.stem, next(number), slots)
    return found


def written_out() -> list[Example]:
    """Messages without slots, a JSON object a line in the form of the labelled sets."""
    number = itertools.count(FIRST_WRITTEN_OUT)
    found: list[Example] = []
    for file in sorted((HERE / "messages").glob("*.jsonl")):
        for line in file.read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            text = f"{row['subject']}\n{row['body']}" if row.get("subject") else row["body"]
            text = clean_article(text, "text/plain")
            labels = {**row["labels"], "lang": row["lang"]}
            labels |= {name: THREE[labels[name]] for name in ("minor", "under13")}
            found.append(Example(text, row["lang"], next(number), labels))
    return found


def _copies(line: str, lang: str, number: int, slots: Any) -> list[Example]:
    head, text = line.split("|", 1)
    category, urgency, reporter, third, flags = head.split()
    chance = random.Random(number)
    base = {
        "child_safety": category != "no",
        "category": CATEGORIES[category],
        "urgency": URGENCY[urgency],
        "reporter": REPORTER[reporter],
        "blackmail": "b" in flags,
        "account_suspended": "s" in flags,
        "lang": lang,
    }
    copies = COPIES if any(slot in text for slot in SLOTS) else 1
    made = {_filled(text, lang, third, slots, chance) for _ in range(copies)}
    return [
        Example(words, lang, number, base | _ages(category, age)) for words, age in sorted(made)
    ]


def _filled(text: str, lang: str, third: str, slots: Any, chance: random.Random) -> Any:
    lang = "en" if lang in {"mixed", "none"} else lang
    children = slots["children"][lang]
    if "{k12}" in text:
        third, child = "y", chance.choice(children["y"])
        text = text.replace("{k12}", child)
    if "{k}" in text:
        third = chance.choice(["y", "n", "?", "?"]) if third == "?" else third
        text = text.replace("{k}", chance.choice(children[third]))
    for slot, name in (("{p}", "platforms"), ("{m}", "amounts"), ("{a}", "adults")):
        if slot in text:
            text = text.replace(slot, str(chance.choice(slots[name][lang])))
    return text, third


def _ages(category: str, third: str) -> dict[str, str]:
    """`minor` and `under13` as words; of a line that is no report the third field is a (adult)."""
    if category == "no":
        adult = third == "a"
        return {"minor": "no" if adult else "open", "under13": "no" if adult else "open"}
    return {"minor": "yes", "under13": {"y": "yes", "n": "no", "?": "open"}[third]}


TASKS = ("child_safety", "category", "urgency", "reporter", "under13", "minor", "blackmail",
         "account_suspended", "lang")  # fmt: skip
STRENGTH = 30.0  # inverse of regularisation, from the development set


def matrix(rows: list[tuple[np.ndarray, np.ndarray]]) -> csr_matrix:
    places = np.concatenate([one[0] for one in rows])
    values = np.concatenate([one[1] for one in rows])
    starts = np.cumsum([0, *(len(one[0]) for one in rows)])
    return csr_matrix((values, places, starts), shape=(len(rows), BUCKETS))


def fit(data: Any, labels: list[Any], weights: np.ndarray, strength: float) -> Any:
    even = "balanced"  # of categories none shall be swallowed, and the cuts stay as data grows
    model = LogisticRegression(C=strength, max_iter=400, solver="lbfgs", class_weight=even)
    return model.fit(data, labels, sample_weight=weights)


def weight_of(found: list[Example]) -> np.ndarray:
    """Every line counts the same, however many copies it has."""
    copies: dict[int, int] = {}
    for one in found:
        copies[one.line] = copies.get(one.line, 0) + 1
    return np.array([1.0 / copies[one.line] ** 0.5 for one in found])


def train(data: Any, found: list[Example]) -> dict[str, Any]:
    weights = weight_of(found)
    models: dict[str, Any] = {}
    for task in TASKS:
        # The category is asked of reports only: the other question is child_safety's.
        keep = [
            i for i, one in enumerate(found) if one.labels["child_safety"] or task != "category"
        ]
        labels = [str(found[i].labels[task]) for i in keep]
        models[task] = fit(data[keep], labels, weights[keep], STRENGTH)
    return models


def pack(models: dict[str, Any], file: Path) -> None:
    """Eight bits a weight, one scale a class; weights.py says how it is read."""
    coef = np.concatenate([model.coef_ for model in models.values()])
    scale = np.abs(coef).max(axis=1, keepdims=True) / 127
    named = [(task, str(name)) for task, model in models.items() for name in model.classes_]
    file.parent.mkdir(exist_ok=True)
    np.savez_compressed(
        file,
        weights=np.round(coef / scale).astype(np.int8),
        scale=scale.astype(np.float32).ravel(),
        bias=np.concatenate([model.intercept_ for model in models.values()]).astype(np.float32),
        tasks=np.array([task for task, _ in named]),
        classes=np.array([name for _, name in named]),
    )


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--folds", action="store_true", help="cross-validate by line as well")
    given = parser.parse_args()
    ruleset, found = load(), [*examples(), *written_out()]
    rows = [see(one.text, ruleset) for one in found]
    data = matrix([features(row.folded, row.marks) for row in rows])
    print(f"{len(found)} examples of {len({one.line for one in found})} lines", file=sys.stderr)
    if given.folds:
        folds(data, found)
    pack(train(data, found), OUT / "letters.npz")


def folds(data: Any, found: list[Example]) -> None:
    lines = np.array([one.line for one in found])
    truth = np.array([one.labels["child_safety"] for one in found])
    guess = np.zeros(len(found))
    for fold in range(5):
        out = lines % 5 == fold
        model = fit(data[~out], truth[~out], weight_of(found)[~out], STRENGTH)
        guess[out] = model.predict_proba(data[out])[:, 1]
    for cut in (0.3, 0.5, 0.7):
        said = guess >= cut
        caught, right = truth[said].sum() / truth.sum(), truth[said].mean()
        print(f"by line, cut {cut}: caught {caught:.3f}, precision {right:.3f}", file=sys.stderr)


if __name__ == "__main__":
    main()
