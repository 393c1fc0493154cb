"""`check`: every file of a desk is read or named, every field means something or is told."""

from __future__ import annotations

from pathlib import Path

import pytest

from zammad_plugin.check.desk import examine

MACRO = "name: Ours\nperform: {ticket.state: open}\n"


def put(desk: Path, place: str, text: str) -> Path:
    file = desk / place
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")
    return file


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """A sound desk with one macro."""
    put(tmp_path, "macros/ours.yml", MACRO)
    return tmp_path


def told(desk: Path) -> list[str]:
    return [str(one).replace(f"{desk}/", "") for one in examine(desk).problems]


def test_the_default_desk_is_sound_and_its_translations_and_options_are_whole() -> None:
    """Each text is translated once; whatever triage writes has an option."""
    checked = examine(None)
    assert checked.problems == [] and checked.warnings == []


def test_one_english_name_with_two_translations_is_told(own: Path) -> None:
    for name, words in (("a", "هذا الأمر"), ("b", "أمر آخر")):
        options = f'{{x: {{en: "Another thing here", ar: "{words}"}}}}'
        text = f"name: cs_{name}\ndisplay: Of {name}\nposition: 950\noptions: {options}\n"
        put(own, f"templates/attributes/{name}.yml", text)
    [warning] = [one for one in examine(own).warnings if "translates a text once" in one]
    assert "attributes/a" in warning and "attributes/b" in warning


def test_a_sound_desk_has_no_problem(own: Path) -> None:
    for place in ("README.md", "macros/README.md", "docs/a.yml", "docker-compose.yml", "LICENSE"):
        put(own, place, "words")
    put(own, ".github/workflows/ci.yml", "on: push")
    assert told(own) == []


@pytest.mark.parametrize(
    ("place", "meant"),
    [
        ("rules/language/en.yml", "rules/languages/en.yml"),
        ("macros/x.yaml", "macros/x.yml"),
        ("macros/X.YML", "macros/X.yml"),
        ("templates/tag/a.yml", "templates/tags/a.yml"),
        ("rules/routing/night.yml", "rules/routing.yml"),
        ("rules/rule.yml", "rules/rules.yml"),
        ("rules/platform.yml", "rules/platforms.yml"),
        ("templates/replies/hello/ar.markdown", "templates/replies/hello/ar.md"),
        ("templates/replies/ar.md", "templates/replies/KEY/ar.md"),
        ("templates/replies/thanks.md", "templates/replies/thanks/en.md"),
        ("templates/macros/a.yml", "did you mean macros/a.yml"),
        ("macros/sub/x.yml", "macros/x.yml"),
        ("zammad_plugin.yml", "zammad-plugin.yml"),
        ("zammad-plugin.yaml", "zammad-plugin.yml"),
        ("template/macros.txt", "templates"),
        ("Macros/a.yml", "macros"),
        ("overviews/a.yml", "templates/overviews"),
        ("rules/note.yml", "The package's alone is read"),
    ],
)
def test_a_file_that_nobody_reads_is_named_with_the_place_that_was_meant(
    own: Path, place: str, meant: str
) -> None:
    put(own, place, "name: A\n")
    said = told(own)
    assert len(said) == 1 and "nobody reads this" in said[0] and meant in said[0]
    assert said[0].startswith((place, place.split("/")[0]))


def test_an_unrelated_folder_is_no_desk(tmp_path: Path) -> None:
    put(tmp_path, "src/main.c", "int main;")
    assert "no desk stands in this folder" in told(tmp_path)[0]


RULE = "{id: a, category: child_other, urgency: high, score: 1, all: [child], describe: {en: A}}"


@pytest.mark.parametrize(
    ("place", "text", "where", "what"),
    [
        (
            "rules/rules.yml",
            f"rules: [{RULE.replace('child_other', 'chld_other')}]",
            "rules/rules.yml:1:17",
            "no category 'chld_other', did you mean 'child_other'?",
        ),
        (
            "rules/rules.yml",
            f"rules: [{RULE.replace('[child]', '[child, threaat]')}]",
            "rules/rules.yml:1",
            "no concept 'threaat', did you mean 'threat'?",
        ),
        (
            "rules/rules.yml",
            f"rules: [{RULE.replace('id: a', 'id: a, danger: true')}]",
            "rules/rules.yml:1",
            "is one of danger and has no test",
        ),
        (
            "rules/rules.yml",
            f"rules: [{RULE.replace('[child]', '[]')}]",
            "rules/rules.yml:1",
            "asks for nothing",
        ),
        ("rules/rules.yml", f"rules: [{RULE}, {RULE}]", "rules/rules.yml:1", "two rules"),
        ("rules/rules.yml", "unsure: [thret]", "rules/rules.yml:1:10", "no concept 'thret'"),
        (
            "rules/languages/en.yml",
            "language: en\nphrases: {thraet: [he said]}",
            "rules/languages/en.yml:2:11",
            "no rule asks for the concept 'thraet', did you mean 'threat'?",
        ),
        (
            "rules/languages/fr.yml",
            "language: ar\nphrases: {}",
            "rules/languages/fr.yml:1",
            "says `language: ar`",
        ),
        ("rules/languages/en.yml", "phrases: [", "rules/languages/en.yml:2:1", "YAML"),
        ("rules/platforms.yml", "plattforms: {}", "rules/platforms.yml:1:1", "did you mean"),
        ("rules/concepts.yml", "concepts: 3", "rules/concepts.yml:1:1", "concepts"),
        ("rules/taxonomy.yml", "tags: [{tag: x}]", "rules/taxonomy.yml:1", "tag"),
        ("rules/referrals.yml", "referrals: 1", "rules/referrals.yml:1", "referrals"),
        ("rules/routing.yml", "rules: [{id: a}]", "rules/routing.yml:1", "when"),
        ("zammad-plugin.yml", "rules: own", "zammad-plugin.yml:1:1", "no folder 'own'"),
        ("zammad-plugin.yml", "url: http://desk.example.org", "zammad-plugin.yml:1:1", "clear"),
        ("zammad-plugin.yml", "token_file: t", "zammad-plugin.yml:1:1", "no file t"),
        (
            "zammad-plugin.yml",
            "without: [macros/false-alarm]",
            "zammad-plugin.yml:1:1",
            "extends nothing",
        ),
        (
            "zammad-plugin.yml",
            "extends: default\nwithout: [macros/false-alram]",
            "zammad-plugin.yml:2:11",
            "did you mean 'macros/false-alarm'?",
        ),
    ],
)
def test_a_field_that_means_nothing_is_told_with_its_place(
    own: Path, place: str, text: str, where: str, what: str
) -> None:
    put(own, place, text + "\n")
    said = [one for one in told(own) if one.startswith(where)]
    assert any(what in one and "next:" in one for one in said), told(own)


