"""What a rule of the routing file asks for."""

from __future__ import annotations

from typing import Literal

from zammad_plugin.config.files import Strict
from zammad_plugin.vocabulary import AgeBand, Channel, Urgency


class When(Strict):
    """Every condition that is given must hold; a list means one of.

    `hour`: in or out of the desk's hours; `returning`: the customer wrote in another ticket
    before; `risk`: a danger or a situation of rules/risks.yml, blackmail, account_suspended or a
    concept of the language files.
    """

    child_safety: bool | None = None
    """Whether triage sees a child in danger."""
    review: bool | None = None
    """Whether triage is unsure and asks a person."""
    category: list[str] | None = None
    """Codes of what is reported."""
    urgency: list[Urgency] | None = None
    """How soon a person must look."""
    language: list[str] | None = None
    """Language of the report, such as ar or ar-Latn."""
    channel: list[Channel] | None = None
    """How it came."""
    platform: list[str] | None = None
    """Service that is named, such as tiktok."""
    reporter: list[str] | None = None
    """Who writes: child, parent, teacher …"""
    age: list[AgeBand] | None = None
    """Age of the person concerned."""
    risk: list[str] | None = None
    """A danger or a situation of rules/risks.yml; also blackmail, account_suspended or a concept of
    the language files."""
    situation: list[str] | None = None
    """What the message is about as a whole, by the trained part: one alone holds."""
    under13: bool | None = None
    """Whether a child under 13 is concerned."""
    auto: bool | None = None
    """Whether a machine wrote it, such as an absence notice."""
    voice: bool | None = None
    """Whether it holds a voice message."""
    pictures: bool | None = None
    """Whether it holds pictures or videos."""
    hour: list[Literal["in", "out"]] | None = None
    """In or out of the desk's hours."""
    returning: bool | None = None
    """Whether the customer wrote in another ticket before."""
