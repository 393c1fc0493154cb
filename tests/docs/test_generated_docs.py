"""What docs take from the code is current, whole, and would be missed if it were not."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from zammad_plugin.check.schema import FILE_KINDS, schema_of
from zammad_plugin.errors import ExitCode
from zammad_plugin.sync.kinds import REGISTRY

TREE = Path(__file__).resolve().parents[2]
DOCS = TREE / "docs"


def generate(docs: Path, *words: str) -> subprocess.CompletedProcess[str]:
    # The tree first: an installed package could be another one.
    program = f"import sys; sys.path[:0] = [{str(TREE)!r}, {str(docs)!r}]; import generate; "
    program += f"raise SystemExit(generate.main({list(words)!r}))"
    return subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    shutil.copytree(DOCS, tmp_path / "docs")
    return tmp_path / "docs"


def test_everything_generated_is_current() -> None:
    done = generate(DOCS, "--check")
    mend = "run: python docs/generate.py"
    assert (done.returncode, done.stdout, done.stderr) == (0, "", ""), mend


def test_what_is_stale_is_named_and_mended(copy: Path) -> None:
    page, schema = copy / "kinds" / "macros.md", copy / "schema" / "groups.json"
    page.write_text(page.read_text(encoding="utf-8").replace("| `perform` |", "| `preform` |"))
    schema.unlink()
    done = generate(copy, "--check")
    assert (done.returncode, done.stdout.split()) == (
        1,
        ["docs/schema/groups.json", "docs/kinds/macros.md"],
    )
    assert generate(copy).returncode == 0
    assert generate(copy, "--check").returncode == 0
    assert "| `perform` |" in page.read_text(encoding="utf-8")
    assert schema.is_file()


@pytest.mark.parametrize(
    ("file", "why"),
    [
        ("kinds/macros.md", "no page: write docs/kinds/macros.md"),
        ("example/macros/refer.yml", "no example: write docs/example/macros/*.yml"),
    ],
)
def test_a_kind_without_page_or_example_is_refused(copy: Path, file: str, why: str) -> None:
    (copy / file).unlink()
    done = generate(copy, "--check")
    assert done.returncode == 1 and why in done.stderr


def test_a_page_that_lost_a_block_is_refused(copy: Path) -> None:
    page = copy / "kinds" / "macros.md"
    page.write_text(page.read_text(encoding="utf-8").replace("generated: fields", "fields"))
    assert "macros.md: blocks" in generate(copy, "--check").stderr


def test_only_known_kinds_have_pages_and_schemas() -> None:
    assert {file.stem for file in (DOCS / "kinds").glob("*")} == set(REGISTRY)
    assert {file.stem for file in (DOCS / "schema").glob("*")} == set(FILE_KINDS)


@pytest.mark.parametrize("kind", REGISTRY)
def test_a_page_says_what_surprises_and_which_rights(kind: str) -> None:
    text = (DOCS / "kinds" / f"{kind}.md").read_text(encoding="utf-8")
    sentence = text.splitlines()[1]
    assert text.startswith(f"# {kind}\n") and sentence.endswith(".")
    surprises = text.split("## What surprises\n")[1].split("\n## ")[0]
    assert len(re.findall(r"^- .{20,}", surprises, re.MULTILINE)) >= 3
    assert f"`{REGISTRY[kind].permission}`" in text.split("## Rights of the token\n")[1]


def _without_meaning(name: str, node: dict) -> list[str]:
    found = [
        f"{name}.{key}"
        for key, one in node.get("properties", {}).items()
        if not one.get("description")
    ]
    for key, one in node.get("$defs", {}).items():
        found += _without_meaning(f"{name}/{key}", one)
    return found


@pytest.mark.parametrize("name", FILE_KINDS)
def test_every_field_says_what_it_means(name: str) -> None:
    """A docstring below the field in its model is what docs and editors show."""
    assert _without_meaning(name, schema_of(FILE_KINDS[name])) == []


def test_every_exit_code_is_told() -> None:
    text = (DOCS / "exit-codes.md").read_text(encoding="utf-8")
    for code in ExitCode:
        assert f"| {int(code)} | {code.meaning} |" in text and len(code.meaning) > 5


def test_links_between_pages_lead_somewhere() -> None:
    for page in DOCS.rglob("*.md"):
        if DOCS / "example" in page.parents:
            continue
        for link in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", page.read_text(encoding="utf-8")):
            assert (page.parent / link).is_file(), f"{page.name}: {link}"
