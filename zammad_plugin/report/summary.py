"""Figures with small counts hidden, as rows of names and numbers: what every form of a report
prints. Nothing is shown that does not stand here."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from zammad_plugin.report import suppress
from zammad_plugin.report.figures import DIMENSIONS, WEEK, Deep, Figures, Times
from zammad_plugin.vocabulary import URGENCIES

Row = dict[str, Any]


@dataclass(frozen=True)
class Summary:
    """`heads`: single numbers by name, None for hidden or unknown; `tables`: name → (value, count)
    in the order in which they are shown; `answers`: day and night → median, p90, share;
    `clock`, `asked`: (row, column) → count. `deep`: whether histories were read."""

    first: str
    last: str
    heads: dict[str, int | float | None]
    tables: dict[str, list[tuple[str, int | None]]]
    answers: dict[str, dict[str, int | float | None]]
    clock: dict[tuple[str, str], int | None]
    asked: dict[tuple[str, str], int | None]
    deep: bool

    def rows(self) -> list[Row]:
        """One a number, for CSV: table, row, column, count; an empty count is hidden."""
        found = [_row("totals", name, "", value) for name, value in self.heads.items()]
        for name, cells in self.tables.items():
            found += [_row(name, value, "", many) for value, many in cells]
        for when, numbers in self.answers.items():
            found += [_row("answers", when, name, value) for name, value in numbers.items()]
        for name, cross in (("clock", self.clock), ("asked", self.asked)):
            found += [_row(name, one, other, many) for (one, other), many in cross.items()]
        return found

    def to_dict(self) -> Row:
        return {
            "first": self.first,
            "last": self.last,
            "totals": self.heads,
            **{name: dict(cells) for name, cells in self.tables.items()},
            "answers": self.answers,
            "clock": _nested(self.clock),
            "asked": _nested(self.asked),
            "histories": self.deep,
        }


def summary(figures: Figures) -> Summary:
    deep, parts = figures.deep, _parts(figures)
    return Summary(
        first=figures.first.isoformat(),
        last=figures.last.isoformat(),
        heads=_heads(figures, deep, parts["unanswered"]),
        tables={name: _table(name, figures) for name in (WEEK, *DIMENSIONS)},
        answers={when: _answers(times, parts[when]) for when, times in figures.times.items()},
        clock=suppress.cross(_cells(figures)),
        asked=suppress.cross(dict(deep.asked)) if deep else {},
        deep=deep is not None,
    )


def _parts(figures: Figures) -> suppress.Shown[str]:
    """What the reports fall into; by two of them and the total the third could be told."""
    times = {when: len(one.minutes) for when, one in figures.times.items()}
    return suppress.table({"unanswered": figures.unanswered, **times})


def _promised(figures: Figures) -> float | None:
    """None also where day or night is hidden: it could be told by the other one."""
    times = list(figures.times.values())
    shares = [_share(one.kept, one.promised) for one in times if one.promised]
    whole = _share(sum(one.kept for one in times), sum(one.promised for one in times))
    return None if None in shares else whole


def _heads(
    figures: Figures, deep: Deep | None, unanswered: int | None
) -> dict[str, int | float | None]:
    heads: dict[str, int | float | None] = {
        "reports": suppress.shown(figures.reports),
        "unsure": suppress.shown(figures.unsure),
        "unanswered": unanswered,
        "promise": _promised(figures),
    }
    if deep:
        heads["corrected"] = _share(deep.corrected, deep.read)
        heads["once_unsure"] = _share(deep.once_unsure, deep.read)
        heads["repeat"] = suppress.shown(deep.repeat[0])
        heads["waited"] = _middle(sorted(deep.days))
    return heads


def _share(part: int, whole: int) -> float | None:
    """Of one; None where either it or what is left would be a small count."""
    few = 0 < part < suppress.FEWEST or 0 < whole - part < suppress.FEWEST
    return None if not whole or few else round(part / whole, 3)


def _middle(ordered: list[int]) -> int | None:
    return ordered[len(ordered) // 2] if len(ordered) >= suppress.FEWEST else None


def _table(name: str, figures: Figures) -> list[tuple[str, int | None]]:
    counts = figures.tables[name]
    hidden = suppress.table(counts)
    if name == WEEK:
        order = sorted(counts)
    elif name == "urgency":
        order = [one for one in (*reversed(URGENCIES), *sorted(counts)) if one in counts]
    else:
        order = sorted(counts, key=lambda one: (-(hidden[one] or 0), one))
    return [(one, hidden[one]) for one in dict.fromkeys(order)]


def _answers(times: Times, answered: int | None) -> dict[str, int | float | None]:
    enough = len(times.minutes) >= suppress.FEWEST
    return {
        "answered": answered,
        "median": times.share(0.5) if enough else None,
        "p90": times.share(0.9) if enough else None,
        "promise": _share(times.kept, times.promised),
    }


def _cells(figures: Figures) -> dict[tuple[str, str], int]:
    found = {}
    for name, many in figures.clock.items():
        step, _, state = name.partition(":")
        found[step, state] = many
    return found


def _row(table: str, row: str, column: str, count: float | None) -> Row:
    return {"table": table, "row": row, "column": column, "count": "" if count is None else count}


def _nested(cells: dict[tuple[str, str], int | None]) -> Row:
    found: Row = {}
    for (one, other), many in cells.items():
        found.setdefault(one, {})[other] = many
    return found
