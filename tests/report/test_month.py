"""The month of the demo: triaged for real, then its report and networks as a desk makes them."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from zammad_plugin.cli.embedded import demo
from zammad_plugin.demo import month


@pytest.mark.timeout(600)
def test_the_month_shows_the_report_and_the_networks(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(month.play, "__defaults__", (20, month.FIRST))  # fewer: it is a test
    monkeypatch.setattr(month, "NAMED", 0.9)
    done = CliRunner().invoke(demo, ["--month", str(tmp_path)])
    assert done.exit_code == 0, done.output
    names = ["networks-ar.svg", "networks-en.svg", "report-ar.html", "report-en.html"]
    assert sorted(Path(line).name for line in done.output.splitlines()) == names
    english, arabic = ((tmp_path / f"report-{one}.html").read_text() for one in ("en", "ar"))
    for said in ("Reports about children", "Sextortion of a minor", "Deadlines of evidence"):
        assert said in english
    assert 'dir="rtl"' in arabic and "ابتزاز جنسي لقاصر" in arabic
    pictures = [(tmp_path / f"networks-{one}.svg").read_text() for one in ("en", "ar")]
    assert " reporters" in pictures[0] and "أشخاص" in pictures[1]
    for shown in (english, arabic, *pictures):
        assert "dark.kid" not in shown and "person1@" not in shown and "cs-same" not in shown
