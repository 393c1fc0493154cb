"""Webhooks: templates/webhooks/<key>.yml. Secrets come from the environment and are never shown."""

from __future__ import annotations

import os

from pydantic import Field

from zammad_plugin.config.desk import FromEnvironment
from zammad_plugin.sync.model import Kind, Record, Spec, plain


class Webhook(Spec):
    """`signature_token`: the key of the HMAC in X-Hub-Signature."""

    name: str = Field(min_length=1, max_length=250)
    """Name; triggers and jobs choose it by this."""
    endpoint: str = Field(pattern=r"^https?://[^\s/]+", max_length=300)
    """Address that is called with POST."""
    signature_token: FromEnvironment | None = None
    """Key of the HMAC in X-Hub-Signature; never in the file."""
    ssl_verify: bool = True
    """Whether the certificate is checked; leave it so."""
    active: bool = True
    """Whether Zammad uses it; false keeps it without using it."""

    def fields(self) -> Record:
        secret = os.environ.get(self.signature_token.env) if self.signature_token else None
        # A secret that isn't set here is not sent: what the server has stays.
        known = {"signature_token": secret} if secret else {}
        return {
            **self.model_dump(include={"name", "endpoint", "ssl_verify", "active"}),
            **known,
        }


KIND = Kind(
    name="webhooks",
    resource="webhooks",
    spec=Webhook,
    files="templates/webhooks/*.yml",
    # A secret is not written down: without one in the file the server keeps its own.
    unread=plain("name", "endpoint", "ssl_verify", "active"),
    secret=frozenset({"signature_token"}),
)
