"""What a rule of the routing file wants done with a ticket."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import Field, model_validator

from zammad_plugin.config.files import Strict

PENDING = "pending reminder"
Minutes = Annotated[int, Field(ge=1, le=60 * 24 * 30)]


class Then(Strict):
    """What is left out stays as it is on the ticket.

    `owner`: a login, or `language`, `on-call`, `least-loaded` among `people`. `answer_within`:
    minutes. `auto_reply`: another key than the file's, or `none`. `as_report`: a person must look
    first, but the words for the danger that is told are at hand.
    """

    group: str | None = None
    """Group that gets the ticket; none: it stays."""
    priority: str | None = None
    """Priority by name; none: it stays."""
    state: Literal["new", "open", "pending reminder"] | None = None
    """State by name, of a new ticket; none: it stays. What is urgent or unsure is never put off:
    it becomes open."""
    follow_up: Minutes | None = None
    """With `pending reminder`: minutes until Zammad shows the ticket again."""
    owner: str | None = None
    """A login, or language, on-call or least-loaded among `people`."""
    attributes: dict[str, str] = {}
    """Attribute of the ticket → value."""
    tags: tuple[str, ...] = ()
    """Tags to add."""
    replies: tuple[str, ...] = ()
    """Keys of templates/replies that are proposed to the agent."""
    as_report: bool = False
    """Proposes first the words, and sets the tags, that the same message would get if triage were
    sure of it; nothing else of that rule is done."""
    answer_within: Minutes | None = None
    """Minutes until a person must have answered."""
    auto_reply: str | None = None
    """Another key than the file's, or `none`."""

    @model_validator(mode="after")
    def _both_or_none(self) -> Then:
        if (self.state == PENDING) != (self.follow_up is not None):
            raise ValueError(f"'{PENDING}' and follow_up go together")
        return self

    def in_group(self, names: Mapping[str, str]) -> Then:
        """With the desk's own name of its group."""
        own = names.get(self.group or "")
        return self.model_copy(update={"group": own}) if own else self

    def at_least(self, least: Then, wordless: bool) -> Then:
        """With what `least` adds. `wordless`: nothing is written, its replies come first and its
        `auto_reply` goes out. Priorities compare by their names, as everywhere (tickets/prepare).
        """
        replies = (least.replies, self.replies) if wordless else (self.replies, least.replies)
        priorities = [one for one in (self.priority, least.priority) if one]
        return self.model_copy(
            update={
                "group": self.group or least.group,
                "priority": max(priorities, default=None),
                "owner": self.owner or least.owner,
                "attributes": {**least.attributes, **self.attributes},
                "tags": (*self.tags, *least.tags),
                "replies": tuple(dict.fromkeys(sum(replies, ()))),
                "answer_within": self.answer_within or least.answer_within,
                "auto_reply": self.auto_reply or (least.auto_reply if wordless else None),
            }
        )
