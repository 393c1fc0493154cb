"""Texts for translators: a page paragraph by paragraph, and a gettext file that comes back."""

from __future__ import annotations

import datetime
import re
import shutil
from collections.abc import Callable
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
    said = re.sub(r"</?span>", "", text)
    assert "templates accept first-answer-child --lang ar --by NAME --native --desk" in said


def test_an_export_that_nobody_touched_changes_nothing(desk: Path) -> None:
    before = {file: file.read_bytes() for file in desk.rglob("*.md")}
    file, _ = _exported(desk, "ar")
    told = _back(desk, file, "ar")
    assert told.exit_code == 0 and told.output.startswith("nothing was written")
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


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"\xff\xfe", "not UTF-8"),
        (b'msgid "a\n', "no gettext file"),
        (b'msgid "a"\nmsgstr "b"\nrubbish\n', "bad.po:3:1: no gettext file"),
        (b'msgid "a"\nmsgstr "b"\n', "none of our paragraphs"),
    ],
)
def test_a_file_that_is_none_is_named(desk: Path, content: bytes, said: str) -> None:
    file = desk / "bad.po"
    file.write_bytes(content)
    told = _back(desk, file, "fr")
    assert told.exit_code == 1 and said in str(told.exception)


def _with(desk: Path, change: Callable[[bytes], bytes]) -> Result:
    """One word more in a French paragraph, and then what an editor does to the whole file."""
    file, po = _exported(desk, "fr")
    next(one for one in po if one.msgctxt == "closing 1").msgstr += " Oui."
    po.save()
    file.write_bytes(change(file.read_bytes()))
    return _back(desk, file, "fr")


@pytest.mark.parametrize(
    "change",
    [
        lambda raw: b"\xef\xbb\xbf" + raw,
        lambda raw: raw.replace(b"\n", b"\r\n"),
        lambda raw: raw.replace(b"\n", b"\r"),
        lambda raw: raw.replace(b"\\n", b"\\r\\n"),  # in the texts themselves
        lambda raw: raw[raw.index(b"#. ") :],  # no header at all
        lambda raw: raw.replace(b"Language: fr", b"Language: fr_FR"),
        lambda raw: raw.replace(b" Oui.", " Oui.\u200b\u202e\u00ad".encode()),
        lambda raw: raw.replace(b'msgstr "- ', 'msgstr "\u2022 '.encode()),
    ],
)
def test_what_an_editor_does_to_the_file_is_not_in_the_text(
    desk: Path, change: Callable[[bytes], bytes]
) -> None:
    before = {file: file.read_bytes() for file in desk.rglob("*.md")}
    told = _with(desk, change)
    assert told.exit_code == 0, told.output
    after = {file: file.read_bytes() for file in desk.rglob("*.md")}
    changed = [file for file in after if after[file] != before[file]]
    assert changed == [desk / "templates" / "replies" / "closing" / "fr.md"]
    item = _works(desk, "fr")["closing"].item
    assert item is not None and " Oui.\n" in item.about["raw"]
    assert "\r" not in item.about["raw"] and "- " not in item.about["raw"].replace("\n- ", "")


@pytest.mark.parametrize(
    ("number", "said", "why"),
    [
        (0, "x" * 201, "the title is longer than 200"),
        (0, "a\nb", "the title has two lines"),
        (1, "Un.\n\nDeux.", "paragraph 1 has an empty line"),
        (1, "\u0645\u0631\u062d\u0628\u0627 " * 200, "not those of French"),
        (1, "Bonjour {{hours}}", "has {{hours}} more"),
        (1, "Bonjour [NAME]", "has [NAME] more"),
        (1, "- Un\n- Deux", "list items"),
    ],
)
def test_what_would_reach_a_reader_or_stop_the_desk_is_left(
    desk: Path, number: int, said: str, why: str
) -> None:
    before = {file: file.read_bytes() for file in desk.rglob("*.md")}
    file, po = _exported(desk, "fr")
    next(one for one in po if one.msgctxt == f"closing {number}").msgstr = said
    po.save()
    told = _back(desk, file, "fr")
    assert told.exit_code == 5 and "left: closing: " in told.output and why in told.output
    assert {file: file.read_bytes() for file in desk.rglob("*.md")} == before


