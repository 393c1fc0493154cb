"""Reports come in, the desk sees them tagged, explained and routed; on the embedded Zammad."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from desk_of_tests import RULESET, Desk

from zammad_plugin.cli.embedded import demo, emulator
from zammad_plugin.config.places import default_desk
from zammad_plugin.demo.story import play, table, wrong
from zammad_plugin.errors import NotAuthenticated
from zammad_plugin.sync.desk_sync import apply_desk
from zammad_plugin.sync.ledger import Ledger
from zammad_plugin.text.mail.clean import NOTHING
from zammad_plugin.vocabulary import TRIAGED

CHILD = {"group": "Child Safety", "priority": "3 high", "cs_category": "sextortion"}


def test_demo_ends_as_it_should(bare: Desk) -> None:
    result = play(bare.server.url, bare.server.tokens)
    assert wrong(result) == []
    assert result["answered"] == {"report": "boy blackmailed", "left": True}
    unsent = {**result, "answered": {"report": "boy blackmailed", "left": False}}
    assert wrong(unsent) == ["the answer by Signal"]
    assert "left by Signal" not in table(unsent)
    for row in result["tickets"]:
        kinds = {tag.split("-")[1] for tag in row["tags"]}
        assert {"lang", "triaged"} <= kinds
        assert not row["child_safety"] or {"cat", "urg"} <= kinds


def test_demo_command_prints_a_table_or_json() -> None:
    plain = CliRunner().invoke(demo, [])
    assert plain.exit_code == 0, plain.output
    assert "Child Safety" in plain.output
    assert "an agent's answer left by Signal: boy blackmailed" in plain.output
    assert plain.stderr == ""
    assert '"tickets": [' in CliRunner().invoke(demo, ["--format", "json"]).output


def test_emulator_command_refuses_a_fault_that_is_none() -> None:
    answer = CliRunner().invoke(emulator, ["--fault", "nonsense"])
    assert answer.exit_code == 2
    assert "METHOD PATH COUNT KIND" in answer.output


def test_second_apply_sends_no_write(bare: Desk) -> None:
    sync = bare.client("sync")
    first = apply_desk(sync, default_desk())
    assert first["written"] > 20
    for ledger in (Ledger(), Ledger()):  # with the memory lost as well
        bare.server.log.clear()
        again = apply_desk(sync, default_desk(), ledger)
        assert again["written"] == 0
        assert bare.server.writes == []
        gets = [call for call in bare.server.log if call.method == "GET"]
        lists = Counter((call.path, call.page) for call in gets)
        assert set(lists.values()) == {1}


def test_calls_a_ticket(desk: Desk) -> None:
    ids = [desk.report() for _ in range(120)]
    desk.server.log.clear()
    assert desk.run().done == len(ids)
    log = desk.server.log
    reads = [call for call in log if call.method == "GET" and call.path != "ticket_states"]
    searches = [call for call in log if call.path == "tickets/search"]
    tags = sum(len(desk.tags(one)) for one in ids)
    # Ticket, articles, the look at the end; once who we are, and names that routing uses.
    assert len(reads) == 3 * len(ids) + 3
    assert len([call for call in log if call.is_write]) == len(ids) + tags
    assert len(searches) <= 8  # three pages, twice until nothing is new, and the last look


def test_a_report_is_tagged_explained_and_routed(desk: Desk) -> None:
    one = desk.report()
    desk.run()
    ticket = desk.ticket(one)
    assert {name: ticket[name] for name in CHILD} == CHILD
    assert {"cs-cat-sextortion", "cs-urg-critical", "cs-lang-en", TRIAGED} <= desk.tags(one)
    [note] = desk.notes(one)
    assert "Sextortion of a minor" in note["body"]


def test_twice_is_once(desk: Desk) -> None:
    one = desk.report()
    desk.run()
    before = desk.ticket(one), desk.tags(one)
    desk.server.log.clear()
    assert desk.run().done == 0
    assert desk.server.writes == []
    assert (desk.ticket(one), desk.tags(one)) == before


def test_follow_up_is_read_again(desk: Desk) -> None:
    one = desk.report("hello, are you there?")
    desk.run()
    assert desk.ticket(one)["group"] == "Users"
    again = {"ticket_id": one, "body": _threat(), "type": "web", "sender": "Customer"}
    desk.admin.create_article({**again, "internal": False})
    assert TRIAGED not in desk.tags(one)
    desk.run()
    assert desk.ticket(one)["group"] == "Child Safety"
    assert len(desk.notes(one)) == 2


def _threat() -> str:
    return "I'm 14 and he says he will post my photos if I don't pay him"


def test_killed_at_any_call_and_run_again(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each time one call later, until a pass gets through; the result is the same each time."""
    session, call = desk.triage.session, desk.triage.session.call
    for die_at in range(40):
        one, left = desk.report(), die_at

        def dying(*args: Any, **kwargs: Any) -> Any:
            nonlocal left
            if left == 0:
                raise KeyboardInterrupt
            left -= 1
            return call(*args, **kwargs)

        monkeypatch.setattr(session, "call", dying)
        try:
            desk.run()
            through = True
        except KeyboardInterrupt:
            through = False
        monkeypatch.setattr(session, "call", call)
        desk.run()
        assert desk.ticket(one)["group"] == "Child Safety"
        assert TRIAGED in desk.tags(one)
        assert len(desk.notes(one)) == 1
        if through:
            assert die_at >= 8
            return
    pytest.fail("no pass got through")


