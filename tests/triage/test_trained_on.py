"""The shipped weights are those of the messages that stand here, and bring their own limits."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from zammad_plugin.config.places import rules_folder
from zammad_plugin.triage.trained import weights

TRAINING = Path(__file__).parents[2] / "training"


@pytest.fixture(scope="module")
def settings() -> weights.Settings:
    return weights.load(rules_folder() / "model").settings


def test_the_weights_were_taught_by_these_messages(
    settings: weights.Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever adds a message trains again: `python training/train.py`."""
    monkeypatch.syspath_prepend(str(TRAINING))
    for name in ("corpus", "data", "parallel"):
        monkeypatch.delitem(sys.modules, name, raising=False)
    from corpus import digest

    assert settings.taught == digest()


def test_limits_come_with_the_weights(settings: weights.Settings) -> None:
    assert 0 < settings.limits.floor < 10
    assert settings.letters.unsure < settings.letters.sure
    assert 0 < settings.suspended < 0.5


def test_no_limit_of_the_training_stands_in_code() -> None:
    """A retrain can't leave an old one behind."""
    code = (Path(weights.__file__).parents[1] / "engine.py").read_text(encoding="utf-8")
    assert not {"FLOOR", "SHORT", "FEW", "GRAVE", "SAID_SO", "BRIEF", "WHOLE"} & set(code.split())
