"""What a YAML reader stumbled over, in an admin's words and at the place of the slip."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ruamel.yaml.error import MarkedYAMLError, StreamMark

QUOTED = "while scanning a quoted scalar"  # ruamel's words
ONE = "expected a single document in the stream"


def of_yaml(error: MarkedYAMLError) -> tuple[str, int, int]:
    """(what, line, column), both from 1, 0 when unknown.

    A quote that nothing closes is noticed at the end of the file or at the next quote, far below
    the slip: its place is where it opens.
    """
    if error.context == QUOTED and error.context_mark:
        return "the quote that opens here is closed nowhere", *_at(error.context_mark)
    if error.context == ONE:
        what = "a second document begins here: one file is one object"
        return what, *_at(error.problem_mark)
    return " ".join(str(error.problem).split()), *_at(error.problem_mark)


def _at(mark: StreamMark | None) -> tuple[int, int]:
    return (mark.line + 1, mark.column + 1) if mark else (0, 0)
