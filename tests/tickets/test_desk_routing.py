"""A desk's routing is read without the engine: whoever only counts has no memory to spare."""

from __future__ import annotations

import subprocess
import sys


def test_reading_a_desks_routing_loads_no_engine() -> None:
    code = "import zammad_plugin.tickets.desk_routing, sys; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    loaded = set(done.stdout.split())
    assert not {"zammad_plugin.triage.engine", "zammad_plugin.tickets.ticket", "numpy"} & loaded
