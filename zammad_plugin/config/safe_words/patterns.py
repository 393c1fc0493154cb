"""Regular expressions in the files of safe words: each is tried when the file is read."""

from __future__ import annotations

import re
from typing import Annotated

from pydantic import AfterValidator


def _compiles(patterns: dict[str, list[str]]) -> dict[str, list[str]]:
    for one in (pattern for some in patterns.values() for pattern in some):
        try:
            re.compile(one)
        except re.error as error:
            raise ValueError(f"no regular expression: {one}: {error}") from error
    return patterns


def _each_compiles(patterns: list[str]) -> list[str]:
    return _compiles({"": patterns})[""]


Patterns = Annotated[dict[str, list[str]], AfterValidator(_compiles)]  # by language
Alternatives = Annotated[list[str], AfterValidator(_each_compiles)]
