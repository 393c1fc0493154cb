"""Tags that exist before anyone uses them: templates/tags/<key>.yml.

Needed where agents may not make new tags: then a ticket's unknown tags are dropped silently.
"""

from __future__ import annotations

from pydantic import Field

from zammad_plugin.sync.model import Kind, Record, Spec, plain
from zammad_plugin.vocabulary import OURS


class Tag(Spec):
    """No comma and no star: the server takes such a name and creates nothing."""

    name: str = Field(min_length=1, max_length=250, pattern=r"^[^,*]+$")
    """The tag; capitals and small letters are two tags."""

    def fields(self) -> Record:
        return {"name": self.name}


KIND = Kind(
    name="tags",
    resource="tag_list",
    permission="admin.tag",
    spec=Tag,
    files="templates/tags/*.yml",
    unread=plain("name"),
    has_note=False,
    our_prefix=OURS,
    answers_id=False,
    # Deleting a tag takes it off every ticket: what is ours there stays.
    deletable=False,
)
