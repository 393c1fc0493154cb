"""Labelled messages in JSON lines, and each as triage gets it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from zammad_plugin.errors import DeskError, Where
from zammad_plugin.text.mail.around import MAIL
from zammad_plugin.text.mail.clean import Around, read_article
from zammad_plugin.triage.message import message_of
from zammad_plugin.triage.model import Message

Row = dict[str, Any]


def read_rows(path: Path) -> Iterator[Row]:
    """Rows with id, body or messages, lang and labels. Raises DeskError with file:line."""
    lines = path.read_text(encoding="utf-8", errors="replace").splitlines()
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
            body = "" if row.get("messages") else row["body"]
            yield {"body": body, **row, "labels": dict(row["labels"]), "id": row["id"]}
        except (ValueError, KeyError, TypeError) as error:
            what = f"no labelled message: {type(error).__name__}"
            raise DeskError(what, where=Where(path, number, 1), hint="mend the line") from None


def messages_of(row: Row) -> list[Message]:
    """A thread's `messages`, oldest first, each a text or a row with `body`, `subject`, `channel`;
    else `body`. What no person wrote is no text beside what one did."""
    given = row.get("messages") or [row]
    rows = [one if isinstance(one, dict) else {"body": one} for one in given]
    first = str(row.get("subject") or "")
    return [_message(one, row, first if not at else "") for at, one in enumerate(rows)]


def _message(one: Row, row: Row, subject: str) -> Message:
    channel = str(one.get("channel") or row.get("channel") or MAIL)
    around = Around(channel, first=True)
    blocks = read_article(str(one.get("body") or ""), "text/plain", subject, around)
    return message_of(blocks, str(one.get("subject") or subject))
