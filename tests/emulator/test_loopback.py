"""Both emulators say that a port is taken, and end quietly."""

from __future__ import annotations

import pytest
import requests

from zammad_plugin.emulator import Emulator
from zammad_plugin.emulator.signal.daemon import SignalDaemon


def test_a_port_that_is_taken() -> None:
    with Emulator() as first:
        with pytest.raises(OSError):
            Emulator(first.port)
        with pytest.raises(OSError):
            SignalDaemon(port=first.port)


def test_it_answers_until_it_is_stopped() -> None:
    with SignalDaemon() as daemon:
        assert requests.get(f"{daemon.url}/api/v1/check", timeout=5).status_code == 200
    with pytest.raises(requests.ConnectionError):
        requests.get(f"{daemon.url}/api/v1/check", timeout=5)
