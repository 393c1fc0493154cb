"""The emulator as a server: in a thread for tests and the demo, or in the foreground."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from zammad_plugin.emulator.seed import fill
from zammad_plugin.emulator.server.app import App, Call
from zammad_plugin.emulator.server.faults import Fault, Faults
from zammad_plugin.emulator.server.loopback import Loopback
from zammad_plugin.emulator.store import Store
from zammad_plugin.emulator.triggers import Webhooks
from zammad_plugin.emulator.versions import numbers

VERSION = "6.4.0"  # the newest one whose search answers as was measured
AWAY = 0.3  # seconds of a restart, 8 to 60 on a real one; long enough to be seen
HOLD = 60.0  # seconds that a `timeout` fault holds a call


class Emulator(Loopback):
    """A Zammad API on loopback. `port` 0 takes a free one; `data` keeps it in a SQLite file.

    `tokens` holds one token each for admin, sync (admin.*), triage (ticket.agent), customer.
    `latency`: seconds before each answer; `away`: of the restart after new attributes
    (6.5+). Raises ValueError for a fault that can't be read,
    OSError when the port is taken.
    """

    def __init__(
        self,
        port: int = 0,
        data: Path | None = None,
        faults: Sequence[str] = (),
        *,
        version: str = VERSION,
        hold: float = HOLD,
        latency: float = 0.0,
        away: float = AWAY,
    ) -> None:
        self.faults = Faults(tuple(Fault.parse(one) for one in faults))
        self.store = Store(data, numbers(version))
        self.webhooks = Webhooks()
        if self.store.empty:
            with self.store.request():
                fill(self.store)
        self.app = App(self.store, self.webhooks, self.faults, version, hold)
        self.app.latency, self.app.away = latency, away
        super().__init__(self.app, port)

    @property
    def tokens(self) -> dict[str, str]:
        return {str(row["name"]): str(row["token"]) for row in self.store.rows("tokens")}

    @property
    def log(self) -> list[Call]:
        """Every call since the start, in order."""
        return self.app.log

    @property
    def writes(self) -> list[Call]:
        return [call for call in self.log if call.is_write]

    def stop(self) -> None:
        super().stop()
        self._close()

    def serve_forever(self) -> None:
        """Until interrupted."""
        try:
            self._server.serve_forever()
        finally:
            self._server.server_close()
            self._close()

    def _close(self) -> None:
        self.webhooks.close()
        self.store.close()
