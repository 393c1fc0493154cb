"""What finds a reply after `::` in the editor: asked of the desk's files, so that a note never
names a word that finds nothing."""

from __future__ import annotations

from functools import cache

from zammad_plugin.config.desk import Desk, load_desk
from zammad_plugin.config.object_files import object_files
from zammad_plugin.config.places import default_desk
from zammad_plugin.sync.files.source import read_spec, reader_of
from zammad_plugin.sync.kinds.text_modules import KIND, Reply


class Keywords:
    """(key of a reply, language) → its keyword, '' where Zammad has no such reply. Each file is
    read once. Raises DeskError for a file that is broken."""

    def __init__(self, desk: Desk) -> None:
        self._desk, self._reader = desk, reader_of(desk)
        self._found: dict[tuple[str, str], str] = {}

    def __call__(self, key: str, lang: str) -> str:
        if (key, lang) not in self._found:
            self._found[key, lang] = self._read(key, lang)
        return self._found[key, lang]

    def _read(self, key: str, lang: str) -> str:
        desk, file = self._desk, f"templates/replies/{key}/{lang}.md"
        files = object_files(file, desk.folder, desk.base, desk.settings.without)
        if not files:
            return ""
        reply, _ = read_spec(KIND, files[0], self._reader)
        assert isinstance(reply, Reply)
        held_back = self._reader.reviewed_only and not reply.accepted
        return "" if held_back or not reply.active else reply.found_by


@cache
def of_package() -> Keywords:
    """Those of the package's desk."""
    return Keywords(load_desk(default_desk()))
