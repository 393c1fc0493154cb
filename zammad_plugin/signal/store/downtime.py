"""When the bridge was not listening. With `--receive-mode=on-connection` messages waited on
Signal's servers meanwhile; the desk still wants to know."""

from __future__ import annotations

from dataclasses import dataclass

from zammad_plugin.signal.store.spool import Spool

ALIVE = "alive"
EVERY = 10.0  # seconds between two notes that we are alive: each is a write
SHORT = 60.0  # seconds: a restart is no gap


@dataclass(frozen=True)
class Gap:
    """Seconds since 1970; `ended` None: it goes on. `why`: daemon, disk or stopped."""

    began: float
    ended: float | None
    why: str


class Gaps:
    def __init__(self, spool: Spool) -> None:
        self.spool = spool
        self._last = 0.0

    def alive(self) -> None:
        """The stream is open: ends a gap."""
        now = self.spool.now()
        if now - self._last >= EVERY:
            self.spool.put(ALIVE, str(now))
            self._last = now
        if self.spool.one("SELECT id FROM gaps WHERE ended IS NULL"):
            with self.spool.change("gap ends") as db:
                db.execute("UPDATE gaps SET ended=? WHERE ended IS NULL", (now,))

    def begin(self, why: str) -> None:
        """From the last sign of life on; one gap at a time."""
        if self.spool.one("SELECT id FROM gaps WHERE ended IS NULL"):
            return
        began = float(self.spool.get(ALIVE) or self.spool.now())
        with self.spool.change("gap begins") as db:
            db.execute("INSERT INTO gaps (began, why) VALUES (?, ?)", (began, why))
        self._last = 0.0

    def since_last_time(self) -> None:
        """At the start: what lies between the last sign of life and now."""
        last = float(self.spool.get(ALIVE) or 0)
        if last and self.spool.now() - last > SHORT:
            self.begin("stopped")

    def all(self) -> list[Gap]:
        """The newest first."""
        rows = self.spool.all("SELECT began, ended, why FROM gaps ORDER BY id DESC")
        return [Gap(row["began"], row["ended"], row["why"]) for row in rows]
