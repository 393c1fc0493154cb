"""What an answer must be before anything is taken from it: an object, a list of objects, the very
thing that was written. A proxy, another program or a broken server may answer anything."""

from __future__ import annotations

from typing import Any

from zammad_plugin.errors import OddAnswer

Record = dict[str, Any]
HINT = "is the URL a Zammad's, and nothing before it that answers instead?"
# Creations that answer an empty object: what was made is looked for.
SILENT = {"tag_list", "translations/upsert"}


def record(answer: Any, what: str) -> Record:
    """A JSON object. Raises OddAnswer."""
    if not isinstance(answer, dict):
        raise OddAnswer(f"{what}: {_kind(answer)} instead of an object", hint=HINT)
    return answer


def records(answer: Any, what: str) -> list[Record]:
    """A list of objects. Raises OddAnswer."""
    if not isinstance(answer, list):
        raise OddAnswer(f"{what}: {_kind(answer)} instead of a list", hint=HINT)
    return [record(one, what) for one in answer]


def rows(answer: Any, what: str) -> list[Record]:
    """A list of objects that have ids. Raises OddAnswer."""
    return [known(one, what) for one in records(answer, what)]


def part(answer: Any, name: str, what: str) -> Any:
    """One value of an object. Raises OddAnswer when there is none."""
    found = record(answer, what)
    if name not in found:
        raise OddAnswer(f"{what}: no '{name}' in the answer", hint=HINT)
    return found[name]


def words(answer: Any, name: str, what: str) -> list[str]:
    """A list of strings within an object. Raises OddAnswer."""
    found = part(answer, name, what)
    if not isinstance(found, list) or not all(isinstance(one, str) for one in found):
        raise OddAnswer(f"{what}: '{name}' is no list of words", hint=HINT)
    return list(found)


def known(answer: Any, what: str, **wanted: int) -> Record:
    """An object with an id, and with these values: the one that was asked for or written.
    Raises OddAnswer."""
    found = record(answer, what)
    number = found.get("id")
    if not isinstance(number, int) or isinstance(number, bool) or number < 1:
        raise OddAnswer(f"{what}: an object without an id", hint=HINT)
    for name, value in wanted.items():
        if found.get(name) != value:
            raise OddAnswer(f"{what}: the answer has another '{name}'", hint=HINT)
    return found


def yes(answer: Any, what: str) -> None:
    """`true`, as tags answer. Raises OddAnswer."""
    if answer is not True:
        raise OddAnswer(f"{what}: {_kind(answer)} instead of true", hint=HINT)


def _kind(answer: Any) -> str:
    """What stands there, never its value."""
    names = {dict: "an object", list: "a list", str: "a text", bool: "a truth value"}
    return "nothing" if answer is None else names.get(type(answer), "a number")
