"""What the API says when it says no: status and words as real servers gave them.

A 6.5 (Rails 7.2) says some of it in other words than a 6.0; which version began is not known, so
versions between speak as the older one.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

Version = tuple[int, int]
NEW_WORDS: Version = (6, 5)


@dataclass(frozen=True)
class File:
    """An answer that is no JSON."""

    data: bytes
    kind: str


class Refused(Exception):
    """Ends a request with `status` and `{"error", "error_human"}`; `newer`: what 6.5 and newer say
    instead."""

    def __init__(self, status: int, error: str, *, human: bool = True, newer: str = "") -> None:
        super().__init__(error)
        self.status = status
        self.error = error
        self.human = human  # many answers carry the words twice, those of the model layer once
        self.newer = newer

    def body(self, version: Version) -> dict[str, Any]:
        words = self.newer if self.newer and version >= NEW_WORDS else self.error
        return {"error": words, "error_human": words} if self.human else {"error": words}


def unknown(model: str, record_id: object, *, given: bool = False, where: str = "") -> Refused:
    """Of an id in the address newer servers quote the text that it is there; `given` in the JSON
    it is a number. `where`: the rest of the query that they add."""
    words = f"Couldn't find {model} with 'id'="
    newer = f"{words}{record_id}" if given else f'{words}"{record_id}"'
    return Refused(404, f"{words}{record_id}{where}", newer=f"{newer}{where}")


def no_route(method: str, path: str) -> Refused:
    words = f"No route matches [{method}] /api/v1/{path}"
    return Refused(404, words, newer="This page doesn't exist.")


def duplicate() -> Refused:
    return Refused(422, "This object already exists.")


def taken() -> Refused:
    """A second object of a name that is checked before the database is asked."""
    return Refused(422, "This object already exists.", newer="Name has already been taken")


def blank(name: str, *, newer: str = "") -> Refused:
    words = "{} can't be blank"
    return Refused(422, words.format(name), newer=words.format(newer) if newer else "")


def not_one_of(value: object, column: str) -> Refused:
    """An id of a state, priority, user that there is none of; a group is refused by its field."""
    if column == "group_id":
        return invalid_value(value if str(value).isdigit() else 0, column)
    return Refused(422, f"Invalid value for param '{column}': {json.dumps(value)}")


def required(table: str, column: str) -> Refused:
    """A column that may not be empty, in the words that the server makes of its database's."""
    return Refused(422, f"Attribute '{column}\" of relation \"{table}' required!")


def no_lookup(field: str, value: object) -> Refused:
    return Refused(422, f"No lookup value found for '{field}': \"{value}\"")


def invalid_value(value: object, field: str) -> Refused:
    return Refused(422, f"Invalid value '{value}' for field '{field}'!", human=False)


def missing_value(field: str) -> Refused:
    return Refused(422, f"Missing required value for field '{field}'!", human=False)


def not_authorized(by_token: bool) -> Refused:
    return Refused(403, "Not authorized (token)!" if by_token else "Not authorized")
