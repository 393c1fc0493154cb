"""The bridge's own words, in the desk's working language."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import cache

from zammad_plugin.config.files import Strict, load_fast
from zammad_plugin.config.overlay import file_of
from zammad_plugin.text.languages import in_language

SPANS = (("w", 604800), ("d", 86400), ("h", 3600), ("min", 60), ("s", 1))
LATEST = datetime(9999, 1, 1, tzinfo=UTC).timestamp() * 1000


class Words(Strict):
    """rules/signal.yml"""

    words: dict[str, dict[str, str]]
    """Code → language → what the bridge writes."""


@cache
def words() -> Words:
    """Raises DeskError when the file is broken."""
    return load_fast(Words, file_of("signal"))


def say(code: str, lang: str, /, **values: object) -> str:
    """The words of `code`; English where the language has none."""
    known = words().words[code]
    return in_language(known, lang).format(**values)


def stamp(milliseconds: int) -> str:
    """A time of Signal's as people read it, in UTC; whatever number the sender's phone gave."""
    if not 0 <= milliseconds < LATEST:
        return "?"
    return f"{datetime.fromtimestamp(milliseconds / 1000, UTC):%Y-%m-%d %H:%M:%S} UTC"


def span(seconds: int) -> str:
    """`4 w`, `1 h 30 min`."""
    parts = []
    for name, length in SPANS:
        count, seconds = divmod(seconds, length)
        if count:
            parts.append(f"{count} {name}")
    return " ".join(parts) or "0 s"


def size(count: int | None) -> str:
    """`12 KB`; `?` when it is not known."""
    if count is None or count < 0:
        return "?"
    return f"{count / 1048576:.1f} MB" if count >= 1048576 else f"{max(1, round(count / 1024))} KB"
