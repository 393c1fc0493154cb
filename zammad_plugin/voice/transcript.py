"""What a transcriber prints, and how far it is believed.

The contract: `command FILE` prints one JSON object. `text` must be there; `language` (a code such
as `ar`), `confidence` and `language_confidence` (0–1), `seconds` and `cut` may be. `confidence` is
the geometric mean of the chances of the words: e to the mean log-probability.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Literal

from zammad_plugin.errors import PluginError

LONGEST = 20_000  # characters of a transcript; ten fast minutes are 12,000
# Right answers of whisper-base had a mean log-probability of −0.15 to −0.30 and a language of 0.97,
# garbage −0.7 to −1.25 and 0.2–0.3 (measured); Whisper's own limit of compression is 2.4.
SURE, LANGUAGE_SURE, REPEATS = 0.6, 0.6, 2.4
CONTRACT = 'print one JSON object: {"text": …, "language": …, "confidence": 0–1} (docs/voice.md)'
Verdict = Literal["judged", "shown", "silent"]


class NotHeard(PluginError):
    """A voice message that no machine could hear; a person hears it anyway."""


@dataclass(frozen=True)
class Transcript:
    """`confidence`, `language_confidence`: 0–1, None: not told; `seconds`: of sound, 0: not told;
    `cut`: there was more than was read."""

    text: str
    language: str = ""
    confidence: float | None = None
    language_confidence: float | None = None
    seconds: float = 0.0
    cut: bool = False

    @property
    def compression(self) -> float:
        """How much of itself it repeats: bytes by compressed bytes, as Whisper measures it."""
        data = self.text.encode()
        return len(data) / len(zlib.compress(data)) if data else 0.0

    def verdict(self, languages: Collection[str]) -> Verdict:
        """`silent`: nobody speaks; `judged`: good enough to raise with; `shown`: to agents only.
        `languages`: those that the desk hears."""
        if not self.text:
            return "silent"
        sure = self.confidence is not None and self.confidence >= SURE
        known = self.language_confidence is None or self.language_confidence >= LANGUAGE_SURE
        right = self.language in languages and known
        return "judged" if sure and right and self.compression <= REPEATS else "shown"


def read(printed: bytes) -> Transcript:
    """Raises NotHeard for all that is no answer by the contract; what was printed is never told."""
    try:
        told = json.loads(printed)
    except (ValueError, RecursionError):
        raise NotHeard("the transcriber printed no JSON", hint=CONTRACT) from None
    if not isinstance(told, Mapping) or not isinstance(told.get("text"), str):
        raise NotHeard("the transcriber's answer has no text", hint=CONTRACT)
    return Transcript(
        text=" ".join(_clean(told["text"]).split())[:LONGEST],
        language=str(told.get("language") or "").casefold()[:8],
        confidence=_share(told.get("confidence")),
        language_confidence=_share(told.get("language_confidence")),
        seconds=_number(told.get("seconds")) or 0.0,
        cut=told.get("cut") is True or len(told["text"]) > LONGEST,
    )


def _clean(text: str) -> str:
    """Without halves of characters, which JSON may hold and nothing can write."""
    return text.encode("utf-8", "replace").decode()


def _number(value: object) -> float | None:
    good = isinstance(value, int | float) and not isinstance(value, bool)
    return float(value) if good and isinstance(value, int | float) else None


def _share(value: object) -> float | None:
    """None for what is no share, so that nothing is believed for a number of another kind."""
    number = _number(value)
    return number if number is not None and 0.0 <= number <= 1.0 else None
