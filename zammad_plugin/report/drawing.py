"""What every drawing of ours shares: its look, its size, its way into SVG by matplotlib."""

from __future__ import annotations

import io
import re
from collections.abc import Mapping
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
INK, LINE = "#222222", "#c8c8c8"
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


def grid(rows: int, columns: int, side: float) -> tuple[Figure, list[list[Axes]]]:
    """A picture of `rows` lines of empty places, each `side` inches wide and high."""
    figure = figure_of(columns * side, rows * side + 1)
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
    svg = svg_of(figure)
    style = "<style>text { unicode-bidi: plaintext }</style>"
    return svg.replace(">", f' role="img">{style}', 1) + "\n"


def figure_of(width: float, height: float) -> Figure:
    import matplotlib
    from matplotlib.figure import Figure as Made

    matplotlib.rc("svg", fonttype="none", hashsalt="report")  # the same figures, the same bytes
    matplotlib.rc("font", family="sans-serif", size=10)
    matplotlib.rc("text", color=INK)
    matplotlib.rc("xtick", color=INK)
    matplotlib.rc("ytick", color=INK)
    return Made(figsize=(width, height), layout="constrained")


def svg_of(figure: Figure) -> str:
    """Without the file's head: it goes into a page."""
    file = io.StringIO()
    figure.savefig(file, format="svg", metadata={"Date": None, "Creator": None})
    svg = file.getvalue()
    svg = svg[svg.index("<svg") :]
    return re.sub(r"<metadata>.*?</metadata>", "", svg, flags=re.DOTALL)
