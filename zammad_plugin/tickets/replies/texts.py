"""Texts of replies that go out by themselves, the desk's own before the package's."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from zammad_plugin.config.desk import Desk
from zammad_plugin.config.overlay import file_of
from zammad_plugin.config.places import default_desk
from zammad_plugin.config.safe_words.rules import rules as safe_words
from zammad_plugin.errors import DeskError, Where
from zammad_plugin.routing.rules import Routing
from zammad_plugin.sync.files.places import in_body
from zammad_plugin.sync.files.source import Reader, read_spec, reader_of
from zammad_plugin.sync.kinds.text_modules import KIND, Reply
from zammad_plugin.sync.replies.html import to_html, to_plain
from zammad_plugin.text.languages import in_language
from zammad_plugin.text.safe_words import FIRST_LINE, objections
from zammad_plugin.text.slots import unfilled
from zammad_plugin.tickets.note.words import words
from zammad_plugin.tickets.replies.auto_reply import EVERY, Replies, Text
from zammad_plugin.vocabulary import AGENT_LANGUAGES, MAIN

SAID_OTHERWISE = {"ar-Latn"}  # whose readers read another language of a text too


def texts_that_go_out(desk: Desk, routing: Routing) -> Replies | None:
    """Texts of templates/replies. Raises DeskError when the file names one that isn't there."""
    if not routing.auto_reply.enabled:
        return None
    folders = _folders(desk)
    named = {routing.auto_reply.reply, routing.auto_reply.closed} - {""}
    named |= {then.auto_reply for then in routing.thens if then.auto_reply} - {"none"}
    for key in named:
        if not any((folder / key).is_dir() for folder in folders):
            what, where = f"auto_reply: no reply '{key}'", Where(file_of("routing", desk.rules))
            raise DeskError(what, where=where, hint="zammad-plugin check")
    texts, reader = texts_of(desk), reader_of(desk)
    for key in sorted(named):
        _neutral(folders, key, reader)
    return texts


def _neutral(folders: list[Path], key: str, reader: Reader) -> None:
    """What goes out by itself may be read by anyone who holds the phone. Raises DeskError."""
    for file in sorted(file for folder in folders for file in (folder / key).glob("*.md")):
        reply, _ = read_spec(KIND, file, reader)
        assert isinstance(reply, Reply)
        for error in (*_unfilled(reply, file), *_not_neutral(reply, file)):
            raise DeskError(f"auto_reply '{key}': {error.what}", where=error.where, hint=error.hint)


def _unfilled(reply: Reply, file: Path) -> Iterator[DeskError]:
    for name, _ in unfilled(reply.body):
        what = f"{name} is not filled in, and nobody reads it before it goes"
        hint = "write `slots` into zammad-plugin.yml, or take another text"
        yield DeskError(what, where=in_body(file, name), hint=hint)


def _not_neutral(reply: Reply, file: Path) -> Iterator[DeskError]:
    for one in objections(reply.body, reply.lang, "child", safe_words()):
        if one.rule == FIRST_LINE:
            what = f"'{one.found}' in the first line ({one.why})"
            yield DeskError(what, where=Where(file, 1, 1), hint="begin with neutral words")


def _folders(desk: Desk) -> list[Path]:
    return [desk.templates / "replies", default_desk() / "templates" / "replies"]


def texts_of(desk: Desk) -> Replies:
    """Texts of templates/replies, the desk's own before the package's."""
    folders, reader = _folders(desk), reader_of(desk)
    first = desk.settings.language
    return lambda key, lang: (
        _in_every(folders, key, first, reader)
        if lang == EVERY
        else _text(folders, key, lang, reader)
    )


def all_languages(desk: Desk, key: str) -> str:
    """A reply in the three languages that every text has, the desk's own first: for somebody whose
    language is not known. Empty when there is no such reply."""
    texts = texts_of(desk)
    langs = dict.fromkeys([desk.settings.language, "ar", "en", "fr"])
    found = (texts(key, lang) for lang in langs)
    return "\n\n".join(dict.fromkeys(text.plain for text in found if text))


def _text(folders: list[Path], key: str, lang: str, reader: Reader) -> Text | None:
    """In the writer's language, else in English; the desk's own before the package's."""
    files = (folder / key / f"{one}.md" for one in (lang, MAIN) for folder in folders)
    found = (_sendable(file, reader) for file in files if file.is_file())
    reply = next((one for one in found if one), None)
    if reply is None:
        return None
    titles = words().words["auto_subject"]
    title = in_language(titles, reply.lang)
    return Text(title, to_plain(reply.body, reply.lang), to_html(reply.body, reply.lang))


def _in_every(folders: list[Path], key: str, first: str, reader: Reader) -> Text | None:
    """The whole text in each language of its files, `first` before the main ones: no language has
    the danger line alone. Who writes Arabizi reads Arabic."""
    theirs = sorted({file.stem for one in folders for file in (one / key).glob("*.md")})
    order = dict.fromkeys([first, *AGENT_LANGUAGES, *theirs])
    found = [_text(folders, key, lang, reader) for lang in order if lang not in SAID_OTHERWISE]
    texts = list(dict.fromkeys(text for text in found if text))
    if not texts:
        return None
    plain, html = "\n\n".join(one.plain for one in texts), "".join(one.html for one in texts)
    return Text(texts[0].title, plain, html)


def _sendable(file: Path, reader: Reader) -> Reply | None:
    """None for a text that waits for its review, or that only an agent's browser could fill in."""
    reply, _ = read_spec(KIND, file, reader)
    assert isinstance(reply, Reply)
    waits = reader.reviewed_only and not reply.accepted
    return None if waits or "#{" in reply.body or any(unfilled(reply.body)) else reply
