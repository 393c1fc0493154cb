"""The process in which other packages' functions see a text: `python -m … child`.

They may hang, crash or print: none of it reaches triage. It ends when its input does.
"""

from __future__ import annotations

import json
import os
import re
import signal
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import IO

from zammad_plugin.config.extensions import SIGNALS, loaded
from zammad_plugin.state.apart import offline, without_core
from zammad_plugin.triage.signals.wire import CONCEPT, MOST, Answer, Asked, Hello, Sign

# Seconds after which it ends by itself. Not with whoever started it (`tie`): that follows a thread,
# and triage has many.
LONGEST = 5
See = Callable[[str], Iterable[object]]


def main() -> None:
    without_core()
    offline()
    answers = _apart()
    functions = {name: one for name, one in loaded(SIGNALS) if callable(one)}
    known = {name: _concepts(one) for name, one in functions.items()}
    _say(answers, Hello(concepts=known))
    for line in sys.stdin:
        asked: Asked = json.loads(line)
        signal.alarm(LONGEST)
        answer = _answer(asked["text"], functions, known)
        signal.alarm(0)
        _say(answers, answer)


def _apart() -> IO[str]:
    """Where answers go; whatever a function prints goes nowhere."""
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    return answers


def _say(answers: IO[str], said: Hello | Answer) -> None:
    answers.write(json.dumps(said) + "\n")
    answers.flush()


def _concepts(function: See) -> list[str]:
    """Those that it says it may see; others that it gives are none."""
    named = getattr(function, "concepts", ())
    return sorted({one for one in named if isinstance(one, str) and re.match(CONCEPT, one)})


def _answer(text: str, functions: Mapping[str, See], known: dict[str, list[str]]) -> Answer:
    signs: list[Sign] = []
    failed: list[str] = []
    for name, function in functions.items():
        try:
            signs += _signs(function(text), known[name], len(text))
        except Exception:
            failed.append(name)
    return Answer(signs=[(*one,) for one in signs[:MOST]], failed=failed)


def _signs(given: Iterable[object], known: list[str], length: int) -> Iterator[Sign]:
    """A concept alone stands for the whole text. Raises ValueError for what is no sign."""
    for one in given:
        concept, start, end = (one, 0, length) if isinstance(one, str) else _parts(one)
        if concept not in known or not 0 <= start < end <= length:
            raise ValueError("no sign of this text")
        yield Sign(concept, start, end)


def _parts(one: object) -> tuple[str, int, int]:
    if not isinstance(one, tuple):
        raise ValueError("a concept, or (concept, start, end)")
    concept, start, end = one
    return str(concept), int(start), int(end)


if __name__ == "__main__":
    main()
