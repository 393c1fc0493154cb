"""Measure triage on labelled messages."""

from __future__ import annotations

import json
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from zammad_plugin.errors import DeskError, Where
from zammad_plugin.text.clean import clean_article
from zammad_plugin.triage.engine import assess
from zammad_plugin.triage.model import Message
from zammad_plugin.triage.ruleset import Ruleset

Row = dict[str, Any]


def read_rows(path: Path) -> Iterator[Row]:
    """Rows with id, body, lang and labels. Raises DeskError with file:line."""
    lines = path.read_text(encoding="utf-8", errors="replace").splitlines()
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
            yield {**row, "labels": dict(row["labels"]), "id": row["id"], "body": row["body"]}
        except (ValueError, KeyError, TypeError) as error:
            what = f"no labelled message: {type(error).__name__}"
            raise DeskError(what, where=Where(path, number, 1), hint="mend the line") from None


@dataclass
class Report:
    """`pairs`: (row, prediction)."""

    pairs: list[tuple[Row, Row]] = field(default_factory=list)

    @property
    def predictions(self) -> list[Row]:
        return [prediction for _, prediction in self.pairs]

    def to_dict(self) -> dict[str, Any]:
        """Shares between 0 and 1; None where there is nothing to measure."""
        reports = [pair for pair in self.pairs if pair[0]["labels"]["child_safety"]]
        others = [pair for pair in self.pairs if not pair[0]["labels"]["child_safety"]]
        said = [pair for pair in self.pairs if pair[1]["child_safety"]]
        caught = [pair for pair in reports if _caught(pair)]
        critical = [pair for pair in reports if pair[0]["labels"]["urgency"] == "critical"]
        languages = sorted({str(row["lang"]) for row, _ in reports})
        return {
            "rows": len(self.pairs),
            "caught": _share(reports, _caught),
            "caught_critical": _share(critical, _caught),
            "caught_by_language": {
                lang: _share([p for p in reports if p[0]["lang"] == lang], _caught)
                for lang in languages
            },
            "precision": _share(said, lambda pair: pair[0]["labels"]["child_safety"]),
            "left_alone": _share(others, lambda pair: not pair[1]["child_safety"]),
            "unsure": _share(self.pairs, lambda pair: pair[1]["review"]),
            "category": _share(caught, _same("category")),
            "urgency": _share(caught, _same("urgency")),
            "reporter": _share(reports, _same("reporter")),
            "minor": _share(reports, _same("minor")),
            "under13": _share(reports, _same("under13")),
            "language": _share(self.pairs, lambda pair: pair[0]["lang"] == pair[1]["lang"]),
        }

    def to_text(self) -> str:
        return "\n".join(f"{name:20} {_shown(value)}" for name, value in self.to_dict().items())


def _caught(pair: tuple[Row, Row]) -> bool:
    return bool(pair[1]["child_safety"] or pair[1]["review"])


def _same(name: str) -> Any:
    return lambda pair: pair[0]["labels"].get(name) == pair[1][name]


def _share(pairs: list[tuple[Row, Row]], holds: Any) -> float | None:
    return round(sum(bool(holds(pair)) for pair in pairs) / len(pairs), 3) if pairs else None


def _shown(value: Any) -> str:
    if isinstance(value, dict):
        return "  ".join(f"{name} {share}" for name, share in value.items())
    return str(value)


def evaluate(rows: Iterable[Row], ruleset: Ruleset) -> Report:
    """Judge every row; the labels and the note are never shown to triage."""
    return Report([(row, _predict(row, ruleset)) for row in rows])


KEYS = ("child_safety", "review", "category", "urgency", "platforms", "reporter", "under13",
        "minor", "blackmail", "account_suspended", "lang")  # fmt: skip


def _predict(row: Row, ruleset: Ruleset) -> Row:
    start = time.perf_counter()
    text = clean_article(str(row["body"] or ""), "text/plain")
    assessment = assess([Message(text, str(row.get("subject") or ""))], ruleset)
    values: Row = {key: getattr(assessment, key) for key in KEYS}
    values["platforms"] = list(assessment.platforms)
    return {"id": row["id"], **values, "ms": round((time.perf_counter() - start) * 1000, 3)}
