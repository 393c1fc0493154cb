"""Texts for translators: a page paragraph by paragraph, and a gettext file that comes back."""

from __future__ import annotations

import datetime
import shutil
from pathlib import Path

import polib
import pytest
from click.testing import CliRunner, Result

from zammad_plugin.check.replies.texts import old_facts
from zammad_plugin.cli.main import cli
from zammad_plugin.config.places import default_desk
from zammad_plugin.sync.files.source import read
from zammad_plugin.sync.replies.paragraphs import Work, works
from zammad_plugin.sync.replies.translations import replies_of

KEYS = ("first-answer-child", "closing")  # of the first hour, and not


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    for key in KEYS:
        place = Path("templates") / "replies" / key
        shutil.copytree(default_desk() / place, tmp_path / place)
    (tmp_path / "zammad-plugin.yml").write_text("language: en\n")
    return tmp_path


def invoke(*words: object) -> Result:
    return CliRunner().invoke(cli, ["templates", *map(str, words)])


def _works(desk: Path, lang: str) -> dict[str, Work]:
    return {one.key: one for one in works(replies_of(read(desk).desired), lang)}


def _exported(desk: Path, lang: str) -> tuple[Path, polib.POFile]:
    file = desk / "texts.po"
    assert invoke("export", file, "--lang", lang, "--desk", desk).exit_code == 0
    return file, polib.pofile(str(file))


def _back(desk: Path, file: Path, lang: str) -> Result:
    return invoke("import", file, "--lang", lang, "--by", "Rana", "--desk", desk)


def test_the_page_sets_paragraphs_side_by_side_first_hour_first(desk: Path) -> None:
    page = desk / "page.html"
    assert invoke("for-translator", page, "--lang", "ar", "--desk", desk).exit_code == 0
    text = page.read_text(encoding="utf-8")
    work = _works(desk, "ar")["first-answer-child"]
    assert text.index('id="first-answer-child"') < text.index('id="closing"')
    assert text.count('<section id="closing"') == 1 and 'dir="rtl"' in text
    assert text.count('class="pair"') >= len(work.pairs) and "viewport" in text
    assert text.index('href="#closing"') < text.index('id="closing"')
    assert "templates accept first-answer-child --lang ar --by NAME --native" in text


def test_an_export_that_nobody_touched_changes_nothing(desk: Path) -> None:
    before = {file: file.read_bytes() for file in desk.rglob("*.md")}
    file, _ = _exported(desk, "ar")
    told = _back(desk, file, "ar")
    assert (told.exit_code, told.output) == (0, "")
    assert {file: file.read_bytes() for file in desk.rglob("*.md")} == before


def test_a_changed_paragraph_comes_back_and_a_review_is_due(desk: Path) -> None:
    file, po = _exported(desk, "fr")
    last = [one for one in po if one.msgctxt.startswith("closing ")][-1]
    last.msgstr = 'Au revoir "toi" : \\ à bientôt'
    po.save()
    told = _back(desk, file, "fr")
    assert told.exit_code == 0 and "closing/fr.md" in told.output
    item = _works(desk, "fr")["closing"].item
    assert item is not None and item.about["raw"].rstrip().endswith(last.msgstr)
    assert (item.about["by"], item.about["status"]) == ("Rana", "drafted")


def test_half_a_text_is_left_and_named(desk: Path) -> None:
    file, po = _exported(desk, "fr")
    first, *_, last = [one for one in po if one.msgctxt.startswith("closing ")]
    first.msgstr, last.msgstr = "Autre titre", ""
    po.save()
    told = _back(desk, file, "fr")
    assert told.exit_code == 5 and "closing: not whole yet" in told.output


def test_a_text_whose_source_changed_since_is_left(desk: Path) -> None:
    file, po = _exported(desk, "fr")
    one = next(one for one in po if one.msgctxt == "closing 1")
    one.msgid, one.msgstr = "Another source.", "Autre."
    po.save()
    assert "its source has changed since" in _back(desk, file, "fr").output


def test_a_new_language_gets_a_file_of_its_own(desk: Path) -> None:
    file, po = _exported(desk, "ar")
    target = desk / "templates" / "replies" / "first-answer-child" / "ar.md"
    target.unlink()
    for one in po:
        one.msgstr = one.msgstr if one.msgctxt.startswith("first-answer-child") else ""
    po.save()
    told = _back(desk, file, "ar")
    assert told.exit_code == 0 and target.is_file(), told.output
    item = _works(desk, "ar")["first-answer-child"].item
    assert item is not None and item.about["native_reader"] == "none" and not item.about["facts"]


def test_an_outdated_text_is_fuzzy_and_follows_once_confirmed(desk: Path) -> None:
    source = desk / "templates" / "replies" / "closing" / "en.md"
    source.write_text(source.read_text(encoding="utf-8").rstrip() + " Really.\n", encoding="utf-8")
    assert _works(desk, "ar")["closing"].outdated
    file, po = _exported(desk, "ar")
    assert all(one.fuzzy for one in po if one.msgctxt.startswith("closing"))
    for one in po:
        one.flags = []
    po.save()
    assert _back(desk, file, "ar").exit_code == 0
    assert not _works(desk, "ar")["closing"].outdated


@pytest.mark.parametrize("content", [b"\xff\xfe", b'msgid "a\n'])
def test_a_file_that_is_none_is_named(desk: Path, content: bytes) -> None:
    file = desk / "bad.po"
    file.write_bytes(content)
    told = _back(desk, file, "fr")
    assert told.exit_code == 1 and "no gettext file" in str(told.exception)


def test_facts_are_told_after_a_year_and_not_before() -> None:
    desired = read(default_desk()).desired
    checked = [fact.checked_at for _, fact in old_facts(desired, datetime.date(2100, 1, 1))]
    assert checked and list(old_facts(desired, min(checked))) == []
