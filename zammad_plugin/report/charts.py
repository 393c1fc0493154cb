"""Charts as SVG by matplotlib, whose text stays text: a browser shapes Arabic, and a screen reader
reads it. Needs the extra `report`.

Colours are those of Okabe and Ito, told apart without red and green; what is hidden is hatched.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from zammad_plugin.report.drawing import (
    BLUE,
    GREEN,
    GREY,
    ORANGE,
    PINK,
    SKY,
    Look,
    Words,
    figure_of,
    svg_of,
)

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

# Good, half, bad and silent, open: the same in every chart.
PARTS = {
    "kept": GREEN,
    "accepted": GREEN,
    "late": SKY,
    "more_wanted": SKY,
    "missed": ORANGE,
    "refused": ORANGE,
    "silent": PINK,
    "open": GREY,
    "waiting": GREY,
}
NARROW, WIDE, BAR = 3.9, 9.6, 0.3  # inches
Cells = Sequence[tuple[str, int | None]]


def bars(cells: Cells, look: Look) -> str:
    """Lying bars, a row a value, with its number."""
    figure, axes = _drawing(max(1, len(cells)), NARROW)
    numbers = [many or 0 for _, many in cells]
    places = range(len(cells))
    drawn = axes.barh(places, numbers, color=BLUE, height=0.66)
    most = max([*numbers, 1])
    for place, (bar, (_, many)) in enumerate(zip(drawn, cells, strict=True)):
        if many is None:
            _hatched(axes, place, most)
        told = look.hidden if many is None else str(many)
        _beside(axes, bar.get_width(), place, told, most, look)
    axes.set_yticks(list(places), [name for name, _ in cells])
    axes.invert_yaxis()
    axes.set_xlim(0, most * 1.18)
    axes.set_xticks([])
    _mirror(axes, look)
    return svg_of(figure)


def columns(cells: Cells, look: Look) -> str:
    """Standing bars in the order of time."""
    figure, axes = _drawing(6, WIDE)
    numbers, most = [many or 0 for _, many in cells], max([many or 0 for _, many in cells] + [1])
    axes.bar(range(len(cells)), numbers, color=BLUE, width=0.7)
    for place, (_, many) in enumerate(cells):
        told = look.hidden if many is None else str(many)
        axes.text(place, (many or 0) + most * 0.02, told, ha="center", va="bottom")
    step = max(1, len(cells) // 8)
    axes.set_xticks(range(0, len(cells), step), [name for name, _ in cells[::step]])
    axes.set_ylim(0, most * 1.15)
    axes.set_yticks([])
    _bare(axes)
    if look.rtl:
        axes.invert_xaxis()
    return svg_of(figure)


def stacked(rows: Sequence[tuple[str, Mapping[str, int | None]]], parts: Words, look: Look) -> str:
    """Lying bars of parts (code → its word), with a legend; where a part is hidden the bar ends in
    a word that says so."""
    figure, axes = _drawing(max(1, len(rows)) + 2, WIDE)
    ends = [0] * len(rows)
    for part, told in parts.items():
        numbers = [cells.get(part) or 0 for _, cells in rows]
        axes.barh(range(len(rows)), numbers, left=ends, color=PARTS[part], height=0.66, label=told)
        for place, many in enumerate(numbers):
            if many:
                at = ends[place] + many / 2
                axes.text(at, place, str(many), ha="center", va="center", color="white")
        ends = [end + many for end, many in zip(ends, numbers, strict=True)]
    most = max([*ends, 1])
    for place, (_, cells) in enumerate(rows):
        if None in cells.values():
            side = "right" if look.rtl else "left"
            told = f"+ {look.hidden}"
            axes.text(ends[place] + most * 0.01, place, told, ha=side, va="center")
    axes.set_yticks(range(len(rows)), [name for name, _ in rows])
    axes.invert_yaxis()
    axes.set_xlim(0, most * 1.12)
    axes.set_xticks([])
    _mirror(axes, look)
    _legend(axes, look)
    return svg_of(figure)


def _legend(axes: Axes, look: Look) -> None:
    handles, labels = axes.get_legend_handles_labels()
    axes.legend(
        handles[::-1] if look.rtl else handles,
        labels[::-1] if look.rtl else labels,
        loc="lower right" if look.rtl else "lower left",
        bbox_to_anchor=(1.0, 1.0) if look.rtl else (0.0, 1.0),
        ncols=max(1, len(labels)),
        markerfirst=not look.rtl,
        frameon=False,
    )


def _drawing(rows: int, width: float) -> tuple[Figure, Axes]:
    figure = figure_of(width, 0.3 + BAR * rows)
    return figure, figure.subplots()


def _hatched(axes: Axes, place: int, most: int) -> None:
    axes.barh(
        place, most * 0.04, color="white", edgecolor=GREY, hatch="////", height=0.66, linewidth=0.5
    )


def _beside(axes: Axes, width: float, place: int, told: str, most: int, look: Look) -> None:
    room = most * (0.055 if told == look.hidden else 0.015)
    axes.text(width + room, place, told, ha="right" if look.rtl else "left", va="center")


def _mirror(axes: Axes, look: Look) -> None:
    _bare(axes)
    if look.rtl:
        axes.invert_xaxis()
        axes.yaxis.tick_right()


def _bare(axes: Axes) -> None:
    for side in axes.spines.values():
        side.set_visible(False)
    axes.tick_params(length=0)
