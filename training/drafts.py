"""What the linter's models are taught, and drafts of authors who teach nothing.

Shipped replies are a writer of safe sentences, frames.yml is one of many simple ones.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import frames

from zammad_plugin.config.safe_words.rules import read_safe_words
from zammad_plugin.text.safe_words.sentences import parts

HERE = Path(__file__).resolve().parent / "lint"
ROOT = HERE.parent.parent
REPLIES, TESTS = ROOT / "templates" / "replies", ROOT / "tests" / "text"
JUDGED = ("en", "fr", "ar", "ar-Latn")  # of others too few drafts are known
OF_FORM = {"one-gender", "harmful-term"}  # patterns name all that there is
# Authors who saw no rule, with the same brief: each is left out once to choose the limit.
STRANGERS = (
    *("considerate", "veteran", "chatty", "regional", "supervised"),
    *("supervisor", "linguist", "volunteers", "hints", "everyday"),
    *("casework", "sixvoices", "beginners"),
)
HELD = [
    TESTS / "drafts" / "clinic.jsonl",
    TESTS / "drafts_blind.jsonl",
    TESTS / "drafts_brief.jsonl",
]


@dataclass(frozen=True)
class Draft:
    """`rules` that it breaks; none: a safe one."""

    writer: str
    lang: str
    text: str
    rules: tuple[str, ...]


def taught() -> list[Draft]:
    """Of every file, in its order; sentences of safe ones once more by themselves."""
    found = []
    for draft in read(sorted(HERE.glob("*.jsonl"))):
        found.append(draft)
        found += _sentences(draft) if not draft.rules else []
    every = found + _examples() + _replies() + _framed()
    return [one for one in every if one.lang in JUDGED]


def read(files: Iterable[Path]) -> list[Draft]:
    return [
        Draft(file.stem, one["lang"], one["text"], tuple(one["rules"]))
        for file in files
        for one in map(json.loads, file.read_text(encoding="utf-8").splitlines())
    ]


def _framed() -> list[Draft]:
    return [
        Draft("frames", lang, text, (rule,) if rule else ())
        for lang, text, rule in frames.sentences()
    ]


def _sentences(draft: Draft) -> list[Draft]:
    places = list(parts(draft.text))
    texts = [draft.text[start:end] for start, end in places] if len(places) > 1 else []
    return [Draft(draft.writer, draft.lang, text, ()) for text in texts]


def _examples() -> list[Draft]:
    """What the rules show of themselves."""
    file = read_safe_words()
    shown = [(one.id, one.examples) for one in file.rules if one.id not in OF_FORM]
    shown += [("", one.examples) for one in file.excuses if one.id != "both-forms"]
    return [
        Draft("rules", lang, text, (rule,) if hit else ())
        for rule, by_lang in shown
        for lang, some in by_lang.items()
        for hit, texts in ((True, some.hit), (False, some.miss))
        for text in texts
        if rule or not hit
    ]


def _replies() -> list[Draft]:
    found = {}
    for lang in JUDGED:
        for file in sorted(REPLIES.glob(f"*/{lang}.md")):
            body = file.read_text(encoding="utf-8").split("\n---\n", 1)[1]
            for start, end in parts(re.sub(r"\{\{.*?\}\}|\*\*", "", body)):
                found[lang, body[start:end]] = Draft("replies", lang, body[start:end], ())
    return list(found.values())
