"""What comes out the same each time is worked out once in a process of tests.

Hundreds of tests run a command, and each command reads the same rules and lints the same replies,
as it must: outside of tests a process does it once. Only what depends on nothing but its arguments
and on files is remembered, under the arguments and the files' times and sizes: a test that writes
a file, or names another folder, gets what its own files say.
"""

from __future__ import annotations

import pickle
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from functools import lru_cache, wraps
from pathlib import Path
from typing import Any

from zammad_plugin.check import rules as rules_of_check
from zammad_plugin.config.places import rules_folder
from zammad_plugin.config.reading import fast_yaml
from zammad_plugin.errors import DeskError
from zammad_plugin.text import safe_words
from zammad_plugin.text.safe_words import linter
from zammad_plugin.triage import ruleset

Stamps = tuple[tuple[str, int, int], ...]
LONGEST = 500_000  # letters of a YAML text: longer ones are tests of bounds
MOST = 4096  # YAML texts that are kept: files of the package, and of a few hundred desks


def remember() -> None:
    """Once, before anything imports these functions by their names."""
    fast_yaml.load = _yaml(fast_yaml.load)
    ruleset.load = _rules(ruleset.load)
    linter.objections = safe_words.objections = _objections(linter.objections)
    rules_of_check.load = ruleset.load
    rules_of_check.failures = _failures(rules_of_check.failures)


def _yaml(load: Callable[[str], Any]) -> Callable[[str], Any]:
    """Each caller has data of its own: some fill in what a file leaves out."""
    packed = lru_cache(MOST)(lambda text: pickle.dumps(load(text)))

    @wraps(load)
    def read(text: str) -> Any:
        return pickle.loads(packed(text)) if len(text) < LONGEST else load(text)

    return read


def _rules(load: Callable[..., ruleset.Ruleset]) -> Callable[..., ruleset.Ruleset]:
    @lru_cache(maxsize=4)  # fifty megabytes each
    def known(folder: Path | None, desk: Path | None, _: Stamps) -> ruleset.Ruleset:
        return load(folder, desk)

    @wraps(load)
    def read(folder: Path | None = None, desk: Path | None = None) -> ruleset.Ruleset:
        own = desk if desk and any(desk.rglob("*")) else None  # many tests have one without rules
        found = known(folder, own, _stamps([folder or rules_folder(), own]))
        return replace(found, problems=list(found.problems))

    return read


def _objections(look: Callable[..., list[safe_words.Objection]]) -> Callable[..., Any]:
    seen: dict[object, list[safe_words.Objection]] = {}

    @wraps(look)
    def objections(
        text: str,
        lang: str,
        audience: str,
        rules: safe_words.SafeWords,
        around: safe_words.Around = linter.NOTHING,
    ) -> list[safe_words.Objection]:
        known = (tuple(around.channels), tuple(around.contacts), tuple(around.variables))
        key = (text, lang, audience, id(rules), known)
        if key not in seen:
            seen[key] = look(text, lang, audience, rules, around)
            kept.append(rules)  # or its id would be given to another
        return list(seen[key])

    kept: list[safe_words.SafeWords] = []
    return objections


def _failures(look: Callable[..., list[DeskError]]) -> Callable[..., list[DeskError]]:
    seen: dict[object, list[DeskError]] = {}

    @wraps(look)
    def failures(rules: ruleset.Ruleset, roots: Iterable[Path]) -> list[DeskError]:
        folders = list(roots)
        key = (rules.digest, len(rules.problems), _stamps(folders))
        if key not in seen:
            seen[key] = look(rules, folders)
        return list(seen[key])

    return failures


def _stamps(folders: Iterable[Path | None]) -> Stamps:
    return tuple(stamp for folder in folders if folder for stamp in _of_folder(folder))


def _of_folder(folder: Path) -> Iterator[tuple[str, int, int]]:
    for file in sorted(folder.rglob("*")):
        found = file.lstat()
        yield str(file), found.st_mtime_ns, found.st_size
