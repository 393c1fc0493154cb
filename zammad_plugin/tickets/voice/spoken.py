"""What a machine heard in voice messages: how it stands in our notes, and what may follow from it.

A transcript may raise; it lowers nothing and clears no doubt. It stands in our internal note alone
and is read from there again, so that each message is transcribed once; the memory holds only ids.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from selectolax.lexbor import LexborHTMLParser

from zammad_plugin.text.bidi import without_isolates
from zammad_plugin.tickets.memory import Memory, Note
from zammad_plugin.triage.model import Assessment
from zammad_plugin.vocabulary import RANK
from zammad_plugin.voice.transcript import Transcript, Verdict
from zammad_plugin.zammad.case import Case

BLOCK = "blockquote"  # the element of a note that holds one transcript


@dataclass(frozen=True)
class Heard:
    """`key`: ARTICLE/ATTACHMENT of the recording."""

    key: str
    transcript: Transcript
    verdict: Verdict

    @property
    def article(self) -> int:
        return int(self.key.partition("/")[0])

    @property
    def code(self) -> str:
        return f"{self.key}:{self.verdict}"


def remembered(memory: Memory, heard: Iterable[Heard]) -> Memory:
    codes = (*memory.spoken, *(one.code for one in heard))
    return replace(memory, spoken=tuple(dict.fromkeys(codes)))


def keys_of(memory: Memory | None) -> set[str]:
    """Recordings that were transcribed."""
    return {one.partition(":")[0] for one in memory.spoken} if memory else set()


def by_article(heard: Iterable[Heard]) -> dict[int, str]:
    """Article → what is judged; several recordings of one article stand in its lines."""
    told: dict[int, list[str]] = {}
    for one in heard:
        if one.verdict == "judged":
            told.setdefault(one.article, []).append(one.transcript.text)
    return {article: "\n".join(texts) for article, texts in told.items()}


def recalled(case: Case, notes: Iterable[Note]) -> Iterator[Heard]:
    """What earlier notes of ours hold. A note whose blocks a server has changed gives nothing."""
    bodies = {int(one["id"]): str(one.get("body") or "") for one in case.articles}
    known = set[str]()
    for note in notes:
        new = [code for code in note.memory.spoken if code not in known]
        known.update(new)
        texts = _blocks(bodies.get(note.id, ""))
        with_text = [code for code in new if not code.endswith(":silent")]
        if len(texts) == len(with_text):
            yield from map(_heard, with_text, texts)


def _blocks(body: str) -> list[str]:
    found = LexborHTMLParser(body).css(BLOCK) if BLOCK in body else []
    return [" ".join(without_isolates(one.text()).split()) for one in found]


def _heard(code: str, text: str) -> Heard:
    key, _, verdict = code.partition(":")
    return Heard(key, Transcript(text), "judged" if verdict == "judged" else "shown")


def raised(written: Assessment, spoken: Assessment) -> Assessment:
    """`written`: without the transcripts; `spoken`: with them. The latter where it is graver and
    nothing in it is calmer. What a person wrote says of itself what it is about."""
    before = (written.child_safety, RANK[written.urgency])
    now = (spoken.child_safety, RANK[spoken.urgency])
    calmer = any(new < old for new, old in zip(now, before, strict=True))
    if calmer or (now == before and set(spoken.risks) <= set(written.risks)):
        return written
    kept = written if written.child_safety else spoken
    return replace(
        spoken,
        review=spoken.review or written.review,
        category=kept.category,
        reporter=kept.reporter,
        risks=tuple(dict.fromkeys([*written.risks, *spoken.risks])),
        platforms=tuple(dict.fromkeys([*written.platforms, *spoken.platforms])),
        blackmail=spoken.blackmail or written.blackmail,
    )
