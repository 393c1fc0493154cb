"""How well a desk's transcriber hears recordings whose words are known.

usage: python benchmarks/voice.py FOLDER --desk DESK
FOLDER holds NAME.ogg (or .m4a, .aac, .mp3, .amr, .wav) and NAME.txt for each recording, and may
hold NAME.lang with its language's code. Prints for each language the word error rate, the clock's
and the processor's time a minute of speech, the verdicts, the memory, and what triage makes of the
transcripts beside the texts as they were said. Nothing of a recording or of a text is printed or
kept.
"""

from __future__ import annotations

import argparse
import resource
import time
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from zammad_plugin.config.desk import load_desk
from zammad_plugin.tickets.voice.spoken import raised
from zammad_plugin.triage.engine import assess
from zammad_plugin.triage.model import Assessment, Message
from zammad_plugin.triage.ruleset import Ruleset, load
from zammad_plugin.triage.unclear import VOICE
from zammad_plugin.vocabulary import URGENT
from zammad_plugin.voice.ears import Ears, ears_of
from zammad_plugin.voice.transcript import NotHeard, Transcript

SOUNDS = (".ogg", ".oga", ".opus", ".m4a", ".aac", ".mp3", ".amr", ".wav", ".flac")
ROW = "{:10} {:>5} {:>7} {:>9} {:>9} {:>7} {:>6} {:>7} {:>7}"
HEAD = ("language", "files", "WER", "s a min", "cpu a min", "judged", "shown", "silent", "failed")
# Word error rates for Arabic as published, not measured here: what a model can be expected to do.
PUBLISHED = """published for Arabic (word error rate): large-v3 standard 0.085, Levantine 0.38,
Jordanian 0.45, Palestinian 0.58; a turbo model tuned on dialects 0.33"""


@dataclass(frozen=True)
class Heard:
    """One recording: what was said, what was heard (None: nothing could be), seconds of the clock
    and of the processor that it took."""

    language: str
    said: str
    transcript: Transcript | None
    clock: float
    processor: float


def words(text: str) -> list[str]:
    """Compared without case, marks and signs: a transcript has its own."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    kept = "".join(one for one in plain if not unicodedata.combining(one))
    return "".join(one if one.isalnum() else " " for one in kept).split()


def errors(said: Sequence[str], heard: Sequence[str]) -> int:
    """Words to add, drop or change (Levenshtein)."""
    row = list(range(len(heard) + 1))
    for number, word in enumerate(said, 1):
        last, row[0] = row[0], number
        for place, other in enumerate(heard, 1):
            change = last + (word != other)
            last, row[place] = row[place], min(row[place] + 1, row[place - 1] + 1, change)
    return row[-1]


def word_error_rate(pairs: Iterable[tuple[str, str]]) -> float:
    """Of all together: errors by words that were said. 0 for no words."""
    wrong = total = 0
    for said, heard in pairs:
        wrong += errors(words(said), words(heard))
        total += len(words(said))
    return wrong / total if total else 0.0


def recordings(folder: Path) -> Iterator[tuple[Path, str, str]]:
    """(file, language or '?', what is said in it)"""
    for file in sorted(one for one in folder.iterdir() if one.suffix.casefold() in SOUNDS):
        text, lang = file.with_suffix(".txt"), file.with_suffix(".lang")
        if text.is_file():
            language = lang.read_text("utf-8").strip() if lang.is_file() else "?"
            yield file, language, text.read_text("utf-8")


def hear(ears: Ears, file: Path, language: str, said: str) -> Heard:
    clock, before = time.monotonic(), resource.getrusage(resource.RUSAGE_CHILDREN)
    try:
        transcript = ears.listen(file.resolve())
    except NotHeard:
        transcript = None
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    processor = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Heard(language, said, transcript, time.monotonic() - clock, processor)


def row(language: str, heard: list[Heard], ears: Ears) -> str:
    transcripts = [one.transcript for one in heard if one.transcript]
    verdicts = [one.verdict(ears.languages) for one in transcripts]
    minutes = sum(one.seconds for one in transcripts) / 60 or float("nan")
    rate = word_error_rate((one.said, one.transcript.text) for one in heard if one.transcript)
    return ROW.format(
        language,
        len(heard),
        f"{rate:.3f}",
        f"{sum(one.clock for one in heard) / minutes:.1f}",
        f"{sum(one.processor for one in heard) / minutes:.1f}",
        *(verdicts.count(name) for name in ("judged", "shown", "silent")),
        len(heard) - len(transcripts),
    )


@dataclass
class Triage:
    """How many recordings are reports by their true words, and of these how many triage sees: by
    nothing (unheard, which is high), by the transcript; and how many of all others it raises."""

    ruleset: Ruleset
    urgent: int = 0
    seen: int = 0
    calm: int = 0
    raised: int = 0

    def add(self, one: Heard, ears: Ears) -> None:
        truth = assess([Message(one.said)], self.ruleset)
        critical = self._with(one, ears).urgency == "critical"
        if truth.urgency == "critical":
            self.urgent, self.seen = self.urgent + 1, self.seen + critical
        else:
            self.calm, self.raised = self.calm + 1, self.raised + critical

    def _with(self, one: Heard, ears: Ears) -> Assessment:
        """As the step does it."""
        unheard = assess([Message("", unread=(VOICE,))], self.ruleset)
        assert unheard.urgency in URGENT
        if one.transcript is None or one.transcript.verdict(ears.languages) != "judged":
            return unheard
        message = Message(one.transcript.text, unread=(VOICE,))
        return raised(unheard, assess([message], self.ruleset))

    def __str__(self) -> str:
        return (
            f"critical by their true words: {self.urgent}, of these critical by the transcript: "
            f"{self.seen} (without one: 0, high until heard)\n"
            f"others: {self.calm}, of these raised to critical by the transcript: {self.raised}"
        )


def measure(folder: Path, ears: Ears) -> list[str]:
    """The lines of the table."""
    heard = [hear(ears, *one) for one in recordings(folder)]
    lines = [ROW.format(*HEAD)]
    for language in sorted({one.language for one in heard}):
        lines.append(row(language, [one for one in heard if one.language == language], ears))
    memory = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    triage = Triage(load())
    for one in heard:
        triage.add(one, ears)
    return [*lines, f"memory of the largest process: {memory:.0f} MB", str(triage), PUBLISHED]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--desk", type=Path, required=True)
    given = parser.parse_args()
    desk = load_desk(given.desk)
    if desk.settings.voice is None:
        raise SystemExit("the desk has no `voice:` in zammad-plugin.yml (docs/voice.md)")
    print("\n".join(measure(given.folder, ears_of(desk.settings.voice, desk.folder))))


if __name__ == "__main__":
    main()
