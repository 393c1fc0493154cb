"""Names in each agent's own language: templates/translations/<key>.yml.

Those of our own macros, overviews and attributes come from the `{en: …, ar: …, fr: …}` of their
files (sync.translated); a file is for what a desk made by hand, such as a state.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from pydantic import Field

from zammad_plugin.sync.model import Kind, Record, Spec, plain

LISTED = "translations/customized"


class Translation(Spec):
    """One text in one language. Texts are global: a word that Zammad has itself is left alone."""

    locale: str = Field(pattern=r"^[a-z]{2,3}(-[a-z]{2,4})?$")
    """Language as Zammad names it: ar, fr-fr, en-us."""
    source: str = Field(min_length=1, max_length=3000)
    """The text exactly as the object has it."""
    target: str = Field(min_length=1, max_length=3000)
    """What an agent with that language sees."""

    def fields(self) -> Record:
        return self.model_dump()


def _fetch(get: Callable[..., Any]) -> list[Record]:
    """What was added or changed by hand; Zammad's own words don't come with it."""
    rows = get(LISTED)
    return [{**row, "name": f"{row['locale']} {row['source']}"} for row in rows]


def _is_zammads(get: Callable[..., Any], fields: Record) -> bool:
    """Whether another text of this language has the source: then it isn't ours to change."""
    known = get(f"translations/lang/{fields['locale']}")["list"]
    return any(source == fields["source"] for _, source, *_ in known)


KIND = Kind(
    name="translations",
    resource="translations",
    permission="admin.translation",
    listed=LISTED,
    spec=Translation,
    files="templates/translations/*.yml",
    unread=plain("locale", "source", "target"),
    after=("attributes", "macros", "overviews"),
    has_note=False,
    same_object=("locale", "source"),
    fetch=_fetch,
    creates="translations/upsert",
    reserved=_is_zammads,
    since=(6, 3),
)
