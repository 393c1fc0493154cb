"""Signal in the demo: invented people write to a simulated daemon, the real bridge carries it."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from zammad_plugin.config.settings.signal import SignalSettings
from zammad_plugin.emulator.signal.daemon import SignalDaemon
from zammad_plugin.emulator.signal.network import Network
from zammad_plugin.emulator.signal.wire import File, Person
from zammad_plugin.signal import bridge
from zammad_plugin.signal.compatibility import UNSEEN
from zammad_plugin.signal.store.spool import Spool
from zammad_plugin.signal.tickets.conversation import Conversations
from zammad_plugin.signal.wire.daemon import Daemon
from zammad_plugin.voice.sample import SAMPLE
from zammad_plugin.zammad.client import Client

VERSION = "0.14.6"
PAUSE = 0.2  # seconds of silence after which the bridge has read all
NOTICED = 60.0  # seconds in which a busy machine notices a closed connection


class SignalDesk:
    """`write` as a person, `carry` both ways, `ticket` of a person, `left` what went out."""

    def __init__(self, network: Network, ends: bridge.Ends, folder: Path) -> None:
        self._network, self._ends, self._folder = network, ends, folder
        self._people: dict[str, Person] = {}

    def write(self, name: str, text: str, voice: bool = False) -> None:
        person = self._people.setdefault(name, Person.made(len(self._people), hidden=True))
        files = [File(f"{person.uuid}.ogg", "audio/ogg", SAMPLE.read_bytes())] if voice else []
        self._network.write(person, text or None, *files)

    def carry(self) -> tuple[int, int]:
        """(messages into Zammad, answers out). Raises what bridge.once raises."""
        arrived, left, _ = bridge.once(self._ends, self._folder)
        # signal-cli notices a closed connection at its next signs of life only, and what somebody
        # writes before that is lost (docs/signal.md): nobody writes so soon in the demo.
        with self._network.changed:
            self._network.changed.wait_for(lambda: not self._network.subscribed, NOTICED)
        return arrived, left

    def ticket(self, name: str) -> int:
        with Spool(self._folder) as spool:
            talks = Conversations(self._ends.client, spool, self._ends.settings)
            return talks.of(self._people[name].uuid).ticket

    def left(self, name: str) -> list[str]:
        """Texts that the person's phone got."""
        to = self._people[name].uuid
        return [one.text for one in self._network.sent if one.to == to]


@contextmanager
def signal_desk(client: Client) -> Iterator[SignalDesk]:
    """A simulated daemon on loopback and a spool that is gone afterwards."""
    with (
        tempfile.TemporaryDirectory() as folder,
        SignalDaemon(version=VERSION, keep_alive=PAUSE) as running,
    ):
        account = running.network.account
        daemon = Daemon(running.url, account)
        told = {"account": account, "daemon": running.url}
        settings = SignalSettings.model_validate(told)
        spool = Path(folder) / "spool"
        with Spool(spool) as kept:  # a simulated one has no command line to look at
            kept.put(UNSEEN, running.url)
        try:
            yield SignalDesk(running.network, bridge.Ends(client, daemon, settings), spool)
        finally:
            daemon.close()
