"""Charts as SVG by matplotlib, whose text stays text: a browser shapes Arabic, and a screen reader
reads it. Needs the extra `report`.

Colours are those of Okabe and Ito, told apart without red and green; what is hidden is hatched.
"""

from __future__ import annotations

import io
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from typing import TYPE_CHECKING

from zammad_plugin.errors import PluginError

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

BLUE, ORANGE, GREEN, PINK, SKY, GREY = (
    "#0072B2",
    "#D55E00",
    "#009E73",
    "#CC79A7",
    "#56B4E9",
    "#8a8a8a",
)
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
INK, LINE = "#222222", "#c8c8c8"
NARROW, WIDE, BAR = 3.9, 9.6, 0.3  # inches
Cells = Sequence[tuple[str, int | None]]
Words = Mapping[str, str]


@dataclass(frozen=True)
class Look:
    """`rtl`: mirrored, the first at the right; `hidden`: what stands at a hidden bar."""

    rtl: bool
    hidden: str


def needed(also: str = "matplotlib") -> None:
    """Raises PluginError without the extra; `also`: another package of it that is used."""
    if find_spec("matplotlib") is None or find_spec(also) is None:
        hint = "pip install 'zammad-plugin[report]', or --format json and --csv without it"
        raise PluginError("what draws charts is not installed", hint=hint)


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
    return _svg(figure)


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
    return _svg(figure)


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
    return _svg(figure)


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


def grid(rows: int, columns: int, side: float) -> tuple[Figure, list[list[Axes]]]:
    """A picture of `rows` lines of empty places, each `side` inches wide and high."""
    figure = _figure(columns * side, rows * side + 1)
    places = figure.subplots(rows, columns, squeeze=False).tolist()
    for axes in (one for line in places for one in line):
        axes.set_axis_off()
    return figure, places


def key(figure: Figure, colours: Words, told: Words, square: str, look: Look) -> None:
    """What dots of each colour and squares are, below the picture."""
    from matplotlib.lines import Line2D

    def sign(marker: str, colour: str, edge: str) -> Line2D:
        return Line2D([], [], marker=marker, color="none", mfc=colour, mec=edge, markersize=8)

    signs = [(sign("o", colour, colour), told[name]) for name, colour in colours.items()]
    signs.append((sign("s", "white", INK), square))
    ordered = signs[::-1] if look.rtl else signs
    handles, labels = zip(*ordered, strict=True)
    figure.legend(
        handles,
        labels,
        loc="outside lower center",
        ncols=3,
        frameon=False,
        markerfirst=not look.rtl,
    )


def whole(figure: Figure) -> str:
    """As a file of its own, its text from either side as its letters are."""
    svg = _svg(figure)
    style = "<style>text { unicode-bidi: plaintext }</style>"
    return svg.replace(">", f' role="img">{style}', 1) + "\n"


def _drawing(rows: int, width: float) -> tuple[Figure, Axes]:
    figure = _figure(width, 0.3 + BAR * rows)
    return figure, figure.subplots()


def _figure(width: float, height: float) -> Figure:
    import matplotlib
    from matplotlib.figure import Figure as Made

    matplotlib.rc("svg", fonttype="none", hashsalt="report")  # the same figures, the same bytes
    matplotlib.rc("font", family="sans-serif", size=10)
    matplotlib.rc("text", color=INK)
    matplotlib.rc("xtick", color=INK)
    matplotlib.rc("ytick", color=INK)
    return Made(figsize=(width, height), layout="constrained")


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


def _svg(figure: Figure) -> str:
    """Without the file's head: it goes into a page."""
    file = io.StringIO()
    figure.savefig(file, format="svg", metadata={"Date": None, "Creator": None})
    svg = file.getvalue()
    svg = svg[svg.index("<svg") :]
    return re.sub(r"<metadata>.*?</metadata>", "", svg, flags=re.DOTALL)
