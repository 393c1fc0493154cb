"""An address that a person wrote never ends in an exception."""

from __future__ import annotations

import pytest

from zammad_plugin.errors import PluginError
from zammad_plugin.serve import broker
from zammad_plugin.signal.wire import rpc
from zammad_plugin.state.places import server_of
from zammad_plugin.text.url import address_of
from zammad_plugin.zammad.http import address

NO_ADDRESS = ["http://[x", "http://[/webhook", "http://x:99999", "http://x:port", "http://[::1"]


@pytest.mark.parametrize("url", NO_ADDRESS)
def test_what_cannot_be_parsed_has_no_parts(url: str) -> None:
    parts = address_of(url)
    assert (parts.scheme, parts.hostname, parts.port, parts.path) == ("", None, None, "")


def test_the_parts_of_an_address() -> None:
    parts = address_of("https://Desk.example.org:8443/zammad/?a=1")
    assert (parts.scheme, parts.hostname, parts.port) == ("https", "desk.example.org", 8443)
    assert (parts.path, parts.query) == ("/zammad/", "a=1")
    assert address_of("http://[::1]:8090").hostname == "::1"


@pytest.mark.parametrize("url", NO_ADDRESS)
def test_each_border_refuses_it_in_words(url: str) -> None:
    with pytest.raises(PluginError, match="no URL of a Zammad"):
        address.check_url(url, allow_http=False)
    with pytest.raises(PluginError, match="no URL of a signal-cli daemon"):
        rpc.check_url(url)
    with pytest.raises(PluginError, match="names no Redis database"):
        broker.check_url(url.replace("http", "redis"), "QUEUE_URL")
    assert len(server_of(url)) == 16
