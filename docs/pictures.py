"""Makes the pictures of docs/agents.md: invented reports in an embedded Zammad, by a browser.

    python docs/pictures.py            # needs chromium (or --browser PATH)

Nothing in them is real. Every run shows the same reports; times and numbers differ.
"""

from __future__ import annotations

import argparse
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from png import shrink

from zammad_plugin.demo.story import play
from zammad_plugin.emulator import Emulator
from zammad_plugin.routing.rules import load_routing
from zammad_plugin.tickets.networks.accounts import Networks
from zammad_plugin.tickets.run import run
from zammad_plugin.tickets.tools import Tools
from zammad_plugin.triage.ruleset import load
from zammad_plugin.zammad.client import Client
from zammad_plugin.zammad.session import Session

FOLDER = Path(__file__).resolve().parent / "pictures"
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
SIZES = {
    "queue": (1366, 640),
    "next": (1366, 768),
    "lead": (1366, 420),
    "ticket": (1366, 940),
    "ticket-arabic": (1366, 700),
    "telephone": (500, 900),  # no window of Chromium is smaller
}
WAITS = 60  # seconds for one picture
ARABIC = "ابني عمره ١٤ سنة وفي حساب اسمه @moon.light.77 عم يهدده ينشر صوره إذا ما دفع، شو بعمل؟"
ENGLISH = (
    "I'm 14 and a man on Snapchat says he will post my photos if I don't pay him. "
    "his account is @moon.light.77"
)
AGAIN = "he wrote again, he says tonight"


@contextmanager
def desk() -> Iterator[tuple[Emulator, Client, Client]]:
    """(server, admin, triage) with the demo's reports triaged."""
    with Emulator() as server:
        play(server.url, server.tokens)
        clients = [Client(Session(server.url, server.tokens[who])) for who in ("admin", "triage")]
        yield server, clients[0], clients[1]
        for client in clients:
            client.session.close()


def report(admin: Client, text: str, name: str) -> int:
    article = {"body": text, "type": "whatsapp message", "sender": "Customer", "internal": False}
    title = f"{name} (+961 70 000 000) via WhatsApp"  # as Zammad makes it
    new = {"title": title, "group": "Users", "customer_id": f"guess:{name.lower()}@example.org"}
    return int(admin.create_ticket({**new, "article": article})["id"])


def scenes(server: Emulator, admin: Client, triage: Client) -> dict[str, str]:
    """Name of a picture → path on the server."""
    tools = Tools(
        load(), load_routing(), networks=Networks(b"a secret of the pictures"), zone="Asia/Beirut"
    )
    ticket = report(admin, ENGLISH, "Sam")
    run(triage, tools.ruleset, tools.routing, tools=tools)
    arabic = report(admin, ARABIC, "Rim")
    run(triage, tools.ruleset, tools.routing, tools=replace(tools, lang="ar"))
    again = {"ticket_id": ticket, "body": AGAIN, "type": "whatsapp message", "sender": "Customer"}
    admin.create_article({**again, "internal": False})
    run(triage, tools.ruleset, tools.routing, tools=tools)
    admin.tag(again["ticket_id"], "cs-flow-lead")
    found = {row["name"]: f"/overview/{row['id']}" for row in server.store.rows("overviews")}
    return {
        "queue": found["Critical now"],
        "next": found["Nobody has it, by language"],
        "lead": found["Lead or second person"],
        "telephone": found["Critical now"],
        "ticket": f"/ticket/{ticket}",
        "ticket-arabic": f"/ticket/{arabic}",
    }


def shot(browser: str, url: str, file: Path, size: tuple[int, int]) -> None:
    """Raises CalledProcessError or TimeoutExpired when the browser fails."""
    with tempfile.TemporaryDirectory() as profile:
        words = [
            browser,
            "--headless=new",
            "--no-sandbox",
            "--disable-gpu",
            "--hide-scrollbars",
            f"--user-data-dir={profile}",
            f"--window-size={size[0]},{size[1]}",
            "--disable-lcd-text",
            "--force-device-scale-factor=1",
            f"--screenshot={file}",
            url,
        ]
        subprocess.run(words, check=True, capture_output=True, timeout=WAITS)
    shrink(file)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    found = next((one for one in map(shutil.which, BROWSERS) if one), None)
    parser.add_argument("--browser", default=found, help="a Chromium; else the one in PATH")
    browser = parser.parse_args().browser
    if browser is None:
        print("no chromium in PATH: install it, or give --browser PATH", file=sys.stderr)
        return 1
    FOLDER.mkdir(exist_ok=True)
    with desk() as (server, admin, triage):
        for name, path in scenes(server, admin, triage).items():
            file = FOLDER / f"{name}.png"
            shot(browser, server.url + path, file, SIZES[name])
            print(f"{file.relative_to(FOLDER.parent)}: {file.stat().st_size // 1024} KiB")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
