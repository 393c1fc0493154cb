"""The page of a report and the picture of networks in a real browser, in English and Arabic."""

from __future__ import annotations

from collections import Counter
from datetime import date
from pathlib import Path

import pytest
from chromium import Browser

from zammad_plugin.report.figures import Deep, Figures
from zammad_plugin.report.network import drawn
from zammad_plugin.report.page import Page
from zammad_plugin.report.summary import summary
from zammad_plugin.tickets.networks.clusters import Linked

DAY = date(2026, 11, 30)
# Texts of charts that stand outside of their picture, in pixels of the page.
CUT = """[...document.querySelectorAll('svg')].flatMap(svg => {
  const room = svg.getBoundingClientRect();
  return [...svg.querySelectorAll('text')].filter(one => {
    const box = one.getBoundingClientRect();
    return box.left < room.left - 3 || box.right > room.right + 3;
  }).map(one => one.textContent);
})"""
SIDES = """(() => {
  const svg = document.querySelectorAll('figure:not(.wide) svg')[0];
  const text = [...svg.querySelectorAll('text')].find(one => one.textContent.trim() == NAME);
  const box = text.getBoundingClientRect(), room = svg.getBoundingClientRect();
  return (box.left + box.right) / 2 > (room.left + room.right) / 2;
})()"""


def _figures() -> Figures:
    made = Figures(date(2026, 11, 1), DAY, read=120, reports=100, unanswered=10)
    made.tables["week"] = Counter({"2026-11-02": 30, "2026-11-09": 40, "2026-11-16": 27})
    made.tables["category"] = Counter({"sextortion": 80, "grooming": 17, "csam_report": 3})
    made.tables["reporter"] = Counter({"child": 60, "guardian": 40})
    made.times["day"].minutes.extend(range(60))
    made.times["night"].minutes.extend(range(0, 900, 30))
    made.clock.update({"report:kept": 20, "report:late": 7, "filed:missed": 9})
    made.deep = Deep(read=100, corrected=8, once_unsure=12)
    made.deep.asked.update({("police", "silent"): 9, ("cybercrime", "refused"): 8})
    return made


@pytest.mark.parametrize("width", [390, 1250])
@pytest.mark.parametrize("lang", ["en", "ar"])
def test_the_page_fits_and_no_word_is_cut(
    browser: Browser, tmp_path: Path, lang: str, width: int
) -> None:
    file = tmp_path / f"report-{lang}.html"
    file.write_text(Page(summary(_figures()), lang, DAY).html(), encoding="utf-8")
    browser.open(file, width)
    assert browser.run("document.documentElement.scrollWidth") <= width
    assert browser.run(CUT) == []
    assert browser.run("document.dir") == ("rtl" if lang == "ar" else "ltr")
    assert browser.run("document.querySelectorAll('svg[role=img][aria-label]').length") >= 5
    assert browser.run("performance.getEntriesByType('resource').length") == 0
    # The names of bars stand where reading begins.
    name = {"en": "Sextortion of a minor", "ar": "ابتزاز جنسي لقاصر"}[lang]
    assert browser.run(SIDES.replace("NAME", repr(name))) is (lang == "ar")


@pytest.mark.parametrize("lang", ["en", "ar"])
def test_the_picture_of_networks(browser: Browser, tmp_path: Path, lang: str) -> None:
    groups = [
        [Linked(DAY, number, "sextortion", frozenset({f"cs-same-{name}"})) for number in range(9)]
        for name in "abc"
    ]
    file = tmp_path / "networks.svg"
    file.write_text(drawn(groups, lang), encoding="utf-8")
    page = tmp_path / "page.html"
    page.write_text(f'<!doctype html><meta charset="utf-8">{file.read_text()}', encoding="utf-8")
    browser.open(page, 1250)
    assert browser.run(CUT) == []
    assert browser.run("document.querySelectorAll('svg text').length") >= 5
