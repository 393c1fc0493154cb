"""Properties of the diff and of the two HTML functions."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from zammad_plugin.sync.diff import base_of, differing, drifted
from zammad_plugin.sync.kinds import REGISTRY
from zammad_plugin.sync.model import Record
from zammad_plugin.sync.replies.html import canonical, to_body, to_html

GROUPS, TEXTS = REGISTRY["groups"], REGISTRY["text_modules"]
scalars = st.none() | st.booleans() | st.integers() | st.text(max_size=8)
values: Any = st.recursive(
    scalars,
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3)
    ),
    max_leaves=6,
)
records = st.dictionaries(st.sampled_from(["name", "note", "active", "group_ids"]), values)


@given(records, records)
def test_writing_what_differs_leaves_no_difference(wanted: Record, actual: Record) -> None:
    row = {"id": 1, **actual}
    names = differing(GROUPS, wanted, row, None)
    assert set(names) <= set(wanted)
    row.update({name: wanted[name] for name in names})
    assert differing(GROUPS, wanted, row, None) == []


@given(records, records)
def test_an_echo_ends_every_difference_until_something_changes(
    wanted: Record, echoed: Record
) -> None:
    row = {"id": 1, **echoed}
    base = base_of(GROUPS, wanted, row)
    assert differing(GROUPS, wanted, row, base) == []
    assert drifted(GROUPS, list(wanted), row, base) == []
    assert differing(GROUPS, wanted, {**row, "id": 2}, base) == differing(
        GROUPS, wanted, {**row, "id": 2}, None
    )


def test_what_the_server_numbers_anew_counts_when_the_file_changes_it() -> None:
    kind = REGISTRY["overviews"]
    row = {"id": 1, "prio": 3}
    assert differing(kind, {"prio": 901}, row, None) == []  # somebody moved another one
    base = base_of(kind, {"prio": 901}, {"id": 1, "prio": 901})
    assert differing(kind, {"prio": 901}, row, base) == []
    assert differing(kind, {"prio": 902}, row, base) == ["prio"]
    assert drifted(kind, ["prio"], row, base) == []


@given(st.text(max_size=200))
def test_a_body_is_text_and_never_markup(body: str) -> None:
    made = to_html(body, "ar")
    assert made.startswith('<div dir="rtl" lang="ar">')
    assert "<script" not in to_html(body + "<script>x</script>", "en")
    assert canonical(canonical(made)) == canonical(made)


def test_what_looks_alike_is_equal() -> None:
    wanted = {"content": '<div dir="rtl" lang="ar"><p>سلام</p><p>x &amp; y</p></div>'}
    row = {
        "id": 1,
        "content": '<div dir="rtl" lang="ar">\n<p>سلام</p>\n\n<p class="z">x &amp;\ny</p></div>',
    }
    assert differing(TEXTS, wanted, row, None) == []
    row["content"] = row["content"].replace("rtl", "ltr")
    assert differing(TEXTS, wanted, row, None) == ["content"]


def test_a_list_from_the_right_keeps_its_side_in_every_editor() -> None:
    """Seen on a real 6.5: its new interface drops the direction of a list, never a paragraph's."""
    body = "أولاً:\n\n- **واحد**\n- اثنان"
    made = to_html(body, "ar")
    assert '<p dir="rtl">• <b>واحد</b><br>• اثنان</p>' in made and "<ul" not in made
    assert to_body(made) == body


def test_lists_bold_and_lines() -> None:
    made = to_html("**a** <b>\nc\n\n- d\n- e", "fr")
    assert '<p dir="ltr"><b>a</b> &lt;b&gt;<br>c</p>' in made
    assert '<ul dir="ltr"><li dir="ltr">d</li><li dir="ltr">e</li></ul>' in made
