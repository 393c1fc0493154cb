"""What the API says when it says no: status and words as real servers gave them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class File:
    """An answer that is no JSON."""

    data: bytes
    kind: str


class Refused(Exception):
    """Ends a request with `status` and `{"error", "error_human"}`."""

    def __init__(self, status: int, error: str, *, human: bool = True) -> None:
        super().__init__(error)
        self.status = status
        self.body: dict[str, Any] = {"error": error}
        if human:  # many answers carry the words twice, those of the model layer only once
            self.body["error_human"] = error


def unknown(model: str, record_id: int) -> Refused:
    return Refused(404, f"Couldn't find {model} with 'id'={record_id}")


def no_route(method: str, path: str) -> Refused:
    return Refused(404, f"No route matches [{method}] /api/v1/{path}")


def duplicate() -> Refused:
    return Refused(422, "This object already exists.")


def blank(name: str) -> Refused:
    return Refused(422, f"{name.capitalize()} can't be blank")


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
