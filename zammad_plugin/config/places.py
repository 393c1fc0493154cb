"""Where the default desk, the rules and the docs stand, in a checkout and in an installed wheel."""

from __future__ import annotations

from pathlib import Path

PACKAGE = Path(__file__).resolve().parent.parent


def rules_folder() -> Path:
    """The rules that the package ships."""
    return PACKAGE / "rules"


def default_desk() -> Path:
    """The default desk: `zammad_plugin/desk` in a wheel, the top of the tree in a checkout."""
    shipped = PACKAGE / "desk"
    return shipped if shipped.is_dir() else PACKAGE.parent


def shipped(name: str) -> Path:
    """A folder that a wheel carries inside the package and a checkout has at its top: `docs`,
    `container`."""
    inside = PACKAGE / name
    return inside if inside.is_dir() else PACKAGE.parent / name
