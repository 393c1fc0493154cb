"""Measure triage on labelled messages."""

from __future__ import annotations

import time
from collections.abc import Iterable

from zammad_plugin.measure.labelled import Row, messages_of
from zammad_plugin.measure.scores import Report
from zammad_plugin.triage.engine import assess
from zammad_plugin.triage.ruleset import Ruleset


def evaluate(rows: Iterable[Row], ruleset: Ruleset) -> Report:
    """Judge every row; the labels and the note are never shown to triage."""
    return Report([(row, predict(row, ruleset)) for row in rows])


KEYS = (
    "child_safety",
    "review",
    "category",
    "urgency",
    "platforms",
    "reporter",
    "under13",
    "minor",
    "blackmail",
    "account_suspended",
    "lang",
    "score",
)


def predict(row: Row, ruleset: Ruleset) -> Row:
    start = time.perf_counter()
    assessment = assess(messages_of(row), ruleset)
    values: Row = {key: getattr(assessment, key) for key in KEYS}
    values["platforms"] = list(assessment.platforms)
    return {"id": row["id"], **values, "ms": round((time.perf_counter() - start) * 1000, 3)}