CALLS = [
    "GET ticket_states",
    "POST tickets/search",
    "GET tickets/*",
    "GET ticket_articles/*",
    "PUT tickets/*",
    "POST tags/add",
]
KINDS = [
    "timeout",
    "reset",
    "lost",
    "cut",
    "html",
    "401",
    "403",
    "404",
    "409",
    "422",
    "429",
    "500",
    "502",
    "503",
    "504",
]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("call", CALLS)
def test_a_fault_at_any_call_loses_nothing(desk: Desk, call: str, kind: str) -> None:
    """The fault hits the newer of two tickets; the next runs from cron mend everything."""
    ids = [desk.report(), desk.report()]
    desk.server.faults.add(f"{call} 1 {kind}")
    for _ in range(3):
        try:
            desk.run()
        except Exception as error:  # what the command line would turn into an exit code
            assert type(error).__module__ == "zammad_plugin.errors"
    for one in ids:
        assert TRIAGED in desk.tags(one)
        assert len(desk.notes(one)) == 1
        refused = (call, kind) == ("PUT tickets/*", "422") and one == ids[1]
        assert desk.ticket(one)["group"] == ("Users" if refused else "Child Safety")
        assert ("cs-error" in desk.tags(one)) == refused


@pytest.mark.parametrize("kind", ["409", "422", "500"])
def test_one_broken_ticket_does_not_stop_the_others(desk: Desk, kind: str) -> None:
    ids = [desk.report() for _ in range(3)]
    desk.server.faults.add(f"GET tickets/{ids[0]} 9 {kind}")
    summary = desk.run()
    assert summary.failed == [ids[0]]
    assert [TRIAGED in desk.tags(one) for one in ids[1:]] == [True, True]
    desk.server.faults.clear()
    assert desk.run().done == 1


def test_wrong_token_stops_at_once(desk: Desk) -> None:
    desk.report()
    token = desk.server.store.find("tokens", name="triage")
    assert token is not None
    token["token"] = "another"
    with pytest.raises(NotAuthenticated):
        desk.run()


@pytest.mark.parametrize(
    "text",
    [
        "",
        NOTHING,
        "\u200b",
        "😭😭😭",
        "\ud83d",
        "a" * 200_000,
        "<p>" * 2000,
        "\u202e\u0000\ufffd",
        "Ж" * 500,
    ],
)
def test_odd_texts_are_marked_and_done(desk: Desk, text: str) -> None:
    one = desk.report(text.encode("utf-8", "replace").decode())
    assert desk.run().failed == []
    assert TRIAGED in desk.tags(one)


def test_a_ticket_without_articles_is_shown_to_a_person(desk: Desk) -> None:
    new = {"title": "empty", "group": "Users", "customer_id": "guess:a@example.org"}
    one = int(desk.admin.create_ticket(new)["id"])
    assert desk.run().failed == []
    assert {"cs-unsure", TRIAGED} <= desk.tags(one)


def test_a_group_closed_to_the_token_keeps_the_note(desk: Desk) -> None:
    one = desk.report()
    me = desk.triage.session.call("GET", "users/me")
    desk.admin.update("users", me["id"], {"group_ids": {"1": ["full"]}})
    assert desk.run().failed == []
    assert desk.ticket(one)["group"] == "Users"
    assert len(desk.notes(one)) == 1
    assert {"cs-error", "cs-urg-critical", TRIAGED} <= desk.tags(one)


def test_channels_are_told_by_name_and_preferences(desk: Desk) -> None:
    voice = {"filename": "v.ogg", "data": "T2dnUw==", "mime-type": "audio/ogg"}
    one = desk.report("", type="note", preferences={"signal": {}}, attachments=[voice])
    desk.run()
    assert {"cs-voice", "cs-unsure"} <= desk.tags(one)


def test_rules_are_named_in_the_memory(desk: Desk, tmp_path: Path) -> None:
    one = desk.report()
    desk.run()
    memory = desk.notes(one)[0]["preferences"]["zammad_plugin"]
    assert memory["ruleset"] == RULESET.digest
    assert _threat()[:10] not in str(memory)


def test_an_automatic_mail_is_marked_and_not_put_before_a_person(desk: Desk) -> None:
    mark = {"is-auto-response": True}
    one = desk.report(NOTHING, type="email", preferences=mark)
    real = desk.report(preferences=mark)  # a report stays a report, whatever the headers say
    desk.run()
    assert {"cs-auto", TRIAGED} <= desk.tags(one)
    assert "cs-unsure" not in desk.tags(one)
    assert desk.ticket(real)["group"] == "Child Safety"


def test_the_newest_words_of_a_long_thread_count(desk: Desk) -> None:
    one = desk.report("hello, how are you? " * 600)
    again = {"ticket_id": one, "body": _threat(), "type": "web", "sender": "Customer"}
    desk.run()
    desk.admin.create_article({**again, "internal": False})
    desk.run()
    assert desk.ticket(one)["group"] == "Child Safety"


def test_a_ticket_that_is_gone_is_no_failure(desk: Desk) -> None:
    ids = [desk.report() for _ in range(2)]
    desk.server.faults.add(f"GET tickets/{ids[0]} 9 404")
    summary = desk.run()
    assert (summary.done, summary.failed) == (1, [])
    desk.server.faults.clear()
    assert desk.run().done == 1  # it was there after all: nothing is lost
