"""The benchmarks still start: what they measure is for a person to run, never for CI to time."""

from __future__ import annotations

import runpy
from pathlib import Path

import pytest
from hearing import double, ears

FILES = sorted((Path(__file__).parents[1] / "benchmarks").glob("*.py"))


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_a_benchmark_finds_all_that_it_imports(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(file.parent))  # they use each other
    assert "main" in runpy.run_path(str(file), run_name="not_main")


def test_word_errors_are_counted_as_they_are(monkeypatch: pytest.MonkeyPatch) -> None:
    one = runpy.run_path(str(next(file for file in FILES if file.stem == "voice")), run_name="x")
    rate, words = one["word_error_rate"], one["words"]
    assert rate([("a b c d", "a x c")]) == 0.5  # one changed, one missing
    assert rate([("a b", "a b"), ("c d", "c d e f")]) == 0.5  # two too many, of four
    assert rate([("He pays, TODAY!", "he pays today")]) == 0.0
    assert words("كَتَبَ École") == ["كتب", "ecole"]


def test_a_folder_of_recordings_is_measured(tmp_path: Path) -> None:
    """By a double that says the same of each."""
    said = "I am fourteen and a man says he will post my photos if I do not pay him"
    for name, text in (("a", said), ("b", "thank you for the help with my printer")):
        (tmp_path / f"{name}.ogg").write_bytes(b"OggS")
        (tmp_path / f"{name}.txt").write_text(text)
    (tmp_path / "c.ogg").write_bytes(b"OggS")  # without its words
    one = runpy.run_path(str(next(file for file in FILES if file.stem == "voice")), run_name="x")
    lines = "\n".join(one["measure"](tmp_path, ears(double(said, seconds=60))))
    assert "1.000" not in lines.splitlines()[1] and lines.splitlines()[1].split()[:2] == ["?", "2"]
    assert "critical by their true words: 1, of these critical by the transcript: 1" in lines
    assert "others: 1, of these raised to critical by the transcript: 1" in lines
    assert said not in lines and "Jordanian" in lines
