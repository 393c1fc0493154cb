"""The schemas for editors say of a file what the models say."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from ruamel.yaml import YAML

from zammad_plugin.check.schema import FILE_KINDS, FileKind, schema_of
from zammad_plugin.config.places import default_desk, rules_folder

EXAMPLE = Path(__file__).resolve().parents[2] / "docs" / "example"


def files_of(kind: FileKind) -> list[Path]:
    roots = (rules_folder(),) if kind.below == "rules" else (default_desk(), EXAMPLE)
    return [file for root in roots for file in sorted(root.glob(kind.files))]


def as_an_editor_sees_it(file: Path) -> Any:
    """Front matter only; dates are words, as in JSON."""
    text = file.read_text(encoding="utf-8")
    if file.suffix == ".md":
        text = text.split("---\n")[1]
    return json.loads(json.dumps(YAML(typ="safe", pure=True).load(text), default=str))


@pytest.mark.parametrize("name", FILE_KINDS)
def test_a_schema_is_one(name: str) -> None:
    Draft202012Validator.check_schema(schema_of(FILE_KINDS[name]))


@pytest.mark.parametrize("name", [name for name in FILE_KINDS if name != "settings"])
def test_every_shipped_file_holds_and_a_typo_does_not(name: str) -> None:
    kind = FILE_KINDS[name]
    validator, files = Draft202012Validator(schema_of(kind)), files_of(kind)
    assert files
    for file in files:
        data = as_an_editor_sees_it(file)
        assert [one.message for one in validator.iter_errors(data)] == [], file
        assert not validator.is_valid({**data, "nmae": "x"})
        for key in validator.schema.get("required", []):
            assert not validator.is_valid({name: one for name, one in data.items() if name != key})


def test_the_text_of_a_reply_is_no_key() -> None:
    schema = schema_of(FILE_KINDS["text_modules"])
    assert not {"body", "lang"} & {*schema["properties"], *schema["required"]}


def test_settings() -> None:
    validator = Draft202012Validator(schema_of(FILE_KINDS["settings"]))
    assert validator.is_valid({}) and validator.is_valid({"url": "https://desk.example.org"})
    assert not validator.is_valid({"ulr": "x"})


@pytest.mark.parametrize(
    ("name", "right"),
    [
        ({"en": "x", "ar": "س"}, True),
        ({"ar": "س"}, False),
        ({"en": "x", "xx": "y"}, False),
        (3, False),
    ],
)
def test_a_text_of_a_kind_may_stand_in_several_languages(name: Any, right: bool) -> None:
    validator = Draft202012Validator(schema_of(FILE_KINDS["groups"]))
    assert validator.is_valid({"name": name}) is right
    # A code is no text: it is alike in all languages.
    assert not validator.is_valid({"name": "x", "follow_up_possible": {"en": "yes"}})
