"""Every value that triage can give with the rules of one desk: what conditions may ask for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TypeVar

from zammad_plugin.config.files import Strict, load_fast
from zammad_plugin.config.overlay import files_of
from zammad_plugin.config.own_codes import category_of
from zammad_plugin.config.taxonomy import Taxonomy, read_taxonomy
from zammad_plugin.errors import DeskError
from zammad_plugin.triage.rule_files.languages import Language, Platforms
from zammad_plugin.triage.rule_files.risks import Risks
from zammad_plugin.triage.signals.installed import installed
from zammad_plugin.triage.unclear import CODES
from zammad_plugin.vocabulary import CATEGORY_TAG, REPORTERS, SITUATIONS

SAID = {"blackmail", "account_suspended"}  # risks that triage itself tells
# What follows from ages, persons and tenses (triage/evidence) and is no phrase.
DERIVED = {"platform", "child", "adult_age", "child_age", "grade", "under13", "teen", "past"}
DENIED, OVER = "not:", "past:"
COMMON = "common"  # the file of what is the same in all languages
UNTOLD = {"mixed", "none", "other"}
Model = TypeVar("Model", bound=Strict)


def vocabulary(own: Path | None = None) -> Mapping[str, frozenset[str]]:
    """Condition → every value that triage can give; `own`: the desk's folder of rules.

    A broken file has none; who reads it names it.
    """
    platforms = set(_platforms(own))
    return {
        "category": frozenset(categories(own)),
        "language": frozenset({one.language for one in spoken(own)} - {COMMON} | UNTOLD),
        "platform": frozenset(platforms),
        "reporter": frozenset(REPORTERS),
        "situation": SITUATIONS,
        "risk": frozenset(
            concepts(own) | risks(own) | SAID | CODES | {f"platform:{one}" for one in platforms}
        ),
    }


def categories(own: Path | None = None) -> set[str]:
    return {category_of(row.tag) for row in _taxonomy(own).tags if row.tag.startswith(CATEGORY_TAG)}


def concepts(own: Path | None = None) -> set[str]:
    """Those that a phrase or a sound of some language shows, or another package's function."""
    signals = installed()
    seen = signals.concepts() if signals else frozenset[str]()
    return {*seen, *(name for one in spoken(own) for name in (*one.phrases, *one.sounds))}


def risks(own: Path | None = None) -> set[str]:
    return {risk.id for one in _read(Risks, "risks", own) for risk in one.risks}


def is_known(name: str, known: set[str]) -> bool:
    """Whether a rule can ever see `name`; `known`: concepts."""
    return name in DERIVED or name.removeprefix(DENIED).removeprefix(OVER) in known


def _taxonomy(own: Path | None) -> Taxonomy:
    try:
        return read_taxonomy(own)
    except DeskError:
        return read_taxonomy()


def _platforms(own: Path | None) -> Iterator[str]:
    for one in _read(Platforms, "platforms", own):
        yield from one.platforms


def spoken(own: Path | None = None) -> Iterator[Language]:
    """What the files of the languages say."""
    yield from _read(Language, "language", own)


def _read(model: type[Model], name: str, own: Path | None) -> Iterator[Model]:
    for file in files_of(name, own):
        try:
            yield load_fast(model, file)
        except DeskError:
            continue
