"""The page for a translator in a real browser: at a desk, on a telephone, in both directions."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest
from chromium import Browser

from zammad_plugin.config.places import default_desk
from zammad_plugin.sync.files.source import read
from zammad_plugin.sync.replies.paragraphs import works
from zammad_plugin.sync.replies.translations import replies_of
from zammad_plugin.sync.replies.translator import render
from zammad_plugin.text.languages import is_rtl

DAY = datetime.date(2026, 12, 1)
LONG = " --desk /srv/a-desk-whose-name-is-so-long-that-no-telephone-shows-it-in-one-line-at-all"
# Paragraphs that run another way than their language, and parts wider than the window.
WRONG_WAY = """[...document.querySelectorAll('.pair [lang]')].filter(one =>
  getComputedStyle(one).direction != (one.lang == LANG ? WAY : 'ltr')
  ).map(one => one.textContent)"""
WIDE = """[...document.querySelectorAll('body *')].filter(one =>
  one.getBoundingClientRect().right > innerWidth + 1).map(one => one.textContent.slice(0, 40))"""
# Words of commands that stand in two lines though they would fit into one.
BROKEN = """[...document.querySelectorAll('code span')].filter(one =>
  one.textContent.length < 30 && one.offsetHeight > 30
).map(one => one.textContent)"""
LOST = """[...document.querySelectorAll('nav a, .count a')].filter(one =>
  document.querySelectorAll('[id="' + one.hash.slice(1) + '"]').length != 1).map(one => one.hash)"""
# Slots and numbers are read from the left within lines that run from the right.
SLOTS = """[...document.querySelectorAll('bdi')].filter(one =>
  getComputedStyle(one).direction != 'ltr' || !/^[{#[]/.test(one.textContent)).length"""
# Translations that no line tells from their source where both stand below each other.
UNTOLD = """[...document.querySelectorAll('.pair .ours')].filter(one =>
  getComputedStyle(one).borderInlineStartWidth == '0px').length"""
# On paper no colour stands behind a word: white ones would be lost, and links lead nowhere.
LOST_ON_PAPER = """[...document.querySelectorAll('.first')].filter(one =>
  getComputedStyle(one).color != 'rgb(0, 0, 0)').length +
  [...document.querySelectorAll('nav, .all, .untranslated')].filter(one =>
  getComputedStyle(one).display != 'none').length"""
FIRST = "document.querySelector('section').getBoundingClientRect().top"


@pytest.fixture(scope="module", params=["ar", "ckb", "hy"])
def page(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    found = list(works(replies_of(read(default_desk()).desired), request.param))
    file = tmp_path_factory.mktemp("page") / f"{request.param}.html"
    file.write_text(render(found, request.param, DAY, LONG), encoding="utf-8")
    return file


@pytest.mark.parametrize("width", [1366, 360])
def test_the_translators_page(browser: Browser, page: Path, width: int) -> None:
    browser.open(page, width)
    way = "rtl" if is_rtl(page.stem) else "ltr"
    names = WRONG_WAY.replace("LANG", repr(page.stem)).replace("WAY", repr(way))
    assert browser.run("document.querySelectorAll('.pair [lang]').length") > 800
    assert browser.run(names) == []
    assert browser.run("document.documentElement.scrollWidth") <= width
    assert browser.run(WIDE) == [] and browser.run(BROKEN) == []
    assert browser.run(LOST) == [] and browser.run(SLOTS) == 0
    assert browser.run(FIRST) < (900 if width > 1000 else 2400)
    assert (browser.run(UNTOLD) == 0) == (width < 640)
    assert browser.run("performance.getEntriesByType('resource').length") == 0


def test_it_is_printed_without_what_is_not_there_to_read(browser: Browser, page: Path) -> None:
    browser.open(page, 794)
    with browser.on_paper():
        assert browser.run(LOST_ON_PAPER) == 0
        assert browser.run("document.querySelectorAll('section:not(.untranslated)').length") > 20
        assert browser.run("document.documentElement.scrollWidth") <= 794
