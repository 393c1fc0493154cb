"""Objects that follow from `serve:` in the settings: the webhook and the trigger that calls it."""

from __future__ import annotations

from collections.abc import Iterator

from zammad_plugin.config.desk import ServeSettings
from zammad_plugin.errors import Where
from zammad_plugin.sync.kinds.triggers import KIND as TRIGGERS
from zammad_plugin.sync.kinds.triggers import Trigger
from zammad_plugin.sync.kinds.webhooks import KIND as WEBHOOKS
from zammad_plugin.sync.kinds.webhooks import Webhook
from zammad_plugin.sync.model import Desired, Kind, Spec, marker

KEY = "serve"
NAME = "zammad-plugin serve"
# After the triggers that change tags: what is named is in the queue by then. Ids only: Zammad's
# own payload holds the whole message.
PAYLOAD = '{"ticket_id": "#{ticket.id}", "customer_id": "#{ticket.customer_id}"}'


def served(settings: ServeSettings | None, where: Where) -> Iterator[Desired]:
    """The webhook first: the trigger names it."""
    if settings is None:
        return
    hook = Webhook(
        name=NAME,
        endpoint=settings.endpoint,
        signature_token=settings.secret,
        payload=PAYLOAD,
    )
    yield _desired(WEBHOOKS, hook, where)
    trigger = Trigger(
        name="zammad-plugin 090 tell serve",
        condition={"article.sender": {"operator": "is", "value": "Customer"}},
        perform={"notification.webhook": NAME},
    )
    yield _desired(TRIGGERS, trigger, where)


def _desired(kind: Kind, spec: Spec, where: Where) -> Desired:
    about = spec.about()
    about["derived"] = True
    return Desired(kind, KEY, {**spec.fields(), "note": marker(KEY)}, where, about)
