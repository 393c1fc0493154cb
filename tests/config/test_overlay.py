"""Which files count: the package's, a desk's, or both."""

from __future__ import annotations

from pathlib import Path

import pytest

from zammad_plugin.config.desk import Desk, load_desk
from zammad_plugin.config.object_files import leaves_out, object_files
from zammad_plugin.config.overlay import RULES, file_of, files_of
from zammad_plugin.config.places import default_desk, rules_folder
from zammad_plugin.config.settings.desk import Settings
from zammad_plugin.config.taxonomy import read_taxonomy
from zammad_plugin.errors import DeskError
from zammad_plugin.routing.rules import load_routing
from zammad_plugin.sync.files.source import read
from zammad_plugin.triage.ruleset import load


@pytest.mark.parametrize("kind", RULES.values(), ids=list(RULES))
def test_each_shipped_file_says_at_its_top_how_a_desks_own_meets_it(kind: object) -> None:
    assert isinstance(kind, type(RULES["rules"]))
    for file in kind.of_package(rules_folder()):
        top = file.read_text(encoding="utf-8").split("\n", 3)[:3]
        said = " ".join(" ".join(line.removeprefix("#").split()) for line in top)
        assert said.startswith(kind.how), file


def test_every_shipped_rules_file_is_known() -> None:
    known = {file for kind in RULES.values() for file in kind.of_package(rules_folder())}
    aside = {file for name in ("demo", "model") for file in (rules_folder() / name).iterdir()}
    assert known == set(rules_folder().rglob("*.yml")) - aside


def test_what_merges_is_read_after_the_packages_and_what_replaces_alone(tmp_path: Path) -> None:
    for name in ("rules.yml", "routing.yml", "note.yml"):
        (tmp_path / name).write_text("{}", encoding="utf-8")
    assert files_of("rules", tmp_path) == [rules_folder() / "rules.yml", tmp_path / "rules.yml"]
    assert file_of("routing", tmp_path) == tmp_path / "routing.yml"
    assert file_of("note", tmp_path) == rules_folder() / "note.yml"


def test_an_extended_desk_has_the_packages_files_but_for_its_own_and_what_it_leaves_out(
    tmp_path: Path,
) -> None:
    (tmp_path / "macros").mkdir()
    own = tmp_path / "macros" / "false-alarm.yml"
    own.write_text("name: Ours\nperform: {ticket.state: closed}\n", encoding="utf-8")
    settings = "extends: default\nwithout: [replies/press-enquiry, overviews/w*]\n"
    (tmp_path / "zammad-plugin.yml").write_text(settings, encoding="utf-8")
    items = {item.address: item for item in read(tmp_path).desired}
    whole = {item.address for item in read(default_desk()).desired}
    assert items["macros/false-alarm"].where.path == own
    gone = whole - items.keys()
    assert gone and all(
        one.startswith(("text_modules/press-enquiry/", "overviews/w", "translations/"))
        for one in gone
    )
    assert items.keys() <= whole


def test_a_desk_that_extends_nothing_has_its_own_files_only(tmp_path: Path) -> None:
    assert object_files("macros/*.yml", tmp_path) == []
    assert load_desk(tmp_path).base is None


@pytest.mark.parametrize(
    ("entry", "place", "left"),
    [
        ("macros/false-alarm", "macros/false-alarm.yml", True),
        ("macros/false-alarm", "macros/false-alarm-2.yml", False),
        ("replies/press-enquiry", "templates/replies/press-enquiry/ar.md", True),
        ("replies/press", "templates/replies/press-enquiry/ar.md", False),
        ("templates/overviews/w*", "templates/overviews/waited-too-long.yml", True),
    ],
)
def test_without(entry: str, place: str, left: bool) -> None:
    assert leaves_out(entry, place) is left


NIGHT = """
hours: {timezone: Asia/Beirut, week: {mon: [["09:00", "17:00"]]}}
before:
  - {id: critical-at-night, when: {urgency: [critical], hour: [out]}, then: {group: Child Safety}}
after:
  - {id: the-rest, when: {}, then: {}}
"""


def test_a_night_rule_stands_before_the_packages_rules(tmp_path: Path) -> None:
    file = tmp_path / "routing.yml"
    file.write_text(NIGHT, encoding="utf-8")
    package, found = load_routing(), load_routing(file)
    ids = [rule.id for rule in found.rules]
    assert ids == ["critical-at-night", *(rule.id for rule in package.rules), "the-rest"]
    assert found.hours and found.title == package.title
    assert found.answer_within == package.answer_within


