"""What a YAML reader stumbled over, in an admin's words and at the place of the slip."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ruamel.yaml.error import MarkedYAMLError, StreamMark

QUOTED = "while scanning a quoted scalar"  # ruamel's words
BRACKETS = ("while parsing a flow mapping", "while parsing a flow sequence")
WORDS = (
    ("character '\\t' that cannot start", "a tab stands here: indent with blanks"),
    ("that cannot start any token", "no text begins with this sign: put it into quotes"),
    ("mapping values are not allowed", "a colon in a text: put the text into quotes"),
    ("expected <block end>", "this line is not indented as those that it belongs to"),
)
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
    if error.context in BRACKETS and error.context_mark:
        what = "the bracket that opens here is closed nowhere, or a comma is missing behind it"
        return what, *_at(error.context_mark)
    said = " ".join(str(error.problem).split())
    return next((ours for theirs, ours in WORDS if theirs in said), said), *_at(error.problem_mark)


def _at(mark: StreamMark | None) -> tuple[int, int]:
    return (mark.line + 1, mark.column + 1) if mark else (0, 0)
