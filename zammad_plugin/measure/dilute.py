"""Whether a report stays one whatever stands around it: labelled messages with harmless words.

Every form of dilution changes nothing of what a message says. Of those that are caught bare it is
told how many are still caught, of how many the urgency sank, and of how many the language is right.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from zammad_plugin.config.files import Strict, load_fast
from zammad_plugin.measure.evaluate import predict
from zammad_plugin.measure.labelled import Row
from zammad_plugin.triage.ruleset import Ruleset
from zammad_plugin.vocabulary import RANK

FILE = Path(__file__).with_name("dilutions.yml")
ENGLISH = "en"
SHORT = 80  # characters of what is appended on a line of its own


class Follow(Strict):
    """A message that comes behind."""

    body: str
    """Its text."""
    subject: str = ""
    """Of a mail."""
    footer: str = ""
    """Name of what stands below it."""


class Dilutions(Strict):
    """measure/dilutions.yml"""

    before: dict[str, str]
    """Form → what stands above the message."""
    after: dict[str, str]
    """Form → what stands below it."""
    sentences: dict[str, list[str]]
    """Language → ordinary sentences."""
    followed: dict[str, Follow]
    """Form → what is written later in the same thread."""


@cache
def known() -> Dilutions:
    """Raises DeskError when the file is broken."""
    return load_fast(Dilutions, FILE)


Form = Callable[[Row], Row]


def forms() -> dict[str, Form]:
    """Name → what makes of a labelled row a diluted one."""
    texts = known()
    made: dict[str, Form] = {}
    for name, text in texts.before.items():
        made[name] = _put(_above(text))
    for name, text in texts.after.items():
        made[name] = _put(_below(text))
    made["sentences-before"] = _put(lambda body, lang: f"{_sentences(lang)}\n{body}")
    made["sentences-after"] = _put(lambda body, lang: f"{body}\n{_sentences(lang)}")
    made["sentences-around"] = _put(_around)
    for name, follow in texts.followed.items():
        made[name] = _followed(follow)
    return made


Change = Callable[[str, str], str]


def _above(text: str) -> Change:
    return lambda body, lang: f"{text}\n\n{body}"


def _below(text: str) -> Change:
    """What is short stands on the next line, as people append it."""
    gap = "\n" if "\n" not in text and len(text) < SHORT else "\n\n"
    return lambda body, lang: f"{body}{gap}{text}"


def _put(change: Change) -> Form:
    """`change`: (body, language) → the new body; of a thread the first message's."""

    def form(row: Row) -> Row:
        given = row.get("messages")
        if not given:
            return {**row, "body": change(str(row["body"] or ""), str(row["lang"]))}
        first = given[0] if isinstance(given[0], dict) else {"body": given[0]}
        first = {**first, "body": change(str(first["body"]), str(row["lang"]))}
        return {**row, "messages": [first, *given[1:]]}

    return form


def _sentences(lang: str) -> str:
    return " ".join(_of(lang))


def _of(lang: str) -> list[str]:
    return known().sentences.get(lang) or known().sentences[ENGLISH]


def _around(body: str, lang: str) -> str:
    """Half before and half behind."""
    some = _of(lang)
    half = len(some) // 2
    return f"{' '.join(some[:half])} {body} {' '.join(some[half:])}"


def _followed(follow: Follow) -> Form:
    footer = known().after[follow.footer] if follow.footer else ""
    later = {"body": f"{follow.body}\n\n{footer}".strip(), "subject": follow.subject}

    def form(row: Row) -> Row:
        given = row.get("messages") or [{"body": row["body"], "subject": row.get("subject")}]
        return {**row, "messages": [*given, later]}

    return form


@dataclass(frozen=True)
class Diluted:
    """Of one form: `caught` bare, and of these how many `kept`, `sank` (urgency), `told` (language
    right), as counts; `lost`: ids of the rows that fell out."""

    form: str
    caught: int
    kept: int
    sank: int
    told: int
    lost: tuple[str, ...]
    sunk: tuple[str, ...]

    def to_dict(self) -> dict[str, object]:
        return {**vars(self), "lost": list(self.lost), "sunk": list(self.sunk)}

    def __str__(self) -> str:
        many = self.caught or 1
        return (
            f"{self.form:20} kept {self.kept / many:.3f}  urgency sank {self.sank / many:.3f}  "
            f"language {self.told / many:.3f}"
        )


def dilute(rows: Iterable[Row], ruleset: Ruleset) -> Iterator[Diluted]:
    """Of the labelled reports among `rows`, form by form."""
    reports = [row for row in rows if row["labels"]["child_safety"]]
    bare = [(row, said) for row in reports if _caught(said := predict(row, ruleset))]
    for name, form in forms().items():
        pairs = [(row, said, predict(form(row), ruleset)) for row, said in bare]
        lost = tuple(row["id"] for row, _, now in pairs if not _caught(now))
        sunk = tuple(row["id"] for row, said, now in pairs if _rank(now) < _rank(said))
        told = sum(row["lang"] == now["lang"] for row, _, now in pairs)
        yield Diluted(name, len(pairs), len(pairs) - len(lost), len(sunk), told, lost, sunk)


def _caught(said: Row) -> bool:
    return bool(said["child_safety"] or said["review"])


def _rank(said: Row) -> int:
    return RANK[said["urgency"]]
