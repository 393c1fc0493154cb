"""What is wrong with a value, in an admin's words: no word of Python, no regular expression where
a sentence says it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Any, get_args

from pydantic import BaseModel

QUOTED = re.compile(r"'([^']+)'")
PYTHON_DATE = re.compile(r"datetime\.date\((\d+), (\d+), (\d+)\)")
LIST = "a list is wanted, such as [one, two]"
TABLE = "keys and their values are wanted, such as {name: …}"
NUMBER, WHOLE = "a number is wanted, without quotes", "a whole number is wanted, without quotes"
DAY = "a day is wanted, such as 2026-01-31"
# By pydantic's name of the error.
WORDS = {
    "tuple_type": LIST,
    "list_type": LIST,
    "set_type": LIST,
    "frozen_set_type": LIST,
    "dict_type": TABLE,
    "int_type": WHOLE,
    "int_parsing": WHOLE,
    "int_from_float": WHOLE,
    "float_type": NUMBER,
    "float_parsing": NUMBER,
    "bool_type": "true or false is wanted",
    "bool_parsing": "true or false is wanted",
    "date_type": DAY,
    "date_parsing": DAY,
    "date_from_datetime_parsing": DAY,
}
# By the name of the error's limit.
LIMITS = {
    "ge": "{} or more is wanted",
    "le": "{} or less is wanted",
    "gt": "more than {} is wanted",
    "lt": "less than {} is wanted",
}
CODE_OF_LANGUAGE = "a language's code is wanted, such as ar or ar-Latn"
ADDRESS = "an address is wanted, such as https://desk.example.org"
FORMS = {
    r"^([01]\d|2[0-3]):[0-5]\d$|^24:00$": 'a time is wanted, such as "09:30"',
    r"^([A-Z]{2})?$": "a country's code is wanted: two capitals, such as LB",
    r"^([A-Z]{2}|GLOBAL)$": "a country's code is wanted, such as LB, or GLOBAL",
    r"^(https?://[^\s/]+.*)?$": ADDRESS,
    r"^https?://[^\s/]+": ADDRESS,
    r"^https?://[^\s/]+/.*$": "an address with a path is wanted, such as http://127.0.0.1:8092/webhook",
    r"^[A-Z_][A-Z0-9_]*$": "a variable's name is wanted: capitals, digits and _",
    r"^[^,*]+$": "no comma and no star may stand in it",
    r"^[a-z-]+$": "small letters a to z and - are wanted",
    r"^[a-z0-9-]*$": "small letters a to z, digits and - are wanted",
    r"^[a-z0-9-]+$": "small letters a to z, digits and - are wanted",
    r"^[a-z][a-z0-9_]*$": "small letters a to z, digits and _ are wanted, a letter first",
    r"^[a-z]{2,3}(-[A-Za-z]+)?$": CODE_OF_LANGUAGE,
    r"^[a-z]{2,3}(-[a-z]{2,4})?$": "a locale of Zammad is wanted, such as ar or en-us",
    r"^cs-[a-z0-9-]+$": "a tag is wanted: cs- and small letters a to z, digits and -",
    r"^cs_[a-z0-9_]*[a-z0-9]$": "cs_ and small letters a to z, digits and _ are wanted",
}


def explain(problem: Any, model: type[BaseModel]) -> str:
    """One of pydantic's `problem`s with what was read as `model`: the key, and what is wanted."""
    if not problem["loc"]:
        return _whole(problem)
    name = str(problem["loc"][-1])
    if problem["type"] == "extra_forbidden":
        known = _model_at(model, problem["loc"][:-1]).model_fields
        return f"unknown key '{name}'{_meant(name, known)}"
    return f"'{_key(problem['loc'])}': {in_words(problem)}"


def in_words(problem: Any) -> str:
    """What is wanted, without the key."""
    kind, about = str(problem["type"]), problem.get("ctx") or {}
    if kind == "literal_error":
        near = _meant(str(problem["input"]), QUOTED.findall(about["expected"]))
        return f"{about['expected']} is wanted{near}"
    if kind.startswith(("model_", "dataclass_")):
        secret = about.get("class_name") == "FromEnvironment"
        return "a secret stands in the environment: {env: NAME}" if secret else TABLE
    if kind in ("too_short", "string_too_short") and about["min_length"] == 1:
        return "it is empty"
    if kind == "string_type":
        plain = isinstance(problem["input"], (int, float, date))
        return "a text is wanted: put it into quotes" if plain else "a text is wanted"
    form = FORMS.get(about.get("pattern", ""))
    limit = next((words.format(about[one]) for one, words in LIMITS.items() if one in about), None)
    return form or limit or WORDS.get(kind) or str(problem["msg"]).removeprefix("Value error, ")


def _whole(problem: Any) -> str:
    """Of the file as a whole."""
    if problem["input"] is None:
        return "the file is empty"
    if problem["type"].startswith("model_"):
        return "keys and their values are wanted, such as `name: …`"
    return str(problem["msg"].removeprefix("Value error, "))


def _key(loc: Sequence[int | str]) -> str:
    """The key itself; what stands in a list by the list's key too."""
    names = [_day(str(one)) for one in loc if one != "[key]"]
    return ".".join(names[-2:]) if names[-1].isdigit() else names[-1]


def _day(name: str) -> str:
    """A date that stands as a key, which pydantic names as Python writes it."""
    found = PYTHON_DATE.fullmatch(name)
    return date(*map(int, found.groups())).isoformat() if found else name


def _meant(name: str, known: Iterable[str]) -> str:
    import difflib  # only a mistake needs it

    near = difflib.get_close_matches(name, list(known), n=1)
    return f", did you mean '{near[0]}'?" if near else ""


def _model_at(model: type[BaseModel], loc: Sequence[int | str]) -> type[BaseModel]:
    """The model of what stands at `loc`."""
    for name in loc:
        field = model.model_fields.get(str(name))
        inner = next(_models_in(field.annotation), None) if field else None
        model = inner or model
    return model


def _models_in(annotation: Any) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for one in get_args(annotation):
        yield from _models_in(one)
