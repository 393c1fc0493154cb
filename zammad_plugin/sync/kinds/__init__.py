"""Every kind of object, in the order in which they need each other."""

from __future__ import annotations

from zammad_plugin.sync.kinds import (
    attributes,
    calendars,
    checklists,
    core_workflows,
    groups,
    jobs,
    macros,
    overviews,
    postmaster_filters,
    report_profiles,
    roles,
    slas,
    tag_list,
    text_modules,
    ticket_templates,
    translations,
    triggers,
    webhooks,
)
from zammad_plugin.sync.model import Kind

KINDS = (
    groups.KIND,
    attributes.KIND,
    roles.KIND,
    tag_list.KIND,
    calendars.KIND,
    text_modules.KIND,
    ticket_templates.KIND,
    checklists.KIND,
    macros.KIND,
    overviews.KIND,
    slas.KIND,
    report_profiles.KIND,
    webhooks.KIND,
    postmaster_filters.KIND,
    core_workflows.KIND,
    jobs.KIND,
    triggers.KIND,
    translations.KIND,
)


def _ordered() -> dict[str, Kind]:
    """By dependency; the order above decides between equals."""
    left, done = list(KINDS), dict[str, Kind]()
    while left:
        ready = next(kind for kind in left if all(name in done for name in kind.after))
        done[ready.name] = ready
        left.remove(ready)
    return done


REGISTRY = _ordered()
