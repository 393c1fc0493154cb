from __future__ import annotations

import pytest

from zammad_plugin.config.files import Strict, load, parse, read_yaml
from zammad_plugin.config.places import default_desk, rules_folder
from zammad_plugin.errors import DeskError, ExitCode, PluginError, Unavailable, Where


class Inner(Strict):
    size: int


class Thing(Strict):
    name: str
    inner: list[Inner] = []


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("name: a\nnmae: b\n", r"t\.yml:2:1: unknown key 'nmae', did you mean 'name'\?"),
        ("name: a\ninner:\n  - size: x\n", r"t\.yml:3:5: 'size': Input should be a valid integer"),
        ("name: a\nname: b\n", r"t\.yml:2:1: YAML: .*duplicate key"),
        ("name: [a\n", r"t\.yml:\d+:\d+: YAML:"),
        ("- a\n", r"t\.yml:1:1: 'file'"),
        ("", r"t\.yml:1:1"),
    ],
)
def test_every_error_names_its_place(tmp_path, text, said):
    file = tmp_path / "t.yml"
    file.write_text(text)
    with pytest.raises(DeskError, match=said) as caught:
        load(Thing, file)
    assert caught.value.exit_code is ExitCode.FAILED


def test_not_utf8_names_the_line(tmp_path):
    file = tmp_path / "t.yml"
    file.write_bytes(b"name: a\n# \xff\n")
    with pytest.raises(DeskError, match=r"t\.yml:2:1: not UTF-8"):
        load(Thing, file)


def test_no_file(tmp_path):
    with pytest.raises(DeskError, match="can't be read"):
        load(Thing, tmp_path / "none.yml")


def test_front_matter_counts_from_its_own_first_line(tmp_path):
    file = tmp_path / "a.md"
    data = read_yaml(file, "name: a\nx: 1\n", first_line=1)
    with pytest.raises(DeskError, match=r"a\.md:3:1: unknown key 'x'"):
        parse(Thing, data, file, first_line=1)


def test_yaml_1_2_no_is_a_word(tmp_path):
    file = tmp_path / "t.yml"
    file.write_text("name: no\n")
    assert load(Thing, file).name == "no"


def test_an_error_says_what_where_and_next(tmp_path):
    error = PluginError("broken", where=Where(tmp_path, 3, 4), hint="mend it")
    assert str(error) == f"{tmp_path}:3:4: broken\n  next: mend it"
    assert Unavailable("x").exit_code is ExitCode.TRY_AGAIN


def test_places_exist():
    assert rules_folder().is_dir()
    assert default_desk().is_dir()
