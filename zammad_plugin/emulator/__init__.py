"""An embedded Zammad API, for the demo, for tests and to look at; it holds invented data only."""

from zammad_plugin.emulator.server.app import Call
from zammad_plugin.emulator.server.zammad import Emulator

__all__ = ["Call", "Emulator"]
