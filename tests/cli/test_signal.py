"""signal run, status, release, outbox: over real sockets, as a desk uses them."""

from __future__ import annotations

import json
import logging
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from ports import nobody_listens

from zammad_plugin.cli.main import cli
from zammad_plugin.emulator import Emulator
from zammad_plugin.emulator.signal.daemon import SignalDaemon
from zammad_plugin.emulator.signal.wire import File, Person
from zammad_plugin.errors import (
    DaemonAway,
    DaemonRefused,
    Locked,
    NotAuthenticated,
    PluginError,
    SignalError,
    Unavailable,
)
from zammad_plugin.signal import bridge
from zammad_plugin.signal.store.spool import Spool
from zammad_plugin.signal.wire.daemon import Daemon
from zammad_plugin.state.lock import lock
from zammad_plugin.zammad.client import Client
from zammad_plugin.zammad.session import Session

CANARY = "kanarienvogel"
CHILD = Person("5f1a2f0e-1111-4222-8333-444455556666", "+96171777777", f"{CANARY} name")
PICTURE = File("picture-1", "image/jpeg", b"\xff\xd8\xffskin", f"{CANARY}.jpg")


@dataclass
class Place:
    """A desk's folder between an embedded Zammad and a simulated signal-cli."""

    zammad: Emulator
    daemon: SignalDaemon
    folder: Path
    admin: Client

    def run(self, *words: str, zammad: bool = True) -> Result:
        here = ["--url", self.zammad.url] if zammad else []
        called = ["-vv", "signal", *words, *here, "--desk", str(self.folder)]
        done = CliRunner().invoke(cli, called)
        self.unsubscribed()
        return done

    def unsubscribed(self) -> None:
        """signal-cli notices a closed connection at its next signs of life only; what comes before
        that is lost (docs/signal.md)."""
        _until(lambda: not self.daemon.network.subscribed)

    def said(self, *words: str, zammad: bool = False) -> Any:
        return json.loads(self.run(*words, "--format", "json", zammad=zammad).stdout)

    def articles(self, ticket: int = 1) -> list[dict[str, Any]]:
        path = f"ticket_articles/by_ticket/{ticket}"
        return list(self.admin.session.call("GET", path, params={"expand": "true"}))

    def say(self, text: str, ticket: int = 1) -> None:
        note = {"ticket_id": ticket, "body": text, "type": "note", "internal": False}
        self.admin.create_article({**note, "content_type": "text/html"})

    def ends(self) -> bridge.Ends:
        from zammad_plugin.config.desk import load_desk

        settings = load_desk(self.folder).settings.signal
        assert settings
        client = Client(Session(self.zammad.url, self.zammad.tokens["triage"]))
        return bridge.Ends(client, Daemon(self.daemon.url, settings.account), settings)


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Place]:
    with Emulator() as zammad, SignalDaemon(keep_alive=0.05) as daemon:
        admin = Client(Session(zammad.url, zammad.tokens["admin"]))
        (tmp_path / "zammad-plugin.yml").write_text(
            # What the bridge alone does; test_signal_triage.py has what it judges.
            f'signal:\n  triage: false\n  account: "{daemon.network.account}"\n'
            f"  daemon: {daemon.url}\n"
        )
        monkeypatch.setenv("ZAMMAD_TOKEN", zammad.tokens["triage"])
        yield Place(zammad, daemon, tmp_path, admin)
        admin.session.close()


def test_tags_get_the_names_that_the_desk_chose(place: Place) -> None:
    settings = place.folder / "zammad-plugin.yml"
    settings.write_text(f"tags: neutral\n{settings.read_text()}")
    place.run("run", "--once")
    place.daemon.network.write(CHILD, "see this", PICTURE)
    place.run("run", "--once")
    answer = place.admin.session.call("GET", "tags", params={"object": "Ticket", "o_id": 1})
    assert answer["tags"] == ["cs-a8"]


