"""A plan that was looked at, kept in a file: applied as it is, or not at all."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

from zammad_plugin.errors import PluginError, Where
from zammad_plugin.state.atomic import read_json, replace_file
from zammad_plugin.sync.changes import Plan
from zammad_plugin.sync.model import Record
from zammad_plugin.sync.output.data import digest_of, to_dict


def keep(plan: Plan, file: Path, *, adopt: bool, overwrite: bool, only: Sequence[str] = ()) -> None:
    """The plan as JSON; secrets stand in it as digests."""
    kept = {**to_dict(plan), "adopt": adopt, "overwrite": overwrite, "only": list(only)}
    replace_file(file, [json.dumps(kept, ensure_ascii=False, indent=1), "\n"])


def agreed_in(file: Path) -> Record:
    """`digest`, `adopt`, `overwrite`, `only` of a kept plan. Raises PluginError when it is none."""
    try:
        kept = read_json(file)
        names = ("digest", "adopt", "overwrite")
        return {**{name: kept[name] for name in names}, "only": kept.get("only", [])}
    except (KeyError, TypeError):
        raise PluginError("no plan in this file", where=Where(file), hint=_again(file)) from None


def refuse_another(plan: Plan, agreed: Record, file: Path) -> None:
    """Raises PluginError when files or server are not as they were when the plan was made."""
    if digest_of(plan) != agreed["digest"]:
        what = "the files or the Zammad changed since this plan was made; nothing was written"
        raise PluginError(what, where=Where(file), hint=_again(file))


def _again(file: Path) -> str:
    return f"zammad-plugin plan --out {file}"
