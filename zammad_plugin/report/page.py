"""One self-contained page of a report, made to be printed and shown: charts, and each one's numbers
as a table below it. No script, nothing from elsewhere."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from html import escape
from pathlib import Path

from zammad_plugin.report import charts
from zammad_plugin.report.drawing import Look, needed
from zammad_plugin.report.summary import Summary
from zammad_plugin.report.words import label, word
from zammad_plugin.text.bidi import left_to_right
from zammad_plugin.text.languages import direction, is_rtl
from zammad_plugin.vocabulary import ASKED

STYLE = """
:root { color-scheme: light; }
* { box-sizing: border-box; }
body { font-family: system-ui, "Noto Sans", "Noto Sans Arabic", "DejaVu Sans", sans-serif;
  color: #222; background: #fff; margin: 0 auto; max-width: 76rem; padding: 1.5rem; }
h1 { margin: 0; font-size: 1.9rem; } h2 { font-size: 1.1rem; margin: 0 0 .4rem; }
.period { font-size: 1.2rem; margin: .2rem 0 .6rem; } .made { color: #555; max-width: 60rem; }
.heads { display: flex; flex-wrap: wrap; gap: .8rem; padding: 0;
  margin: 1.2rem 0; list-style: none; }
.heads li { flex: 1 1 10rem; border-block-start: 4px solid #0072B2; background: #f4f7fa;
  padding: .6rem .8rem; }
.heads strong { display: block; font-size: 1.7rem; }
.charts { display: grid; gap: 1.2rem;
  grid-template-columns: repeat(auto-fit, minmax(min(21rem, 100%), 1fr)); }
figure { margin: 0; min-width: 0; overflow-x: auto; padding: .9rem;
  border: 1px solid #d5d9dd; break-inside: avoid; }
figure.wide { grid-column: 1 / -1; }
svg { width: 100%; height: auto; direction: ltr; }
figure:not(.wide) svg { max-width: 30rem; }
svg text { font-family: inherit !important; unicode-bidi: plaintext; }
details { margin-block-start: .4rem; } summary { cursor: pointer; color: #00558a; }
table { border-collapse: collapse; margin-block-start: .4rem; }
td, th { padding: .15rem .6rem; border-block-end: 1px solid #e3e6e9; text-align: start; }
td.n { text-align: end; font-variant-numeric: tabular-nums; }
@media print { details { display: none; } body { padding: 0; } }
"""
CLOCK = ("report", "filed", "extend")
Cells = list[tuple[str, int | None]]
HOUR, LONG = 60, 48 * 60  # minutes


class Page:
    def __init__(self, summary: Summary, lang: str, made: date, desk: Path | None = None) -> None:
        self.summary, self.lang, self.made, self.desk = summary, lang, made, desk
        self.look = Look(is_rtl(lang), self._word("hidden"))

    def html(self) -> str:
        """Raises PluginError without the extra `report`."""
        needed()
        title = escape(self._word("title"))
        return (
            f'<!doctype html><html lang="{self.lang}" dir="{direction(self.lang)}"><head>'
            '<meta charset="utf-8">'
            '<meta name="viewport" content="width=device-width, initial-scale=1">'
            f"<title>{title}</title><style>{STYLE}</style></head><body>"
            f"{''.join(self._body())}</body></html>\n"
        )

    def _word(self, name: str, **filled: object) -> str:
        return word(name, self.lang, **filled)

    def _label(self, table: str, value: str) -> str:
        return label(table, value, self.lang, self.desk)

    def _body(self) -> Iterator[str]:
        one = self.summary
        yield f"<h1>{escape(self._word('title'))}</h1>"
        period = self._word("period", first=left_to_right(one.first), last=left_to_right(one.last))
        yield f'<p class="period">{period}</p>'
        yield f'<ul class="heads">{"".join(self._heads())}</ul>'
        yield '<div class="charts">'
        for name, cells in one.tables.items():
            named = [(self._label(name, value), many) for value, many in cells]
            yield self._figure(name, named, wide=name == "week")
        yield self._answers()
        yield self._cross("clock", one.clock)
        if one.deep:
            yield self._cross("asked", one.asked)
        yield "</div>"
        yield f'<p class="made">{escape(self._word("made", day=left_to_right(str(self.made))))}</p>'
        if not one.deep:
            yield f'<p class="made">{escape(self._word("shallow"))}</p>'

    def _heads(self) -> Iterator[str]:
        for name, value in self.summary.heads.items():
            yield f"<li><strong>{self._shown(name, value)}</strong>{escape(self._word(name))}</li>"

    def _shown(self, name: str, value: float | None) -> str:
        if value is None:
            return "·"
        if isinstance(value, float):
            return f"{value:.0%}"
        return self._word("days", number=value) if name == "waited" else str(value)

    def _figure(self, name: str, cells: Cells, wide: bool = False) -> str:
        if not cells:
            return self._framed(name, f"<p>{escape(self._word('none'))}</p>", "", wide)
        draw = charts.columns if wide else charts.bars
        head = (
            f"<tr><th>{escape(self._word(name))}</th><th>{escape(self._word('number'))}</th></tr>"
        )
        rows = "".join(_line([one], [many]) for one, many in cells)
        return self._framed(name, draw(cells, self.look), head + rows, wide)

    def _answers(self) -> str:
        names = ("answered", "median", "p90", "promise")
        heads = ("number", "median", "p90", "promise")
        head = "".join(f"<th>{escape(self._word(one))}</th>" for one in heads)
        rows = []
        for when, found in self.summary.answers.items():
            cells = "".join(f'<td class="n">{self._time(one, found[one])}</td>' for one in names)
            rows.append(f"<tr><th>{escape(self._word(when))}</th>{cells}</tr>")
        table = f"<table><tr><th></th>{head}</tr>{''.join(rows)}</table>"
        return self._framed("answers", table, "", wide=True)

    def _time(self, name: str, value: float | None) -> str:
        if value is None:
            return "·"
        if name == "promise":
            return f"{value:.0%}"
        if name == "answered":
            return str(value)
        if value < 2 * HOUR:
            return self._word("minutes", number=value)
        if value < LONG:
            return self._word("hours", number=round(value / HOUR))
        return self._word("days", number=round(value / HOUR / 24))

    def _cross(self, name: str, cells: dict[tuple[str, str], int | None]) -> str:
        if not cells:
            return self._figure(name, [], wide=False)
        lines: dict[str, dict[str, int | None]] = {}
        for line in (*CLOCK, *ASKED):
            found = {part: cells[line, part] for part in charts.PARTS if (line, part) in cells}
            if found:
                lines[line] = found
        parts = {
            part: self._part(name, part)
            for part in charts.PARTS
            if any(part in found for found in lines.values())
        }
        rows = "".join(
            _line([self._line(name, line), parts[part]], [many])
            for line, found in lines.items()
            for part, many in found.items()
        )
        drawn = [(self._line(name, line), found) for line, found in lines.items()]
        return self._framed(name, charts.stacked(drawn, parts, self.look), rows, True)

    def _line(self, name: str, value: str) -> str:
        return self._word(f"clock_{value}") if name == "clock" else self._label(name, value)

    def _part(self, name: str, value: str) -> str:
        if name == "asked" and value != "waiting":
            return self._label("outcome", value)
        return self._word(value)

    def _framed(self, name: str, inside: str, rows: str, wide: bool) -> str:
        title = escape(self._word(name))
        drawn = inside.replace("<svg", f'<svg role="img" aria-label="{title}"', 1)
        kind = ' class="wide"' if wide else ""
        more = (
            f"<details><summary>{escape(self._word('table'))}</summary><table>{rows}</table></details>"
            if rows
            else ""
        )
        return f"<figure{kind}><h2>{title}</h2>{drawn}{more}</figure>"


def _line(names: list[str], counts: list[int | None]) -> str:
    cells = "".join(f"<td>{escape(one)}</td>" for one in names)
    return f"<tr>{cells}{''.join(_number(one) for one in counts)}</tr>"


def _number(count: int | None) -> str:
    return f'<td class="n">{"·" if count is None else count}</td>'