def test_in_and_out_again(place: Place) -> None:
    first = place.run("run", "--once")
    assert (first.exit_code, first.stdout) == (0, "")
    place.daemon.network.write(CHILD, "help me")
    assert place.run("run", "--once").stdout == "1 into Zammad, 0 out, 0 failed\n"
    place.say("<p>are you safe?</p>")
    assert place.run("run", "--once").stdout == "0 into Zammad, 1 out, 0 failed\n"
    assert [one.text for one in place.daemon.network.sent] == ["are you safe?"]
    told = place.said("status")
    assert (told["waiting"], told["answers"]["sent"], told["gaps"]) == (0, 1, [])
    assert place.run("status", zammad=False).exit_code == 0
    place.daemon.network.read(place.daemon.network.sent[0].timestamp)
    place.run("run", "--once")
    assert place.said("outbox", "list") == []
    (row,) = place.said("outbox", "list", "--all")
    assert row["outcome"] == "read"
    assert "1 read since" in place.run("outbox", "list", "--all", zammad=False).stdout


def test_what_leaves_no_trace(place: Place, caplog: pytest.LogCaptureFixture) -> None:
    """Texts, names and numbers stand in no log, no error, no state; in the spool at first."""
    caplog.set_level(logging.DEBUG)
    shown = [place.run("run", "--once")]
    place.daemon.network.write(CHILD, f"{CANARY} text", PICTURE)
    place.daemon.network.raw(f'{{"envelope": "{CANARY}')
    place.zammad.faults.add("POST tickets 1 503")
    shown.append(place.run("run", "--once"))
    spool = place.folder / ".zammad-plugin" / "signal"
    raw = b"".join(file.read_bytes() for file in spool.iterdir())
    assert f"{CANARY} text".encode() in raw  # it waits for Zammad
    with Spool(spool) as opened, opened.change("test") as db:
        db.execute("UPDATE inbox SET after=0")
    shown.append(place.run("run", "--once"))
    place.say(f"{CANARY} answer")
    place.daemon.network.fail("unregistered")
    shown += [place.run("run", "--once"), place.run("status", zammad=False)]
    shown.append(place.run("outbox", "list", zammad=False))
    assert place.articles()[0]["body"].count(CANARY) == 1
    told = [caplog.text, *(one.output for one in shown), *(str(one.exception) for one in shown)]
    told += [file.read_bytes().decode("latin-1") for file in spool.rglob("*") if file.is_file()]
    for text in told:
        assert CANARY not in text and CHILD.number not in text  # type: ignore[operator]


