"""What was said in a conversation before: a quotation is the desk's when the desk sent it. Pure."""

from __future__ import annotations

from collections.abc import Iterator

from zammad_plugin.text.normalise import fold

RUN = 4  # words in a row that are hardly the same by chance
KNOWN = 0.6  # share of a line's runs from which it is a copy; clients break and mark lines
MOST = 200_000  # runs remembered: some megabytes, a thread of hundreds of letters


class Earlier:
    """Texts of a ticket's articles so far, the desk's and the customer's; it grows as it is read.

    `begun`: whether there are any; `answered`: whether the desk's own words are among them.
    """

    def __init__(self) -> None:
        self._runs: set[int] = set()
        self._short: set[int] = set()  # the desk's whole lines that have no run
        self.begun = self.answered = False

    def add(self, text: str, by_desk: bool) -> None:
        """`text`: an article's plain text, whole."""
        self.begun, self.answered = True, self.answered or by_desk
        if len(self._runs) < MOST:
            self._runs.update(_runs(text))
        if by_desk and len(self._short) < MOST:
            self._short.update(hash(tuple(words)) for words in _short_lines(text))

    def holds(self, line: str) -> bool | None:
        """Whether `line` was said before; None for one too short to tell."""
        runs = list(_runs(line))
        if not runs:
            return None
        return sum(run in self._runs for run in runs) >= KNOWN * len(runs)

    def is_line(self, line: str) -> bool:
        """Whether `line`, too short for a run of words, was a whole line of the desk's: a greeting,
        a name below a letter."""
        return any(hash(tuple(words)) in self._short for words in _short_lines(line))


def _runs(text: str) -> Iterator[int]:
    words = _words(text)
    return (hash(tuple(words[at : at + RUN])) for at in range(len(words) - RUN + 1))


def _short_lines(text: str) -> Iterator[list[str]]:
    for line in text.splitlines():
        words = _words(line)
        if 0 < len(words) < RUN:
            yield words


def _words(text: str) -> list[str]:
    return [word for word in fold(text).split() if any(map(str.isalnum, word))]
