"""A real headless Chromium over its debugging pipe: no driver, no socket, no library.

Chrome DevTools Protocol with --remote-debugging-pipe: it reads commands on descriptor 3 and
writes answers on descriptor 4, each JSON text ended by a NUL byte.
"""

from __future__ import annotations

import base64
import json
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

NAMES = ("chromium", "chromium-browser", "google-chrome", "chrome")
FLAGS = (
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--no-first-run",
    "--disable-extensions",
    "--disable-background-networking",
    "--hide-scrollbars",
    "--force-color-profile=srgb",
    "--remote-debugging-pipe",
)
HIGHEST = 26_000  # pixels of the page; at this scale below the 16384 that Chromium can draw
SCALE = 0.6


def program() -> str | None:
    return next((found for name in NAMES if (found := shutil.which(name))), None)


class Browser:
    """One browser with one page."""

    def __init__(self, path: str) -> None:
        self._profile = tempfile.TemporaryDirectory(ignore_cleanup_errors=True)
        commands, self._write = os.pipe()
        self._read, answers = os.pipe()
        # Two steps, for 3 and 4 may be any of the four: first out of the way, then in place.
        launch = f'exec 13<&{commands} 14>&{answers}; exec "$0" "$@" 3<&13 4>&14 13<&- 14>&-'
        self._process = subprocess.Popen(
            ["bash", "-c", launch, path, *FLAGS, f"--user-data-dir={self._profile.name}"],
            pass_fds=(commands, answers),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        os.close(commands)
        os.close(answers)
        self._number, self._rest = 0, b""
        target = self._call("Target.createTarget", url="about:blank")["targetId"]
        attached = self._call("Target.attachToTarget", targetId=target, flatten=True)
        self._session = attached["sessionId"]
        self._page("Page.enable")

    def open(self, file: Path, width: int) -> None:
        self._page(
            "Emulation.setDeviceMetricsOverride",
            width=width,
            height=800,
            deviceScaleFactor=1,
            mobile=False,
        )
        self._page("Page.navigate", url=file.as_uri())
        self._until("Page.loadEventFired")

    @contextmanager
    def on_paper(self) -> Iterator[None]:
        """The page as it is printed."""
        self._page("Emulation.setEmulatedMedia", media="print")
        yield
        self._page("Emulation.setEmulatedMedia", media="")

    def run(self, script: str) -> Any:
        """The value of a JavaScript expression."""
        done = self._page("Runtime.evaluate", expression=script, returnByValue=True)
        assert "exceptionDetails" not in done, done["exceptionDetails"]
        return done["result"].get("value")

    def shoot(self, file: Path) -> None:
        """The whole page as PNG, to HIGHEST pixels."""
        size = self._page("Page.getLayoutMetrics")["cssContentSize"]
        clip = {
            "x": 0,
            "y": 0,
            "width": size["width"],
            "height": min(size["height"], HIGHEST),
            "scale": SCALE,
        }
        shot = self._page(
            "Page.captureScreenshot", captureBeyondViewport=True, clip=clip, optimizeForSpeed=True
        )
        file.write_bytes(base64.b64decode(shot["data"]))

    def close(self) -> None:
        try:
            self._call("Browser.close")
            self._process.wait(10)
        except (OSError, EOFError, subprocess.TimeoutExpired):
            self._process.kill()
            self._process.wait()
        for one in (self._write, self._read):
            os.close(one)
        self._profile.cleanup()

    def _page(self, method: str, **params: Any) -> dict[str, Any]:
        return self._call(method, self._session, **params)

    def _call(self, method: str, session: str = "", **params: Any) -> dict[str, Any]:
        self._number += 1
        command = {"id": self._number, "method": method, "params": params}
        sent = json.dumps(command | ({"sessionId": session} if session else {}))
        os.write(self._write, sent.encode() + b"\0")
        while (message := self._message()).get("id") != self._number:
            pass
        assert "error" not in message, message["error"]
        return dict(message["result"])

    def _until(self, event: str) -> None:
        while self._message().get("method") != event:
            pass

    def _message(self) -> dict[str, Any]:
        while b"\0" not in self._rest:
            read = os.read(self._read, 1 << 16)
            if not read:
                raise EOFError("Chromium ended")
            self._rest += read
        one, _, self._rest = self._rest.partition(b"\0")
        return dict(json.loads(one))
