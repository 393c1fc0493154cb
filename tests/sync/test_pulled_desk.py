"""What an instance has, as files: `check` has nothing against them and `plan` shows nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from zammad_plugin.check.desk import examine
from zammad_plugin.config.places import default_desk
from zammad_plugin.emulator import Emulator
from zammad_plugin.sync.desk_sync import apply_desk
from zammad_plugin.sync.files.pull import pull
from zammad_plugin.sync.files.source import read
from zammad_plugin.sync.ledger import Ledger
from zammad_plugin.sync.plan import make_plan
from zammad_plugin.zammad.client import Client
from zammad_plugin.zammad.session import Session

FOREIGN = 300


@pytest.fixture
def admin(server: Emulator) -> Client:
    return Client(Session(server.url, server.tokens["admin"]))


def foreign(client: Client) -> None:
    """Texts that no linter of ours would pass, and a macro with a state of their own."""
    for number in range(FOREIGN):
        text = "<div>You can pay a little, then <b>delete</b> the chat.</div>"
        row = {"name": f"Foreign {number}", "keywords": f"f{number}", "content": text}
        client.create("text_modules", {**row, "active": True})
    client.create("groups", {"name": "Suport", "active": True})
    client.create("groups", {"name": "Support", "active": True})


@pytest.mark.timeout(300)
def test_a_pulled_instance_passes_check_and_plan(admin: Client, tmp_path: Path) -> None:
    apply_desk(admin, default_desk())
    foreign(admin)
    pulled = pull(admin, tmp_path)
    assert len(pulled.written) > FOREIGN
    checked = examine(tmp_path)
    assert checked.problems == [] and len(checked.baseline) >= FOREIGN
    assert any("files taken over: check --baseline" in one for one in checked.warnings)
    plan = make_plan(read(tmp_path).desired, admin, Ledger())
    assert [change.address for change in plan.changes if change.action != "orphan"] == []


@pytest.mark.timeout(300)
def test_pull_into_a_desk_that_extends_writes_nothing_of_the_packages(
    admin: Client, tmp_path: Path
) -> None:
    (tmp_path / "zammad-plugin.yml").write_text("extends: default\n")
    apply_desk(admin, tmp_path)
    client_macro = next(
        row for row in admin.list_all("macros") if row["note"].endswith(": false-alarm")
    )
    admin.update("macros", client_macro["id"], {"name": "No alarm, says a colleague"})
    shipped = {file: file.read_bytes() for file in default_desk().glob("macros/*.yml")}
    pulled = pull(admin, tmp_path, ["macros"])
    written = [file.relative_to(tmp_path).as_posix() for file in pulled.written]
    assert written == ["macros/false-alarm.yml"]
    assert {file: file.read_bytes() for file in shipped} == shipped


def test_a_file_that_was_taken_over_and_is_broken_since_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "macros").mkdir()
    file = tmp_path / "macros" / "m.yml"
    file.write_text(
        "# taken over from Zammad; take this line away once the file is the desk's own\n"
    )
    assert len(examine(tmp_path).problems) == 1
