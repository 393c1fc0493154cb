"""Where a Zammad stands, and through which proxies it is reached."""

from __future__ import annotations

from requests.utils import get_environ_proxies

from zammad_plugin.errors import PluginError
from zammad_plugin.text.url import LOOPBACK, address_of


def check_url(url: str, allow_http: bool) -> str:
    """The base of the API. Raises PluginError for plain http to another machine."""
    parts = address_of(url)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise PluginError(f"no URL of a Zammad: {url!r}", hint="--url https://desk.example.org")
    if parts.scheme == "http" and parts.hostname not in LOOPBACK and not allow_http:
        raise PluginError(
            "plain http would show the token and the reports to the network",
            hint="use https, or --allow-http if you know the network",
        )
    base = url.rstrip("/")
    return base if base.endswith("/api/v1") else f"{base}/api/v1"


def proxies_of(url: str) -> dict[str, str]:
    """Those of the environment; never for this machine: they would see the token in clear."""
    if address_of(url).hostname in LOOPBACK:
        return {}
    return get_environ_proxies(url)
