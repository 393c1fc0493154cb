"""Speed and memory of triage, beside a plain regex alternation of all phrases.

usage: python benchmarks/triage.py
Texts: a message of 2 KB in each of four languages; 1 MB of hostile text; a cold start in a
process of its own.
"""

from __future__ import annotations

import re
import resource
import statistics
import subprocess
import sys
import time
from dataclasses import replace

from zammad_plugin.text.clean import clean_article
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


def timed(ruleset: Ruleset) -> None:
    for lang, part in PARTS.items():
        text = (part * (SIZE // len(part) + 1))[:SIZE]
        times = []
        for _ in range(ROUNDS):
            start = time.perf_counter()
            assess([Message(text)], ruleset)
            times.append((time.perf_counter() - start) * 1000)
        last = statistics.quantiles(times, n=100)[98]
        print(f"  {lang:8} median {statistics.median(times):5.2f} ms, 99th {last:5.2f} ms")


def hostile(ruleset: Ruleset) -> None:
    for name, text in HOSTILE.items():
        start = time.perf_counter()
        kind = "text/html" if "HTML" in name else "text/plain"
        assess([Message(clean_article(text, kind))], ruleset)
        print(f"  1 MB of {name:16} {time.perf_counter() - start:5.2f} s")


def alternation(ruleset: Ruleset) -> None:
    """What one writes first: all phrases in one pattern; it does no clitics and no ages."""
    words = sorted(ruleset.phrases.words, key=len, reverse=True)
    pattern = re.compile(r"\b(?:" + "|".join(map(re.escape, words)) + r")\b")
    text = (PARTS["ar"] * (SIZE // len(PARTS["ar"]) + 1))[:SIZE]
    start = time.perf_counter()
    for _ in range(20):
        pattern.findall(text)
    plain = (time.perf_counter() - start) / 20
    start = time.perf_counter()
    for _ in range(20):
        assess([Message(text)], ruleset)
    ours = (time.perf_counter() - start) / 20
    print(f"  plain alternation of {len(words)} phrases {plain * 1000:.1f} ms;", end=" ")
    print(f"all of triage takes {ours / plain:.3f} of that")


def cold() -> None:
    code = "import time;t=time.perf_counter();from zammad_plugin.triage.ruleset import load;load()"
    code += ";print(time.perf_counter()-t)"
    times = [
        float(subprocess.run([sys.executable, "-c", code], capture_output=True, check=True).stdout)
        for _ in range(5)
    ]
    print(f"  import and rules {statistics.median(times):.2f} s")


def main() -> None:
    ruleset = load()
    print("messages of 2 KB, with the trained part")
    timed(ruleset)
    print("messages of 2 KB, rules alone")
    timed(replace(ruleset, weights=None))
    print("hostile texts")
    hostile(ruleset)
    print("beside a regular expression")
    alternation(ruleset)
    print("cold start")
    cold()
    print(f"peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MiB")


if __name__ == "__main__":
    main()
