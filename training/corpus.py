"""The training messages: lines with slots (`*.txt`) and messages written out (`*.jsonl`).

Nothing in them is from a real person. Every file has one author: the letters behind the last
hyphen of its name (`en-C.jsonl`), else A for lines with slots and B for messages written out.
"""

from __future__ import annotations

import hashlib
import itertools
import json
import random
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from scenes import FOLDER, WRITERS, labels, scenes

from zammad_plugin.text.mail.clean import Around, read_article

HERE = Path(__file__).parent
CATEGORIES = {
    "sx": "sextortion",
    "gr": "grooming",
    "cs": "csam_report",
    "im": "image_abuse_minor",
    "ip": "in_person_abuse_threat",
    "cb": "cyberbullying_minor",
    "ua": "underage_account",
    "pg": "parental_guidance",
    "co": "child_other",
    "no": "not_child_safety",
}
URGENCY = {"c": "critical", "h": "high", "n": "normal", "l": "low"}
COPIES = 3  # of a line with slots
THREE = {True: "yes", False: "no", None: "open"}
SLOTS = ("{k12}", "{k}", "{p}", "{m}", "{a}")
SCENES = "scenes"  # of all messages that were written from a situation
AUTHOR = re.compile(r"-([A-Z]{1,2})$")


@dataclass(frozen=True)
class Example:
    """`line` groups the copies of one line; `labels` are words, the third value is `open`, and what
    is not known is missing."""

    text: str
    line: int
    author: str
    labels: dict[str, str]


def digest() -> str:
    """Of all that is taught: a model that was made from other messages is found out."""
    files = [HERE / "slots.yml", *sorted((HERE / "messages").iterdir())]
    files += sorted((HERE / "ordinary").iterdir()) + sorted(FOLDER.glob("*.txt"))
    whole = hashlib.sha256()
    for file in files:
        whole.update(file.name.encode() + file.read_bytes())
    return whole.hexdigest()[:16]


def examples() -> list[Example]:
    """Every message, in an order that does not depend on the machine."""
    slots = YAML(typ="safe").load((HERE / "slots.yml").read_text(encoding="utf-8"))
    found: list[Example] = []
    number = itertools.count()
    for file in sorted((HERE / "messages").glob("*.txt")):
        for line in file.read_text(encoding="utf-8").splitlines():
            if line.strip() and not line.startswith("#"):
                found += _copies(line, file.stem, next(number), slots)
    for file in sorted((HERE / "messages").glob("*.jsonl")):
        for line in file.read_text(encoding="utf-8").splitlines():
            found.append(_written_out(line, file.stem, next(number)))
    for scene in scenes():
        if said := labels(scene):
            found.append(Example(scene.text, next(number), SCENES, said))
    return found


def _written_out(line: str, stem: str, number: int) -> Example:
    row = json.loads(line)
    text = f"{row['subject']}\n{row['body']}" if row.get("subject") else row["body"]
    labels = {name: str(value) for name, value in row["labels"].items()} | {"lang": row["lang"]}
    labels |= {name: THREE[row["labels"][name]] for name in ("minor", "under13")}
    author = AUTHOR.search(stem)
    text = read_article(
        text, "text/plain", "", Around(row.get("channel", "email"), first=True)
    ).words
    return Example(text, number, author[1] if author else "B", labels)


def _copies(line: str, lang: str, number: int, slots: Any) -> list[Example]:
    head, text = line.split("|", 1)
    category, urgency, reporter, third, flags = head.split()
    chance = random.Random(number)
    base = {
        "child_safety": str(category != "no"),
        "category": CATEGORIES[category],
        "urgency": URGENCY[urgency],
        "reporter": WRITERS[reporter],
        "blackmail": str("b" in flags),
        "account_suspended": str("s" in flags),
        "lang": lang,
    }
    copies = COPIES if any(slot in text for slot in SLOTS) else 1
    made = {_filled(text, lang, third, slots, chance) for _ in range(copies)}
    return [Example(words, number, "A", base | _ages(category, age)) for words, age in sorted(made)]


def _filled(text: str, lang: str, third: str, slots: Any, chance: random.Random) -> Any:
    lang = "en" if lang in {"mixed", "none"} else lang
    children = slots["children"][lang]
    if "{k12}" in text:
        third, child = "y", chance.choice(children["y"])
        text = text.replace("{k12}", child)
    if "{k}" in text:
        third = chance.choice(["y", "n", "?", "?"]) if third == "?" else third
        text = text.replace("{k}", chance.choice(children[third]))
    for slot, name in (("{p}", "platforms"), ("{m}", "amounts"), ("{a}", "adults")):
        if slot in text:
            text = text.replace(slot, str(chance.choice(slots[name][lang])))
    return text, third


def _ages(category: str, third: str) -> dict[str, str]:
    """`minor` and `under13` as words; of a line that is no report the third field is a (adult)."""
    if category == "no":
        adult = third == "a"
        return {"minor": "no" if adult else "open", "under13": "no" if adult else "open"}
    return {"minor": "yes", "under13": {"y": "yes", "n": "no", "?": "open"}[third]}