def test_a_held_picture_touches_nothing_until_two_release_it(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    place.run("run", "--once")
    place.daemon.network.write(CHILD, "look", PICTURE)
    opened: list[str] = []
    sys_open = Path.open
    monkeypatch.setattr(
        Path, "open", lambda self, *a, **k: opened.append(self.name) or sys_open(self, *a, **k)
    )
    place.run("run", "--once")
    network, spool = place.daemon.network, place.folder / ".zammad-plugin"
    (article,) = place.articles()
    assert network.fetched == [] and article["attachments"] == []
    assert place.zammad.store.rows("store_files") == []
    assert {name for name in opened if "jpg" in name or "picture" in name} == set()
    assert "h1" in article["body"] and CANARY not in article["body"]

    admin = ("--by", "admin@example.org")
    two = (*admin, "--by", "triage@example.org")
    person = {"login": "parent", "firstname": "P", "roles": ["Customer"]}
    customer = place.admin.create("users", person)
    for words, why in (
        (("1/h1", *admin), "two persons release a file together"),
        (("1/h1", *admin, "--by", "ADMIN@example.org"), "both are the same person"),
        (("1/h1", *admin, "--by", "nobody"), "no active agent"),
        (("1/h1", *admin, "--by", str(customer["login"])), "no active agent"),
        (("1/h1", *admin, "--by", f"signal-{CHILD.uuid}"), "no active agent"),
        (("1/h1", *two, "--by", "sync@example.org"), "two persons"),
        (("2/h1", *two), "another ticket\n  next: give TICKET/KEY, such as 13007/h3"),
        (("1/h9", *two), "no file is held under this key\n  next: give TICKET/KEY"),
        (("1/x", *two), "no file is held under this key\n  next: give TICKET/KEY"),
        (("h1", *two), "no file is held under this key\n  next: give TICKET/KEY"),
    ):
        done = place.run("release", *words)
        assert isinstance(done.exception, PluginError) and why in str(done.exception), words
    assert network.fetched == []
    number = place.admin.ticket(1)[0]["number"]
    done = place.run("release", f"{number}/h1", *two)
    assert done.exit_code == 0, done.exception
    assert "ticket 1: h1 released by admin@example.org and triage@example.org" in done.stderr
    assert CANARY not in done.output and "skin" not in done.output
    note = place.articles()[-1]
    assert note["internal"] and note["attachments"][0]["size"] == str(len(PICTURE.data))
    assert "admin@example.org and triage@example.org" in note["body"]
    assert network.fetched == [PICTURE.id]
    for file in spool.rglob("*"):
        assert not file.is_file() or PICTURE.data not in file.read_bytes()
    again = place.run("release", "1/h1", *two)
    assert "released already" in str(again.exception)
    assert place.said("status")["released"] == 1


def test_a_release_whose_answer_was_lost(place: Place) -> None:
    place.run("run", "--once")
    place.daemon.network.write(CHILD, "look", PICTURE)
    place.run("run", "--once")
    two = ("--by", "admin@example.org", "--by", "triage@example.org")
    place.zammad.faults.add("POST ticket_articles 1 lost")
    assert place.run("release", "1/h1", *two).exit_code == 1
    assert place.run("release", "1/h1", *two).exit_code == 0
    assert len([one for one in place.articles() if one["internal"]]) == 1


def _parked(place: Place, kind: str) -> None:
    place.run("run", "--once")
    place.daemon.network.write(CHILD, "help")
    place.run("run", "--once")
    place.say("are you safe?")
    if kind == "identity":
        place.daemon.network.change_key(CHILD)
    else:
        place.daemon.network.fail(kind)
    place.run("run", "--once")


def _next_is_confirm(refused: Result) -> bool:
    """For this desk, by its folder."""
    said = str(refused.exception)
    return "next: zammad-plugin signal outbox confirm --desk " in said and said.endswith(" 1")


def test_a_new_safety_number_is_confirmed(place: Place) -> None:
    _parked(place, "identity")
    assert place.run("status", zammad=False).exit_code == 1
    assert "confirm 1" in place.run("outbox", "list", zammad=False).stdout
    assert _next_is_confirm(place.run("outbox", "retry", "1", zammad=False))
    assert place.run("outbox", "confirm", "1").exit_code == 0
    place.run("run", "--once")
    assert [one.text for one in place.daemon.network.sent] == ["are you safe?"]
    assert "no answer 1 is parked" in str(place.run("outbox", "confirm", "1").exception)


def test_retry_and_drop(place: Place) -> None:
    _parked(place, "unregistered")
    assert place.run("outbox", "retry", "1", zammad=False).exit_code == 0
    assert "goes out" not in place.run("outbox", "list", zammad=False).stdout
    place.daemon.network.fail("unregistered")
    place.run("run", "--once")
    assert "retry 1" in place.run("outbox", "list", zammad=False).stdout
    assert place.run("outbox", "drop", "1", zammad=False).exit_code == 0
    assert place.said("outbox", "list") == []
    place.run("run", "--once")
    assert place.daemon.network.sent == []


def test_two_people_and_a_person_says_whom(place: Place) -> None:
    place.run("run", "--once")
    place.daemon.network.write(CHILD, "help")
    place.daemon.network.write(Person.made(2), "me too")
    place.run("run", "--once")
    number = place.admin.ticket(2)[0]["number"]
    place.admin.session.call("PUT", f"ticket_merge/1/{number}")
    place.say("to you", ticket=2)
    place.run("run", "--once")
    assert place.daemon.network.sent == []
    assert place.run("outbox", "confirm", "1").exit_code == 0
    place.run("run", "--once")
    assert [one.to for one in place.daemon.network.sent] == [Person.made(2).uuid]


def test_a_captcha_lifts_the_limit(place: Place) -> None:
    _parked(place, "rate_limit")
    assert "no captcha" in str(place.run("outbox", "captcha", "x", zammad=False).exception)
    place.say("and now?")
    place.daemon.network.fail("rate_limit", retry_after=9999, token="challenge")
    spool = place.folder / ".zammad-plugin" / "signal"
    with Spool(spool) as opened:
        opened.put("paused_until", "0")
    place.run("run", "--once")
    assert "captcha" in place.run("status", zammad=False).stdout
    assert "signalcaptchas.org" in place.run("outbox", "list", zammad=False).stdout
    place.daemon.calls.challenge = "solved"
    assert place.run("outbox", "captcha", "wrong", zammad=False).exit_code == 1
    assert place.run("outbox", "captcha", "solved", zammad=False).exit_code == 0
    place.run("run", "--once")
    assert len(place.daemon.network.sent) == 2


def test_two_bridges_at_once(place: Place) -> None:
    place.run("run", "--once")
    with lock(place.folder / ".zammad-plugin" / "signal" / "bridge.lock"):
        second = place.run("run", "--once")
        assert place.run("status", zammad=False).exit_code == 0
    assert isinstance(second.exception, Locked) and second.exception.exit_code == 75


def test_the_daemon_is_away_and_zammads_side_is_served(place: Place) -> None:
    place.run("run", "--once")
    place.daemon.network.write(CHILD, "help")
    place.run("run", "--once")
    place.say("are you safe?")
    place.daemon.stop()
    with nobody_listens(place.daemon.url):
        done = place.run("run", "--once")
    assert isinstance(done.exception, DaemonAway) and done.exception.exit_code == 75
    (row,) = place.said("outbox", "list")
    assert row["outcome"] == "queued"


def test_again(place: Place) -> None:
    place.run("run", "--once")
    assert place.run("again", zammad=False).stdout == "0 are tried again\n"


def test_a_desk_without_a_bridge(place: Place) -> None:
    (place.folder / "zammad-plugin.yml").write_text("language: en\n")
    assert "no bridge" in str(place.run("run").exception)


def test_a_status_without_a_spool(place: Place) -> None:
    assert "no spool" in str(place.run("status", zammad=False).exception)


def test_a_message_that_fails_is_told(place: Place) -> None:
    place.run("run", "--once")
    place.daemon.network.write(CHILD, "help")
    place.zammad.faults.add("POST tickets 9 422")
    done = place.run("run", "--once")
    assert (done.exit_code, done.stdout) == (5, "0 into Zammad, 0 out, 1 failed\n")
    assert "1 wait for Zammad, the oldest since" in place.run("status", zammad=False).stdout


# A daemon that may not serve


@contextmanager
def shown(place: Place, *words: str) -> Iterator[None]:
    """A process of this machine whose command line is that of a signal-cli on the daemon's port."""
    line = ["signal-cli", "daemon", f"--http=127.0.0.1:{place.daemon.port}", *words]
    with subprocess.Popen(["sh", "-c", "read end", *line], stdin=subprocess.PIPE) as process:
        try:
            yield
        finally:
            process.communicate(b"end\n")


def refused(place: Place, *words: str) -> str:
    """Why `signal run` ends, alike with and without --once; nobody was subscribed."""
    told = {}
    for once in ([], ["--once"]):
        done = place.run("run", *once)
        assert isinstance(done.exception, DaemonRefused) and done.exception.exit_code == 1
        told[str(done.exception)] = None
    (why,) = told
    assert CHILD.number not in why and place.daemon.network.account not in why
    return why


@pytest.mark.parametrize("version", ["0.13.18", "0.9.2"])
def test_an_old_daemon_is_refused(place: Place, version: str) -> None:
    place.daemon.network.write(CHILD, "help")
    place.daemon.calls.version = version
    why = refused(place)
    assert f"signal-cli {version} is too old" in why and "install 0.13.19 or newer" in why
    place.daemon.calls.version = "0.13.19"  # what was written meanwhile is still there
    assert place.run("run", "--once").stdout == "1 into Zammad, 0 out, 0 failed\n"


@pytest.mark.parametrize("mode", ["on-start", "manual", ""])
def test_a_daemon_that_loses_messages_is_refused(place: Place, mode: str) -> None:
    place.daemon.network.write(CHILD, "help")
    with shown(place, *([f"--receive-mode={mode}"] if mode else [])):
        why = refused(place)
    assert f"receives {mode or 'on-start'}" in why and "LOST" in why
    assert "--receive-mode=on-connection" in why and "systemctl restart signal-cli" in why
    assert place.run("run", "--once").stdout == "1 into Zammad, 0 out, 0 failed\n"


def test_a_daemon_without_the_account_is_refused(place: Place) -> None:
    place.daemon.calls.accounts.clear()
    why = refused(place)
    assert "has 0 accounts, and none is the desk's" in why and "signal link" in why


def test_a_daemon_of_one_account_serves(place: Place) -> None:
    """Which one it has it does not tell; its stream refuses another."""
    place.daemon.network.write(CHILD, "help")
    network, file = place.daemon.network, place.folder / "zammad-plugin.yml"
    with SignalDaemon(network, single=True, keep_alive=0.05) as single:
        file.write_text(file.read_text().replace(place.daemon.url, single.url))
        assert place.run("run", "--once").stdout == "1 into Zammad, 0 out, 0 failed\n"


def test_a_daemon_whose_accounts_cannot_be_asked(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(_: Daemon) -> list[str]:
        raise DaemonRefused("listAccounts: HTTP", code=500)

    monkeypatch.setattr(Daemon, "accounts", broken)
    assert "listAccounts: HTTP (500)" in refused(place)


def test_a_mode_that_is_seen_or_not(place: Place) -> None:
    """Cron's mail is no place for the same words each minute."""
    told = []
    with shown(place, "--receive-mode=on-connection"):
        told.append(place.run("run", "--once"))
        with shown(place):  # in a container, say: which of the two it is nobody knows
            told.append(place.run("run", "--once"))
    told.append(place.run("run", "--once"))
    assert [one.exit_code for one in told] == [0, 0, 0]
    assert ["can't be seen" in one.stderr for one in told] == [False, True, False]


def test_what_waits_for_zammad_does_not_wait_for_a_better_daemon(place: Place) -> None:
    place.daemon.network.write(CHILD, "help")
    place.zammad.faults.add("POST tickets 9 503")
    place.run("run", "--once")
    assert place.zammad.store.rows("ticket_articles") == []
    place.zammad.faults.clear()
    with Spool(place.folder / ".zammad-plugin" / "signal") as opened, opened.change("test") as db:
        db.execute("UPDATE inbox SET after=0")
    place.daemon.calls.version = "0.13.18"
    assert isinstance(place.run("run", "--once").exception, DaemonRefused)
    assert len(place.articles()) == 1


def test_a_daemon_that_changes_while_the_bridge_runs(place: Place) -> None:
    """Looked at before each subscription: it ends, and its service tells why."""
    ends, ended = place.ends(), []

    def run() -> None:
        try:
            bridge.run(ends, place.folder / "spool", threading.Event(), 0.05)
        except DaemonRefused as error:
            ended.append(error)

    thread = threading.Thread(target=run)
    thread.start()
    _until(lambda: place.daemon.network.subscribed)
    place.daemon.calls.version = "0.13.0"
    place.daemon.network.end_streams()
    thread.join(20)
    ends.client.session.close()
    assert [str(one).partition("\n")[0] for one in ended] == ["signal-cli 0.13.0 is too old"]


# The bridge that runs


def _until(true: Any, patience: float = 20.0) -> None:
    end = threading.Event()
    for _ in range(int(patience / 0.02)):
        if true():
            return
        end.wait(0.02)
    raise AssertionError("it never came")


def test_a_running_bridge(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    """Listens and carries at once; Zammad may go away; a stop ends both threads."""
    monkeypatch.setattr(bridge, "BACKOFF", (0.05,))
    stop, ends = threading.Event(), place.ends()
    folder = place.folder / "spool"
    thread = threading.Thread(target=bridge.run, args=(ends, folder, stop, 0.05))
    thread.start()
    try:
        _until(lambda: place.daemon.network.subscribed)
        place.daemon.network.write(CHILD, "one")
        _until(lambda: len(place.zammad.store.rows("ticket_articles")) == 1)
        place.zammad.faults.add("* * 12 401")
        place.daemon.network.write(CHILD, "two")
        _until(lambda: len(place.zammad.store.rows("ticket_articles")) == 2)
        place.say("are you safe?")
        _until(lambda: place.daemon.network.sent)
    finally:
        stop.set()
        thread.join(20)
    assert not thread.is_alive()
    place.unsubscribed()
    ends.client.session.close()


def test_an_outage_is_told_once_by_its_public_name(caplog: pytest.LogCaptureFixture) -> None:
    class _Own(Unavailable):
        """As the session makes them."""

    told = ""
    call = "GET tickets/1: HTTP 503"
    for error in (
        _Own(call, said=CANARY),
        Unavailable(CANARY),
        NotAuthenticated(CANARY, status=401),
        _Own(f"GET {CANARY}\n{CANARY}"),
    ):
        told = bridge._away(error, told)
    assert [one.message for one in caplog.records] == [
        "Zammad: Unavailable (GET tickets/1: HTTP 503); messages wait",
        "Zammad: NotAuthenticated (HTTP 401); messages wait",
        "Zammad: Unavailable; messages wait",
    ]


def test_a_bridge_whose_account_is_unknown_ends(place: Place) -> None:
    place.daemon.calls.accounts.clear()
    ends = place.ends()
    with pytest.raises(DaemonRefused):
        bridge.run(ends, place.folder / "spool", threading.Event(), 0.05)
    ends.client.session.close()


def test_a_reader_with_a_bug_ends_the_bridge(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(self: Any) -> None:
        raise KeyError(CANARY)

    monkeypatch.setattr(bridge.Reader, "run", broken)
    ends = place.ends()
    with pytest.raises(PluginError, match="KeyError") as ended:
        bridge.run(ends, place.folder / "spool", threading.Event(), 0.05)
    assert CANARY not in str(ended.value) and not isinstance(ended.value, SignalError)
    ends.client.session.close()


def test_run_ends_at_sigterm(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    import signal as signals

    seen: dict[int, Any] = {}
    monkeypatch.setattr(signals, "signal", lambda number, what: seen.update({number: what}))

    def run(ends: Any, folder: Path, stop: threading.Event) -> None:
        seen[signals.SIGTERM](0, None)
        assert stop.is_set()

    monkeypatch.setattr(bridge, "run", run)
    assert place.run("run").exit_code == 0


def test_safe_words_go_where_writing_is_not_safe(place: Place) -> None:
    place.run("run", "--once")
    place.daemon.network.write(CHILD, "help")
    place.run("run", "--once")
    ticket = place.zammad.store.get("tickets", 1)
    assert ticket is not None
    ticket["cs_safe_contact"] = "yes"
    place.say("your parcel is here")
    place.run("run", "--once")
    assert "confirm 1" in place.run("outbox", "list", zammad=False).stdout
    assert _next_is_confirm(place.run("outbox", "retry", "1", zammad=False))
    assert place.daemon.network.sent == []
    assert place.run("outbox", "confirm", "1").exit_code == 0
    place.run("run", "--once")
    assert [one.text for one in place.daemon.network.sent] == ["your parcel is here"]
