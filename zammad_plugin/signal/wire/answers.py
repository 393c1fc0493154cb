"""What signal-cli answers to a call, as a result or a typed error. Pure.

Codes and kinds of results: signal-cli's manual page signal-cli-jsonrpc(5). Its own messages
name people and numbers, so none of them is told.
"""

from __future__ import annotations

import json
import re
from typing import Any

from zammad_plugin.errors import (
    CaptchaRejected,
    DaemonRefused,
    RateLimited,
    SendUnknown,
    SignalError,
    Unregistered,
    UntrustedIdentity,
)

USER, IO, UNTRUSTED, RATE_LIMIT, CAPTCHA = -1, -3, -4, -5, -6
NO_METHOD, INVALID_PARAMS, INTERNAL = -32601, -32602, -32603
UNAUTHORIZED = 401  # HTTP's, of Signal's servers
HINTS = {
    IO: "signal-cli can't reach Signal's servers: try again later",
    NO_METHOD: "this signal-cli is too old or runs for one account: zammad-plugin signal doctor",
    INVALID_PARAMS: "is the account linked? zammad-plugin signal doctor",
}
LINK_AGAIN = "link it again: zammad-plugin signal link"
REFUSED = "signal-cli refused"
# Signal's servers don't know the account or the device any more.
NOT_OURS = re.compile(r"\[40[13]\]|Authorization ?[Ff]ailed")


def result(method: str, body: bytes) -> Any:
    """The result of an answer. Raises SignalError's children."""
    try:
        answer = json.loads(body)
    except (ValueError, RecursionError):
        answer = None
    if not isinstance(answer, dict) or not {"result", "error"} & set(answer):
        if method == "send":
            raise lost()
        raise DaemonRefused(f"{method}: the answer is no JSON-RPC", hint="is it a signal-cli?")
    error = answer.get("error")
    if error is None:
        return answer.get("result")
    raise failure(method, error if isinstance(error, dict) else {})


def failure(method: str, error: dict[str, Any]) -> SignalError:
    """The typed error of a JSON-RPC error."""
    code = error.get("code")
    code = code if isinstance(code, int) else INTERNAL
    if method == "submitRateLimitChallenge" and code in {CAPTCHA, USER}:
        # before 0.14.3 a rejected captcha was an ordinary user error
        return CaptchaRejected("the captcha was rejected", hint="solve a new one on this network")
    data = error.get("data")
    results = _results(data.get("response") if isinstance(data, dict) else None)
    message = str(error.get("message", ""))  # compared with known words, never told
    if code in {IO, INTERNAL} and NOT_OURS.search(message):
        return DaemonRefused("Signal refuses the account", code=UNAUTHORIZED, hint=LINK_AGAIN)
    if method == "send":
        return _send_failure(code, results, message)
    if code == UNTRUSTED:
        return _untrusted()
    if code == RATE_LIMIT:
        return RateLimited(f"{method}: rate limit", retry_after=None, token=None)
    return DaemonRefused(f"{REFUSED} {method}", code=code, hint=HINTS.get(code, ""))


def _send_failure(code: int, results: list[dict[str, Any]], message: str) -> SignalError:
    for one in results:
        if one.get("type") != "SUCCESS":
            return of_recipient(one)
    if code == UNTRUSTED:
        return _untrusted()
    if code == RATE_LIMIT:
        return RateLimited("Signal's rate limit", retry_after=None, token=None)
    if code == USER and message.rstrip(". ").endswith("is not registered"):
        return _unregistered()
    # A failure inside signal-cli may come after the message left; a file that it could not
    # read comes before.
    if code in {INTERNAL, IO} and "AttachmentInvalid" not in message:
        return SendUnknown("signal-cli failed in the middle of a send", hint="look at the chat")
    return DaemonRefused(f"{REFUSED} send", code=code, hint=HINTS.get(code, ""))


def of_recipient(one: dict[str, Any]) -> SignalError:
    """The typed error of one recipient's result that is no success."""
    kind = one.get("type")
    if kind == "UNREGISTERED_FAILURE":
        return _unregistered()
    if kind == "IDENTITY_FAILURE":
        return _untrusted()
    if kind == "RATE_LIMIT_FAILURE":
        return RateLimited("Signal's rate limit", retry_after=_wait(one), token=_token(one))
    if kind == "NETWORK_FAILURE":
        return SendUnknown(
            "signal-cli lost Signal's servers in the middle of a send",
            hint="most likely it did not leave; look at the chat",
        )
    if kind == "INVALID_PRE_KEY_FAILURE":
        return DaemonRefused(
            "the person's keys on Signal's servers can't be used",
            hint="try again when they were online",
        )
    return SendUnknown("signal-cli told a result that we do not know", hint="look at the chat")


def sent_at(answer: Any) -> int:
    """The timestamp of a message that left. Raises SignalError's children."""
    for one in _results(answer):
        if one.get("type") != "SUCCESS":
            raise of_recipient(one)
    timestamp = answer.get("timestamp") if isinstance(answer, dict) else None
    if not isinstance(timestamp, int) or isinstance(timestamp, bool) or timestamp <= 0:
        raise lost()
    return timestamp


def lost() -> SendUnknown:
    """Somebody must look: the message may have left."""
    return SendUnknown(
        "the message was handed to signal-cli and its answer is lost",
        hint="look at the chat before it is sent again",
    )


def _results(response: Any) -> list[dict[str, Any]]:
    results = response.get("results") if isinstance(response, dict) else None
    return [one for one in results if isinstance(one, dict)] if isinstance(results, list) else []


def _unregistered() -> Unregistered:
    return Unregistered("the person has no Signal account any more", hint="use another channel")


def _untrusted() -> UntrustedIdentity:
    return UntrustedIdentity(
        "the person's safety number changed", hint="compare it with them, then confirm it"
    )


def _wait(one: dict[str, Any]) -> int | None:
    seconds = one.get("retryAfterSeconds")
    return seconds if isinstance(seconds, int) and seconds >= 0 else None


def _token(one: dict[str, Any]) -> str | None:
    token = one.get("token")
    return token if isinstance(token, str) and token else None
