"""A paragraph as a translator's editor gives it back, without what editors do to it. Pure."""

from __future__ import annotations

import re

from zammad_plugin.text.bidi import without_isolates
from zammad_plugin.text.safe_words.unseen import without_unseen

STEP = "- "
DOT = re.compile(r"^[ \t]*[-–—•·▪●‣*][ \t\u00a0]+", re.MULTILINE)
ENDS = re.compile(r"\r\n?|[\u2028\u2029\u0085]")


def tidy(text: str, source: str = "") -> str:
    """One kind of line ends, no blanks at the end of lines, nothing that nobody sees; the isolates
    around numbers are put in on the way out. In a list its dots are hyphens, as in `source`."""
    lines = without_unseen(without_isolates(ENDS.sub("\n", text).replace("\t", " "))).split("\n")
    plain = "\n".join(line.rstrip() for line in lines).strip()
    is_list = source.startswith(STEP) or f"\n{STEP}" in source
    return DOT.sub(STEP, plain) if is_list else plain
