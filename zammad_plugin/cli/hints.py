"""The command that a message names next is for the desk of this call: `zammad-plugin check` alone
would look at the package's, and find no problem."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import click
from click.core import ParameterSource

GIVEN = "zammad_plugin.desk"  # in click's context: the folder that stood on the command line
ALONE = "apply check diff doctor explain plan prune pull run serve status uninstall upgrade"
GROUPS = {
    "referrals": "check list",
    "retention": "apply plan",
    "route": "explain simulate",
    "signal": "again doctor link release run status",
    "signal outbox": "captcha confirm drop list retry",
    "templates": "accept check export follow import page preview",
    "voice": "doctor listen run",
}
# Each of them takes --desk.
COMMANDS = [
    *ALONE.split(),
    *(f"{group} {one}" for group in GROUPS for one in GROUPS[group].split()),
]
NAMED = re.compile(rf"\bzammad-plugin (?:{'|'.join(COMMANDS)})\b(?!-)(?! --(?:desk|help))")


def remember(context: click.Context, option: click.Parameter, desk: Path | None) -> Path | None:
    """Callback of --desk. What $ZAMMAD_DESK says counts for the next command too."""
    source = context.get_parameter_source(option.name or "")
    context.meta[GIVEN] = desk if source is ParameterSource.COMMANDLINE else None
    return desk


def at_this_desk(text: str) -> str:
    """`text` with --desk behind every command of ours that it names after `next:`."""
    context = click.get_current_context(silent=True)
    desk = context.meta.get(GIVEN) if context else None
    head, mark, hint = text.partition("next: ")
    if desk is None or not mark:
        return text
    return head + mark + NAMED.sub(lambda one: f"{one[0]} --desk {shlex.quote(str(desk))}", hint)
