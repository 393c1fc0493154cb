"""Signatures below a group's mails: templates/signatures/<key>.yml."""

from __future__ import annotations

from zammad_plugin.sync.model import Kind, Named, Record, Spec


class Signature(Spec):
    """What stands below every mail that an agent of a group sends."""

    name: str
    """Name in the list of signatures."""
    body: str
    """The text; it must not say what the desk is for."""
    active: bool = True
    """Whether Zammad uses it."""

    def fields(self) -> Record:
        return {"name": self.name, "body": self.body, "active": self.active}


def _unread(row: Record, _: Named) -> Record:
    return {name: row[name] for name in ("name", "body", "active")}


KIND = Kind(
    name="signatures",
    resource="signatures",
    permission="admin.channel_email",
    spec=Signature,
    files="templates/signatures/*.yml",
    unread=_unread,
    html=frozenset({"body"}),
)
