from __future__ import annotations

import os

import pytest

from zammad_plugin.config.desk import load_desk
from zammad_plugin.config.files import Strict, load, load_fast, parse
from zammad_plugin.config.places import default_desk, rules_folder
from zammad_plugin.config.reading.placed_yaml import read_yaml
from zammad_plugin.config.reading.texts import LARGEST, inside, read_text
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
        (
            "name: a\ninner:\n  - size: x\n",
            r"t\.yml:3:5: 'size': a whole number is wanted, without quotes",
        ),
        ("name: a\nname: b\n", r"t\.yml:2:1: YAML: .*duplicate key"),
        ("name: [a\n", r"t\.yml:\d+:\d+: YAML:"),
        ("- a\n", r"t\.yml:1:1: keys and"),
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


BOMB = "a: &a [x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"{one}: &{one} [{', '.join([f'*{before}'] * 9)}]\n"
    for before, one in zip("abcdefgh", "bcdefghi", strict=True)
)
HOSTILE = {
    "aliases of aliases": BOMB + "name: *i\n",
    "long texts by aliases": "a: &a " + "x" * 100_000 + "\nb: [" + "*a, " * 5000 + "]\n",
    "an alias within itself": "name: &a {x: *a}\n",
    "lists in lists": "name: " + "[" * 20_000,
    "tables in tables": "name: " + "{a: " * 20_000,
    "dashes": "- " * 20_000,
    "deep but sound": "name: " + "[" * 200 + "]" * 200,
    "a number without an end": "name: " + "9" * 10_000,
    "an object of Python": "name: !!python/object/apply:os.getcwd []\n",
    "a NUL": "name: a\0b\n",
    "a tag": "name: !x {a: b}\n",
    "a date that is none": "name: 2026-99-99\n",
    "a merge of itself": "a: &a\n  <<: *a\n",
}


@pytest.mark.timeout(60)
@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
@pytest.mark.parametrize("reads", [load, load_fast])
def test_hostile_yaml_is_an_error_of_the_file(tmp_path, text, reads):
    file = tmp_path / "t.yml"
    file.write_text(text)
    with pytest.raises(DeskError, match=r"t\.yml"):
        reads(Thing, file)


def test_aliases_that_multiply_nothing_are_read(tmp_path):
    file = tmp_path / "t.yml"
    file.write_text("name: &a b\ninner: [&i {size: 1}, *i]\n")
    assert load(Thing, file) == load_fast(Thing, file)


def _pipe(file):
    os.mkfifo(file)


def _device(file):
    file.symlink_to("/dev/zero")


def _large(file):
    file.write_bytes(b"#" * (LARGEST + 1))


@pytest.mark.timeout(60)
@pytest.mark.parametrize(
    ("make", "said"),
    [
        (_pipe, "no regular file"),
        (_device, "no regular file"),
        (lambda file: file.mkdir(), "Is a directory"),
        (_large, "larger than 1024 KiB"),
        (lambda file: file.symlink_to(file), "can't be read"),
    ],
)
def test_only_regular_files_of_a_bounded_size_are_read(tmp_path, make, said):
    make(tmp_path / "t.yml")
    with pytest.raises(DeskError, match=said):
        read_text(tmp_path / "t.yml")


def test_no_link_leads_out_of_the_desk(tmp_path):
    desk, outside = tmp_path / "desk", tmp_path / "outside"
    for folder in (desk, outside):
        folder.mkdir()
        (folder / "a.yml").write_text("name: a\n")
    (desk / "link.yml").symlink_to(outside / "a.yml")
    (desk / "folder").symlink_to(outside)
    (desk / "own.yml").symlink_to(desk / "a.yml")  # as a ConfigMap's are
    ours = inside(desk)
    for good in (desk / "a.yml", desk / "own.yml"):
        assert ours(good) == good
    for bad in (desk / "link.yml", desk / "folder" / "a.yml", desk / ".." / "outside" / "a.yml"):
        with pytest.raises(DeskError, match="out of the desk"):
            ours(bad)


def test_a_desk_that_is_a_link_itself(tmp_path):
    (tmp_path / "true").mkdir()
    (tmp_path / "true" / "a.yml").write_text("")
    (tmp_path / "desk").symlink_to(tmp_path / "true")
    assert inside(tmp_path / "desk")(tmp_path / "desk" / "a.yml")


@pytest.mark.parametrize("rules", ["..", "/etc", "a/../../x", "link"])
def test_rules_stay_within_the_desk(tmp_path, rules):
    desk = tmp_path / "desk"
    desk.mkdir()
    (desk / "link").symlink_to(tmp_path)
    (desk / "zammad-plugin.yml").write_text(f"rules: {rules}\n")
    with pytest.raises(DeskError, match="outside of the desk"):
        load_desk(desk)
