"""Docstrings under fields are the descriptions of the schema, also inherited and by alias."""

from __future__ import annotations

from pydantic import Field

from zammad_plugin.config.files import Strict
from zammad_plugin.config.reading.docstrings import told


class Base(Strict):
    size: int
    """In bytes."""
    bare: int = 0


class Part(Base):
    inner: Base | None = None
    """What is inside,
    if anything."""
    kind: str = Field("", alias="type")
    """Its type."""
    own: str = Field("", description="Said in place.")
    """Never told."""


def test_docstrings_are_descriptions() -> None:
    made = Part.model_json_schema()
    fields = made["properties"]
    assert fields["size"]["description"] == "In bytes." and "description" not in fields["bare"]
    assert fields["inner"]["description"] == "What is inside,\nif anything."
    assert fields["type"]["description"] == "Its type."
    assert fields["own"]["description"] == "Said in place."
    assert made["$defs"]["Base"]["properties"]["size"]["description"] == "In bytes."


def test_a_model_without_source_has_none() -> None:
    made = type("Made", (Base,), {"__module__": "zammad_plugin.nowhere"})
    assert told(made) == {"size": "In bytes."}
    assert told(int) == {}
