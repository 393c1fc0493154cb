"""Where a server's words stand in a file; how two values are shown side by side."""

from __future__ import annotations

from pathlib import Path

import pytest

from zammad_plugin.errors import Where
from zammad_plugin.sync.files.located import located
from zammad_plugin.sync.output.leaves import Leaf, isolated, leaves, lines_of, short, words
from zammad_plugin.text.bidi import FSI, PDI

TEXT = "name: My macro\nperform:\n  ticket.group: Night shift\n  ticket.cs_x: y\n"


@pytest.mark.parametrize(
    ("said", "line", "column"),
    [
        ("No lookup value found for 'groups': \"Night shift\"", 3, 17),
        ("Invalid value '2' for field 'group_id'!", 3, 10),
        ("column ticket.cs_x does not exist", 4, 3),
        ("Name has already been taken", 1, 1),
        ("perform is wrong", 2, 1),
        ("something else", 1, 1),
        ("'not in the file'", 1, 1),
    ],
)
def test_the_line_that_a_server_objects_to(
    tmp_path: Path, said: str, line: int, column: int
) -> None:
    file = tmp_path / "m.yml"
    file.write_text(TEXT)
    assert located(Where(file, 1, 1), said, "name", "perform") == Where(file, line, column)


def test_a_file_that_is_gone_has_its_own_place(tmp_path: Path) -> None:
    gone = Where(tmp_path / "gone.yml", 1, 1)
    assert located(gone, "'x y'") == gone
    (tmp_path / "odd.yml").write_bytes(b"\xff")
    assert located(Where(tmp_path / "odd.yml", 1, 1), "'x y'").line == 1


def test_only_what_differs_is_shown() -> None:
    old = {"a": {"value": "1"}, "b": {"value": "2", "theirs": 1}, "c": 3}
    new = {"a": {"value": "1"}, "b": {"value": "x"}, "d": 4}
    found = [(leaf.path, leaf.old, leaf.new) for leaf in leaves("f", old, new)]
    assert found == [
        ("f.b.value", "2", "x"),
        ("f.b.theirs", 1, None),
        ("f.d", None, 4),
        ("f.c", 3, None),
    ]
    partly = [leaf.path for leaf in leaves("f", old, new, whole=False)]
    assert partly == ["f.b.value", "f.d"]
    assert list(leaves("f", old, old)) == []


def test_a_long_text_is_cut_around_the_first_difference() -> None:
    old, new = short("a" * 300 + "X" + "b" * 300, "a" * 300 + "Y" + "b" * 300)
    assert old != new and "X" in old and "Y" in new
    assert old.startswith("…a") and old.endswith("b…") and len(old) <= 122
    assert short("x" * 200, "x" * 199)[0] != short("x" * 200, "x" * 199)[1]
    assert short("one\n two", None) == ("one two", "–")
    assert words(["ع", 1]) == '["ع", 1]'


def test_right_to_left_text_is_isolated_everywhere() -> None:
    assert isolated("مرحبا") == f"{FSI}مرحبا{PDI}"
    assert isolated("") == ""


def test_a_whole_value_is_shown_line_by_line() -> None:
    old, new = "<p>one</p><p>two</p>", "<p>one</p><p>zwei</p>"
    shown = list(lines_of(Leaf("content", "content", old, new)))
    assert shown == [(" ", "<p>one</p>"), ("-", "<p>two</p>"), ("+", "<p>zwei</p>")]
    assert list(lines_of(Leaf("x", "x", None, [1]))) == [("+", "["), ("+", " 1"), ("+", "]")]
