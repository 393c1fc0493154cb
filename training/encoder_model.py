"""The layers and heads that are taught: how they answer, and how they learn."""

from __future__ import annotations

from typing import Any, NamedTuple

import jax
import jax.numpy as jnp
import numpy as np
import optax
from e5_file import E5File
from e5_layers import computed, layer_of, lost, pooled, rounded
from encoder_texts import TASKS

from zammad_plugin.text.embedding import SCALE

FROZEN, LAYERS = 4, 8  # layers that stay as they are; those up to here are taught
RATE, OF_HEADS = 1e-4, 20  # step of the layers; how many times as far the heads go
WARM, LAST = 12, 0.02  # a twelfth of the steps grows to the full one; the last is this share of it
CLIPPED = 1.0  # length of the layers' gradient
DECAY, DECAY_OF_HEADS = 0.01, 0.001
SEED = 0

Array = np.ndarray[Any, Any]
Params = dict[str, Any]  # `layers`: a list of them, `heads`: (weights, bias) by task


class Filled(NamedTuple):
    """A batch in numbers; `answers`: a column a task, -1 where none is known."""

    x: jax.Array
    mask: jax.Array
    answers: jax.Array
    weight: jax.Array


class Model:
    """The taught layers and heads: how they answer, and how they learn."""

    def __init__(self, file: E5File, classes: dict[str, list[str]], steps: int) -> None:
        self._file = file
        heads = {
            task: (jnp.zeros((file.width, len(some))), jnp.zeros(len(some)))
            for task, some in classes.items()
        }
        layers = [layer_of(file, number) for number in range(FROZEN, LAYERS)]
        self.params: Params = {"layers": layers, "heads": heads}
        self._rule = _rule(steps)
        self._state = self._rule.init(self.params)
        self._chance = jax.random.PRNGKey(SEED)
        self._step, self._embed = jax.jit(self._stepped), jax.jit(self._embedded)

    def learn(self, batch: Filled, step: int) -> float:
        """The loss before this step."""
        chance = jax.random.fold_in(self._chance, step)
        self.params, self._state, loss = self._step(self.params, self._state, batch, chance)
        return float(loss)

    def embed(self, batch: Filled) -> Array:
        return np.asarray(self._embed(self.params, batch.x, batch.mask))

    def _stepped(self, params: Params, state: Any, batch: Filled, chance: jax.Array) -> Any:
        loss, slope = jax.value_and_grad(self._loss)(params, batch, chance)
        change, state = self._rule.update(slope, state, params)
        return optax.apply_updates(params, change), state, loss

    def _loss(self, params: Params, batch: Filled, chance: jax.Array) -> jax.Array:
        """The mean of a batch's texts, of all tasks together."""
        found = self._embedded(params, batch.x, batch.mask, chance)
        found = lost(found, jax.random.fold_in(chance, LAYERS))
        whole = jnp.zeros(())
        for at, (task, counts) in enumerate(TASKS.items()):
            weights, bias = params["heads"][task]
            logs, answer = jax.nn.log_softmax(found @ weights + bias), batch.answers[:, at]
            missed = -jnp.take_along_axis(logs, jnp.maximum(answer, 0)[:, None], 1)[:, 0]
            whole += counts * jnp.where(answer >= 0, missed * batch.weight, 0).sum()
        return whole / len(batch.weight)

    def _embedded(
        self, params: Params, x: jax.Array, mask: jax.Array, chance: jax.Array | None = None
    ) -> jax.Array:
        x = x.astype(jnp.float32)
        for number, layer in enumerate(params["layers"]):
            mine = None if chance is None else jax.random.fold_in(chance, number)
            x = computed(self._file, rounded(layer), x, mask, mine)
        return pooled(x, mask) * SCALE


def _rule(steps: int) -> optax.GradientTransformation:
    pace = optax.warmup_cosine_decay_schedule(0, 1, steps // WARM, steps, LAST)
    layers = optax.chain(
        optax.clip_by_global_norm(CLIPPED),
        optax.adamw(lambda step: RATE * pace(step), weight_decay=DECAY),
    )
    heads = optax.adamw(lambda step: OF_HEADS * RATE * pace(step), weight_decay=DECAY_OF_HEADS)
    parts = {"layers": "layers", "heads": "heads"}
    return optax.multi_transform({"layers": layers, "heads": heads}, parts)
