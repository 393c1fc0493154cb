"""Train the models of what a message is about and of who writes it.

usage: python training/situations.py [--measure]     (needs the extra `train`)
Writes zammad_plugin/rules/model/situations.npz and, with the extra `semantic`,
situations-meaning.npz; nothing is drawn by chance. Taught by the rows of scenes.py, by
situations/messages.jsonl, and, with much less weight, by training/messages: what labels.jsonl tells
of them, else what words and category say. `dry`, `odd` and `sc1` to `sc11` are of authors who saw a
brief and no rule, `scenes` of one who had read `dry`. `--measure` leaves out one author after the
other instead, and prints what is right of the author's rows.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import groupby, product
from pathlib import Path
from typing import Any

import numpy as np
from embedded import best_scales, meant, of_classes, strangers
from heads import Head
from ruamel.yaml import YAML
from scenes import scenes
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression
from train import pack

from zammad_plugin.text import embedding
from zammad_plugin.triage.dangers import shown
from zammad_plugin.triage.model import Message
from zammad_plugin.triage.reading import read
from zammad_plugin.triage.ruleset import Ruleset, load
from zammad_plugin.triage.trained import meaning
from zammad_plugin.triage.trained.features import BUCKETS
from zammad_plugin.triage.trained.situations import (
    FILE,
    NONE,
    SITUATION,
    TOLD,
    WRITER,
    Features,
    features,
    worth,
)

HERE = Path(__file__).parent
OUT = HERE.parent / "zammad_plugin" / "rules" / "model" / FILE
STRENGTH = 4.0  # inverse of regularisation
EVEN = 0.7  # power by which rare classes count more
EVERY = 1.0  # rows that every writer of every situation is given
RARE = 3  # texts that must have a sequence of letters
STEPS = {"max_iter": 70, "tol": 1e-2}
LETTERS = 4.0  # what a sequence of letters that one text in 3000 has is multiplied with

# What says most where several are told, first.
FIRST = (
    *("self_harm", "missing", "danger_now", "pushed_by_group", "own_child_offender", "offender"),
    *("meeting", "adult_survivor", "watched_phone", "office_impostor", "paid_help", "mass_mail"),
    *("office_failed", "waited", "already_paid", "obscene_seen", "other_is_child", "faked"),
    *("lured", "picture_sent", "account_taken", "impersonation", "doxxing", "phone_spied"),
    *("asks_on_others", "press", "research", "who_reads", "phone_ban", "images_spread"),
    *("offers_picture", "closed", "only_help"),
)
# Of messages that are no report, what words tell of them is believed of these alone.
NO_REPORT = {
    *("press", "research", "closed", "account_taken", "impersonation", "mass_mail"),
    *("office_impostor", "paid_help", "adult_survivor", "only_help", "who_reads"),
    *("asks_on_others", "phone_spied", "doxxing", "images_spread"),
}
OF_CATEGORY = {
    "sextortion": "blackmail",
    "grooming": "grooming",
    "image_abuse_minor": "images_spread",
    "csam_report": "material",
    "in_person_abuse_threat": "touched",
    "cyberbullying_minor": "bullying",
    "underage_account": "underage",
    "parental_guidance": "guidance",
}
RENAMED = {"thanks": "closed"}
WRITTEN, LABELLED, SUPPOSED, AROUND = 1.0, 0.2, 0.1, 0.4  # what a row counts

Array = np.ndarray[Any, Any]


@dataclass(frozen=True)
class Row:
    """`situation`, `writer`: '' where unknown; `sure`: what each counts; `labels`: of triage."""

    author: str
    text: str
    situation: str = ""
    writer: str = ""
    sure: float = WRITTEN
    told: tuple[str, ...] = ()
    labels: dict[str, Any] | None = None


@dataclass(frozen=True)
class Seen:
    """A row, what its text shows, and what it is taken for: situation, and what that counts."""

    row: Row
    features: Features
    situation: str
    sure: float


def rows() -> Iterator[Row]:
    """All of them, in the order of files and lines."""
    told = {one["id"]: tuple(one["told"]) for one in _lines(HERE / "situations" / "labels.jsonl")}
    for file in sorted((HERE / "messages").glob("*.jsonl")):
        for one in _lines(file):
            text = "\n".join(filter(None, (one.get("subject"), one["body"])))
            mine, said = told.get(f"{file.stem}:{one['id']}", ()), one["labels"]
            yield Row(file.stem, text, "", said["reporter"], LABELLED, mine, said)
    for one in _lines(HERE / "situations" / "messages.jsonl"):
        if one["told"]:
            yield Row("messages", one["body"], RENAMED.get(one["told"][0], one["told"][0]))
    around = YAML(typ="safe").load((HERE / "situations" / "around.yml").read_text("utf-8"))
    written = {
        file: list(group) for file, group in groupby(scenes(), lambda one: (one.author, one.lang))
    }
    for (author, lang), some in written.items():
        mine = [Row(author, one.text, one.situation, one.writer) for one in some]
        yield from mine
        yield from (_between(one, at, around[lang]) for at, one in enumerate(mine))


def _between(row: Row, at: int, beside: dict[str, dict[str, list[str]]]) -> Row:
    """The same with what people write around it."""
    words = beside.get(row.writer, beside["other"])
    before, after = (words[side][at % len(words[side])] for side in ("before", "after"))
    return replace(row, text=f"{before} {row.text} {after}", sure=AROUND)


def _lines(file: Path) -> Iterator[dict[str, Any]]:
    yield from map(json.loads, file.read_text("utf-8").splitlines())


def seen(row: Row, ruleset: Ruleset) -> Seen:
    reading = read([Message(row.text)], ruleset)
    names = shown(reading, ruleset)
    told = {one.removeprefix(TOLD) for one in names if one.startswith(TOLD)}
    situation, sure = (row.situation, row.sure)
    if row.labels:
        situation, sure = supposed(row, told | ({"faked"} & names))
    return Seen(
        row,
        features(reading.tokens, np.arange(len(reading.spans)) < reading.own, names),
        situation,
        sure,
    )


def supposed(row: Row, told: set[str]) -> tuple[str, float]:
    """What a labelled message is about: as somebody read it, else as words and category say."""
    labels = row.labels or {}
    if row.told:
        return _first({*row.told}) or "", LABELLED
    kind, urgency = labels["category"], labels["urgency"]
    adult = labels["reporter"] == "adult_victim"
    if kind == "not_child_safety":
        if labels["blackmail"] and adult:
            return "blackmail", SUPPOSED
        return _first(told & NO_REPORT) or NONE, SUPPOSED
    if (kind, urgency) in {("grooming", "critical"), ("in_person_abuse_threat", "critical")}:
        return ("meeting" if kind == "grooming" else "danger_now"), SUPPOSED
    if kind == "child_other":
        return _first(told) or "", SUPPOSED
    return _by_words(kind, labels["reporter"], told) or OF_CATEGORY[kind], SUPPOSED


def _by_words(kind: str, reporter: str, told: set[str]) -> str:
    if kind == "grooming" and reporter == "bystander":
        return "lure_account"
    nearer = {
        "grooming": {"lured"} if reporter == "child" else set(),
        "sextortion": {"self_harm", "already_paid"},
        "image_abuse_minor": {"faked"},
    }
    return _first(told & nearer.get(kind, set())) or ""


def _first(told: set[str]) -> str | None:
    return next((one for one in FIRST if one in told), None)


@dataclass(frozen=True)
class Data:
    """`table`: a row a text; columns are `places`, then `names`. Already weighed by `scale`."""

    found: list[Seen]
    table: csr_matrix
    places: Array
    names: list[str]
    scale: Array

    @property
    def written(self) -> Array:
        """Rows as they were written: not those with words put around them."""
        return np.array([one.row.labels is None and one.row.sure != AROUND for one in self.found])

    def fitted(self, task: str, inside: Array) -> tuple[list[str], Array, Array]:
        """(classes, weights a column a class, biases) from the texts `inside`."""
        answers = np.array([_answer(task, one) for one in self.found])
        rows = np.flatnonzero(inside & (answers != ""))
        sure = np.array([self.found[row].sure if task == SITUATION else 1.0 for row in rows])
        model = LogisticRegression(C=STRENGTH, **STEPS)
        model.fit(self.table[rows], answers[rows], sample_weight=sure * _even(answers[rows], sure))
        return model.classes_.tolist(), model.coef_.T, model.intercept_


def _answer(task: str, one: Seen) -> str:
    return one.situation if task == SITUATION else one.row.writer


def _even(answers: Array, sure: Array) -> Array:
    many = Counter[str]()
    for answer, weight in zip(answers, sure, strict=True):
        many[answer] += weight
    mean = float(np.mean(list(many.values())))
    return np.array([(mean / many[answer]) ** EVEN for answer in answers])


def gathered() -> Data:
    ruleset = load()
    found = [seen(row, ruleset) for row in rows()]
    index: dict[str, int] = {}
    for one in found:
        for name in one.features.names:
            index.setdefault(name, BUCKETS + len(index))
    parts = [_columns(one.features, index) for one in found]
    starts = np.cumsum([0, *(len(columns) for columns, _ in parts)])
    columns, values = (np.concatenate(some) for some in zip(*parts, strict=True))
    shape = (len(found), BUCKETS + len(index))
    table = csr_matrix((values.astype(np.float32), columns, starts), shape=shape)
    have = np.bincount(table.indices, minlength=shape[1])
    rarity = np.log((len(found) + 1) / (have + 1)) / np.log(3000)
    scale = np.where(np.arange(shape[1]) < BUCKETS, LETTERS * rarity, 1.0)
    kept = np.flatnonzero((have >= RARE) | (np.arange(shape[1]) >= BUCKETS))
    weighed = table.multiply(scale).tocsr()[:, kept].astype(np.float32)
    return Data(found, weighed, kept[kept < BUCKETS], list(index), scale[kept])


def _columns(one: Features, index: dict[str, int]) -> tuple[Array, Array]:
    places = np.array([index[name] for name in one.names], np.int64)
    share = np.full(len(places), worth(len(one.names)), np.float32)
    return np.concatenate([one.places, places]), np.concatenate([one.values, share])


def measure(data: Data) -> None:
    """Of every author of rows written from the situations, taught by all others."""
    author = np.array([one.row.author for one in data.found])
    whole = data.written
    for task, left in product((SITUATION, WRITER), sorted(set(author[whole]))):
        answers = np.array([_answer(task, one) for one in data.found])
        classes, weights, biases = data.fitted(task, author != left)
        mine = np.flatnonzero((author == left) & whole & (answers != ""))
        said = np.asarray(data.table[mine] @ weights + biases).argmax(axis=1)
        right = int((np.array(classes)[said] == answers[mine]).sum())
        print(f"{task}, {left}: {right} of {len(mine)} right", file=sys.stderr)


def main() -> None:
    data = gathered()
    if "--measure" in sys.argv:
        measure(data)
        return
    write(data)
    if embedding.installed():
        write_meaning(data)


def lifts(data: Data, situations: list[str], writers: list[str]) -> Array:
    """How much likelier a writer is of a situation than of any, as a logarithm: of written rows."""
    pairs = np.full((len(situations), len(writers)), EVERY)
    for one in data.found:
        if one.row.situation in situations and one.row.writer in writers:
            pairs[situations.index(one.row.situation), writers.index(one.row.writer)] += 1
    shares = pairs / pairs.sum(axis=1, keepdims=True)
    return np.asarray(np.log(shares / (pairs.sum(axis=0) / pairs.sum())))


def write(data: Data) -> None:
    everyone = np.ones(len(data.found), bool)
    fits = {task: data.fitted(task, everyone) for task in (SITUATION, WRITER)}
    weights = np.hstack([one[1] for one in fits.values()]) * data.scale[:, None]
    scale = np.maximum(np.abs(weights).max(axis=0), 1e-9) / 127
    np.savez_compressed(
        OUT,
        **{task: np.array(one[0]) for task, one in fits.items()},
        lifts=lifts(data, *(one[0] for one in fits.values())).astype(np.float32),
        places=data.places.astype(np.int32),
        names=np.array(data.names),
        weights=np.round(weights / scale).astype(np.int8),
        scale=scale.astype(np.float32),
        bias=np.concatenate([one[2] for one in fits.values()]).astype(np.float32),
    )
    print(f"{OUT.name}: {weights.shape}, {OUT.stat().st_size} bytes", file=sys.stderr)


def write_meaning(data: Data) -> None:
    """The encoder's heads; what letters and meaning count together comes from rows of authors who
    taught neither."""
    strange = np.array([one.row.author in strangers() for one in data.found])
    rows = np.flatnonzero(data.written & strange)
    embedded = meant([data.found[row].row.text for row in rows])
    found: dict[str, tuple[Head, float]] = {}
    for task in (SITUATION, WRITER):
        classes, weights, biases = data.fitted(task, ~strange)
        head = Head(classes, *of_classes(task, classes))
        right = np.array([classes.index(_answer(task, data.found[row])) for row in rows])
        letters = np.asarray(data.table[rows] @ weights + biases)
        heard = head.logits(embedded)
        keep, by = best_scales(right, [letters, heard])
        shares = [
            (one.argmax(axis=1) == right).mean()
            for one in (letters, heard, keep * letters + by * heard)
        ]
        print(f"{task}: letters, meaning, both", np.round(shares, 3), keep, by, file=sys.stderr)
        found[task] = (head.scaled(float(by)), float(keep))
    heads = {task: head for task, (head, _) in found.items()}
    pack(OUT.parent / meaning.OF_SITUATIONS, heads, None, keep=[keep for _, keep in found.values()])


if __name__ == "__main__":
    main()
