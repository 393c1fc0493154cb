"""Speed and memory of triage, beside a plain regex alternation and a zero-shot embedding.

usage: python benchmarks/triage.py
Texts: a message of 2 KB in each of four languages; 1 MB of hostile text; a cold start in a
process of its own. On a busy machine look at the processor's time, which is printed beside the
clock's where both are told.
"""

from __future__ import annotations

import re
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, replace

from zammad_plugin.text import embedding
from zammad_plugin.text.mail.clean import clean_article
from zammad_plugin.triage.engine import assess
from zammad_plugin.triage.model import Message
from zammad_plugin.triage.ruleset import Ruleset, load

PARTS = {
    "en": "My daughter is 14 and a man she met writes to her every night, asks for photos. ",
    "fr": "Ma fille a 14 ans et un homme lui écrit tous les soirs et demande des photos. ",
    "ar": "بنتي عمرها 14 سنة وفي رجال عم يكتبلها كل ليلة وعم يطلب صور وبيقلها ما تخبر حدا. ",
    "ar-Latn": "bente 3omra 14 sene w fi rejjel 3am yekteblaa kel leyle w 3am yotlob sowar. ",
}
SIZE = 2048  # characters
ROUNDS = 300
SLOW_ROUNDS = 5  # with the embedding
HOSTILE = {
    "one letter": "a" * 1_000_000,
    "nested HTML": "<div>" * 200_000,
    "combining marks": "e" + "\u0301" * 999_999,
    "bidi controls": "\u202e\u2066" * 500_000,
    "digits and dots": "1. " * 333_333,
    "one phrase": "threat " * 142_857,
    "quoted levels": "".join(">" * level + " old\n" for level in range(1, 1400)),
    "starts of quotes": "On 1 a\n" * 142_857,
    "words of age": "14 years old, " * 71_428,
}
# What one asks an embedding without training: which of these is the message nearest to?
LABELS = (
    "a child is being blackmailed, groomed or abused online",
    "an adult asks for help with an account, an invoice or a password",
    "a newsletter, an advertisement or a press enquiry",
)
# {folder} is '' for all of the package, or a folder without the trained part.
START = """
import time
clock, processor = time.perf_counter(), time.process_time()
from zammad_plugin.triage.ruleset import load
from dataclasses import replace
rules = load()
print(time.perf_counter() - clock, time.process_time() - processor)
from zammad_plugin.triage.engine import assess
from zammad_plugin.triage.model import Message
{without}
assess([Message({text!r})], rules)
hwm = next(one for one in open("/proc/self/status") if one.startswith("VmHWM"))
print(int(hwm.split()[1]) / 1024)
"""
BY_LETTERS = """rules = replace(
    rules,
    weights=replace(rules.weights, meaning=None),
    situations=replace(rules.situations, meaning=None),
)
"""
WITHOUT = {
    "rules alone": f"{BY_LETTERS}rules = replace(rules, weights=None)",
    "letters": BY_LETTERS,
    "letters and meaning": "",
}


@dataclass(frozen=True)
class Times:
    """Milliseconds, one a round: of the processor; of the clock for few, for these have threads."""

    all: list[float]

    @classmethod
    def of(cls, work: Callable[[], object], rounds: int) -> Times:
        watch = time.process_time if rounds > SLOW_ROUNDS else time.perf_counter
        work()
        found = []
        for _ in range(rounds):
            embedding._embedded.cache_clear()  # each message as if it were new
            start = watch()
            work()
            found.append((watch() - start) * 1000)
        return cls(found)

    @property
    def median(self) -> float:
        return statistics.median(self.all)

    def __str__(self) -> str:
        last = statistics.quantiles(self.all, n=100, method="inclusive")[98]
        return f"median {self.median:6.2f} ms, 99th {last:6.2f} ms"


def message(lang: str) -> str:
    part = PARTS[lang]
    return (part * (SIZE // len(part) + 1))[:SIZE]


def timed(ruleset: Ruleset, rounds: int) -> None:
    for lang in PARTS:
        thread = [Message(message(lang))]
        print(f"  {lang:8} {Times.of(lambda: assess(thread, ruleset), rounds)}")  # noqa: B023


def hostile(ruleset: Ruleset) -> None:
    for name, text in HOSTILE.items():
        clock, processor = time.perf_counter(), time.process_time()
        kind = "text/html" if "HTML" in name else "text/plain"
        assess([Message(clean_article(text, kind))], ruleset)
        spent = time.process_time() - processor
        print(f"  1 MB of {name:16} {time.perf_counter() - clock:5.2f} s ({spent:.2f} s)")


def alternation(ruleset: Ruleset) -> None:
    """What one writes first: all phrases in one pattern; it does no clitics and no ages."""
    words = sorted(ruleset.phrases.words, key=len, reverse=True)
    pattern = re.compile(r"\b(?:" + "|".join(map(re.escape, words)) + r")\b")
    text = message("ar")
    plain = Times.of(lambda: pattern.findall(text), ROUNDS // 10)
    ours = Times.of(lambda: assess([Message(text)], ruleset), ROUNDS // 10)
    print(f"  {len(words)} phrases {plain}; all rules take {ours.median / plain.median:.3f} of it")


def zero_shot() -> None:
    """The embedding alone, asked which label is nearest; the labels' own are known before."""
    known = [embedding.embed(label) for label in LABELS]
    for lang in PARTS:
        text = message(lang)
        times = Times.of(lambda: max(known, key=embedding.embed(text).dot), SLOW_ROUNDS)  # noqa: B023
        print(f"  {lang:8} {times}")


def cold() -> None:
    for name, without in WITHOUT.items():
        code = START.format(without=without, text=PARTS["ar"])
        runs = [_run(code) for _ in range(5)]
        clock, processor, size = (statistics.median(one) for one in zip(*runs, strict=True))
        print(f"  {name:20} {clock:.2f} s ({processor:.2f} s), {size:.0f} MiB with one message")


def _run(code: str) -> list[float]:
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, text=True)
    return [float(number) for number in done.stdout.split()]


def by_letters(ruleset: Ruleset) -> Ruleset:
    """Without the meaning, whoever asks for it."""
    return replace(
        ruleset,
        weights=ruleset.weights and replace(ruleset.weights, meaning=None),
        situations=ruleset.situations and replace(ruleset.situations, meaning=None),
    )


def main() -> None:
    ruleset = load()
    letters = by_letters(ruleset)
    bare = replace(letters, weights=None)
    print(f"messages of {SIZE} characters, rules alone")
    timed(bare, ROUNDS)
    if ruleset.weights:
        print("the same with the letters")
        timed(letters, ROUNDS)
    if ruleset.situations and ruleset.situations.meaning:
        print("the same with the letters and the meaning")
        timed(ruleset, SLOW_ROUNDS)
    print("hostile texts, by the clock (and the processor)")
    hostile(letters)
    print("a plain regular expression of the same phrases")
    alternation(bare)
    if embedding.installed():
        print("zero-shot embedding")
        zero_shot()
    print("cold start by the clock (and the processor), and peak memory")
    cold()


if __name__ == "__main__":
    main()
