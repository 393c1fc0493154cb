"""`networks`, `sync`, `serve`, `scale` of zammad-plugin.yml: what runs beside a call of triage."""

from __future__ import annotations

from pydantic import Field

from zammad_plugin.config.files import Strict


class FromEnvironment(Strict):
    """A secret by the name of its environment variable."""

    env: str = Field(pattern=r"^[A-Z_][A-Z0-9_]*$")
    """Name of the environment's variable that holds the secret."""


class NetworkSettings(Strict):
    """`networks`: tickets that name the same account or number find each other, by keyed hashes."""

    enabled: bool = True
    """Whether they do; on unless a desk says false."""
    secret: FromEnvironment | None = None
    """Variable with the key of the hashes, for a desk of several machines; none: the plugin makes
    one for itself in its state folder."""
    exempt: tuple[str, ...] = ()
    """Identifiers and domains of the desk's own."""


class SyncSettings(Strict):
    """`run` uses the sync token for this and for nothing else; triage keeps its own."""

    token: FromEnvironment
    """Variable with the sync token (admin.*); never the one of triage."""
    every: int = Field(default=60, ge=1, le=60 * 24 * 7)
    """Minutes between two looks at the server."""
    max_changes: int = Field(default=50, ge=0)
    """Refuse more changes at once; a person then runs `apply`."""


class ServeSettings(Strict):
    """`serve`: Zammad's webhook, and the trigger that calls it; `apply` makes both."""

    secret: FromEnvironment
    """Variable with the key of the webhook's signature, for `apply` and for `serve`."""
    endpoint: str = Field(default="http://127.0.0.1:8092/webhook", pattern=r"^https?://[^\s/]+/.*$")
    """Address at which Zammad reaches `serve`; its path ends in /webhook."""
    threads: int = Field(default=8, ge=1, le=64)
    """Tickets that are worked on at once."""
    groups: tuple[str, ...] = ()
    """Groups whose messages Zammad tells of; none: all. Where several desks share one Zammad."""


class ScaleSettings(Strict):
    """Beyond one machine: a queue and leases in Redis (extra `scale`). Ids only stand there."""

    redis: FromEnvironment
    """Variable with redis://HOST:6379/N, N from 1 on: a database of its own, 0 is Zammad's."""
    processes: int = Field(default=8, ge=1, le=64)
    """Tickets that one `worker` has in hand at once."""
