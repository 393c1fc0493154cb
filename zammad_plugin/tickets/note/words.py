"""rules/note.yml: the words in which a note, a reminder or a warning is written."""

from __future__ import annotations

from functools import cache

from zammad_plugin.config.files import Strict, load_fast
from zammad_plugin.config.overlay import file_of
from zammad_plugin.routing.when import When


class First(Strict):
    """What to do first, by language, when `when` holds."""

    when: When
    """Conditions, as in the routing file."""
    say: dict[str, str]
    """Language → what to do first."""


class Words(Strict):
    """rules/note.yml"""

    words: dict[str, dict[str, str]]
    """Code → language → word of the note."""
    codes: dict[str, dict[str, str]]
    """Urgency, category, language or reason of doubt → language → its name in the note."""
    fields: dict[str, dict[str, str]]
    """Field of a ticket → language → its name in the note."""
    first: tuple[First, ...]
    """What to do first: the first whose conditions hold is told."""


@cache
def words() -> Words:
    """Raises DeskError when the file is broken."""
    return load_fast(Words, file_of("note"))
