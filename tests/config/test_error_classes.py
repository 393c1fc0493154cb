"""Every error class as the plugin raises it: what, where, what next, exit code, no secret."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import click
import pytest
import requests
import responses
from click.testing import CliRunner

from zammad_plugin import errors
from zammad_plugin.cli.main import cli
from zammad_plugin.cli.output import exit_codes
from zammad_plugin.config.desk import load_desk
from zammad_plugin.errors import (
    CaptchaRejected,
    DaemonAway,
    DaemonRefused,
    DeskError,
    ExitCode,
    Locked,
    MalformedEvent,
    NotAuthenticated,
    NotFound,
    NotPermitted,
    OddAnswer,
    OutcomeUnknown,
    PluginError,
    QueueFull,
    RateLimited,
    Rejected,
    SendUnknown,
    SignalError,
    StateError,
    Unavailable,
    Unregistered,
    Untrusted,
    UntrustedIdentity,
    ZammadError,
)
from zammad_plugin.serve.pool import Pool
from zammad_plugin.signal.store.spool import Spool
from zammad_plugin.signal.wire.daemon import Daemon
from zammad_plugin.signal.wire.events import parse
from zammad_plugin.state.lock import lock
from zammad_plugin.sync.files.source import read_one, reader_of
from zammad_plugin.sync.kinds import REGISTRY
from zammad_plugin.zammad.client import Client
from zammad_plugin.zammad.session import Session
from zammad_plugin.zammad.token import read_token

URL = "https://desk.example/api/v1"
DAEMON = "http://127.0.0.1:8090"
SECRET = "canary-token-5c1"
REPORT = "canary-text-9b2 I am 14"
SAID = {"error": "Validation failed", "error_human": "Name is taken"}


def session() -> Session:
    return Session("https://desk.example", SECRET, sleep=lambda _: None)


def look(status: int, **answer: object) -> Callable[[Path], object]:
    """A search for the words of a report, answered with `status`."""

    def cause(_: Path) -> object:
        responses.get(f"{URL}/tickets/search", status=status, **answer)  # type: ignore[arg-type]
        return session().call("GET", "tickets/search", params={"query": REPORT})

    return cause


def write(**answer: object) -> Callable[[Path], object]:
    """A note with the words of a report, written once."""

    def cause(_: Path) -> object:
        responses.post(f"{URL}/ticket_articles", **answer)  # type: ignore[arg-type]
        return session().call("POST", "ticket_articles", json={"body": REPORT})

    return cause


def token_of_others(folder: Path) -> object:
    file = folder / "token"
    file.write_text(SECRET)
    file.chmod(0o644)
    return read_token(file)


def broken_file(folder: Path) -> object:
    file = folder / "m.yml"
    file.write_text("name: M\nperfrom: {}\n")
    return read_one(REGISTRY["macros"], file, reader_of(load_desk(folder)))


def strange_answer(folder: Path) -> object:
    responses.post(f"{URL}/tickets/search", json={"said": REPORT})
    return Client(session()).search_tickets({"title": REPORT})


def no_spool(folder: Path) -> object:
    (folder / "spool").write_text(REPORT)
    return Spool(folder / "spool")


def second_process(folder: Path) -> object:
    with lock(folder / "lock"), lock(folder / "lock"):
        return None


def full_queue(_: Path) -> None:
    """More webhooks than a queue of one ticket takes; its threads were never started."""
    pool = Pool(lambda _: lambda _: True, 1, most=1)
    pool.accept(1)
    pool.accept(2)


def send(code: int = -1, kind: str = "", **answer: object) -> Callable[[Path], object]:
    """A reply by Signal to somebody, answered by signal-cli in words that name both."""

    def cause(_: Path) -> object:
        results = [{"type": kind, "token": "t", "retryAfterSeconds": 60}]
        error = {
            "code": code,
            "message": f"{REPORT} {SECRET}",
            "data": {"response": {"results": results if kind else []}},
        }
        responses.post(f"{DAEMON}/api/v1/rpc", **(answer or {"json": {"error": error}}))  # type: ignore[arg-type]
        return Daemon(DAEMON, "+15550100").send("+15550101", REPORT)

    return cause


def captcha(_: Path) -> object:
    responses.post(f"{DAEMON}/api/v1/rpc", json={"error": {"code": -6, "message": SECRET}})
    return Daemon(DAEMON, "+15550100").submit_captcha(SECRET, SECRET)


# class → (what makes the plugin raise it, what it says, where, what next, exit code)
Case = tuple[Callable[[Path], object], str, str, str, ExitCode]
LATER = "try again later; nothing was lost"
CASES: dict[type[PluginError], Case] = {
    PluginError: (
        token_of_others,
        "others can read the token",
        "/token",
        "chmod 600",
        ExitCode.FAILED,
    ),
    DeskError: (
        broken_file,
        "unknown key 'perfrom', did you mean 'perform'?",
        "/m.yml:2:1",
        "mend the file, then: zammad-plugin check",
        ExitCode.FAILED,
    ),
    NotAuthenticated: (
        look(401, json=SAID),
        "GET tickets/search: HTTP 401: Name is taken",
        "",
        "check the token",
        ExitCode.FAILED,
    ),
    NotPermitted: (
        look(403, json=SAID),
        "GET tickets/search: HTTP 403: Name is taken",
        "",
        "docs/rights.md",
        ExitCode.FAILED,
    ),
    NotFound: (
        look(404, json=SAID),
        "GET tickets/search: HTTP 404: Name is taken",
        "",
        "check the URL and the id",
        ExitCode.FAILED,
    ),
    Rejected: (
        write(status=422, json=SAID),
        "POST ticket_articles: HTTP 422: Name is taken",
        "",
        "",
        ExitCode.FAILED,
    ),
    Unavailable: (
        look(503, body=f"<p>{REPORT}</p>"),
        "GET tickets/search: HTTP 503",
        "",
        LATER,
        ExitCode.TRY_AGAIN,
    ),
    OutcomeUnknown: (
        write(body=requests.ReadTimeout(f"{REPORT} {SECRET}")),
        "POST ticket_articles: ReadTimeout",
        "",
        LATER,
        ExitCode.TRY_AGAIN,
    ),
    Untrusted: (
        write(status=307, headers={"Location": f"https://elsewhere.example/{SECRET}"}),
        "POST ticket_articles: HTTP 307, a redirect, is not followed",
        "",
        "give the address that answers itself",
        ExitCode.FAILED,
    ),
    OddAnswer: (
        strange_answer,
        "POST tickets/search: an object instead of a list",
        "",
        "is the URL a Zammad's",
        ExitCode.FAILED,
    ),
    StateError: (no_spool, "can't be made: File exists", "/spool", "", ExitCode.FAILED),
    Locked: (second_process, "is at work", "", "wait for it; cron tries again", ExitCode.TRY_AGAIN),
    QueueFull: (
        full_queue,
        "too many tickets wait",
        "",
        "Zammad tries again, and so does run",
        ExitCode.TRY_AGAIN,
    ),
    DaemonAway: (
        send(body=requests.ConnectTimeout(SECRET)),
        "no answer of signal-cli",
        "",
        "systemctl start signal-cli",
        ExitCode.TRY_AGAIN,
    ),
    DaemonRefused: (
        send(-32602),
        "signal-cli refused send (-32602)",
        "",
        "zammad-plugin signal doctor",
        ExitCode.FAILED,
    ),
    SendUnknown: (
        send(body=requests.ReadTimeout(SECRET)),
        "its answer is lost",
        "",
        "look at the chat",
        ExitCode.TRY_AGAIN,
    ),
    Unregistered: (
        send(kind="UNREGISTERED_FAILURE"),
        "no Signal account any more",
        "",
        "use another channel",
        ExitCode.FAILED,
    ),
    UntrustedIdentity: (
        send(-4, "IDENTITY_FAILURE"),
        "safety number changed",
        "",
        "compare it with them",
        ExitCode.FAILED,
    ),
    RateLimited: (
        send(-5, "RATE_LIMIT_FAILURE"),
        "Signal's rate limit",
        "",
        "wait 60 s; a captcha lifts it at once",
        ExitCode.TRY_AGAIN,
    ),
    CaptchaRejected: (captcha, "the captcha was rejected", "", "solve a new one", ExitCode.FAILED),
    MalformedEvent: (
        lambda _: parse(f'{{"{REPORT} {SECRET}'),
        "an event is cut",
        "",
        "",
        ExitCode.FAILED,
    ),
}
ABSTRACT = {ZammadError, SignalError}  # only its children are raised


def classes() -> set[type[PluginError]]:
    found = (one for one in vars(errors).values() if isinstance(one, type))
    return {one for one in found if issubclass(one, PluginError)}


def test_every_class_has_its_case() -> None:
    assert classes() == set(CASES) | ABSTRACT


@responses.activate
@pytest.mark.parametrize("kind", CASES, ids=lambda one: one.__name__)
def test_message(kind: type[PluginError], tmp_path: Path) -> None:
    cause, what, where, hint, code = CASES[kind]
    with pytest.raises(kind) as caught:
        cause(tmp_path)
    error = caught.value
    assert type(error) is kind or kind is Unavailable  # the session's own retry is its child
    assert what in error.what
    assert str(error.where).endswith(where) if where else error.where is None, error.where
    assert hint in error.hint and bool(hint) == bool(error.hint)
    assert error.exit_code is code
    assert SECRET not in str(error) and "canary" not in str(error)


@responses.activate
@pytest.mark.parametrize("kind", CASES, ids=lambda one: one.__name__)
def test_what_the_shell_sees(
    kind: type[PluginError], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """One line with the place first, the next command below, nothing on standard output."""
    cause, what, where, hint, code = CASES[kind]
    with pytest.raises(SystemExit) as ended, exit_codes():
        cause(tmp_path)
    out, err = capsys.readouterr()
    assert (ended.value.code, out) == (int(code), "")
    first, *rest = err.splitlines()
    assert first.startswith("error: ") and what in first
    assert not where or first.index(where) < first.index(what)
    assert [line.startswith("  next: ") for line in rest] == [True] * bool(hint)
    assert "canary" not in err and "Traceback" not in err


@pytest.mark.parametrize("kind", sorted(classes(), key=lambda one: one.__name__))
def test_words_of_a_class(kind: type[PluginError]) -> None:
    """Each is told in docs/exit-codes.md with its own sentence and a code of the table."""
    assert kind.__doc__ and kind.__doc__ != (kind.__base__ or object).__doc__
    assert kind.exit_code in {ExitCode.FAILED, ExitCode.TRY_AGAIN}


def test_a_bug_tells_where_and_never_what(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended, exit_codes():
        raise ValueError(f"{REPORT} {SECRET}")
    err = capsys.readouterr().err
    assert ended.value.code == int(ExitCode.BUG)
    assert re.search(r"bug in zammad-plugin \S+: ValueError\n  \S+:\d+ in ", err)
    assert "canary" not in err


def test_interrupted_and_wrong_usage(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended, exit_codes():
        raise KeyboardInterrupt
    assert ended.value.code == int(ExitCode.INTERRUPTED)
    assert "nothing is done twice" in capsys.readouterr().err
    assert CliRunner().invoke(cli, ["no-such-command"]).exit_code == int(ExitCode.USAGE)
    assert click.UsageError.exit_code == int(ExitCode.USAGE)
