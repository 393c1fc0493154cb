"""Programs that hear by the contract, told as what they are: doubles that hear nothing in truth."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from zammad_plugin.voice.ears import Ears

# Its text names the size of the file that it was given, so that what was handed on shows.
SIZE = """
import json, pathlib, sys
size = len(pathlib.Path(sys.argv[1]).read_bytes())
print(json.dumps({{"text": "double heard %d bytes" % size, "language": "en", **{more}}}))
"""
SURE = {"confidence": 0.9, "language_confidence": 0.9}
OGG = b"OggS" + bytes(60)


def double(said: str, **more: object) -> list[str]:
    """Prints `said` for any file."""
    answer = json.dumps({"text": said, "language": "en", **SURE, **more})
    return [sys.executable, "-S", "-c", f"print({answer!r})"]


def sizer(**more: object) -> list[str]:
    return [sys.executable, "-S", "-c", SIZE.format(more={**SURE, **more})]


def program(source: str) -> list[str]:
    return [sys.executable, "-S", "-c", source]


def ears(command: list[str], patience: float = 60.0) -> Ears:
    return Ears(command, ("en", "ar", "fr"), patience)


def sound(folder: Path, data: bytes = OGG) -> Path:
    file = folder / "v"
    file.write_bytes(data)
    return file
