"""`voice`: what it needs, what it tells, and that `run` never waits for it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from applied_desk import applied
from click.testing import CliRunner, Result
from hearing import double

from zammad_plugin.cli.main import cli
from zammad_plugin.emulator import Emulator
from zammad_plugin.voice.sample import SAID, SAMPLE
from zammad_plugin.zammad.client import Client
from zammad_plugin.zammad.session import Session

THREAT = "I'm 14 and a man on Snapchat says he will post my photos if I don't pay him"
FILE = {"filename": "v.ogg", "data": "T2dnUwACAAAA", "mime-type": "audio/ogg"}
# Begins, and hears as long as the file `go` is not there.
WAITS = """
import os, time
open({begun!r}, "a").write("x")
while not os.path.exists({go!r}): time.sleep(0.05)
print({answer!r})
"""


def desk(folder: Path, command: list[str]) -> Path:
    (folder / "zammad-plugin.yml").write_text(f"voice: {{command: {json.dumps(command)}}}\n")
    return folder


def voice(*words: object) -> Result:
    return CliRunner().invoke(cli, ["voice", *map(str, words)], catch_exceptions=True)


def test_a_desk_without_ears_is_told_how_to_get_some(tmp_path: Path) -> None:
    told = voice("run", "--desk", tmp_path, "--url", "http://127.0.0.1:1")
    assert "docs/voice.md" in str(told.exception)


def test_a_file_is_heard_and_judged_by_the_gate(tmp_path: Path) -> None:
    told = voice("listen", SAMPLE, "--desk", desk(tmp_path, double(SAID)), "--format", "json")
    heard = json.loads(told.output)
    assert (heard["text"], heard["verdict"]) == (SAID, "judged")
    told = voice("listen", SAMPLE, "--desk", desk(tmp_path, double(SAID, confidence=0.3)))
    assert "shown" in told.output and SAID in told.output


def test_the_doctor_hears_the_sample(tmp_path: Path) -> None:
    well = voice("doctor", "--desk", desk(tmp_path, double(SAID)))
    assert well.exit_code == 0 and "19 of 19 words" in well.output
    deaf = voice("doctor", "--desk", desk(tmp_path, double("something else")))
    assert deaf.exit_code == 1 and "next:" in deaf.output
    gone = voice("doctor", "--desk", desk(tmp_path, ["/no/such/program"]))
    assert gone.exit_code == 1 and "no command '/no/such/program'" in gone.output


@pytest.fixture
def server() -> Iterator[Emulator]:
    with applied(hold=1) as made:
        yield made


class Processes:
    """The command line as cron starts it."""

    def __init__(self, server: Emulator, folder: Path) -> None:
        self.server, self.folder = server, folder
        self.client = Client(Session(server.url, server.tokens["admin"]))

    def start(self, *words: str) -> subprocess.Popen[str]:
        env = {
            **os.environ,
            "ZAMMAD_URL": self.server.url,
            "ZAMMAD_TOKEN": self.server.tokens["triage"],
            "ZAMMAD_DESK": str(self.folder),
        }
        command = [sys.executable, "-c", "from zammad_plugin.cli.main import main; main()"]
        pipe = subprocess.PIPE
        state = ["--state-dir", str(self.folder / "state")]
        return subprocess.Popen([*command, *words, *state], env=env, text=True, stdout=pipe)

    def run(self, *words: str) -> int:
        """Its exit code."""
        process = self.start(*words)
        process.communicate(timeout=400)
        return process.returncode

    def report(self, text: str, person: str, **more: object) -> int:
        body = {"body": text or "<br>", "content_type": "text/html", "type": "web"}
        article = {**body, "sender": "Customer", "internal": False, **more}
        customer = f"guess:{person}@example.org"
        new = {"title": "Message", "group": "Users", "customer_id": customer}
        return int(self.client.create_ticket({**new, "article": article})["id"])

    def tags(self, ticket: int) -> set[str]:
        return set(self.client.tags(ticket))


def _wait(file: Path) -> None:
    ends = time.monotonic() + 90
    while not file.exists():
        assert time.monotonic() < ends
        time.sleep(0.05)


@pytest.mark.timeout(600)
def test_a_critical_text_never_waits_for_twenty_voice_messages(
    server: Emulator, tmp_path: Path
) -> None:
    """A pass hears the first of twenty and does not come to its end; `run` judges a text meanwhile,
    a second pass is refused, and the first then goes on to the end."""
    begun, go = tmp_path / "begun", tmp_path / "go"
    answer = json.dumps({"text": "", "language": "en"})
    source = WAITS.format(begun=str(begun), go=str(go), answer=answer)
    here = Processes(server, desk(tmp_path, [sys.executable, "-S", "-c", source]))
    spoken = [here.report("", f"p{number}", attachments=[FILE]) for number in range(20)]
    assert here.run("run") == 0
    hearing = here.start("voice", "run", "--format", "json")
    _wait(begun)
    text = here.report(THREAT, "q")
    assert here.run("run") == 0
    assert {"cs-urg-critical", "cs-triaged"} <= here.tags(text)
    assert hearing.poll() is None and begun.read_text() == "x"
    assert here.run("voice", "run") == 75
    go.touch()
    out, _ = hearing.communicate(timeout=400)
    assert json.loads(out)["recordings"] == 20 and hearing.returncode == 0
    assert all("cs-voice" in here.tags(one) for one in spoken)
    here.client.session.close()


def test_among_twenty_new_voice_messages_the_text_is_first(
    server: Emulator, tmp_path: Path
) -> None:
    here = Processes(server, desk(tmp_path, double("")))
    text = here.report(THREAT, "q")
    spoken = [here.report("", f"p{number}", attachments=[FILE]) for number in range(20)]
    assert here.run("run", "--limit", "1") == 0
    assert "cs-triaged" in here.tags(text)
    assert not any("cs-triaged" in here.tags(one) for one in spoken)
    here.client.session.close()
