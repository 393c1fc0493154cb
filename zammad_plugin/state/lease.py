"""Who works on which ticket on any number of machines: a lease in Redis that ends by itself.

Each lease has a number that only rises (the fence) and is looked at before each call to Zammad: a
worker that slept through its lease finds that it ended and writes nothing more. Zammad itself knows
no such number, so the notes' own rule (tickets/claim.py) stays below it. Redis holds ids and times,
nothing else; while it is away the hands of this machine count.
"""

from __future__ import annotations

import logging
import secrets
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from redis import Redis
from redis.exceptions import RedisError

from zammad_plugin.state.hands import Hand, Hands, Resting, Taken, held
from zammad_plugin.state.local_hands import SETTLE

log = logging.getLogger(__name__)
# Redis tells the time: clocks of machines differ.
NOW = "local t = redis.call('TIME'); local now = t[1] + t[2] / 1000000 "
TAKE = (
    NOW
    + """
if redis.call('EXISTS', KEYS[1]) == 1 then return {'taken', '0'} end
local rest = redis.call('ZSCORE', KEYS[3], ARGV[1]) or '0'
if tonumber(rest) > now then return {'rests', rest} end
local token = redis.call('INCR', KEYS[2]) .. '-' .. ARGV[2]
redis.call('SET', KEYS[1], token, 'PX', ARGV[3])
return {token, rest}
"""
)
RENEW = """
if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end
redis.call('PEXPIRE', KEYS[1], ARGV[2])
return 1
"""
RELEASE = """
if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end
return redis.call('DEL', KEYS[1])
"""
FORGET = """
if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end
return redis.call('ZREM', KEYS[2], ARGV[2])
"""
REST = NOW + "return redis.call('ZADD', KEYS[1], now + ARGV[1], ARGV[2])"
LEFT = NOW + "return redis.call('ZRANGEBYSCORE', KEYS[1], 0, now)"


class RedisHands:
    """Hands of all processes on all machines that use this Redis and `prefix`.

    `lease`: seconds without a call to Zammad after which a ticket is another's; `otherwise`: hands
    for as long as Redis does not answer.
    """

    def __init__(
        self, redis: Redis, prefix: str, otherwise: Hands, *, lease: float, settle: float = SETTLE
    ) -> None:
        self._redis, self._prefix, self._otherwise = redis, prefix, otherwise
        self._milliseconds, self._settle = int(lease * 1000), settle
        self._fence, self._rests = f"{prefix}fence", f"{prefix}rests"

    @contextmanager
    def take(self, ticket_id: int) -> Iterator[Hand]:
        try:
            token, rest = self._taken(ticket_id)
            name = self._name()
        except RedisError as error:
            _away(error)
            with self._otherwise.take(ticket_id) as hand:
                yield hand
            return
        try:
            hand = Hand(
                name,
                self._settle,
                rest > 0,
                note=lambda seconds: self._note(ticket_id, seconds),
                holds=lambda: self._renewed(ticket_id, token),
            )
            yield from held(hand, lambda: self._forget(ticket_id, token))
        finally:
            self._release(ticket_id, token)

    def left(self) -> list[int]:
        try:
            found = self._eval(LEFT, [self._rests])
        except RedisError as error:
            _away(error)
            return self._otherwise.left()
        return sorted(int(_text(one)) for one in found)

    def busy(self, ticket_id: int) -> bool:
        """Whether a hand has it now. Raises RedisError."""
        return bool(self._redis.exists(self._lease(ticket_id)))

    def _lease(self, ticket_id: int) -> str:
        return f"{self._prefix}lease:{ticket_id}"

    def _taken(self, ticket_id: int) -> tuple[str, float]:
        """(the fence, until when an earlier hand's write may have taken effect; 0: none died)

        Raises Taken, Resting, RedisError."""
        keys = [self._lease(ticket_id), self._fence, self._rests]
        nonce = secrets.token_hex(4)  # a Redis that was emptied counts from 1 again
        said, rest = map(_text, self._eval(TAKE, keys, ticket_id, nonce, self._milliseconds))
        if said == "taken":
            raise Taken(f"ticket {ticket_id} is in another hand", hint="nothing to do")
        if said == "rests":
            raise Resting(f"ticket {ticket_id} rests", hint="the next run takes it")
        return said, float(rest)

    def _name(self) -> str:
        """Of all that see each other here: chosen once for this Redis."""
        key = f"{self._prefix}name"
        self._redis.set(key, secrets.token_hex(6), nx=True)
        return _text(self._redis.get(key))

    def _renewed(self, ticket_id: int, token: str) -> bool:
        """Without an answer of Redis the hold counts as ours: the notes decide."""
        try:
            return bool(self._eval(RENEW, [self._lease(ticket_id)], token, self._milliseconds))
        except RedisError as error:
            _away(error)
            return True

    def _note(self, ticket_id: int, seconds: float) -> None:
        try:
            self._eval(REST, [self._rests], seconds, ticket_id)
        except RedisError as error:
            _away(error)

    def _forget(self, ticket_id: int, token: str) -> None:
        """Unless the lease ended: what stands there may be another hand's by now."""
        with suppress(RedisError):
            self._eval(FORGET, [self._lease(ticket_id), self._rests], token, ticket_id)

    def _release(self, ticket_id: int, token: str) -> None:
        with suppress(RedisError):  # it ends by itself
            self._eval(RELEASE, [self._lease(ticket_id)], token)

    def _eval(self, script: str, keys: list[str], *words: object) -> list[object]:
        made: list[object] = self._redis.eval(script, len(keys), *keys, *map(str, words))
        return made


def _text(value: object) -> str:
    return value.decode() if isinstance(value, bytes) else str(value)


def _away(error: RedisError) -> None:
    log.error("Redis: %s; this machine's own hands count meanwhile", type(error).__name__)
