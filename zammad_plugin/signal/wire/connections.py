"""Connections to signal-cli: none of them idle, and a stream's end noticed as early as can be."""

from __future__ import annotations

import socket
import struct
from typing import Any

import requests
from requests.adapters import HTTPAdapter
from urllib3.connection import HTTPConnection

NOW = struct.pack("ii", 1, 0)  # struct linger: on, 0 seconds


class Resetting(HTTPAdapter):
    """Its connections end with a reset. After an ordinary end signal-cli's next write still
    succeeds, into nothing: a message, or a sign of life 15 s later that fails only 15 s after
    that. After a reset the next write fails."""

    def init_poolmanager(self, *sizes: Any, **options: Any) -> None:
        linger = (socket.SOL_SOCKET, socket.SO_LINGER, NOW)
        options["socket_options"] = [*HTTPConnection.default_socket_options, linger]
        super().init_poolmanager(*sizes, **options)


def session(events: str) -> requests.Session:
    """For all calls of one daemon; `events`: address of its stream."""
    made = requests.Session()
    made.trust_env = False  # no proxy of the environment sees these calls
    # An idle connection that the daemon has closed would make a send's end unknown.
    made.headers["Connection"] = "close"
    made.mount(events, Resetting())
    return made
