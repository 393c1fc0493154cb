"""JSON-RPC calls of the simulated signal-cli: what is asked → result or error."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable
from typing import Any

from zammad_plugin.emulator.signal import wire
from zammad_plugin.emulator.signal.network import FAILURES, Failure, Network
from zammad_plugin.emulator.signal.wire import Json

NO_METHOD, NO_REQUEST, NO_PARAMS, INTERNAL, NO_JSON = -32601, -32600, -32602, -32603, -32700
KEYS = {"jsonrpc", "method", "params", "id"}
LINK = "sgnl://linkdevice?uuid=simulated&pub_key=BWtleQ%3D%3D"
LARGEST = 20_000_000  # characters
FINGERPRINT = "05" * 33


class Failed(Exception):
    """A JSON-RPC error."""

    def __init__(self, code: int, message: str, response: Json | None = None) -> None:
        super().__init__(message)
        self.body = wire.error(code, message, response)


class Broken(Exception):
    """A send whose answer never comes as it should; `kind` of signal_network.BROKEN."""

    def __init__(self, kind: str) -> None:
        super().__init__(kind)
        self.kind = kind


class Calls:
    """`accounts` that the daemon has; `single`: it was started with -a."""

    def __init__(self, network: Network, version: str, accounts: list[str], single: bool) -> None:
        self.network, self.version, self.accounts, self.single = network, version, accounts, single
        self.challenge = ""  # the captcha that lifts a rate limit; "" rejects all
        self.linked = network.account  # the number that the next link gets; "" times out
        self.devices = {1: 0, 2: 0}  # id → last seen, ms
        self.refused = ""  # what Signal's servers say, such as "[401] Authorization failed!"
        self.log: list[str] = []  # methods
        anyone: dict[str, Callable[[Json], Any]] = {"version": self._version}
        many = {"listAccounts": self._list, "startLink": self._start, "finishLink": self._finish}
        self._any = anyone if single else anyone | many
        self._own: dict[str, Callable[[Json], Any]] = {
            "send": self._send,
            "getAttachment": self._attachment,
            "trust": self._trust,
            "listIdentities": self._identities,
            "listDevices": self._devices,
            "submitRateLimitChallenge": self._captcha,
        }

    def answer(self, body: bytes) -> Any:
        """The answer's JSON; None for a notification. Raises Broken."""
        if len(body) > LARGEST:  # of its parser, for one string; nearly
            return _reply(None, error=wire.error(INTERNAL, "An internal server error"))
        try:
            asked = json.loads(body) if body.strip() else None
        except ValueError:
            return _reply(None, error=wire.error(NO_JSON, "Unexpected character"))
        if isinstance(asked, list) and asked:
            answers = [self._one(one) for one in asked]
            return [one for one in answers if one is not None] or None
        return self._one(asked)

    def _one(self, asked: Any) -> Json | None:
        if not isinstance(asked, dict):
            return _reply(None, error=wire.error(NO_REQUEST, "invalid request"))
        number = asked.get("id")
        try:
            result = self._call(asked)
        except Failed as failed:
            return _reply(number, error=failed.body)
        return _reply(number, result=result) if number is not None else None

    def _call(self, asked: Json) -> Any:
        params = asked.get("params") or {}
        if asked.keys() - KEYS or not isinstance(params, dict):
            raise Failed(NO_REQUEST, "Cannot deserialize value")
        if asked.get("jsonrpc") != "2.0":
            raise Failed(NO_REQUEST, "only jsonrpc version 2.0 is supported")
        method = str(asked.get("method"))
        self.log.append(method)
        if method in self._own:
            return self._own[method](self._of_account(params))
        if method not in self._any:
            raise Failed(NO_METHOD, "Method not implemented")
        return self._any[method](params)

    def _of_account(self, params: Json) -> Json:
        account = params.get("account")
        if self.single or account in self.accounts:
            return params
        if account is None and len(self.accounts) == 1:
            return params
        raise Failed(
            NO_PARAMS,
            "Method requires valid account parameter"
            if account is None
            else "Specified account does not exist",
        )

    def _version(self, _: Json) -> Any:
        return {"version": self.version}

    def _list(self, _: Json) -> Any:
        return [{"number": one} for one in self.accounts]

    def _start(self, _: Json) -> Any:
        return {"deviceLinkUri": LINK}

    def _finish(self, params: Json) -> Any:
        if unknown := params.keys() - {"deviceLinkUri", "deviceName"}:
            raise Failed(NO_REQUEST, f"Unrecognized field {sorted(unknown)[0]!r}")
        if params.get("deviceLinkUri") != LINK:
            raise Failed(-1, "Unknown device link uri.")
        if not self.linked:
            raise Failed(-1, "Link request timed out, please try again.")
        if self.linked in self.accounts:
            raise Failed(-1, f"The user {self.linked} already exists")
        self.accounts.append(self.linked)
        return {"number": self.linked}

    def _send(self, params: Json) -> Any:
        to = params.get("recipient")
        if not isinstance(to, list) or len(to) != 1:
            raise Failed(-1, "No recipients given")
        if not params.get("message") and not params.get("attachments"):
            raise Failed(-1, "Sending empty message is not allowed")
        if self.refused:
            raise Failed(INTERNAL, f"Failed to send message: {self.refused} (IOException)")
        at = self.network.now()
        failure = self.network.next_failure(to[0])
        if failure is None or failure.kind in {"lost", "cut"}:
            self.network.keep_sent(params, at)
        if failure is not None:
            raise self._failed(failure, to[0], at)
        return wire.sent(self.network.person(to[0]), at, "SUCCESS", {})

    def _failed(self, failure: Failure, to: str, at: int) -> Exception:
        if failure.kind in FAILURES:
            kind = FAILURES[failure.kind]
            answer = wire.sent(self.network.person(to), at, kind, failure.extra)
            error = wire.send_error(kind, answer)
            return Failed(error["code"], error["message"], answer)
        if failure.kind == "internal":
            return Failed(INTERNAL, "Failed to send message: closed (IOException)")
        if failure.kind == "file":
            words = "Failed to send message: no such file (AttachmentInvalidException)"
            return Failed(INTERNAL, f"{words} (UnexpectedErrorException)")
        return Broken(failure.kind)

    def _attachment(self, params: Json) -> Any:
        wanted = str(params.get("id"))
        self.network.fetched.append(wanted)
        file = self.network.files.get(wanted)
        if file is None:
            raise Failed(-1, f"Could not find attachment with ID: {wanted}")
        return {"data": base64.b64encode(file.data).decode()}

    def _identities(self, params: Json) -> Any:
        of = params.get("number")
        people = self.network.people.values()
        return [self._identity(one) for one in people if of in {None, one.uuid, one.number}]

    def _identity(self, one: wire.Person) -> Json:
        trust = "UNTRUSTED" if one.uuid in self.network.untrusted else "TRUSTED_UNVERIFIED"
        return {
            "number": one.number,
            "uuid": one.uuid,
            "fingerprint": FINGERPRINT,
            "safetyNumber": safety_number(one),
            "scannableSafetyNumber": None,
            "trustLevel": trust,
            "addedTimestamp": 1,
        }

    def _devices(self, _: Json) -> Any:
        if self.refused:
            raise Failed(-3, f"Failed to get linked devices: {self.refused}")
        return [
            {"id": number, "name": None, "createdTimestamp": 0, "lastSeenTimestamp": seen}
            for number, seen in self.devices.items()
        ]

    def _trust(self, params: Json) -> Any:
        who = self.network.person(str(params.get("recipient")))
        given = params.get("verifiedSafetyNumber")
        right = given == safety_number(who) or params.get("trustAllKnownKeys") is True
        if not right or who.uuid not in self.network.people:
            raise Failed(-1, f"Failed to set the trust for {who.number}")
        self.network.untrusted.discard(who.uuid)
        return {}

    def _captcha(self, params: Json) -> Any:
        if not self.challenge or params.get("captcha") != self.challenge:
            words = "Captcha rejected, it may be outdated"
            raise Failed(-6 if numbers(self.version) >= (0, 14, 3) else -1, words)
        return {}


def safety_number(who: wire.Person) -> str:
    """Twelve groups of five digits."""
    digits = str(int(who.uuid.replace("-", "") or "0", 16)).zfill(60)[-60:]
    return " ".join(digits[at : at + 5] for at in range(0, 60, 5))


def numbers(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.split("."))


def _reply(number: Any, **said: Any) -> Json:
    return {"jsonrpc": "2.0", **said, "id": number}
