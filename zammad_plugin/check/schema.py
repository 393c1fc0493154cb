"""JSON Schema of every file that a desk or the rules may hold, from the models that read them.

Draft 2020-12, as pydantic writes it; an editor checks and completes with it what `check` checks.
What needs more than one field (an option list for a select) is said by `check` alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel

from zammad_plugin.config.referrals import Directory
from zammad_plugin.config.safe_words.rules import SafeWordsFile
from zammad_plugin.config.services import Services
from zammad_plugin.config.settings.desk import SETTINGS_FILE, Settings
from zammad_plugin.config.taxonomy import Taxonomy
from zammad_plugin.routing.rules import Routing
from zammad_plugin.sync.kinds import REGISTRY
from zammad_plugin.tickets.networks.accounts import ExemptFile
from zammad_plugin.tickets.note.words import Words
from zammad_plugin.triage.rule_files.languages import Language, Platforms
from zammad_plugin.triage.rule_files.risks import Risks
from zammad_plugin.triage.rule_files.risks import Words as RiskWords
from zammad_plugin.triage.rule_files.rules import Concepts, Rules
from zammad_plugin.vocabulary import AGENT_LANGUAGES, MAIN

DIALECT = "https://json-schema.org/draft/2020-12/schema"
CHOICE = "InLanguages"
CODES = {"enum", "const", "pattern", "format"}  # what has these is no free text
TOLD = {"title", "description", "default"}
FROM_THE_FILE = ("body", "raw", "lang")  # of a .md file: the text below and the name, no keys


Schema = dict[str, Any]


@dataclass(frozen=True)
class FileKind:
    """One kind of file; `files` is a glob below the desk or the rules' folder (`below`)."""

    name: str
    model: type[BaseModel]
    files: str
    below: str = "desk"
    omit: tuple[str, ...] = ()


# Files of the rules' folder.
RULES: tuple[tuple[str, type[BaseModel], str], ...] = (
    ("routing", Routing, "routing/*.yml"),
    ("language", Language, "languages/*.yml"),
    ("platforms", Platforms, "platforms.yml"),
    ("rules", Rules, "rules.yml"),
    ("risks", Risks, "risks.yml"),
    ("risk-words", RiskWords, "risks/*.yml"),
    ("concepts", Concepts, "concepts.yml"),
    ("safe-words", SafeWordsFile, "safe-words.yml"),
    ("referrals", Directory, "referrals.yml"),
    ("services", Services, "services.yml"),
    ("networks", ExemptFile, "networks.yml"),
    ("note", Words, "note.yml"),
    ("taxonomy", Taxonomy, "taxonomy.yml"),
)


def _file_kinds() -> Iterator[FileKind]:
    for kind in REGISTRY.values():
        omit = FROM_THE_FILE if kind.files.endswith(".md") else ()
        yield FileKind(kind.name, kind.spec, kind.files, omit=omit)
    yield FileKind("settings", Settings, SETTINGS_FILE)
    for name, model, files in RULES:
        yield FileKind(name, model, files, "rules")


FILE_KINDS: Mapping[str, FileKind] = {one.name: one for one in _file_kinds()}


def plain_schema(kind: FileKind) -> Schema:
    """The schema of the model: every text in one language."""
    made = kind.model.model_json_schema()
    for name in kind.omit:
        del made["properties"][name]
    if kind.omit:
        made["required"] = [name for name in made["required"] if name not in kind.omit]
    return made


def schema_of(kind: FileKind) -> Schema:
    """The schema of one file of `kind`, with references only into itself.

    A free text of a kind's file may stand in several languages (sync.language).
    """
    made = plain_schema(kind)
    if kind.name in REGISTRY:
        made = _in_languages(made)
        made.setdefault("$defs", {})[CHOICE] = _choice()
    return {"$schema": DIALECT, **made}


def _choice() -> Schema:
    return {
        "type": "object",
        "description": f"One text in several languages; {MAIN} stands in for a missing one.",
        "properties": {
            name: {"type": "string", "description": f"The text in `{name}`."}
            for name in AGENT_LANGUAGES
        },
        "required": [MAIN],
        "additionalProperties": False,
    }


def _in_languages(node: Any) -> Any:
    """`node` with a choice of languages beside every text that is no code."""
    if isinstance(node, list):
        return [_in_languages(one) for one in node]
    if not isinstance(node, dict):
        return node
    if node.get("type") == "string" and not CODES & set(node):
        told = {name: one for name, one in node.items() if name in TOLD}
        bare = {name: one for name, one in node.items() if name not in TOLD}
        return {**told, "anyOf": [bare, {"$ref": f"#/$defs/{CHOICE}"}]}
    return {
        name: one if name in {"default", "propertyNames"} else _in_languages(one)
        for name, one in node.items()
    }
