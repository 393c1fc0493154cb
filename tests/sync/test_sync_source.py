"""The desk's files: the default desk, broken files, names, the safe words."""

from __future__ import annotations

from pathlib import Path

import pytest

from zammad_plugin.config.desk import load_desk
from zammad_plugin.config.places import default_desk
from zammad_plugin.errors import DeskError
from zammad_plugin.sync.files.source import Source, read
from zammad_plugin.sync.kinds import REGISTRY
from zammad_plugin.sync.refs import refs_in

KEYS = {
    "first-answer-child",
    "first-answer-parent",
    "dont-pay-dont-delete",
    "never-send-pictures",
    "luring-account-seen",
    "voice-message-received",
}


def addresses(source: Source) -> set[str]:
    return {item.address for item in source.desired}


def test_the_default_desk_is_whole() -> None:
    source = read(default_desk())
    assert source.problems == []
    replies = {f"text_modules/{key}/{lang}" for key in KEYS for lang in ("ar", "en", "fr")}
    assert replies <= addresses(source)
    assert {item.kind.name for item in source.desired} <= set(REGISTRY)


def test_kinds_come_after_what_they_need() -> None:
    seen: set[str] = set()
    for kind in REGISTRY.values():
        assert set(kind.after) <= seen
        seen.add(kind.name)


def test_a_kind_comes_after_those_whose_names_its_files_use() -> None:
    kinds = {kind.resource: kind.name for kind in REGISTRY.values()}
    for item in read(default_desk()).desired:
        named = {kinds[ref.resource] for ref in refs_in(item.fields) if ref.resource in kinds}
        assert named <= set(item.kind.after)


def test_one_broken_file_leaves_the_others(desk: Path) -> None:
    whole = addresses(read(desk))
    (desk / "macros/take-and-greet.yml").write_text("name: [\n", encoding="utf-8")
    (desk / "templates/replies/first-answer-child/ar.md").write_bytes(b"---\n\xff\n")
    source = read(desk)
    gone = {"macros/take-and-greet", "text_modules/first-answer-child/ar"}
    # Its name in other languages goes with it.
    gone |= {one for one in whole if one.startswith("translations/") and "/take-and-greet/" in one}
    assert addresses(source) == whole - gone
    assert len(source.problems) == 2


def test_a_typo_is_named_with_its_place(desk: Path) -> None:
    file = desk / "templates/groups/child-safety.yml"
    file.write_text("name: Child Safety\nactiv: true\n", encoding="utf-8")
    (problem,) = read(desk).problems
    assert f"{file}:2:1" in str(problem)
    assert "did you mean 'active'" in str(problem)


def test_a_typo_in_front_matter_counts_lines_of_the_file(desk: Path) -> None:
    file = desk / "templates/replies/first-answer-child/en.md"
    text = file.read_text(encoding="utf-8").replace("native_reader:", "native_raeder:")
    file.write_text(text, encoding="utf-8")
    (problem,) = read(desk).problems
    assert f"{file}:11:1" in str(problem)
    assert "did you mean 'native_reader'" in str(problem)


@pytest.mark.parametrize(
    "text",
    ["", "no fence", "---\ntitle: x", "---\n---\nbody", "---\nbody: x\n---\ny", "---\n- x\n---\ny"],
)
def test_a_reply_without_good_front_matter_is_a_problem(desk: Path, text: str) -> None:
    (desk / "templates/replies/first-answer-child/en.md").write_text(text, encoding="utf-8")
    assert len(read(desk).problems) == 1


@pytest.mark.parametrize(
    "text",
    [
        "name: x\nperform: {notification.email: {recipient: ticket_customer}}\n",
        "name: x\nperform: {ticket.action: {value: delete}}\n",
        "name: x\nperform: {ticket.tags: wrong}\n",
        "name: x\nperform: {article.note: text}\n",
        "name: x\nperform: {article.note: {subject: no body}}\n",
        "name: x\nperform: [1]\n",
        "7\n",
    ],
)
def test_a_dangerous_or_shapeless_action_is_refused(desk: Path, text: str) -> None:
    (desk / "macros/bad.yml").write_text(text, encoding="utf-8")
    assert len(read(desk).problems) == 1


def test_an_unknown_sender_is_refused(desk: Path) -> None:
    file = desk / "templates/triggers/bad.yml"
    file.write_text(
        "name: x\ncondition: {article.sender: {operator: is, value: Bot}}\n"
        "perform: {ticket.tags: {operator: add, value: x}}\n",
        encoding="utf-8",
    )
    assert len(read(desk).problems) == 1


def test_the_same_name_twice_is_refused(desk: Path) -> None:
    (desk / "templates/groups/second.yml").write_text("name: child safety\n", encoding="utf-8")
    assert "is the name in" in str(read(desk).problems[0])


def test_customers_never_see_an_attribute() -> None:
    attributes = [item for item in read(default_desk()).desired if item.kind.name == "attributes"]
    assert attributes
    for item in attributes:
        assert {who for screen in item.fields["screens"].values() for who in screen} == {
            "ticket.agent"
        }


def test_macro_notes_are_internal() -> None:
    for item in read(default_desk()).desired:
        note = item.fields.get("perform", {}).get("article.note")
        assert note is None or note["internal"] == "true"


def test_arabic_replies_run_from_the_right() -> None:
    for item in read(default_desk()).desired:
        if item.kind.name == "text_modules" and item.key.endswith("/ar"):
            assert item.fields["content"].startswith('<div dir="rtl" lang="ar"><p dir="rtl">مرحبا')


def test_settings_are_optional_and_strict(tmp_path: Path) -> None:
    assert load_desk(tmp_path).settings.url == ""
    (tmp_path / "zammad-plugin.yml").write_text("ulr: x\n", encoding="utf-8")
    with pytest.raises(DeskError, match="did you mean 'url'"):
        load_desk(tmp_path)


def test_an_empty_folder_is_an_empty_desk(tmp_path: Path) -> None:
    assert read(tmp_path) == Source()
