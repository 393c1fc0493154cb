"""Labels × what triage said → shares, by group and in all."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from statistics import median
from typing import Any

from zammad_plugin.measure.labelled import Row
from zammad_plugin.vocabulary import URGENT

Pair = tuple[Row, Row]


@dataclass
class Report:
    """`pairs`: (row, prediction)."""

    pairs: list[Pair] = field(default_factory=list)

    @property
    def predictions(self) -> list[Row]:
        """The lines of --predictions; the score is for the table of thresholds alone."""
        return [
            {key: value for key, value in said.items() if key != "score"} for _, said in self.pairs
        ]

    def to_dict(self) -> dict[str, Any]:
        """Shares between 0 and 1; None where there is nothing to measure."""
        reports = [pair for pair in self.pairs if pair[0]["labels"]["child_safety"]]
        others = [pair for pair in self.pairs if not pair[0]["labels"]["child_safety"]]
        said = [pair for pair in self.pairs if pair[1]["child_safety"]]
        caught = [pair for pair in reports if _caught(pair)]
        critical = [pair for pair in reports if pair[0]["labels"].get("urgency") == "critical"]
        return {
            "rows": len(self.pairs),
            "caught": _share(reports, _caught),
            "caught_critical": _share(critical, _caught),
            "by_language": _by(self.pairs, lambda row: row["lang"]),
            "by_channel": _by(self.pairs, lambda row: row.get("channel")),
            "by_category": _by(self.pairs, lambda row: row["labels"].get("category")),
            "precision": _share(said, lambda pair: pair[0]["labels"]["child_safety"]),
            "left_alone": _share(others, lambda pair: not pair[1]["child_safety"]),
            "unsure": _share(self.pairs, lambda pair: pair[1]["review"]),
            "category": _share(caught, _same("category")),
            "category_confusion": _confusion(caught),
            "urgency": _share(caught, _same("urgency")),
            "critical_at_least_high": _share(critical, lambda pair: pair[1]["urgency"] in URGENT),
            **{name: _share(_told(reports, name), _same(name)) for name in SHARED},
            "platforms_f1": _f1(_told(self.pairs, "platforms")),
            "language": _share(self.pairs, lambda pair: pair[0]["lang"] == pair[1]["lang"]),
            "by_threshold": _thresholds(self.pairs, len(reports)),
            "median_ms": _median([pair[1]["ms"] for pair in self.pairs]),
        }

    def to_text(self) -> str:
        return "\n".join(
            line for name, value in self.to_dict().items() for line in _lines(name, value)
        )


SHARED = ("reporter", "minor", "under13", "blackmail", "account_suspended")
CUTS = (0.3, 0.5, 0.7, 0.8, 0.9)  # of the score: what another limit would have done


def _by(pairs: list[Pair], key: Callable[[Row], Any]) -> dict[str, dict[str, Any]]:
    """Of every group recall, precision, and how many were taken for what."""
    groups: dict[str, list[Pair]] = {}
    for pair in pairs:
        groups.setdefault(str(key(pair[0])), []).append(pair)
    return {name: _of_group(groups[name]) for name in sorted(groups)}


def _of_group(pairs: list[Pair]) -> dict[str, Any]:
    reports = [pair for pair in pairs if pair[0]["labels"]["child_safety"]]
    said = [pair for pair in pairs if pair[1]["child_safety"]]
    taken = Counter(f"{_truth(row)} > {_said(one)}" for row, one in pairs)
    return {
        "rows": len(pairs),
        "caught": _share(reports, _caught),
        "precision": _share(said, lambda pair: pair[0]["labels"]["child_safety"]),
        "confusion": dict(taken.most_common()),
    }


def _truth(row: Row) -> str:
    return "report" if row["labels"]["child_safety"] else "other"


def _said(prediction: Row) -> str:
    return "report" if prediction["child_safety"] else "unsure" if prediction["review"] else "other"


def _confusion(pairs: list[Pair]) -> dict[str, int]:
    """'labelled > predicted' → count, the errors only, most frequent first."""
    wrong = Counter(
        f"{row['labels'].get('category')} > {said['category']}"
        for row, said in pairs
        if row["labels"].get("category") != said["category"]
    )
    return dict(wrong.most_common())


def _f1(pairs: list[Pair]) -> float | None:
    both = missed = extra = 0
    for row, said in pairs:
        wanted, found = set(row["labels"]["platforms"]), set(said["platforms"])
        both += len(wanted & found)
        missed += len(wanted - found)
        extra += len(found - wanted)
    return round(2 * both / (2 * both + missed + extra), 3) if both + missed + extra else None


def _thresholds(pairs: list[Pair], reports: int) -> dict[str, list[float | None]]:
    """cut → [recall, precision] of the score alone."""
    table: dict[str, list[float | None]] = {}
    for cut in CUTS:
        said = [pair for pair in pairs if pair[1]["score"] >= cut]
        right = sum(bool(pair[0]["labels"]["child_safety"]) for pair in said)
        table[str(cut)] = [
            round(right / reports, 3) if reports else None,
            round(right / len(said), 3) if said else None,
        ]
    return table


def _median(values: list[float]) -> float | None:
    return round(median(values), 3) if values else None


def _caught(pair: Pair) -> bool:
    return bool(pair[1]["child_safety"] or pair[1]["review"])


def _told(pairs: list[Pair], name: str) -> list[Pair]:
    """Those whose labels say it: rows of `learn` and of threads tell no platforms."""
    return [pair for pair in pairs if name in pair[0]["labels"]]


def _same(name: str) -> Any:
    return lambda pair: pair[0]["labels"].get(name) == pair[1][name]


def _share(pairs: list[Pair], holds: Any) -> float | None:
    return round(sum(bool(holds(pair)) for pair in pairs) / len(pairs), 3) if pairs else None


def _lines(name: str, value: Any) -> Iterator[str]:
    """One line a figure; of a table by group a line each."""
    tables = isinstance(value, dict) and any(isinstance(one, dict) for one in value.values())
    yield f"{name:20} {'' if tables else _shown(value)}".rstrip()
    for group, figures in value.items() if tables else ():
        yield f"  {group:22} " + "  ".join(f"{key} {_shown(one)}" for key, one in figures.items())


def _shown(value: Any) -> str:
    if isinstance(value, dict):
        return "  ".join(f"{name} {share}" for name, share in value.items())
    return str(value)
