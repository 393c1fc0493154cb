"""Telephone numbers and addresses in a text, and which of them nobody has checked. Pure."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from zammad_plugin.text.bidi import PDI
from zammad_plugin.text.identifiers.telephone import e164
from zammad_plugin.text.variables import VARIABLE

ADDRESS = re.compile(
    rf"(?:https?://)?[\w.+-]*@?(?:[a-z0-9-]+\.)+[a-z]{{2,}}\b(?:/[^\s{PDI})،]*)?",
    re.IGNORECASE | re.ASCII,
)
DAY = re.compile(r"^\d{4}-\d\d-\d\d$|^\d{1,2}[./]\d{1,2}[./]\d{2,4}$")
NUMBER = re.compile(r"\+?\d(?:[\s().\u00a0/-]{0,2}\d){5,}")
# 112 is a number to call, 90 days are none: a short one counts after a word of calling.
CALL = (
    r"\bcall\w*|\bdial\w*|\bphone\b|appel\w+|compos\w+|téléphon\w+|اتصل\w*|اطلبوا?\b|هاتف|"
    r"تماس|زنگ|\barayın|\bara\b|telefon\w*|پەیوەندی|bigere|de22\w*|հեռաձայն\w*"
)
SHORT = re.compile(rf"(?:{CALL})[^\d\n.!?؟]{{0,25}}?(\d{{2,6}})\b", re.IGNORECASE)
PLAIN = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹", "01234567890123456789")


def bare(contact: str) -> str:
    """One form for comparing: a number as E.164, a helpline's by its digits, an address without
    scheme and `www.`"""
    text = contact.strip().casefold().translate(PLAIN)
    if re.search(r"[a-z]", text):
        return re.sub(r"^(https?://)?(www\.)?", "", text).rstrip("/")
    return e164(text) or re.sub(r"\D", "", text)


def unknown(text: str, known: Collection[str]) -> Iterator[tuple[str, int]]:
    """(contact, offset) of every number and address that is not among `known`."""
    checked = {bare(one) for one in known}
    # Blank, not gone: offsets stay those of the text.
    plain = VARIABLE.sub(lambda one: " " * len(one.group()), text).translate(PLAIN)
    seen: list[tuple[int, int]] = []
    for pattern, group in ((ADDRESS, 0), (NUMBER, 0), (SHORT, 1)):
        for one in pattern.finditer(plain):
            start, end = one.span(group)
            if any(begin < end and start < stop for begin, stop in seen):
                continue
            seen.append((start, end))
            if bare(one[group]) not in checked and not DAY.match(one[group].strip()):
                yield text[start:end], start
