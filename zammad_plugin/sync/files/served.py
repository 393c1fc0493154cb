"""Objects that follow from `serve:` in the settings: the webhook and the trigger that calls it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from zammad_plugin.config.settings.desk import Settings
from zammad_plugin.config.settings.machines import ServeSettings
from zammad_plugin.errors import Where
from zammad_plugin.sync.kinds.triggers import KIND as TRIGGERS
from zammad_plugin.sync.kinds.triggers import Trigger
from zammad_plugin.sync.kinds.webhooks import KIND as WEBHOOKS
from zammad_plugin.sync.kinds.webhooks import Webhook
from zammad_plugin.sync.marks import marker
from zammad_plugin.sync.model import Desired, Kind, Spec

KEY = "serve"
NAME = "zammad-plugin serve"
# After the triggers that change tags: what is named is in the queue by then. Ids only: Zammad's
# own payload holds the whole message.
PAYLOAD = '{"ticket_id": "#{ticket.id}", "customer_id": "#{ticket.customer_id}"}'


def served(desk: Settings, where: Where) -> Iterator[Desired]:
    """The webhook first: the trigger names it. Of several desks on one Zammad each has its own."""
    settings = desk.serve
    if settings is None:
        return
    own = f" {desk.name}" if desk.name else ""
    hook = Webhook(
        name=f"{NAME}{own}",
        endpoint=settings.endpoint,
        signature_token=settings.secret,
        payload=PAYLOAD,
    )
    yield _desired(WEBHOOKS, hook, where, desk.name)
    trigger = Trigger(
        name=f"zammad-plugin 090 tell serve{own}",
        condition=_told_of(settings),
        perform={"notification.webhook": hook.name},
    )
    yield _desired(TRIGGERS, trigger, where, desk.name)


def _told_of(settings: ServeSettings) -> dict[str, Any]:
    tests: dict[str, Any] = {"article.sender": {"operator": "is", "value": "Customer"}}
    if settings.groups:
        tests["ticket.group"] = {"operator": "is", "value": list(settings.groups)}
    return tests


def _desired(kind: Kind, spec: Spec, where: Where, desk: str) -> Desired:
    about = spec.about()
    about["derived"] = True
    return Desired(kind, KEY, {**spec.fields(), "note": marker(KEY, desk)}, where, about)
