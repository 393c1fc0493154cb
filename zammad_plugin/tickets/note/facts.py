"""What a note tells beside the judgement."""

from __future__ import annotations

from dataclasses import dataclass

from zammad_plugin.tickets.voice.spoken import Heard


@dataclass(frozen=True)
class Facts:
    """What the note tells beside the judgement. `said`: codes that earlier notes told; `again`:
    at a follow-up; `answer_by`, `window`: times as the desk reads them; `related`: ticket numbers;
    `call`: id of the owner to be called; `heard`: what a machine heard just now; `refused`: fields
    that the server did not take; `group`: where the ticket should have gone;
    `unsafe`: writing to the person may put them in danger; `bounced`: what came is a mail server's
    word that an answer did not arrive; `stranger`: who wrote is not the ticket's customer;
    `newest`: the words that tell in what came since the last note."""

    said: tuple[str, ...] = ()
    again: bool = False
    kept: tuple[str, ...] = ()
    answer_by: str = ""
    window: str = ""
    related: tuple[str, ...] = ()
    subject: str = ""
    call: int = 0
    heard: tuple[Heard, ...] = ()
    refused: tuple[str, ...] = ()
    group: str = ""
    unsafe: bool = False
    bounced: bool = False
    stranger: bool = False
    newest: str = ""


NOTHING = Facts()
