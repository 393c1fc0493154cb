"""A mail's subject under its prefixes: whether somebody forwarded it. Pure."""

from __future__ import annotations

import re

from zammad_plugin.text.any_of import any_of

# The prefix of a forwarded mail's subject, behind any others: "[EXTERNAL] RE: FW: hello".
FORWARD_PREFIXES = (
    "fwd", "fw", "tr", "wg", "i", "rv", "enc", "vs", "vb", "vl", "doorst", "pd", "ilt", "i̇lt",
    "πρθ", "trs", "trans", "إعادة توجيه", "اعادة توجيه", "تحويل", "ارسال", "محول", "محولة", "هدایت",
    "فوروارد", "باز ارسال", "փոխ", "转发", "轉寄", "転送", "הועבר", "továbbítás", "fs", "redir",
)  # fmt: skip
REPLY_PREFIXES = (
    "re", "aw", "sv", "antw", "ant", "rif", "r", "odp", "ynt", "yan", "ref", "رد", "الرد", "پاسخ",
    "вiдп", "отв", "回复", "回覆", "réf", "rép", "resp", "res", "ext", "external", "extern",
)  # fmt: skip
PREFIX = re.compile(
    rf"\s*(?:\[[^\]\n]{{1,30}}\]\s*:?|({any_of([*FORWARD_PREFIXES, *REPLY_PREFIXES])})"
    r"(?:\s?\[\d+\]|\(\d+\))?\s*[:：])",
    re.I,
)


def is_forward(subject: str) -> bool:
    """Whether a mail's subject says that it was forwarded, under any prefixes."""
    at = 0
    while found := PREFIX.match(subject, at):
        if (found[1] or "").casefold() in FORWARD_PREFIXES:
            return True
        at = found.end()
    return False
