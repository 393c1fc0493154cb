"""One owner of a desk's files of rules: where each may stand, and how it meets the package's.

`run`, `check`, `explain`, `schema` and `doctor` ask here which files count (of objects:
`object_files`), and nobody else joins a folder with a file's name. Each shipped rules file says the
same in its first lines.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from zammad_plugin.config.places import rules_folder

Meets = Literal["merges", "replaces", "shipped"]


@dataclass(frozen=True)
class RulesFile:
    """One kind of file below the folder of rules.

    `files`: glob below a desk's folder of rules; `shipped`: below the package's, where it is
    another. `meets`: a desk's own `merges` with the package's or `replaces` it; of `shipped` the
    package's alone is read. `how`: the sentence that says so, `reader`: who reads it.
    """

    name: str
    files: str
    meets: Meets
    how: str
    reader: str
    shipped: str = ""

    def of_package(self, root: Path) -> list[Path]:
        return sorted(root.glob(self.shipped or self.files))

    def of_desk(self, own: Path | None) -> list[Path]:
        if own is None or self.meets == "shipped":
            return []
        return sorted(file for file in own.glob(self.files) if not file.name.startswith("."))


_ALONE = "The package's alone is read: a desk has no file of this name."
_KINDS = (
    RulesFile(
        "routing",
        "routing.yml",
        "replaces",
        "A desk's own rules/routing.yml takes its place; one with `before` or `after` in the place "
        "of `rules` stands around these rules.",
        "run, explain, route",
        "routing/default.yml",
    ),
    RulesFile(
        "language",
        "languages/*.yml",
        "merges",
        "A desk's own file in rules/languages merges with it: lists one behind the other, a single "
        "value is the desk's; another `language` is a new one.",
        "triage",
    ),
    RulesFile(
        "platforms",
        "platforms.yml",
        "merges",
        "A desk's own rules/platforms.yml merges with it: new platforms, more names of known ones.",
        "triage",
    ),
    RulesFile(
        "rules",
        "rules.yml",
        "merges",
        "A desk's own rules/rules.yml merges with it: a rule of the same id takes its place, "
        "others are added.",
        "triage",
    ),
    RulesFile(
        "risks",
        "risks.yml",
        "merges",
        "A desk's own rules/risks.yml merges with it: a risk of the same id takes its place, "
        "others are added.",
        "triage",
    ),
    RulesFile(
        "risk-words",
        "risks/*.yml",
        "merges",
        "A desk's own file in rules/risks merges with it: lists one behind the other; another "
        "`language` is a new one.",
        "triage",
    ),
    RulesFile(
        "concepts",
        "concepts.yml",
        "merges",
        "A desk's own rules/concepts.yml merges with it: words of new concepts, other words of "
        "known ones.",
        "explain and the note",
    ),
    RulesFile(
        "taxonomy",
        "taxonomy.yml",
        "merges",
        "A desk's own rules/taxonomy.yml merges with it: a tag of the same name takes its place, "
        "an attribute gets more values, others are added; a tag cs-cat-… makes a category.",
        "run, plan, check",
    ),
    RulesFile(
        "referrals",
        "referrals.yml",
        "replaces",
        "A desk's own rules/referrals.yml takes its place: every contact is then the desk's.",
        "check, referrals, replies",
    ),
    RulesFile("safe-words", "safe-words.yml", "shipped", _ALONE, "check, lint"),
    RulesFile("services", "services.yml", "shipped", _ALONE, "check, lint"),
    RulesFile(
        "networks",
        "networks.yml",
        "shipped",
        "The package's alone is read; a desk adds its own under `networks: {exempt: …}` in "
        "zammad-plugin.yml.",
        "run",
    ),
    RulesFile("note", "note.yml", "shipped", _ALONE, "the note"),
    RulesFile("sheet", "sheet.yml", "shipped", _ALONE, "sheet"),
    RulesFile("report", "report.yml", "shipped", _ALONE, "report"),
    RulesFile("preservation", "preservation.yml", "shipped", _ALONE, "clocks, sheet"),
    RulesFile("signal", "signal.yml", "shipped", _ALONE, "signal"),
)
RULES: Mapping[str, RulesFile] = {one.name: one for one in _KINDS}


def files_of(name: str, own: Path | None = None, root: Path | None = None) -> list[Path]:
    """The files that count for `name`, in the order in which they are read.

    `own`: a desk's folder of rules; `root` in the place of the package's. Of what merges the
    package's come first; of what replaces it is the desk's alone, when the desk has one.
    """
    kind = RULES[name]
    ours, theirs = kind.of_package(root or rules_folder()), kind.of_desk(own)
    if kind.meets == "replaces":
        return theirs or ours
    return [*ours, *theirs]


def file_of(name: str, own: Path | None = None) -> Path:
    """The one file that counts, of what `replaces`; the package's where the desk has none."""
    return files_of(name, own)[0]


def own_of(name: str, own: Path | None) -> Path | None:
    """The desk's own file of a kind that is one file; None when it has none."""
    return next(iter(RULES[name].of_desk(own)), None)


def read_in(own: Path) -> Iterator[Path]:
    """Every file of a desk's folder of rules that somebody reads."""
    for kind in RULES.values():
        yield from kind.of_desk(own)
