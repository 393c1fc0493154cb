"""Options of our selects for what only this desk has: own categories, languages and platforms."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from zammad_plugin.config.own_codes import category_of
from zammad_plugin.config.taxonomy import Taxonomy, read_taxonomy
from zammad_plugin.sync.model import Desired, Record
from zammad_plugin.vocabulary import (
    CATEGORY_FIELD,
    CATEGORY_TAG,
    LANGUAGE_FIELD,
    LANGUAGE_TAG,
    PLATFORM_FIELD,
    PLATFORM_TAG,
)

# Attributes whose values files of rules name, with the beginning of the tag of each value.
OF_RULES = {LANGUAGE_FIELD: LANGUAGE_TAG, PLATFORM_FIELD: PLATFORM_TAG}


def with_own_codes(desired: Iterable[Desired], taxonomy: Taxonomy) -> list[Desired]:
    """Every select of ours with an option for each value that triage can give it: a value without
    one would be refused by the server, and seen by nobody."""
    labels = _labels(taxonomy)
    return [_completed(item, labels) for item in desired]


def _labels(taxonomy: Taxonomy) -> dict[str, dict[str, str]]:
    """Attribute → value that the package's has not → what agents read."""
    shipped = {row.tag for row in read_taxonomy().tags}
    said = {row.tag: row.means for row in taxonomy.tags if row.tag not in shipped}
    categories = {
        category_of(tag): means for tag, means in said.items() if tag.startswith(CATEGORY_TAG)
    }
    more = {
        one.name: _said(one.values, OF_RULES[one.name], said)
        for one in taxonomy.attributes
        if one.name in OF_RULES
    }
    return {CATEGORY_FIELD: categories, **more}


def _said(values: Iterable[str], start: str, said: Mapping[str, str]) -> dict[str, str]:
    """Value → what its tag means, of those in `said`."""
    tags = {value: start + value.lower() for value in values}
    return {value: said[tag] for value, tag in tags.items() if tag in said}


def _completed(item: Desired, labels: Mapping[str, Mapping[str, str]]) -> Desired:
    name = str(item.fields.get("name"))
    if item.kind.name != "attributes" or name not in labels:
        return item
    option: Record = item.fields["data_option"]
    known = option.get("options")
    if not isinstance(known, dict):
        return item
    added = {value: label for value, label in labels[name].items() if value not in known}
    whole = {**option, "options": {**known, **added}} if added else option
    return replace(item, fields={**item.fields, "data_option": whole})
