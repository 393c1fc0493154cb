"""Webhooks: templates/webhooks/<key>.yml. Secrets come from the environment and are never shown."""

from __future__ import annotations

import json
import os
from typing import Literal

from pydantic import Field, field_validator

from zammad_plugin.config.settings.machines import FromEnvironment
from zammad_plugin.sync.model import About, Kind, Named, Record, Spec


class Webhook(Spec):
    """`signature_token`: the key of the HMAC in X-Hub-Signature."""

    name: str = Field(min_length=1, max_length=250)
    """Name; triggers and jobs choose it by this."""
    endpoint: str = Field(pattern=r"^https?://[^\s/]+", max_length=300)
    """Address that is called with POST."""
    signature_token: FromEnvironment | None = None
    """Key of the HMAC in X-Hub-Signature; never in the file."""
    http_method: Literal["post", "put", "patch", "delete"] = "post"
    """How it is called; others than post from 7.0 on."""
    payload: str = ""
    """JSON that is sent instead of the whole article (6.0+): `{"ticket_id": "#{ticket.id}"}`."""
    basic_auth_username: str = Field(default="", max_length=250)
    """User of HTTP basic authentication (6.0+)."""
    basic_auth_password: FromEnvironment | None = None
    """Its password; never in the file."""
    bearer_token: FromEnvironment | None = None
    """Token of an Authorization header (7.0+); never in the file."""
    ssl_verify: bool = True
    """Whether the certificate is checked; leave it so."""
    active: bool = True
    """Whether Zammad uses it; false keeps it without using it."""

    @field_validator("payload")
    @classmethod
    def _is_json(cls, payload: str) -> str:
        if payload:
            json.loads(payload)  # its ValueError says the place
        return payload

    def _secrets(self) -> dict[str, str]:
        """Variables of the environment, by what they are for."""
        named = {name: getattr(self, name) for name in SECRETS}
        return {name: one.env for name, one in named.items() if one}

    def about(self) -> About:
        """A webhook without its signature would be written and look well: it is refused."""
        return {"unset": [env for env in self._secrets().values() if not os.environ.get(env)]}

    def fields(self) -> Record:
        known = {name: os.environ.get(env) for name, env in self._secrets().items()}
        return {
            **self.model_dump(include={*ALIKE, "http_method", "basic_auth_username"}),
            "customized_payload": bool(self.payload),
            "custom_payload": self.payload,
            **{name: secret for name, secret in known.items() if secret},
        }


SECRETS = ("signature_token", "basic_auth_password", "bearer_token")
ALIKE = ("name", "endpoint", "ssl_verify", "active")


def _unread(row: Record, _: Named) -> Record:
    """A secret is not written down: without one in the file the server keeps its own."""
    said = {name: row[name] for name in ALIKE}
    later = {name: row[name] for name in ("http_method", "basic_auth_username") if row.get(name)}
    payload = row.get("custom_payload") if row.get("customized_payload") else ""
    return {**said, **later, "payload": payload or ""}


KIND = Kind(
    name="webhooks",
    resource="webhooks",
    permission="admin.webhook",
    spec=Webhook,
    files="templates/webhooks/*.yml",
    unread=_unread,
    secret=frozenset(SECRETS),
    newer={
        "customized_payload": ((6, 0), False),
        "custom_payload": ((6, 0), ""),
        "basic_auth_username": ((6, 0), ""),
        "basic_auth_password": ((6, 0), ""),
        "http_method": ((7, 0), "post"),
        "bearer_token": ((7, 0), ""),
    },
)
