"""Values that a file may not have, in an admin's words."""

from __future__ import annotations

from collections.abc import Iterator

from zammad_plugin.check.schema import FILE_KINDS, schema_of
from zammad_plugin.config.reading.invalid import FORMS

NOBODY_WRITES = {r"^([0-9a-f]{12})?$"}  # digests, which `templates accept` writes


def _patterns(node: object) -> Iterator[str]:
    if isinstance(node, dict):
        if isinstance(node.get("pattern"), str):
            yield node["pattern"]
        for one in node.values():
            yield from _patterns(one)
    elif isinstance(node, list):
        for one in node:
            yield from _patterns(one)


def test_no_admin_is_shown_a_regular_expression() -> None:
    found = {one for kind in FILE_KINDS.values() for one in _patterns(schema_of(kind))}
    assert len(found) > 5 and found <= {*FORMS, *NOBODY_WRITES}
