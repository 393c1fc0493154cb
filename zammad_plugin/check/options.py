"""Values that triage writes onto a ticket and that no form shows: the option is missing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from zammad_plugin.check.vocabulary import vocabulary
from zammad_plugin.sync.model import Desired
from zammad_plugin.vocabulary import (
    CATEGORY_FIELD,
    LANGUAGE_FIELD,
    NOT_CHILD_SAFETY,
    PLATFORM_FIELD,
    REPORTER_FIELD,
)

FIELDS = {
    "category": CATEGORY_FIELD,
    "language": LANGUAGE_FIELD,
    "platform": PLATFORM_FIELD,
    "reporter": REPORTER_FIELD,
}


def without_option(rules: Path | None, desired: Iterable[Desired]) -> Iterator[tuple[str, str]]:
    """(attribute, value) of what triage can give with the desk's folder of `rules`, and of which
    the desk's own form of the attribute has no option: agents would read a bare code, and older
    servers refuse it."""
    given = vocabulary(rules)
    forms = {str(item.fields["name"]): item for item in desired if item.kind.name == "attributes"}
    for what, name in FIELDS.items():
        form = forms.get(name)
        options = (form.fields.get("data_option") or {}).get("options") if form else None
        for value in sorted(given[what] - set(options or given[what]) - {NOT_CHILD_SAFETY}):
            yield name, value
