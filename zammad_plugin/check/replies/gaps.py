"""Slots of a reply that nothing fills and letters that nobody sees: a child would read them."""

from __future__ import annotations

from collections.abc import Iterator

from zammad_plugin.check.names.near import meant
from zammad_plugin.errors import DeskError
from zammad_plugin.sync.files.places import in_body, of_offset
from zammad_plugin.sync.model import Desired
from zammad_plugin.text import slots
from zammad_plugin.text.safe_words.unseen import is_unseen

FILLED = ("referrals:",)
EXAMPLE = "such as {{referrals:LB}}"


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
