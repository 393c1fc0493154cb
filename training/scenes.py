"""Messages written from a situation (training/situations/*.txt), and what triage learns of them.

`# SITUATION WRITER` stands above its rows; AUTHOR-LANG.txt, or LANG.txt of the first author. Who
wrote them knew the situation and no labels: what it does not settle is not taught. Nor is how
urgent it is: taught from here, urgency was told worse on every set.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from zammad_plugin.triage.situation import OF_CATEGORY
from zammad_plugin.triage.trained.situations import NONE

FOLDER = Path(__file__).parent / "situations"
LANGUAGES = ("ar-Latn", "ar", "en", "fr")  # the longer first: ar-Latn ends with no other's name
FIRST_AUTHOR = "lines"  # of the files that are named by their language alone
WRITERS = {
    "g": "guardian",
    "c": "child",
    "p": "peer",
    "b": "bystander",
    "r": "professional",
    "f": "professional",
    "t": "teacher",
    "a": "adult_victim",
    "u": "unknown",
}
# Situation → what it is reported as; None: a report of more than one kind.
REPORTS: dict[str, str | None] = {
    **{situation: kind for kind, some in OF_CATEGORY.items() for situation in some},
    **dict.fromkeys(("missing", "ran_away"), "child_other"),
    **dict.fromkeys(
        (
            *("other_is_child", "self_harm", "cutting", "pushed_by_group", "obscene_seen"),
            *("picture_sent", "own_child_offender", "child_offender"),
        ),
        None,
    ),
}
NO_REPORTS = {NONE, "press", "research"}
ABOUT_A_CHILD = {"child", "guardian", "peer", "teacher"}  # of others a grown-up may be meant
FOUND = {"material", "offers_picture", "lure_account"}  # whoever writes


@dataclass(frozen=True)
class Scene:
    author: str
    lang: str
    situation: str
    writer: str
    text: str


def scenes() -> Iterator[Scene]:
    """In the order of files and lines."""
    for file in sorted(FOLDER.glob("*.txt")):
        author, lang = _author(file.stem)
        situation = writer = ""
        for line in file.read_text("utf-8").splitlines():
            if line.startswith("# "):
                situation, letter = line[2:].split()
                writer = WRITERS[letter]
            elif line.strip():
                yield Scene(author, lang, situation, writer, line)


def _author(stem: str) -> tuple[str, str]:
    """(author, language) of AUTHOR-LANG, or of LANG alone."""
    lang = next(one for one in LANGUAGES if stem == one or stem.endswith(f"-{one}"))
    return stem.removesuffix(lang).removesuffix("-") or FIRST_AUTHOR, lang


def labels(scene: Scene) -> dict[str, str] | None:
    """What the situation settles of triage's labels; None where not even whether it is a report."""
    found = {"lang": scene.lang}
    if scene.situation in NO_REPORTS:
        return found | {"child_safety": "False", "category": "not_child_safety"}
    about = scene.writer in ABOUT_A_CHILD or scene.situation in FOUND
    if scene.situation not in REPORTS or not about:
        return None
    found |= {"child_safety": "True", "reporter": scene.writer}
    kind = REPORTS[scene.situation]
    return found | {"category": kind} if kind else found