def test_a_desks_own_platform_concept_and_category_are_known_to_its_routing(own: Path) -> None:
    put(own, "rules/platforms.yml", "platforms: {koo: [koo app]}\n")
    put(own, "rules/languages/en.yml", "language: en\nphrases: {cult: [the cult]}\n")
    put(own, "rules/taxonomy.yml", "tags: [{tag: cs-cat-cult, neutral: cs-c90, means: Cult}]\n")
    rule = RULE.replace("child_other", "cult").replace("[child]", "[child, cult]")
    put(own, "rules/rules.yml", f"rules: [{rule}]\n")
    when = "{platform: [koo], risk: [cult], category: [cult]}"
    put(own, "rules/routing.yml", f"before: [{{id: a, when: {when}, then: {{}}}}]\n")
    assert told(own) == []


def test_a_value_of_triage_without_an_option_is_told(tmp_path: Path) -> None:
    put(tmp_path, "zammad-plugin.yml", "extends: default\n")
    form = "name: cs_reporter\ndisplay: R\noptions: {child: C, guardian: G, peer: P}\n"
    put(tmp_path, "templates/attributes/reporter.yml", form)
    told = [one for one in examine(tmp_path).warnings if "no option" in one]
    assert "no option 'teacher' of cs_reporter" in {one.partition(", which")[0] for one in told}


def test_a_desks_own_platform_needs_no_option_of_its_own(tmp_path: Path) -> None:
    """It gets one, and a condition may ask for it."""
    put(tmp_path, "zammad-plugin.yml", "extends: default\n")
    put(tmp_path, "rules/platforms.yml", "platforms: {koo: [koo app]}\n")
    asked = "condition: {ticket.cs_platform: {operator: is, value: [koo]}}"
    put(tmp_path, "templates/overviews/koo.yml", f"name: Koo\n{asked}\n")
    found = examine(tmp_path)
    assert not found.problems and not [one for one in found.warnings if "koo" in one]


@pytest.mark.parametrize("options", ["", "options: {}\n"])
def test_a_text_of_the_name_of_a_select_takes_any_value(own: Path, options: str) -> None:
    form = f"name: cs_platform\ndisplay: P\ndata_type: input\n{options}"
    put(own, "templates/attributes/platform.yml", form)
    put(own, "macros/any.yml", "name: Any\nperform: {ticket.cs_platform: an arcade}\n")
    assert told(own) == []


def test_the_rest_goes_on_beside_a_broken_file(own: Path) -> None:
    put(own, "macros/broken.yml", "name: [\n")
    found = examine(own)
    assert [item.address for item in found.desired] == ["macros/ours"]
    assert len(found.problems) == 1


def test_words_that_fill_a_text_of_the_package_are_read_with_it(tmp_path: Path) -> None:
    """As shipped the package's texts have passed its own check."""
    settings = "extends: default\nslots: {hours: {en: 'At night you can pay him'}}\n"
    put(tmp_path, "zammad-plugin.yml", settings)
    said = told(tmp_path)
    assert said and all("no-advice-to-pay" in one for one in said)


def test_names_of_a_group_of_one_s_own_hold_beside_a_broken_routing_file(tmp_path: Path) -> None:
    """One slip in routing.yml once brought a false warning with every file of the package that
    names the group."""
    put(tmp_path, "zammad-plugin.yml", "extends: default\n")
    put(tmp_path, "templates/groups/child-safety.yml", "name: Hotline\n")
    put(tmp_path, "rules/routing.yml", "before: [{id: a, when: {on: true}, then: {}}]\n")
    checked = examine(tmp_path)
    assert "unknown key 'on'" in str(checked.problems[0])
    assert not [one for one in checked.warnings if "Child Safety" in one]


def test_rules_of_the_package_that_one_rule_takes_over_are_told_in_one_line(own: Path) -> None:
    put(own, "zammad-plugin.yml", "extends: default\n")
    put(own, "rules/routing.yml", "before: [{id: a, when: {child_safety: true}, then: {}}]\n")
    [told] = [one for one in examine(own).warnings if "never decide any more" in one]
    assert told.startswith("routing rules about-self-harm, ") and "a comes before" in told
    assert " more of the package " in told
