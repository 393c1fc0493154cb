"""Tag names: every tag has a neutral one, and the way back is the way there."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import zammad_plugin
from zammad_plugin.check.vocabulary import vocabulary
from zammad_plugin.config.desk import load_desk
from zammad_plugin.config.places import default_desk
from zammad_plugin.config.taxonomy import PLAIN, names_of, read_taxonomy, without_code
from zammad_plugin.errors import DeskError
from zammad_plugin.routing.rules import load_routing
from zammad_plugin.sync.files.source import read
from zammad_plugin.sync.files.tags import tags_in

TAXONOMY = read_taxonomy()
NEUTRAL, AS_THEY_ARE = names_of(TAXONOMY, "neutral"), names_of(TAXONOMY, "plain")
KNOWN = st.sampled_from([one.tag for one in TAXONOMY.tags])
CODES = st.from_regex(r"cs-same-[0-9a-f]{12}", fullmatch=True)
OWN = st.from_regex(r"vip-[a-z]{1,8}", fullmatch=True)


@given(st.lists(KNOWN | CODES | OWN, max_size=5))
def test_there_and_back(tags: list[str]) -> None:
    joined = ",".join(tags)
    for names in (NEUTRAL, AS_THEY_ARE, PLAIN):
        assert names.read_list(names.show_list(joined)) == joined
    shown = NEUTRAL.show_list(joined)
    assert NEUTRAL.show_list(shown) == shown  # a neutral name stays
    assert AS_THEY_ARE.show_list(joined) == joined


@given(KNOWN | CODES)
def test_a_neutral_name_says_nothing(tag: str) -> None:
    shown = NEUTRAL.show(tag)
    assert shown != tag
    words = {part for part in tag.split("-") if part.isalpha() and len(part) > 1} - {"cs"}
    assert not words & set(shown.split("-"))


def test_every_tag_that_the_package_sets_is_in_the_file() -> None:
    source = read(default_desk())
    named = {*tags_in(source.desired)}
    named |= {tag for rule in load_routing().rules for tag in rule.then.tags}
    named |= {f"cs-lang-{one.lower()}" for one in vocabulary()["language"]}
    named |= {f"cs-plat-{one}" for one in vocabulary()["platform"]}
    named |= {f"cs-urg-{one}" for one in ("critical", "high", "normal", "low")}
    named |= set(_written_in_code())
    assert without_code(named, NEUTRAL) == []
    assert {"cs-signal-failed", "cs-alert", "cs-media"} <= named


def _written_in_code() -> Iterator[str]:
    """Every string of the package's modules that is a whole tag of ours; beginnings end in `-`."""
    whole = re.compile(r"cs-[a-z0-9-]*[a-z0-9]")
    for file in Path(zammad_plugin.__file__).parent.rglob("*.py"):
        text = file.read_text(encoding="utf-8")
        for node in ast.walk(ast.parse(text)) if "cs-" in text else ():
            value = getattr(node, "value", None)
            if isinstance(node, ast.Constant) and isinstance(value, str) and whole.fullmatch(value):
                yield value


def test_a_desk_chooses_in_one_line(tmp_path: Path) -> None:
    (tmp_path / "zammad-plugin.yml").write_text("tags: neutral\n")
    assert load_desk(tmp_path).tag_names.show("cs-triaged") == "cs-a1"
    (tmp_path / "zammad-plugin.yml").write_text("tags: plain\n")
    assert load_desk(tmp_path).tag_names.show("cs-triaged") == "cs-triaged"


def test_a_desk_has_names_of_its_own(tmp_path: Path) -> None:
    (tmp_path / "zammad-plugin.yml").write_text("tags: neutral\n")
    (tmp_path / "rules").mkdir()
    file = tmp_path / "rules" / "taxonomy.yml"
    file.write_text("tags: [{tag: cs-triaged, neutral: cs-done, means: read}]\n")
    assert load_desk(tmp_path).tag_names.show("cs-triaged") == "cs-done"
    same = "tags: [{tag: cs-a, neutral: cs-x, means: a}, {tag: cs-b, neutral: cs-x, means: b}]\n"
    file.write_text(same)
    with pytest.raises(DeskError, match="named twice: cs-x"):
        load_desk(tmp_path).tag_names  # noqa: B018
    assert any("named twice" in str(one) for one in read(tmp_path).problems)
