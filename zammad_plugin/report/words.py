"""Words of a report in the desk's languages: its own, and those of the attributes' options."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from zammad_plugin.config.files import Strict, load_fast
from zammad_plugin.config.overlay import file_of
from zammad_plugin.config.places import default_desk
from zammad_plugin.config.reading.placed_yaml import read_yaml
from zammad_plugin.report.figures import DIMENSIONS
from zammad_plugin.text.languages import in_language
from zammad_plugin.vocabulary import ASKED_FIELD, OUTCOME_FIELD

FIELDS = {**DIMENSIONS, "asked": ASKED_FIELD, "outcome": OUTCOME_FIELD}


class Words(Strict):
    """rules/report.yml"""

    words: dict[str, dict[str, str]]


@cache
def _words() -> Words:
    return load_fast(Words, file_of("report"))


def word(name: str, lang: str, **filled: object) -> str:
    return in_language(_words().words[name], lang).format(**filled)


@cache
def _labels(desk: Path) -> dict[str, dict[str, Any]]:
    """Attribute → value → its label by language, as agents see it in Zammad."""
    folders = (default_desk() / "templates" / "attributes", desk / "templates" / "attributes")
    found: dict[str, dict[str, Any]] = {}
    for file in (one for folder in folders for one in sorted(folder.glob("*.yml"))):
        said = read_yaml(file)
        if isinstance(said, dict) and isinstance(said.get("options"), dict):
            found[str(said.get("name"))] = {
                str(value): label for value, label in said["options"].items()
            }
    return found


def label(table: str, value: str, lang: str, desk: Path | None = None) -> str:
    """Of a value of a table, in `lang`; the value itself where nobody names it (a week)."""
    if value in _words().words and table not in FIELDS:
        return word(value, lang)
    found = _labels(desk or default_desk()).get(FIELDS.get(table, ""), {}).get(value)
    if isinstance(found, dict):
        return in_language({str(k): str(v) for k, v in found.items()}, lang, value)
    if found:
        return str(found)
    return word(value, lang) if value in _words().words else value
