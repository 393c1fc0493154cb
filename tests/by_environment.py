"""The Zammad of a test, named as an admin's shell names it."""

from __future__ import annotations

import pytest

from zammad_plugin.emulator import Emulator


def named(patch: pytest.MonkeyPatch, server: Emulator, who: str) -> None:
    """$ZAMMAD_URL, and $ZAMMAD_TOKEN of `who`: triage, sync or admin."""
    patch.setenv("ZAMMAD_URL", server.url)
    patch.setenv("ZAMMAD_TOKEN", server.tokens[who])
