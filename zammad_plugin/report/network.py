"""A picture of clusters: a dot is a ticket in the colour of its category, a square an account or a
number that tickets name. Nothing of what was written, and no hash. For the desk, not the press:
no count is hidden.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from zammad_plugin.report import drawing
from zammad_plugin.report.words import label, word
from zammad_plugin.text.bidi import left_to_right
from zammad_plugin.text.languages import is_rtl
from zammad_plugin.tickets.networks.clusters import Cluster, Linked, cluster

if TYPE_CHECKING:
    from matplotlib.axes import Axes

MOST = 12  # clusters in one picture, the largest
DOTS = 60  # tickets of a cluster that get a dot of their own
COLUMNS, SIDE = 3, 3.2  # inches a cluster
COLOURS = (
    drawing.BLUE,
    drawing.ORANGE,
    drawing.GREEN,
    drawing.PINK,
    drawing.SKY,
    "#E69F00",
    "#000000",
    drawing.GREY,
)
Groups = Sequence[Sequence[Linked]]


def drawn(groups: Groups, lang: str, desk: Path | None = None) -> str:
    """SVG, whole. Raises PluginError without the extra `report`."""
    drawing.needed("networkx")
    shown = groups[:MOST]
    rows = max(1, -(-len(shown) // COLUMNS))
    figure, places = drawing.grid(rows, COLUMNS, SIDE)
    colours = _colours(shown)
    ordered = [line[::-1] if is_rtl(lang) else line for line in places]
    cells = [axes for line in ordered for axes in line]
    for axes, members in zip(cells, shown, strict=False):
        _cluster(axes, members, colours, lang)
    told = {name: label("category", name, lang, desk) for name in colours}
    left = len(groups) - len(shown)
    drawing.key(figure, colours, told, word("account", lang), drawing.Look(is_rtl(lang), ""))
    figure.suptitle(
        word("networks", lang) + (f" ({word('more', lang, number=left)})" if left else "")
    )
    return drawing.whole(figure)


def _colours(groups: Groups) -> dict[str, str]:
    """Category → colour, the most frequent first."""
    named = Counter(one.category or "untold" for members in groups for one in members)
    names = [name for name, _ in named.most_common()]
    return {name: COLOURS[min(place, len(COLOURS) - 1)] for place, name in enumerate(names)}


def _cluster(axes: Axes, members: Sequence[Linked], colours: dict[str, str], lang: str) -> None:
    import networkx

    graph: networkx.Graph[str] = networkx.Graph()
    kept = members[:DOTS]
    for number, one in enumerate(kept):
        graph.add_edges_from((f"ticket {number}", code) for code in sorted(one.codes))
    at = networkx.spring_layout(graph, seed=1, iterations=80)
    for begin, end in graph.edges:
        axes.plot(
            *zip(at[begin], at[end], strict=True), color=drawing.LINE, linewidth=0.8, zorder=1
        )
    for number, ticket in enumerate(kept):
        x, y = at[f"ticket {number}"]
        axes.scatter(x, y, s=46, color=colours[ticket.category or "untold"], zorder=2)
    for code in sorted({code for one in kept for code in one.codes}):
        x, y = at[code]
        axes.scatter(x, y, s=90, marker="s", color="white", edgecolor=drawing.INK, zorder=3)
    axes.set_title(_title(cluster(list(members)), lang), fontsize=9)
    axes.margins(0.12)


def _title(one: Cluster, lang: str) -> str:
    return word(
        "cluster",
        lang,
        tickets=one.tickets,
        reporters=one.reporters,
        first=left_to_right(str(one.first)),
        last=left_to_right(str(one.last)),
    )
