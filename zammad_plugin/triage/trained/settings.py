"""What training found beside the weights: limits, shares of the parts, what is usual.

The script writes it into the weights' file; nothing of it stands in code.
"""

from __future__ import annotations

from zammad_plugin.config.files import Strict


class Parts(Strict):
    """How the parts make one score (a logit), and what it means."""

    whole: float
    """Factor of what the gravest whole message says."""
    passage: float
    """Factor of what the gravest passage says."""
    meaning: float = 0.0
    """Factor of what the embedding of the deciding passage says."""
    offset: float
    """Added."""
    sure: float
    """Score from which it is a report."""
    opinion: float = 0.0
    """Factor of the embedding where a passage is judged by itself."""
    unsure: float
    """What a passage by itself must say that a person must look."""


class Limits(Strict):
    """Where rules and words decide beside the weights."""

    floor: float
    """Logit below the limit of unsure from which no word of harm by itself is worth a look."""
    danger: float
    """Logit below the limit of unsure down to which danger in few words makes a report."""
    short: int
    """Words, at most, of a text in which a word of harm is worth a look whatever the wording."""
    few: int
    """Words, at most, that leave no room for another story around what a rule is sure of."""
    brief: int
    """Words, at most, of a message whose urgency a rule that is sure knows better."""
    grave: float
    """Score of a rule from which few words say it outright."""
    story: float
    """Score of a rule that is sure from which it tells the whole story: it decides in a long
    message too."""


class Settings(Strict):
    """Of weights that were trained together."""

    lag: float
    """How far the whole may count below the passage: harmless words beside it don't outvote it."""
    letters: Parts
    """Without the embedding."""
    both: Parts | None = None
    """With it."""
    asked: tuple[float, float] = (0.0, 0.0)
    """From and to which score the embedding is asked: the letters decide the others."""
    calm: float
    """Logit by which a unit that says less than the gravest weighs one e-th of it."""
    near: float
    """Weight from which what was seen in a unit counts beside the gravest."""
    usual: dict[str, tuple[float, float, float]]
    """Category → how often its reports are critical, high, normal."""
    caution: float
    """What critical counts more: too high costs minutes, too low a child."""
    limits: Limits
    """Where rules and words decide beside the weights."""
    suspended: float
    """Chance of a suspended account from which it is believed where its words are seen."""
    taught: str
    """Digest of the messages that it was trained on."""
