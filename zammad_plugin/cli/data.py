"""Results as JSON: one object on stdout, the same keys in every command."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from collections.abc import Mapping

    from zammad_plugin.errors import PluginError, Where
    from zammad_plugin.sync.result import Failure

Row = dict[str, str | int]


def tell(data: Mapping[str, object]) -> None:
    click.echo(json.dumps(data, ensure_ascii=False))


def _place(where: Where | None) -> Row:
    """Line and column count from 1; 0 and an empty file where none is known."""
    if where is None:
        return {"file": "", "line": 0, "column": 0}
    return {"file": str(where.path), "line": where.line, "column": where.column}


def problem(error: PluginError) -> Row:
    """What a file has wrong."""
    return {**_place(error.where), "what": error.what, "next": error.hint}


def failure(one: Failure) -> Row:
    """What could not be done to an object."""
    return {"address": one.address, **_place(one.where), "what": one.why, "next": one.hint}
