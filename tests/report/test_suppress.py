"""No hidden count can be told: by itself, by a total, or by a row and a column."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import product

from hypothesis import given
from hypothesis import strategies as st

from zammad_plugin.report.suppress import FEWEST, cross, shown, table

COUNTS = st.dictionaries(st.sampled_from("abcdefgh"), st.integers(0, 40), max_size=8)
CELLS = st.dictionaries(
    st.tuples(st.sampled_from("abcd"), st.sampled_from("wxyz")), st.integers(0, 30), max_size=16
)


def test_one_to_four_are_hidden_and_none_is_none() -> None:
    assert [shown(many) for many in (0, 1, 4, 5)] == [0, None, None, 5]


def test_a_lone_hidden_count_takes_the_smallest_other_one_with_it() -> None:
    assert table({"a": 3, "b": 90, "c": 7}) == {"a": None, "b": 90, "c": None}
    assert table({"a": 3, "b": 2, "c": 7}) == {"a": None, "b": None, "c": 7}
    assert table({"a": 1, "b": 2, "c": 7, "d": 0}) == {"a": None, "b": None, "c": None, "d": 0}


def _tellable(counts: Mapping[str, int]) -> list[str]:
    """Hidden names whose count follows from the total and what is shown: of all ways to fill what
    is hidden, every one has the same number there."""
    seen = table(counts)
    hidden = [name for name, many in seen.items() if many is None]
    rest = sum(counts.values()) - sum(many for many in seen.values() if many is not None)
    if not hidden or len(hidden) > 3:
        return []
    ways = [way for way in product(range(1, rest + 1), repeat=len(hidden)) if sum(way) == rest]
    return [name for number, name in enumerate(hidden) if len({way[number] for way in ways}) == 1]


@given(COUNTS)
def test_no_hidden_count_follows_from_the_total(counts: dict[str, int]) -> None:
    if sum(many > 0 for many in counts.values()) > 1 and sum(counts.values()) > FEWEST:
        assert _tellable(counts) == []
    assert all(many is None or not 0 < many < FEWEST for many in table(counts).values())


@given(CELLS)
def test_in_no_line_of_a_table_stands_a_hidden_count_alone(
    cells: dict[tuple[str, str], int],
) -> None:
    seen = cross(cells)
    assert set(seen) == set(cells)
    for side in (0, 1):
        for line in {name[side] for name in cells}:
            there = [name for name in cells if name[side] == line and cells[name]]
            hidden = [name for name in there if seen[name] is None]
            alone = len(hidden) == 1 or 0 < sum(cells[name] for name in hidden) < FEWEST
            assert not alone or len(hidden) == len(there)
