"""A group whose commands are imported when one of them is used: each pays for itself alone."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from importlib import import_module
from typing import Any

import click


class LazyGroup(click.Group):
    """`places`: a command's word → `MODULE:NAME` below this package, where it stands."""

    def __init__(self, *args: Any, places: Mapping[str, str], **more: Any) -> None:
        super().__init__(*args, **more)
        self.places = places

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted({*super().list_commands(ctx), *self.places})

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in self.places:
            return super().get_command(ctx, cmd_name)
        module, _, name = self.places[cmd_name].partition(":")
        found: click.Command = getattr(import_module(f"{__package__}.{module}"), name)
        return found


def commands_of(group: click.Group, before: str = "") -> Iterator[tuple[str, click.Command]]:
    """(words, command) of all that is in `group`, imported; a group stands before what it holds."""
    context = click.Context(group)
    for name in group.list_commands(context):
        one = group.get_command(context, name)
        assert one is not None
        yield f"{before}{name}", one
        if isinstance(one, click.Group):
            yield from commands_of(one, f"{before}{name} ")
