"""Every error a user can meet: what, where, why and the command to run next.

Messages never carry a message text, a name, a number, a handle or a token.
Exit codes are those of the README's table (`ExitCode`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import IntEnum
from pathlib import Path

# A call of the session, with the status or the class of what went wrong.
CALL = re.compile(
    r"(?:GET|POST|PUT|PATCH|DELETE) [a-z0-9_/.-]+(?:: (?:HTTP \d{3}|[A-Za-z]+(?:Error|Timeout)))?"
    r"(?![^:])"
)


class ExitCode(IntEnum):
    """What a command's end means; `meaning` is the row of docs/exit-codes.md."""

    meaning: str

    def __new__(cls, value: int, meaning: str) -> ExitCode:
        code = int.__new__(cls, value)
        code._value_, code.meaning = value, meaning
        return code

    DONE = 0, "done, or nothing to do"
    FAILED = 1, "expected failure: a file, a right, a refusal; the message says what to do"
    USAGE = 2, "the command was called with words that it does not know"
    BUG = 3, "a bug of ours; the message says where and nothing of what was read"
    PENDING = 4, "changes or a removal wait for a yes"
    PARTIAL = 5, "done in part: what failed is named and left for the next run"
    # EX_TEMPFAIL of sysexits.h: cron and systemd may simply run again
    TRY_AGAIN = 75, "try again later: server away, or another process at work"
    INTERRUPTED = 130, "interrupted; run again, nothing is done twice"


@dataclass(frozen=True)
class Where:
    """A place in a file; line and column count from 1, 0 when unknown."""

    path: Path
    line: int = 0
    column: int = 0

    def __str__(self) -> str:
        return f"{self.path}:{self.line}:{self.column}" if self.line else str(self.path)


class PluginError(Exception):
    """Base of every expected failure."""

    exit_code = ExitCode.FAILED

    def __init__(self, what: str, *, where: Where | None = None, hint: str = "") -> None:
        super().__init__(what)
        self.what, self.where, self.hint = what, where, hint

    def __str__(self) -> str:
        head = f"{self.where}: {self.what}" if self.where else self.what
        return f"{head}\n  next: {self.hint}" if self.hint else head


class DeskError(PluginError):
    """A file of the desk can't be used."""


class ZammadError(PluginError):
    """Zammad refused or failed; `status` is HTTP's (0: no answer), `said` the server's words."""

    def __init__(self, what: str, *, status: int = 0, said: str = "", hint: str = "") -> None:
        super().__init__(f"{what}: {said}" if said else what, hint=hint)
        self.status, self.said = status, said
        self.call = what  # for logs: the server's words may quote a ticket


def public_name(error: BaseException) -> str:
    """Of its class, or of the nearest public one that it descends from."""
    names = (kind.__name__ for kind in type(error).__mro__)
    return next(name for name in names if not name.startswith("_"))


def brief(error: BaseException) -> str:
    """The error's public class, and for Zammad's the call and its status. Of an error's own words
    only a beginning of the form `GET tickets/1: HTTP 503` is told: all else could quote a
    ticket."""
    name = public_name(error)
    if not isinstance(error, ZammadError):
        return name
    call = CALL.match(error.call)
    told = call[0] if call else f"HTTP {error.status}" if error.status else ""
    return f"{name} ({told})" if told else name


class NotAuthenticated(ZammadError):
    """401: the token is unknown or expired."""


class NotPermitted(ZammadError):
    """403: the token or its user lacks a permission."""


class NotFound(ZammadError):
    """404."""


class Rejected(ZammadError):
    """Other 4xx, mostly 422: the server read it and said no."""


class Untrusted(ZammadError):
    """Who answers can't be taken for the Zammad that is meant: a redirect elsewhere, or a
    certificate that can't be verified. Nothing was sent on, and trying again is no help."""


class OddAnswer(ZammadError):
    """JSON of another form than Zammad's, or about another object: nothing is taken from it."""


class Unavailable(ZammadError):
    """No usable answer: network, 429, 5xx, or HTML instead of JSON.

    `again`: the same call may be sent again at once, `after` so many seconds.
    """

    exit_code = ExitCode.TRY_AGAIN
    again, after = False, 0.0


class OutcomeUnknown(Unavailable):
    """A write was sent and its answer lost: look before sending it again."""


class StateError(PluginError):
    """A file that we keep for ourselves can't be read or written: disk full, read-only, rights."""


class Locked(PluginError):
    """Another process holds the lock."""

    exit_code = ExitCode.TRY_AGAIN


class QueueFull(PluginError):
    """More tickets wait than may; who sent this one tries again."""

    exit_code = ExitCode.TRY_AGAIN


class SignalError(PluginError):
    """Signal refused or failed a call; the words of signal-cli are not told: they hold numbers."""


class DaemonAway(SignalError):
    """No signal-cli answers, or its stream of events ended or fell silent; nothing was sent."""

    exit_code = ExitCode.TRY_AGAIN


class DaemonRefused(SignalError):
    """signal-cli read a call and said no; `code` is JSON-RPC's (below 0) or HTTP's."""

    def __init__(self, what: str, *, code: int = 0, hint: str = "") -> None:
        super().__init__(f"{what} ({code})" if code else what, hint=hint)
        self.code = code


class SendUnknown(SignalError):
    """A message was handed to signal-cli and no answer says whether it left: look first."""

    exit_code = ExitCode.TRY_AGAIN


class Unregistered(SignalError):
    """The person has no Signal account any more."""


class UntrustedIdentity(SignalError):
    """The person's safety number changed: held until an agent confirms it."""


class RateLimited(SignalError):
    """Signal wants us to wait `retry_after` seconds (None: not told).

    With a `token`, a captcha solved by a person lifts it at once.
    """

    exit_code = ExitCode.TRY_AGAIN

    def __init__(self, what: str, *, retry_after: int | None, token: str | None) -> None:
        wait = f"wait {retry_after} s" if retry_after is not None else "wait some hours"
        captcha = "; a captcha lifts it at once (docs/signal.md)" if token else ""
        super().__init__(what, hint=wait + captcha)
        self.retry_after, self.token = retry_after, token


class CaptchaRejected(SignalError):
    """The solved captcha was too old, used before, or solved on another network."""


class MalformedEvent(SignalError):
    """An event of the daemon that is cut or makes no sense; kept as it came for a person."""
