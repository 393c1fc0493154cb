"""Notes of one sentence: what the clocks and other tickets have to say. A person may be called."""

from __future__ import annotations

from zammad_plugin.text.languages import direction


def mention(user_id: int) -> str:
    """What tells a user of the ticket; Zammad takes the whole element away if it has no link."""
    return f'<a href="#user/profile/{user_id}" data-mention-user-id="{user_id}">@</a>'


def short_note(said: str, lang: str, user: int = 0, below: str = "") -> str:
    """HTML of a note that says `said`, HTML too, to `user` (0: to whoever reads it)."""
    called = f"{mention(user)} " if user else ""
    return f'<div dir="{direction(lang)}"><p>{called}<b>{said}</b></p>{below}</div>'
