"""Placeholders of replies: what nothing fills, and words that no reply asks for."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from zammad_plugin.check.names.near import meant
from zammad_plugin.check.names.world import Entry
from zammad_plugin.check.placed import placed
from zammad_plugin.config.desk import Desk
from zammad_plugin.config.settings.desk import SETTINGS_FILE
from zammad_plugin.errors import DeskError, Where
from zammad_plugin.sync.files.front_matter import parted
from zammad_plugin.sync.files.places import in_body
from zammad_plugin.sync.replies.contacts import PLACEHOLDER
from zammad_plugin.text.safe_words.unseen import is_unseen
from zammad_plugin.text.slots import OPTIONAL
from zammad_plugin.text.slots import SLOT as NAMED

OPEN, CLOSE = "{{", "}}"
SLOT = re.compile(r"\{\{([^{}\n]*)\}\}")
SLOTS = ("referrals:",)
EXAMPLE = "such as {{referrals:LB}}"
SLOT_NAME = re.compile(r"\{\{\s*([a-z][a-z-]*)\??\s*\}\}")
HALF_SLOT = re.compile(r"(?<![{#])\{\s*[a-z][a-z-]*(?::[^{}\n]*)?\??\s*\}(?!\})")


def slots(entry: Entry) -> Iterator[DeskError]:
    """Placeholders of a reply that nothing fills: a child would read them. Slots of the desk's own
    words are named by texts.py where they have none."""
    try:
        body = parted(entry.file)[1]
    except DeskError:
        return
    filled = NAMED.sub("", OPTIONAL.sub("", PLACEHOLDER.sub("", body)))
    for one in HALF_SLOT.finditer(filled):
        what = f"'{one[0]}' has one brace: a child would read it"
        yield DeskError(what, where=_at(entry, one[0]), hint=EXAMPLE)
    for sign in dict.fromkeys(one for one in filled if is_unseen(one)):
        what = f"the text holds a character that nobody sees: U+{ord(sign):04X}"
        yield DeskError(what, where=_at(entry, sign), hint="write the word anew")
    yield from _unfilled(filled, entry)


def _unfilled(filled: str, entry: Entry) -> Iterator[DeskError]:
    """Braces that still stand in `filled`."""
    for one in SLOT.finditer(filled):
        near = meant(one[1].partition(":")[0].strip() + ":", SLOTS)
        what = f"nothing fills '{one[0]}'{near}"
        yield DeskError(what, where=_at(entry, one[0]), hint=EXAMPLE)
    rest = SLOT.sub("", filled)
    for sign, what in ((OPEN, "is never closed"), (CLOSE, "was never opened")):
        if sign in rest:
            where = _at(entry, _line_of(rest, sign))
            yield DeskError(f"'{sign}' {what}", where=where, hint=EXAMPLE)


def unused_slots(desk: Desk, files: Iterable[Entry]) -> Iterator[DeskError]:
    """Words of zammad-plugin.yml that no reply asks for."""
    texts = [entry.file for entry in files if desk.settings.slots and entry.file.suffix == ".md"]
    asked = {name for file in texts for name in SLOT_NAME.findall(parted(file)[1])}
    told = (
        (("slots", name), f"no reply has {{{{{name}}}}}{meant(name, asked)}", "mend the name")
        for name in desk.settings.slots
        if name not in asked
    )
    yield from placed(desk.folder / SETTINGS_FILE, told)


def _line_of(text: str, sign: str) -> str:
    return next(line for line in text.splitlines() if sign in line)


def _at(entry: Entry, needle: str) -> Where:
    return in_body(entry.file, needle)
