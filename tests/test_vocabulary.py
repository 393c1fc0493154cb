"""The shared words: each stands once in the package, and rules/taxonomy.yml knows all of them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import zammad_plugin
from zammad_plugin import vocabulary
from zammad_plugin.config.desk import Settings
from zammad_plugin.config.taxonomy import read_taxonomy
from zammad_plugin.text.languages import LANGUAGES

PACKAGE = Path(zammad_plugin.__file__).parent
TAXONOMY = read_taxonomy()
TAGS = {one.tag for one in TAXONOMY.tags}
WORDS = {name: value for name, value in vars(vocabulary).items() if isinstance(value, str)}


def _ours() -> list[Path]:
    """Every module of production code but the vocabulary itself."""
    apart = {PACKAGE / "vocabulary.py"}
    return [
        file
        for file in PACKAGE.rglob("*.py")
        if file not in apart and "emulator" not in file.relative_to(PACKAGE).parts
    ]


@pytest.mark.parametrize(
    ("what", "pattern"),
    [
        ("name of a tag or attribute", r"""["'f]cs[-_]\w"""),
        ("ranks of urgency", r"""["']low["']: 0"""),
        ("list of urgencies", r"""Literal\[["']low["']"""),
        ("direction marks", r"""["'](\\u206[689]|\\u200f)["']"""),
        ("a server's time", r"fromisoformat\(.*replace\(.Z|strftime\(.%Y-%m-%dT"),
        ("write, then rename", r"\bnew\.replace\(|os\.replace\("),
        ("list of agents' languages", r"""["']ar["'], ["']fr["'],?[\])]"""),
        ("text in an agents' language", r"""["'](ar|fr)["']: ["']|\b(ar|fr)=["']"""),
        ("an internal note", r"""["']internal["']: True"""),
        ("this language, else English", r"""\.get\(["']en["']|or \w+\[["']en["']\]"""),
    ],
)
def test_a_shared_fact_stands_once(what: str, pattern: str) -> None:
    found = [
        f"{file.relative_to(PACKAGE)}:{number}"
        for file in _ours()
        for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1)
        if re.search(pattern, line)
    ]
    owners = {
        "text/bidi.py",
        "zammad/times.py",
        "zammad/marks.py",
        "state/atomic.py",
        "text/languages.py",
    }
    assert [one for one in found if one.partition(":")[0] not in owners] == [], what


def test_the_taxonomy_knows_every_tag_and_attribute() -> None:
    tags = {word for word in WORDS.values() if re.fullmatch(r"cs(-[a-z]+)+", word)}
    fields = {word for word in WORDS.values() if re.fullmatch(r"cs(_[a-z]+)+", word)}
    assert len(tags) > 10 and tags <= TAGS
    assert len(fields) > 5 and fields <= {one.name for one in TAXONOMY.attributes}


def test_the_taxonomy_knows_every_label() -> None:
    assert {vocabulary.category_tag(one) for one in vocabulary.CATEGORIES} <= TAGS
    assert {vocabulary.urgency_tag(one) for one in vocabulary.URGENCIES} <= TAGS


def test_an_agents_language_is_data_alone() -> None:
    """English first: it stands in for what another lacks. Its file is the only list."""
    assert vocabulary.AGENT_LANGUAGES[0] == vocabulary.MAIN
    assert {"en": "en-us", "ar": "ar", "fr": "fr-fr"}.items() <= vocabulary.LOCALES.items()
    assert set(vocabulary.AGENT_LANGUAGES) <= set(LANGUAGES), "text/languages.py names each"
    with pytest.raises(ValueError, match="'en', 'ar'"):
        Settings.model_validate({"language": "xx"})


def test_urgencies_are_ranked_from_low_to_critical() -> None:
    assert sorted(vocabulary.RANK, key=lambda one: vocabulary.RANK[one]) == [
        "low",
        "normal",
        "high",
        "critical",
    ]
