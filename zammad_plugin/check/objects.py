"""What stands in the files of a desk's objects and can't be so. `check` tells all of it, and
`templates accept` marks no reply in whose file any is: one place decides for both."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from zammad_plugin.check.contents import content_problems
from zammad_plugin.check.names.left_out import left_out
from zammad_plugin.check.names.references import References
from zammad_plugin.check.names.settings import named_in_rules, world_for
from zammad_plugin.check.names.world import Entry, entries
from zammad_plugin.check.replies.texts import lint, none_read
from zammad_plugin.check.replies.tongues import in_other_languages
from zammad_plugin.config.desk import Desk
from zammad_plugin.errors import DeskError
from zammad_plugin.sync.model import Desired


@dataclass(frozen=True)
class Objects:
    """`problems` with their places; `elsewhere`: (resource, name) → places that name what no file
    of the desk makes."""

    files: list[Entry]
    problems: list[DeskError]
    elsewhere: dict[tuple[str, str], list[str]]


def look_at(
    desired: list[Desired],
    desk: Desk | None,
    native: bool = False,
    was_read: Callable[[Desired], bool] = none_read,
) -> Objects:
    """`desk`: None for the package's own. `native`: a native speaker has read the replies just
    now. `was_read`: a reply has passed before, its words are not read again."""
    files = entries(desired)
    problems = [*lint(desired, native, was_read), *in_other_languages(desired, was_read)]
    problems += [one for entry in files for one in content_problems(entry)]
    found = References(world_for(desk, files))
    found.look(files)
    if desk:
        found.problems += [*named_in_rules(desk, found), *left_out(desk, found)]
    return Objects(files, [*problems, *found.problems], found.elsewhere)
