"""What `without` leaves out although another file still names it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from zammad_plugin.check.names.references import References
from zammad_plugin.check.placed import placed
from zammad_plugin.config.desk import Desk
from zammad_plugin.config.object_files import below, leaves_out, names_in
from zammad_plugin.config.settings.desk import SETTINGS_FILE
from zammad_plugin.errors import DeskError
from zammad_plugin.sync.kinds import REGISTRY


def left_out(desk: Desk, found: References) -> Iterator[DeskError]:
    """What `found` has looked for in vain; what is told here is no longer `elsewhere`."""
    for number, entry in enumerate(desk.settings.without if desk.base else ()):
        for resource, name in _made_by(entry, desk.base or desk.folder):
            places = found.elsewhere.pop((resource, name), [])
            if places:
                named = ", ".join(dict.fromkeys(_shown(one, desk) for one in places))
                what = f"'{entry}' makes '{name}', which is still named in {named}"
                hint = "leave those out too, or keep it"
                yield from placed(desk.folder / SETTINGS_FILE, [(("without", number), what, hint)])


def _made_by(entry: str, base: Path) -> Iterator[tuple[str, str]]:
    """(resource, name) of the objects that an entry of `without` names."""
    for kind in REGISTRY.values():
        for place, file in sorted(below(base, kind.files).items()):
            if leaves_out(entry, place):
                yield from ((kind.resource, name) for name in names_in(file))


def _shown(place: str, desk: Desk) -> str:
    """Below the package's desk, where it stands there."""
    file = Path(place)
    inside = desk.base and file.is_relative_to(desk.base) and not file.is_relative_to(desk.folder)
    return file.relative_to(desk.base).as_posix() if inside and desk.base else place