def test_a_rule_of_the_packages_id_takes_its_place_and_one_can_be_left_out(tmp_path: Path) -> None:
    first, second, *_ = [rule.id for rule in load_routing().rules]
    file = tmp_path / "routing.yml"
    file.write_text(f"before: [{{id: {second}, when: {{}}, then: {{}}}}]\n", encoding="utf-8")
    ids = [rule.id for rule in load_routing(file, without=[first]).rules]
    assert ids.count(second) == 1 and ids[0] == second and first not in ids


def test_rules_and_before_at_once_are_refused_with_the_way_out(tmp_path: Path) -> None:
    file = tmp_path / "routing.yml"
    rule = "{id: a, when: {}, then: {}}"
    file.write_text(f"rules: [{rule}]\nbefore: [{rule}]\n", encoding="utf-8")
    with pytest.raises(DeskError, match="write one or the other"):
        load_routing(file)


def test_the_setting_rules_is_obeyed_by_triage(tmp_path: Path) -> None:
    own = tmp_path / "own"
    own.mkdir()
    rule = (
        "rules: [{id: cult, danger: true, category: child_other, urgency: critical, score: 9,"
        " all: [child], describe: {en: A cult}, hit: [my son]}]\n"
    )
    (own / "rules.yml").write_text(rule, encoding="utf-8")
    desk = Desk(tmp_path, Settings(rules=Path("own")))
    assert "cult" in {one.id for one in load(desk=desk.rules).rules.rules}


def a_desk_of_its_own(folder: Path) -> Desk:
    """A platform, a language and a category that the package has not, with neutral names."""
    rules = folder / "rules"
    (rules / "languages").mkdir(parents=True)
    (rules / "platforms.yml").write_text("platforms: {koo: [koo app]}\n", encoding="utf-8")
    (rules / "languages" / "so.yml").write_text(
        "language: so\nphrases: {threat: [hanjabaad]}\n", encoding="utf-8"
    )
    tag = "{tag: cs-cat-forced-marriage, neutral: cs-c90, means: Forced marriage}"
    (rules / "taxonomy.yml").write_text(f"tags: [{tag}]\n", encoding="utf-8")
    return Desk(folder, Settings(tags="neutral"))


def test_neutral_names_cover_what_only_this_desk_has(tmp_path: Path) -> None:
    names = a_desk_of_its_own(tmp_path).tag_names
    assert names.show("cs-cat-forced-marriage") == "cs-c90"
    for tag in ("cs-plat-koo", "cs-lang-so"):
        shown = names.show(tag)
        assert "koo" not in shown and "so" not in shown and names.read(shown) == tag
    assert names.fields.value("cs_category", "forced_marriage") == "c90"
    assert names.fields.known({"cs_f1": "c90"}) == {"cs_category": "forced_marriage"}
    assert names.fields.value("cs_language", "so") != "so"
    assert "koo" not in names.fields.value("cs_platform", "koo")


def test_a_code_does_not_change_when_another_platform_is_added(tmp_path: Path) -> None:
    desk = a_desk_of_its_own(tmp_path)
    before = desk.tag_names.show("cs-plat-koo")
    file = desk.rules / "platforms.yml"
    file.write_text("platforms: {aaa: [aaa app], koo: [koo app]}\n", encoding="utf-8")
    assert desk.tag_names.show("cs-plat-koo") == before


def test_what_only_this_desk_has_is_an_option_of_the_attribute(tmp_path: Path) -> None:
    a_desk_of_its_own(tmp_path)
    (tmp_path / "zammad-plugin.yml").write_text("extends: default\n", encoding="utf-8")
    items = {item.address: item for item in read(tmp_path).desired}
    options = items["attributes/category"].fields["data_option"]["options"]
    assert options["forced_marriage"] == "Forced marriage"
    assert "so" in items["attributes/language"].fields["data_option"]["options"]
    assert "koo" in items["attributes/platform"].fields["data_option"]["options"]


def test_a_number_given_to_two_tags_is_refused_in_the_desks_file(tmp_path: Path) -> None:
    file = tmp_path / "taxonomy.yml"
    file.write_text("tags: [{tag: cs-x, neutral: cs-c1, means: x}]\n", encoding="utf-8")
    with pytest.raises(DeskError, match="named twice: cs-c1") as raised:
        read_taxonomy(tmp_path)
    assert raised.value.where and raised.value.where.path == file
