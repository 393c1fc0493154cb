from __future__ import annotations

from desk_of_tests import bare, desk

__all__ = ["bare", "desk"]
