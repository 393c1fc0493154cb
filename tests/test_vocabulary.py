"""The shared words: each stands once in the package, and rules/taxonomy.yml knows all of them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import zammad_plugin
from zammad_plugin import vocabulary
from zammad_plugin.config.settings.desk import Settings
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


# (fact, how a copy of it looks, a copy). The copies are those that stood in several modules once.
FACTS = [
    ("name of a tag or attribute", r"""["'f]cs[-_]\w""", 'DONE = "cs-triaged"'),
    ("ranks of urgency", r"""["']low["']: 0""", 'RANK = {"low": 0, "normal": 1}'),
    ("list of urgencies", r"""["']low["'],\s*["']normal["']""", 'Literal["low", "normal", "high"]'),
    ("list of categories", r"""["']grooming["'],\s*["']csam""", '("grooming", "csam_report")'),
    ("list of reporters", r"""["']guardian["'],\s*["']peer""", '("child", "guardian", "peer")'),
    (
        "list of audiences",
        r"""["']child["'],\s*["']guardian["'],""",
        '("child", "guardian", "teacher")',
    ),
    (
        "list of channels",
        r"""["']whatsapp["'],\s*["']email["'],\s*["']web""",
        '("whatsapp", "email", "web")',
    ),
    (
        "channels of replies",
        r"""["']email["'],\s*["']signal["']""",
        '["email", "signal", "whatsapp"]',
    ),
    ("direction marks", r"""["'](\\u206[689]|\\u200f)["']""", r'START = "\u2068"'),
    (
        "a server's time",
        r"fromisoformat\(.*replace\(.Z|str[fp]time\(.*%Y-%m-%dT",
        'read = datetime.fromisoformat(stamp.replace("Z", "+00:00"))',
    ),
    ("write, then rename", r"\bnew\.replace\(|os\.re(place|name)\(", "os.replace(new, file)"),
    ("list of agents' languages", r"""["']ar["'],\s*["']fr["'],?[\])]""", '("en", "ar", "fr")'),
    ("text in an agents' language", r"""["'](ar|fr)["']: ["']|\b(ar|fr)=["']""", '{"ar": "نعم"}'),
    (
        "the main language",
        r"""(lang(uage)?: \w+ = |default=|else )["']en["']""",
        'lang: str = "en"',
    ),
    ("an internal note", r"""["']internal["']: True""", '{"internal": True}'),
    ("this language, else English", r"""\.get\(["']en["']|or \w+\[["']en["']\]""", 'x.get("en")'),
    ("this machine", r"""["']localhost["'],|, ["']localhost["']""", '{"127.0.0.1", "localhost"}'),
]


@pytest.mark.parametrize(("what", "pattern", "copy"), FACTS, ids=[row[0] for row in FACTS])
def test_a_shared_fact_stands_once(what: str, pattern: str, copy: str) -> None:
    assert re.search(pattern, copy), "the pattern finds nothing any more"
    found = [
        str(file.relative_to(PACKAGE))
        for file in _ours()
        if re.search(pattern, file.read_text(encoding="utf-8"))
    ]
    owners = {
        "text/bidi.py",
        "text/url.py",
        "zammad/times.py",
        "zammad/marks.py",
        "state/atomic.py",
        "text/languages.py",
    }
    assert set(found) <= owners, what


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
