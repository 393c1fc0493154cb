"""Secrets in clear in the recipes of a desk's CI: whoever reads the repository has them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from zammad_plugin.config.reading.texts import read_text
from zammad_plugin.errors import DeskError, Where

PLACES = (".gitlab-ci.yml", ".github/workflows/*.yml", ".github/workflows/*.yaml")
# A value of its own in the place of a variable of the CI (`$NAME`, `${{ secrets.NAME }}`).
CLEAR = re.compile(
    r"\b(?P<name>\w*(?:TOKEN|SECRET|PASSWORD)\w*)[\"']?\s*[:=]\s*[\"']?(?P<value>[^\s\"'$#]{8,})",
    re.IGNORECASE,
)
PATH = re.compile(r"^[./~]")


def secrets_in_clear(folder: Path) -> Iterator[DeskError]:
    """Each with its place; the secret itself is not repeated."""
    for file in sorted(file for place in PLACES for file in folder.glob(place)):
        for number, line in enumerate(read_text(file).splitlines(), start=1):
            for found in () if line.lstrip().startswith("#") else CLEAR.finditer(line):
                if not PATH.match(found["value"]):
                    where = Where(file, number, found.start("value") + 1)
                    what = f"the secret of {found['name']} stands here in clear"
                    hint = "keep it among the CI's secrets, and make a new one: this one is known"
                    yield DeskError(what, where=where, hint=hint)
