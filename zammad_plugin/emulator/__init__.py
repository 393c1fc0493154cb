"""An embedded Zammad API, for the demo, for tests and to look at; it holds invented data only."""

from zammad_plugin.emulator.app import Call
from zammad_plugin.emulator.server import Emulator

__all__ = ["Call", "Emulator"]
