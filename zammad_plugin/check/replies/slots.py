"""Slots of replies: what nothing fills, for a child would read it, and words that no reply asks
for. Beside them letters that nobody sees."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from zammad_plugin.check.names.near import meant
from zammad_plugin.check.names.world import Entry
from zammad_plugin.check.placed import placed
from zammad_plugin.config.desk import Desk
from zammad_plugin.config.settings.desk import SETTINGS_FILE
from zammad_plugin.errors import DeskError
from zammad_plugin.sync.files.front_matter import parted
from zammad_plugin.sync.files.places import in_body, of_offset
from zammad_plugin.sync.model import Desired
from zammad_plugin.text import slots
from zammad_plugin.text.safe_words.unseen import is_unseen

FILLED = ("referrals:",)
EXAMPLE = "such as {{referrals:LB}}"
SLOT_NAME = re.compile(r"\{\{\s*([a-z][a-z-]*)\??\s*\}\}")


def gaps_in(item: Desired) -> Iterator[DeskError]:
    """What the desk's own files should have filled in; what is in brackets the agent writes."""
    raw = str(item.about["raw"])
    for what, _ in slots.unfilled(str(item.about["body"])):
        if what.startswith("{{") and what.endswith("}}"):
            yield _unfilled(what, item)
    for half in slots.halves(raw):
        place = of_offset(item.where.path, raw, half.start)
        hint = EXAMPLE if "bracket" not in half.why else "such as [NAME]"
        what = f"broken-slot: '{half.what}' {half.why}: a child would read it"
        yield DeskError(what, where=place, hint=hint)
    for sign in dict.fromkeys(one for one in raw if is_unseen(one)):
        what = f"the text holds a character that nobody sees: U+{ord(sign):04X}"
        yield DeskError(what, where=in_body(item.where.path, sign), hint="write the word anew")


def _unfilled(what: str, item: Desired) -> DeskError:
    place = in_body(item.where.path, what)
    if slots.SLOT.fullmatch(what):
        hint = f"write `slots` into zammad-plugin.yml, with words in {item.about['lang']}"
        return DeskError(f"unfilled-slot: {what} has no words", where=place, hint=hint)
    near = meant(what.strip("{} ").partition(":")[0].strip() + ":", FILLED)
    return DeskError(f"nothing fills '{what}'{near}", where=place, hint=EXAMPLE)


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
