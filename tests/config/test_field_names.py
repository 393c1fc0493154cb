"""Attributes under plain and neutral names: the way back is the way there, and nothing is lost."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zammad_plugin.check.names.shown import names_left
from zammad_plugin.config.desk import load_desk
from zammad_plugin.config.field_names import Attribute, FieldNames
from zammad_plugin.config.places import default_desk
from zammad_plugin.config.renamed import for_files, for_server
from zammad_plugin.config.taxonomy import PLAIN, Taxonomy, names_of, read_taxonomy
from zammad_plugin.sync.files.source import read

TAXONOMY = read_taxonomy()
NEUTRAL, AS_THEY_ARE = names_of(TAXONOMY, "neutral"), names_of(TAXONOMY, "plain")


def _of(one: Attribute) -> st.SearchStrategy[tuple[str, Any]]:
    own = st.sampled_from(["", "2026-11-20", "a desk's own option"])
    values = st.sampled_from(list(one.values)) | own if one.values else own
    return st.tuples(st.just(one.name), values | st.none())


FIELDS = st.lists(st.one_of([_of(one) for one in TAXONOMY.attributes]), max_size=6).map(dict)


@given(FIELDS)
def test_there_and_back(fields: dict[str, Any]) -> None:
    ticket = {"id": 5, "group": "Users", **fields}
    for names in (NEUTRAL.fields, AS_THEY_ARE.fields, PLAIN.fields):
        shown = names.shown(ticket)
        assert names.known(shown) == ticket
        assert names.shown(shown) == shown
        assert names.moves(shown) == {}
    coded = NEUTRAL.fields.shown(ticket)
    assert not {one.name for one in TAXONOMY.attributes} & set(coded)
    words = {word for one in TAXONOMY.attributes for word in one.values}
    assert not words & {value for value in coded.values() if isinstance(value, str)}


@given(FIELDS, FIELDS, st.booleans())
def test_a_switch_loses_nothing(left: dict[str, Any], here: dict[str, Any], back: bool) -> None:
    """`left` in the columns of the set that was, `here` in those of the set that is."""
    was, now = (NEUTRAL, AS_THEY_ARE) if back else (AS_THEY_ARE, NEUTRAL)
    empty = dict.fromkeys(one.name for one in TAXONOMY.attributes)
    row = {**was.fields.shown(empty | left), **now.fields.shown(empty | here)}
    known, moves = now.fields.known(row), now.fields.moves(row)
    moved = {**row, **moves}
    filled = {name: value for name, value in known.items() if value not in (None, "")}
    wanted = {**left, **{name: value for name, value in here.items() if value not in (None, "")}}
    assert filled == {name: value for name, value in wanted.items() if value not in (None, "")}
    again = now.fields.known(moved)
    assert {name: value for name, value in again.items() if value not in (None, "")} == filled
    assert not [one for one in was.fields.shown(empty) if moved[one] not in (None, "")]
    assert now.fields.moves(moved) == {}


def test_nothing_moves_to_a_column_that_is_not_there() -> None:
    assert NEUTRAL.fields.moves({"cs_category": "grooming", "cs_urgency": "high"}) == {}
    assert NEUTRAL.fields.known({"cs_category": "grooming"}) == {"cs_category": "grooming"}


TESTS: list[tuple[Any, Any]] = [
    (
        {"ticket.cs_urgency": {"operator": "is", "value": ["critical", "high"]}},
        {"ticket.cs_f2": {"operator": "is", "value": ["b1", "b2"]}},
    ),
    (
        {
            "operator": "OR",
            "conditions": [
                {"name": "ticket.cs_police", "operator": "is", "value": "sheet"},
                {
                    "operator": "NOT",
                    "conditions": [
                        {
                            "name": "ticket.tags",
                            "operator": "contains one",
                            "value": "cs-unsure,vip",
                        },
                        {"name": "ticket.title", "operator": "contains", "value": "critical"},
                    ],
                },
            ],
        },
        {
            "operator": "OR",
            "conditions": [
                {"name": "ticket.cs_f6", "operator": "is", "value": "t1"},
                {
                    "operator": "NOT",
                    "conditions": [
                        {"name": "ticket.tags", "operator": "contains one", "value": "cs-a2,vip"},
                        {"name": "ticket.title", "operator": "contains", "value": "critical"},
                    ],
                },
            ],
        },
    ),
    (
        {
            "ticket.cs_category": {"value": "grooming"},
            "ticket.cs_deadline": {"operator": "relative", "value": "83", "range": "day"},
        },
        {
            "ticket.cs_f1": {"value": "c2"},
            "ticket.cs_f4": {"operator": "relative", "value": "83", "range": "day"},
        },
    ),
    (
        {"ticket.cs_police": {"operator": ["show", "select"], "show": "true", "select": ["sheet"]}},
        {"ticket.cs_f6": {"operator": ["show", "select"], "show": "true", "select": ["t1"]}},
    ),
    (
        {"view": {"s": ["number", "cs_deadline"]}, "order": {"by": "cs_deadline"}},
        {"view": {"s": ["number", "cs_f4"]}, "order": {"by": "cs_f4"}},
    ),
    (
        "<p>until #{ticket.cs_deadline}, #{ticket.number}</p>",
        "<p>until #{ticket.cs_f4}, #{ticket.number}</p>",
    ),
    ({"ticket.cs_own": {"operator": "is", "value": "critical"}, 5: {"value": "critical"}},) * 2,
]


@pytest.mark.parametrize(("plain", "shown"), TESTS)
def test_conditions_actions_and_texts(plain: Any, shown: Any) -> None:
    assert for_server(NEUTRAL).inside(plain) == shown
    assert for_server(NEUTRAL).inside(shown) == shown
    assert for_files(NEUTRAL).inside(shown) == plain
    assert for_files(AS_THEY_ARE).inside(shown) == plain  # after a switch back
    assert for_server(PLAIN).inside(plain) == for_server(AS_THEY_ARE).inside(plain) == plain


def test_every_attribute_of_the_default_desk_has_a_neutral_name(tmp_path: Path) -> None:
    """Values too, so that a new option or a new attribute is not forgotten."""
    for name in ("templates", "macros"):
        shutil.copytree(default_desk() / name, tmp_path / name)
    (tmp_path / "zammad-plugin.yml").write_text("tags: neutral\n")
    desired = read(tmp_path).desired
    assert names_left(load_desk(tmp_path), desired) == []
    labels = [item.fields["display"] for item in desired if item.kind.name == "attributes"]
    assert "Kind of report" in labels  # agents read what they read before


def test_what_has_no_neutral_name_is_told(tmp_path: Path) -> None:
    folder = tmp_path / "templates" / "attributes"
    folder.mkdir(parents=True)
    (folder / "own.yml").write_text("name: cs_own\ndisplay: Own\noptions: {a: A}\n")
    urgency = "name: cs_urgency\ndisplay: Urgency\noptions: {critical: Now, whenever: Later}\n"
    (folder / "urgency.yml").write_text(urgency)
    (tmp_path / "zammad-plugin.yml").write_text("tags: neutral\n")
    left = names_left(load_desk(tmp_path), read(tmp_path).desired)
    assert left == ["cs_own", "cs_urgency: whenever"]
    (tmp_path / "zammad-plugin.yml").write_text("tags: plain\n")
    assert names_left(load_desk(tmp_path), read(tmp_path).desired) == []


@pytest.mark.parametrize(
    "rows",
    [
        [{"name": "cs_a", "neutral": "cs_a"}],
        [{"name": "cs_a", "neutral": "cs_b", "values": {"x": "y", "y": "z"}}],
        [{"name": "cs_a", "neutral": "cs_b", "values": {"x": "y", "z": "y"}}],
        [{"name": "cs_a", "neutral": "cs_b"}, {"name": "cs_c", "neutral": "cs_b"}],
    ],
)
def test_names_without_a_way_back_are_refused(rows: list[dict[str, Any]]) -> None:
    with pytest.raises(ValueError, match="twice"):
        Taxonomy.model_validate({"tags": [], "attributes": rows})


def test_a_list_of_values() -> None:
    names = FieldNames((Attribute(name="cs_a", neutral="cs_b", values={"x": "1"}),), neutral=True)
    assert names.shown({"cs_a": ["x", "own", 5]}) == {"cs_b": ["1", "own", 5]}
    assert names.known({"cs_b": ["1", "own", 5]}) == {"cs_a": ["x", "own", 5]}
