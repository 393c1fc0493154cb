"""What is known beside an article when it is read. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from zammad_plugin.text.mail.earlier import Earlier

MAIL = "email"


@dataclass(frozen=True)
class Around:
    """What is known beside an article. `channel`: as zammad/articles names it; `first`: nobody
    answered before, so nothing quoted is the desk's; `earlier`: what was said before, None where
    nobody knows, then a reply's quotation is taken for the desk's."""

    channel: str = MAIL
    first: bool = False
    earlier: Earlier | None = None


UNKNOWN = Around()
FIRST = Around(first=True)
