"""`check` ends with 1 and names file and mend: files that nobody reads, broken files of rules,
rules whose fields mean nothing, a folder without a desk. Each mistake in a desk of its own."""

from __future__ import annotations

from pathlib import Path

import pytest
from console import invoke

from zammad_plugin.config.overlay import RULES

RULE = "{id: a, category: child_other, urgency: high, score: 1, all: [child], describe: {en: A}}"
# (what is wrong, file, text, cause or mend that is told)
MISTAKES = [
    ("folder of languages", "rules/language/en.yml", "language: en\n", "rules/languages/en.yml"),
    ("another ending", "macros/x.yaml", "name: X\n", "macros/x.yml"),
    ("capitals", "macros/X.YML", "name: X\n", "macros/X.yml"),
    ("folder of tags", "templates/tag/a.yml", "name: cs-a\n", "templates/tags/a.yml"),
    ("a second routing", "rules/routing/night.yml", "rules: []\n", "rules/routing.yml"),
    ("no folder of rules", "zammad-plugin.yml", "rules: own\n", "no folder 'own'"),
    (
        "no category",
        "rules/rules.yml",
        RULE.replace("_other", "_othr"),
        "mean 'child_other'",
    ),
    ("no concept", "rules/rules.yml", RULE.replace("[child]", "[chld]"), "no concept 'chld'"),
    ("danger untested", "rules/rules.yml", RULE.replace("id: a", "id: a, danger: true"), "no test"),
]
BROKEN = [
    one.files.replace("*", "en") for one in RULES.values() if one.meets in ("merges", "replaces")
]


def _checked(desk: Path, place: str, text: str) -> str:
    (desk / "macros").mkdir()
    (desk / "macros/ours.yml").write_text("name: Ours\nperform: {ticket.state: open}\n")
    file = desk / place
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")
    result = invoke("check", "--desk", str(desk))
    assert result.exit_code == 1, result.output
    assert str(file) in result.stderr and "\n  next: " in result.stderr
    return result.stderr


@pytest.mark.parametrize(
    ("place", "text", "told"), [row[1:] for row in MISTAKES], ids=[row[0] for row in MISTAKES]
)
def test_a_mistake(tmp_path: Path, place: str, text: str, told: str) -> None:
    alone = text.startswith("{")
    assert told in _checked(tmp_path, place, f"rules: [{text}]\n" if alone else text)


@pytest.mark.parametrize("place", BROKEN)
def test_a_broken_file_of_rules(tmp_path: Path, place: str) -> None:
    assert len(BROKEN) >= 8
    assert f"{place}:" in _checked(tmp_path, f"rules/{place}", "a: [\n")


def test_a_folder_that_is_no_desk(tmp_path: Path) -> None:
    (tmp_path / "main.c").write_text("int main;\n")
    result = invoke("check", "--desk", str(tmp_path))
    assert result.exit_code == 1
    assert "no desk stands in this folder" in result.stderr and "next:" in result.stderr
