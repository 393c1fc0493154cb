"""Messages × rules → assessment. Pure: the same input always gives the same answer.

A thread is judged by message and by passage, and the gravest counts: a report is a report whatever
stands around it. Rules compose concepts and explain; trained linear models weigh the wording. A
rule of danger can't be outvoted by either counter-evidence or the models.
"""

from __future__ import annotations

from collections.abc import Sequence

from zammad_plugin.triage.dangers import with_dangers
from zammad_plugin.triage.model import Assessment, Message
from zammad_plugin.triage.reading import thread
from zammad_plugin.triage.ruleset import Ruleset
from zammad_plugin.triage.verdict.account import Account
from zammad_plugin.triage.verdict.decide import Verdict

__all__ = ["assess", "thread"]


def assess(messages: Sequence[Message], ruleset: Ruleset) -> Assessment:
    """Judge a thread: each message, each passage, and what they say together."""
    verdict = Verdict(messages, ruleset)
    made = Account(verdict).assessment()
    return with_dangers(made, verdict.reading, verdict.judged, ruleset)
