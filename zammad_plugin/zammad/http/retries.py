"""Which call is sent again, how often, and after what wait."""

from __future__ import annotations

from collections.abc import Callable

from tenacity import RetryCallState, Retrying, retry_if_exception, stop_after_attempt
from tenacity.wait import wait_exponential_jitter

from zammad_plugin.errors import Unavailable

ATTEMPTS = 4
LONGEST_WAIT = 60.0  # seconds; a longer Retry-After is left to the next run from cron


def _wait(state: RetryCallState) -> float:
    error = state.outcome.exception() if state.outcome else None
    asked = error.after if isinstance(error, Unavailable) else 0.0
    return max(asked, wait_exponential_jitter(multiplier=0.5, max=8.0)(state))


def patient(sleep: Callable[[float], None]) -> Retrying:
    return Retrying(
        retry=retry_if_exception(_may_repeat),
        stop=stop_after_attempt(ATTEMPTS),
        wait=_wait,
        sleep=sleep,
        reraise=True,
    )


def _may_repeat(error: BaseException) -> bool:
    return isinstance(error, Unavailable) and error.again and error.after <= LONGEST_WAIT