def test_a_control_character_in_a_title_does_not_stop_the_desk(desk: Path) -> None:
    file, po = _exported(desk, "fr")
    next(one for one in po if one.msgctxt == "closing 0").msgstr = "Au revoir\x7f\x07"
    po.save()
    assert _back(desk, file, "fr").exit_code == 0
    assert read(desk).problems == []
    item = _works(desk, "fr")["closing"].item
    assert item is not None and item.about["title"] == "Au revoir"


def test_a_file_in_another_language_is_refused(desk: Path) -> None:
    """It wrote every French text into the Arabic files."""
    file, _ = _exported(desk, "fr")
    told = _back(desk, file, "ar")
    assert told.exit_code == 1 and "this file is in 'fr'" in str(told.exception)


def test_what_is_not_ours_or_stands_twice_is_named(desk: Path) -> None:
    file, po = _exported(desk, "fr")
    one = next(one for one in po if one.msgctxt == "closing 1")
    po.append(polib.POEntry(msgctxt="closing 1", msgid=one.msgid, msgstr="Autre."))
    po.append(polib.POEntry(msgctxt="goodbye 1", msgid="Bye", msgstr="Adieu"))
    po.save()
    told = _back(desk, file, "fr")
    assert told.exit_code == 5 and "closing: paragraph 1 stands there twice" in told.output
    assert "goodbye: the desk has no such reply" in told.output


def test_a_paragraph_that_the_source_has_no_more_is_told(desk: Path) -> None:
    file, po = _exported(desk, "fr")
    next(one for one in po if one.msgctxt == "closing 1").msgstr = "Autre."
    po.append(polib.POEntry(msgctxt="closing 99", msgid="Gone", msgstr="Parti"))
    po.save()
    assert "closing: its source has changed since" in _back(desk, file, "fr").output


@pytest.mark.parametrize("by", ["NAME", "none", " ", "machine", "a\nb"])
def test_a_copied_command_without_a_name_is_refused(desk: Path, by: str) -> None:
    """NAME had read the text, as a native speaker."""
    words = ("accept", "closing", "--lang", "fr", "--native", "--desk", desk)
    assert invoke(*words, "--by", by).exit_code == 2
    assert invoke(*words, "--by", "Rana").exit_code == 0


def test_what_a_native_speaker_read_is_so_until_it_changes(desk: Path) -> None:
    page = desk / "page.html"

    def shown() -> str:
        assert invoke("for-translator", page, "--lang", "fr", "--desk", desk).exit_code == 0
        return page.read_text(encoding="utf-8")

    assert "A native speaker has read 0 of 2 texts" in shown()
    for key in KEYS:
        told = invoke("accept", key, "--lang", "fr", "--by", "Rana", "--native", "--desk", desk)
        assert told.exit_code == 0, told.output
    done = shown()
    assert "Nothing is left to read" in done and "Read by a native speaker: Rana" in done
    assert "<code>" not in done and "To read" not in done
    file = desk / "templates" / "replies" / "closing" / "fr.md"
    file.write_text(file.read_text(encoding="utf-8").rstrip() + " Oui.\n", encoding="utf-8")
    assert "It was changed after it was read" in shown()
    assert "To read then (1)" in shown() and "To read first" not in shown()


def test_an_import_forgets_who_had_read_the_text(desk: Path) -> None:
    words = ("closing", "--lang", "fr", "--by", "Rana", "--native", "--desk", desk)
    assert invoke("accept", *words).exit_code == 0
    assert _with(desk, lambda raw: raw).exit_code == 0
    text = (desk / "templates" / "replies" / "closing" / "fr.md").read_text(encoding="utf-8")
    assert "native_reader: none" in text and "status: drafted" in text


def test_the_page_says_what_is_missing_and_other_paragraphs_stand_below(desk: Path) -> None:
    folder = desk / "templates" / "replies"
    (folder / "closing" / "ar.md").unlink()
    file = folder / "first-answer-child" / "ar.md"
    file.write_text(
        file.read_text(encoding="utf-8") + "\n\n#{ticket.number} <b>\n", encoding="utf-8"
    )
    page = desk / "page.html"
    assert invoke("for-translator", page, "--lang", "ar", "--desk", desk).exit_code == 0
    text = page.read_text(encoding="utf-8")
    assert "1 are not translated yet" in text and "Not translated yet (1)" in text
    assert "The translation has other paragraphs than its source" in text
    assert '<bdi dir="ltr">#{ticket.number}</bdi> &lt;b&gt;' in text


