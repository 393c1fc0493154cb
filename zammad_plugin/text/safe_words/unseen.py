"""Characters that nobody sees and that are sent all the same: controls, overrides, empty spaces of
no width. They come by copying out of chats and word processors. Pure.
"""

from __future__ import annotations

import unicodedata

CATEGORIES = ("Cc", "Cf", "Zl", "Zp", "Co", "Cs")
# Persian and emoji are written with joiners, right-to-left texts with marks of direction.
MEANT = frozenset("\n\u200c\u200d\u200e\u200f\u061c\u2066\u2067\u2068\u2069")


def is_unseen(sign: str) -> bool:
    return unicodedata.category(sign) in CATEGORIES and sign not in MEANT


def without_unseen(text: str) -> str:
    return "".join(one for one in text if not is_unseen(one))
