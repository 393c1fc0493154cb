"""The fast reader says what the careful one says, or leaves the file to it."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from zammad_plugin.config.files import read_fast
from zammad_plugin.config.places import default_desk, rules_folder

FILES = sorted(
    [
        *rules_folder().rglob("*.yml"),
        *(default_desk() / "templates").rglob("*.yml"),
        *(default_desk() / "macros").glob("*.yml"),
    ]
)


def _careful(text: str) -> Any:
    return YAML(typ="safe").load(text)


@pytest.mark.parametrize("file", FILES, ids=lambda file: f"{file.parent.name}/{file.stem}")
def test_every_file_of_ours_is_read_alike(file: Path) -> None:
    text = file.read_text(encoding="utf-8")
    assert read_fast(text) == _careful(text)


@pytest.mark.parametrize(
    "scalar",
    [
        "no",
        "yes",
        "on",
        "off",
        "y",
        "n",
        "true",
        "False",
        "NULL",
        "~",
        "null",
        "12",
        "-3",
        "+4",
        "0",
        "012",
        "0x1f",
        "0o17",
        "1_000",
        "12:30",
        "1.5",
        ".5",
        "1.",
        "1e3",
        "1.5e3",
        ".inf",
        ".nan",
        "=",
        "2026-11-24",
        "2026-11-24T10:00:00Z",
        "ckb",
        "'12'",
        '"true"',
        "3 high",
        "",
        "a: b",
        "<<",
    ],
)
def test_scalars_are_those_of_yaml_1_2(scalar: str) -> None:
    text = f"{{x: {scalar}}}" if ": " not in scalar else f"x: {{{scalar}}}"
    try:
        careful = _careful(text)
    except YAMLError:
        return
    if scalar in {"0x1f", "0o17", "1_000", "012", ".inf", ".nan", "1e3", "2026-11-24T10:00:00Z"}:
        return  # never written in our files: a model takes or refuses what they are
    assert read_fast(text) == careful


@pytest.mark.parametrize(
    "text",
    [
        "a: 1\na: 2\n",
        "a: [",
        "a: &x {b: 1}\nc: {<<: *x, d: 2}\n",
        "a: 2026-99-99",
        "a: &x [*x]",
        "[a]: b",
        "{{a: b}: c}",
        "a: !!str [b]",
        "a: !!seq b",
        "a: !!map b",
        "a: !mine b",
    ],
)
def test_what_is_doubtful_is_left_to_the_careful_reader(text: str) -> None:
    assert read_fast(text) is None


@given(st.text(max_size=80))
def test_any_text_is_read_or_left(text: str) -> None:
    read_fast(text)


def test_a_node_of_two_names_is_read_once() -> None:
    pairs = pairwise("abcdefghij")
    names = (f"{two}: &{two} [*{one}, *{one}]\n" for one, two in pairs)
    text = "".join(["a: &a [x, 1]\n", *names])
    read = read_fast(text)
    assert read["b"] == [["x", 1], ["x", 1]] and read["j"][0] is read["j"][1] is read["i"]
