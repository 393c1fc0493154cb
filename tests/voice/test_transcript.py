"""What a transcriber may print, and what of it is believed."""

from __future__ import annotations

import json

import pytest

from zammad_plugin.voice.transcript import LONGEST, NotHeard, Transcript, read

OURS = ("en", "ar", "fr")
CANARY = "Zorbanella"


def said(text: str = "he wants my photos", **more: object) -> Transcript:
    told = {"language": "en", "confidence": 0.8, "language_confidence": 0.97, **more}
    return read(json.dumps({"text": text, **told}).encode())


@pytest.mark.parametrize(
    ("more", "verdict"),
    [
        ({}, "judged"),
        ({"language_confidence": None}, "judged"),  # a desk's own program may not tell it
        ({"confidence": None}, "shown"),
        ({"confidence": 0.45}, "shown"),  # e to −0.8: what garbage had
        ({"language_confidence": 0.29}, "shown"),
        ({"language": "de"}, "shown"),
        ({"language": ""}, "shown"),
        ({"text": "no no " * 60}, "shown"),
        ({"text": "  "}, "silent"),
        ({"confidence": 12}, "shown"),
        ({"confidence": True}, "shown"),
        ({"confidence": float("nan")}, "shown"),
        ({"confidence": "0.9"}, "shown"),
    ],
)
def test_below_the_gate_it_is_shown_and_not_judged(more: dict[str, object], verdict: str) -> None:
    assert said(**more).verdict(OURS) == verdict  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "printed",
    [
        b"",
        CANARY.encode(),
        b"[]",
        b'"text"',
        b'{"text": 7}',
        b'{"language": "en"}',
        b"\xff\xfe",
        b"[" * 200_000,
        b'{"text": "a"} {"text": "b"}',
    ],
)
def test_what_is_no_answer_is_told_without_its_words(printed: bytes) -> None:
    with pytest.raises(NotHeard) as failed:
        read(printed)
    assert CANARY not in str(failed.value) and "docs/voice.md" in str(failed.value)


def test_a_transcript_is_bounded_and_can_be_written_down() -> None:
    long = said("word " * LONGEST)
    assert len(long.text) == LONGEST and long.cut
    assert said("a \ud800 b\n\tc").text.encode() == b"a ? b c"