def test_a_source_from_the_right_is_shown_so(desk: Path) -> None:
    folder = desk / "templates" / "replies"
    for key in KEYS:
        (folder / key / "en.md").unlink()
        text = (folder / key / "ar.md").read_text(encoding="utf-8")
        source = re.sub(r"^source: .*\n", "", text, flags=re.MULTILINE)
        (folder / key / "ar.md").write_text(source, encoding="utf-8")
    page = desk / "page.html"
    assert invoke("for-translator", page, "--lang", "fr", "--desk", desk).exit_code == 0
    assert 'lang="ar" dir="rtl"' in page.read_text(encoding="utf-8")


def test_the_language_of_the_sources_is_none_to_translate_into(desk: Path) -> None:
    told = invoke("for-translator", desk / "page.html", "--lang", "en", "--desk", desk)
    assert told.exit_code == 1 and "it is their source" in str(told.exception)


def test_a_reply_that_is_written_as_html_is_named(desk: Path) -> None:
    file = desk / "templates" / "replies" / "closing" / "en.md"
    text = file.read_text(encoding="utf-8").replace("status:", "html: true\nstatus:", 1)
    file.write_text(text, encoding="utf-8")
    told = invoke("for-translator", desk / "page.html", "--lang", "ar", "--desk", desk)
    assert told.exit_code == 0 and "written as HTML: closing" in told.output


def test_a_letter_that_nobody_sees_is_not_accepted(desk: Path) -> None:
    file = desk / "templates" / "replies" / "closing" / "fr.md"
    text = file.read_text(encoding="utf-8").rstrip()
    file.write_text(text + "\u202e\n", encoding="utf-8")
    told = invoke("accept", "closing", "--lang", "fr", "--by", "Rana", "--desk", desk)
    assert told.exit_code == 1 and "that nobody sees: U+202E" in str(told.exception)


def test_facts_are_told_after_a_year_and_not_before() -> None:
    desired = read(default_desk()).desired
    checked = [fact.checked_at for _, fact in old_facts(desired, datetime.date(2100, 1, 1))]
    assert checked and list(old_facts(desired, min(checked))) == []


def test_an_import_writes_into_a_desk_that_extends_the_packages(tmp_path: Path) -> None:
    (tmp_path / "zammad-plugin.yml").write_text("extends: default\n", encoding="utf-8")
    place = Path("templates") / "replies" / "closing" / "fr.md"
    before = (default_desk() / place).read_bytes()
    told = _with(tmp_path, lambda raw: raw)
    assert told.exit_code == 0 and str(tmp_path / place) in told.output, told.output
    assert (default_desk() / place).read_bytes() == before
    assert "Oui." in (tmp_path / place).read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (lambda one: one.flags.append("fuzzy"), "closing: not whole yet, or still fuzzy: parag"),
        (lambda one: setattr(one, "obsolete", True), "closing: not whole yet, or still fuzzy"),
        (lambda one: setattr(one, "msgstr", ""), "closing: not whole yet, or still fuzzy: parag"),
        (lambda one: setattr(one, "msgctxt", None), "its msgctxt is gone, which says where it"),
        (lambda one: setattr(one, "msgstr", one.msgid), "is its source word for word"),
    ],
)
def test_nothing_that_a_translator_wrote_is_lost_without_a_word(
    desk: Path, change: Callable[[polib.POEntry], None], why: str
) -> None:
    before = (desk / "templates" / "replies" / "closing" / "fr.md").read_bytes()
    file, po = _exported(desk, "fr")
    one = max((one for one in po if one.msgctxt.startswith("closing")), key=lambda e: len(e.msgid))
    one.msgstr += " Oui."
    change(one)
    po.save()
    told = _back(desk, file, "fr")
    assert told.exit_code == 5 and "left: " in told.output and why in told.output, told.output
    assert (desk / "templates" / "replies" / "closing" / "fr.md").read_bytes() == before


def test_a_part_of_the_file_is_enough(desk: Path) -> None:
    """What was not sent back is not asked for."""
    file, po = _exported(desk, "fr")
    for one in [one for one in po if one.msgctxt == "first-answer-child 1"]:
        po.remove(one)
    po.save()
    told = _back(desk, file, "fr")
    assert told.exit_code == 0 and "nothing was written" in told.output
