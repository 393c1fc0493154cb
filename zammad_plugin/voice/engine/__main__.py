"""`python -m zammad_plugin.voice.engine --model FILE --languages ar,en FILE`: one JSON object.

The contract is that of voice/transcript.py; a word of what was said stands in no other output.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from zammad_plugin.errors import PluginError
from zammad_plugin.voice.engine.sound import samples
from zammad_plugin.voice.engine.whisper import Whisper


def _options(words: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m zammad_plugin.voice.engine")
    parser.add_argument("--model", type=Path, required=True, help="ggml model file")
    parser.add_argument("--languages", default="", help="codes with commas; empty: all")
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("file", type=Path)
    return parser.parse_args(words)


def main(words: list[str] | None = None) -> int:
    one = _options(words)
    try:
        sound, cut = samples(one.file)
        languages = tuple(filter(None, one.languages.split(",")))
        engine = Whisper(one.model, languages, one.threads)
        answer = engine.hear(sound)
    except PluginError as error:
        print(error, file=sys.stderr)
        return int(error.exit_code)
    print(json.dumps({**answer, "cut": cut}, ensure_ascii=True))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
