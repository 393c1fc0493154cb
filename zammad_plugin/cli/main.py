"""The command line."""

from __future__ import annotations

import gc
import os
import signal
import sys

import click

from zammad_plugin import __version__
from zammad_plugin.cli.lazy import LazyGroup
from zammad_plugin.cli.log import log_options
from zammad_plugin.cli.output import exit_codes

COMMANDS = {
    "apply": "apply:apply",
    "care": "care:care",
    "check": "check:check",
    "clocks": "evidence:clocks",
    "completion": "completion:completion",
    "demo": "embedded:demo",
    "diff": "desk:diff",
    "docs": "docs:docs",
    "doctor": "doctor:doctor",
    "emulator": "embedded:emulator",
    "eval": "reports:evaluate",
    "explain": "reports:explain",
    "init": "init:init",
    "learn": "learn:learn",
    "lint": "lint:lint",
    "networks": "networks:networks",
    "plan": "desk:plan",
    "prune": "removal:prune",
    "pull": "pull:pull",
    "referrals": "referrals:referrals",
    "release": "release:release",
    "report": "report:report",
    "retention": "retention:retention",
    "route": "routing:route",
    "run": "run:run",
    "schema": "schema:schema",
    "serve": "serve:serve",
    "sheet": "evidence:sheet",
    "signal": "signal:signal",
    "status": "doctor:status",
    "templates": "templates:templates",
    "uninstall": "removal:uninstall",
    "upgrade": "upgrade:upgrade",
    "voice": "voice:voice",
    "worker": "worker:worker",
}
YOUNG = 100_000  # objects between two looks for rubbish; Python's 700 are for small programs


@log_options
@click.group(
    cls=LazyGroup, places=COMMANDS, context_settings={"help_option_names": ["-h", "--help"]}
)
@click.version_option(__version__)
def cli() -> None:
    """Recognise, explain, tag and route reports about children in danger, in a Zammad."""


def main() -> None:
    """Entry point of the console script."""
    # A plugin that somebody installed for pydantic would see every text that we validate.
    os.environ["PYDANTIC_DISABLE_PLUGINS"] = "1"
    gc.set_threshold(YOUNG)
    # As by Ctrl-C: what is held, locked or lies in a private folder is given back on the way out.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        # Not standalone: click would make exit code 1 of an interruption.
        with exit_codes():
            code = cli.main(standalone_mode=False)
        sys.exit(code if isinstance(code, int) else 0)
    finally:
        gc.freeze()  # at its end Python would look through everything once more
