"""`docs`: the pages of this version, from an installed package as from a checkout."""

from __future__ import annotations

import shutil
from pathlib import Path
from unittest.mock import Mock

import pytest
from click.testing import CliRunner, Result

from zammad_plugin.cli.main import cli

TREE = Path(__file__).resolve().parents[2]


def docs(*words: str) -> Result:
    return CliRunner().invoke(cli, ["docs", *words])


def test_all_pages_are_listed_with_their_titles() -> None:
    lines = docs().output.splitlines()
    listed = {line.split()[0]: line.split(maxsplit=1)[1] for line in lines if "  " in line}
    wanted = {one.stem: one.read_text("utf-8") for one in (TREE / "docs").glob("*.md")}
    assert set(listed) == set(wanted)
    for name, text in wanted.items():
        assert text.startswith(f"# {listed[name]}\n")


@pytest.mark.parametrize(
    ("page", "file"),
    [
        ("running", "docs/running.md"),
        ("docs/running.md", "docs/running.md"),
        ("kinds/macros", "docs/kinds/macros.md"),
        ("systemd/zammad-plugin-run.service", "docs/systemd/zammad-plugin-run.service"),
        ("container/compose.yml", "container/compose.yml"),
        ("example/macros/refer.yml", "docs/example/macros/refer.yml"),
    ],
)
def test_one_is_printed_as_it_is(page: str, file: str) -> None:
    assert docs(page).output == (TREE / file).read_text("utf-8")


def test_a_misspelt_page_names_the_nearest_and_the_next_command() -> None:
    result = docs("runing")
    assert result.exit_code == 2
    assert "no page 'runing', did you mean 'running'?" in result.output
    assert "next: zammad-plugin docs" in result.output


def test_a_path_out_of_the_docs_is_no_page() -> None:
    assert docs("../setup.cfg").exit_code == 2 and docs("/etc/passwd").exit_code == 2


def test_all_are_copied(tmp_path: Path) -> None:
    out = tmp_path / "new" / "folder"
    result = docs("--out", str(out))
    found = {one.relative_to(out).as_posix() for one in out.rglob("*") if one.is_file()}
    assert result.output == f"{len(found)} files in {out}\n"
    assert {
        "docs/index.md",
        "docs/pictures/ticket.png",
        "docs/man/zammad-plugin.1",
        "docs/completions/zsh/_zammad-plugin",
        "docs/systemd/zammad-plugin-run.timer",
        "container/compose.yml",
    } <= found
    assert not [one for one in found if one.endswith((".py", ".pyc"))]
    assert docs("--out", str(out)).output == result.output  # a second time is as good


def test_a_place_that_can_not_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    result = docs("--out", str(tmp_path / "file" / "below"))
    assert result.exit_code == 1
    assert "can't be written: Not a directory" in str(result.exception)


def test_a_full_disk_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """copytree gathers what failed, file by file."""
    gathered = [("a", "b", "[Errno 28] No space left on device: 'b'")]
    monkeypatch.setattr(shutil, "copytree", Mock(side_effect=shutil.Error(gathered)))
    result = docs("--out", str(tmp_path))
    assert str(result.exception).startswith(f"{tmp_path} can't be written: No space left on device")
