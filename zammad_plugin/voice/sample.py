"""A voice message for trying: invented words, spoken by espeak-ng, no person's voice."""

from __future__ import annotations

from pathlib import Path

SAMPLE = Path(__file__).with_name("sample.ogg")
SAID = "I am fourteen years old. A man says he will post my photos if I do not pay him."
SECONDS = 5.9  # that it lasts
