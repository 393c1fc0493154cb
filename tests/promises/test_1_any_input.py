"""Nothing that anybody writes, sends or answers ends in anything but a judgement, a mark for a
person or an error of ours, within a bounded time: texts, articles, events of Signal, answers of a
server, files of a desk."""

from __future__ import annotations

import json
import random
import signal
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, NoReturn

import pytest
from scale import figure, many

from zammad_plugin.config.files import load, load_fast
from zammad_plugin.config.settings.desk import Settings
from zammad_plugin.config.settings.signal import Documents
from zammad_plugin.errors import PluginError
from zammad_plugin.routing.rules import Routing
from zammad_plugin.signal.arriving.render import render
from zammad_plugin.signal.wire.events import parse
from zammad_plugin.text.mail.clean import clean_article
from zammad_plugin.tickets.judge import messages_of
from zammad_plugin.triage.engine import assess
from zammad_plugin.triage.model import Message
from zammad_plugin.triage.ruleset import load as load_rules
from zammad_plugin.zammad.case import Case
from zammad_plugin.zammad.client import Client

LONGEST = 20.0  # seconds that one input may take, on a machine that does other things too
SHARES = 2
WORDS = (
    "I'm 14 and he will post my photos",
    "عمري ١٤ سنة يهددني ينشر صوري",
    "j'ai 13 ans il menace",
    "> quoted",
    "-- ",
    "On Mon, A wrote:",
    "From: a@b.c",
    "https://a.b/?x=1#",
    "@handle",
    "+96170123456",
    "😭",
    "\u202e",
    "\u200b",
    "\0",
    "\ufeff",
    "\ud83d",
    "a" * 300,
    "]]>",
    "<!--",
    "&#x202e;",
    "{{",
    "#{ticket.title}",
    "<blockquote>",
    "</blockquote>",
    "<div dir=rtl>",
    "<style>",
    "<table><tr><td>",
    "<br>",
    "\r\n",
    "\t",
    "%s",
    "\\",
    "0x",
    "1e999",
    "NaN",
    "null",
    "- ",
    ": ",
    "[",
    "{",
    "&a ",
    "*a ",
    "|",
    ">-",
    "!!",
    "---",
    "'",
    '"',
    "\u2028",
)


class TooSlow(Exception):
    """One input took longer than it may."""


@contextmanager
def bounded() -> Iterator[None]:
    def late(*_: object) -> NoReturn:
        raise TooSlow

    before = signal.signal(signal.SIGALRM, late)
    signal.setitimer(signal.ITIMER_REAL, LONGEST)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def text(dice: random.Random) -> str:
    """Words, signs and letters of any script; now and then very many of one."""
    parts = dice.choices(WORDS, k=dice.randint(0, 12))
    if dice.random() < 0.3:
        parts += [chr(dice.randrange(sys.maxunicode)) for _ in range(dice.randint(1, 20))]
    dice.shuffle(parts)
    made = dice.choice(["", " ", "\n"]).join(parts)
    return made * dice.choice([1] * 50 + [20, 300])


def value(dice: random.Random, depth: int = 0) -> Any:
    """Any JSON."""
    kinds: list[Callable[[], Any]] = [
        lambda: None,
        lambda: dice.random() < 0.5,
        lambda: dice.randint(-(2**63), 2**63),
        lambda: dice.random() * 10 ** dice.randint(-300, 300),
        lambda: text(dice)[:200],
        lambda: dice.choice(["id", "1", "2026-11-30T00:00:00Z", "9999-99-99", "true"]),
    ]
    if depth < 4:
        size = dice.randint(0, 4)
        kinds += [lambda: [value(dice, depth + 1) for _ in range(size)]]
        kinds += [lambda: {text(dice)[:20]: value(dice, depth + 1) for _ in range(size)}]
    return dice.choice(kinds)()


def changed(dice: random.Random, sound: Any) -> Any:
    """A sound one with something else at one of its places."""
    if isinstance(sound, dict) and sound and dice.random() < 0.85:
        name = dice.choice(list(sound))
        return {**sound, name: changed(dice, sound[name])}
    if isinstance(sound, list) and sound and dice.random() < 0.85:
        place = dice.randrange(len(sound))
        return [*sound[:place], changed(dice, sound[place]), *sound[place + 1 :]]
    return value(dice)


ARTICLE: dict[str, Any] = {
    "id": 7,
    "ticket_id": 3,
    "type": "email",
    "sender": "Customer",
    "internal": False,
    "subject": "Hi",
    "from": "a <a@b.c>",
    "to": "d@e.f",
    "body": "help",
    "content_type": "text/html",
    "message_id": "<x@y>",
    "preferences": {"whatsapp": {"type": "image"}, "is-auto-response": True},
    "attachments": [
        {"id": 1, "filename": "a.ogg", "size": "3", "preferences": {"Mime-Type": "audio/ogg"}}
    ],
    "created_at": "2026-11-30T00:00:00Z",
    "created_by_id": 5,
}
EVENT: dict[str, Any] = {
    "jsonrpc": "2.0",
    "method": "receive",
    "params": {
        "account": "+9611",
        "envelope": {
            "source": "+96170",
            "sourceNumber": "+96170",
            "sourceUuid": "0d7a3f0e-0000-4000-8000-000000000001",
            "sourceName": "A",
            "sourceDevice": 1,
            "timestamp": 1700000000000,
            "dataMessage": {
                "timestamp": 1700000000000,
                "message": "help",
                "expiresInSeconds": 0,
                "viewOnce": False,
                "attachments": [
                    {"contentType": "audio/aac", "id": "a", "size": 3, "filename": None}
                ],
                "quote": {"id": 1, "author": "+1", "text": "x"},
                "reaction": {"emoji": "a", "targetSentTimestamp": 1},
                "contacts": [{"name": {"display": "x"}}],
                "mentions": [{"start": 0, "length": 1}],
                "groupInfo": {"groupId": "x"},
                "previews": [{"url": "https://a.b"}],
                "sticker": {"packId": "a"},
            },
        },
    },
}
TICKET: dict[str, Any] = {
    "id": 7,
    "number": "13007",
    "title": "a",
    "group": "Users",
    "tags": ["a"],
    "history": [{"id": 1, "attribute": "tag"}],
    "ticket_id": 7,
    "total_count": 3,
    "login": "a",
    "article_count": 1,
    "links": [],
}
RULES = load_rules()


def a_text(dice: random.Random, _: Path) -> None:
    judged = assess(
        [Message(clean_article(text(dice), "text/plain"), subject=text(dice)[:80])], RULES
    )
    assert judged.urgency


def an_article(dice: random.Random, _: Path) -> None:
    article = {**ARTICLE, "body": text(dice)}
    article = changed(dice, article) if dice.random() < 0.7 else article
    if not isinstance(article, dict):
        return
    kind = dice.choice(["text/html", "text/plain"])
    clean_article(str(article.get("body")), kind)
    # A server that answers so: one ticket fails, and after three times it is marked for a person.
    with suppress(TypeError, ValueError, AttributeError, KeyError):
        messages_of(Case({"id": 3, "title": text(dice)[:50]}, [{**article, "id": 7}]))


def an_event(dice: random.Random, _: Path) -> None:
    raw = json.dumps(changed(dice, EVENT))
    if dice.random() < 0.1:
        raw = raw[: dice.randrange(len(raw))]
    try:
        render(parse(raw).content, "en", Documents())
    except PluginError:
        return


class Answering:
    """A session that answers one thing, whatever is asked."""

    def __init__(self, answer: Any) -> None:
        self.answer = answer

    def call(self, *_: Any, **__: Any) -> Any:
        return self.answer


ASKS: tuple[Callable[[Client], Any], ...] = (
    lambda client: client.list_all("tag_list"),
    lambda client: client.ticket(7),
    lambda client: client.articles(7),
    lambda client: client.tags(7),
    lambda client: client.history(7),
    lambda client: client.me(),
    lambda client: client.user("a"),
    lambda client: client.search_tickets({}),
    lambda client: client.count_tickets({}),
    lambda client: client.put_ticket(7, {"article": {}}),
    lambda client: client.create_article({"ticket_id": 7}),
    lambda client: client.tag(7, "a"),
)


def an_answer(dice: random.Random, _: Path) -> None:
    sound = dice.choice([TICKET, [TICKET], True])
    answer = changed(dice, sound) if dice.random() < 0.8 else value(dice)
    try:
        dice.choice(ASKS)(Client(Answering(answer)))  # type: ignore[arg-type]
    except PluginError:
        return


SETTINGS = "language: en\ntags: neutral\nsignal:\n  account: '+9611'\n  documents: {megabytes: 3}\n"
ROUTING = (
    "rules:\n  - id: a\n    when: {urgency: [critical]}\n    then: {group: Users, tags: [cs-x]}\n"
)


def a_desk_file(dice: random.Random, folder: Path) -> None:
    model, sound = dice.choice([(Settings, SETTINGS), (Routing, ROUTING)])
    place = dice.randrange(len(sound))
    junk = "".join(dice.choices(WORDS, k=dice.randint(0, 3)))
    made = sound[:place] + junk + sound[place + dice.randint(0, 5) :]
    file = folder / "a.yml"
    file.write_bytes(made.encode("utf-8", "surrogatepass"))
    try:
        dice.choice([load, load_fast])(model, file)
    except PluginError as error:
        assert "a.yml" in str(error)


KINDS: dict[str, tuple[Callable[[random.Random, Path], None], int, int]] = {
    "texts": (a_text, 300, 40_000),
    "articles": (an_article, 1000, 160_000),
    "events": (an_event, 3000, 300_000),
    "answers": (an_answer, 5000, 440_000),
    "desk files": (a_desk_file, 300, 60_000),
}


@pytest.mark.parametrize("share", range(SHARES))
@pytest.mark.parametrize("kind", KINDS)
def test_any_input(kind: str, share: int, tmp_path: Path) -> None:
    tries, small, full = KINDS[kind]
    longest = 0.0
    count = many(small, full) // SHARES
    for seed in range(share, count * SHARES, SHARES):
        dice, began = random.Random(f"{kind} {seed}"), time.monotonic()
        try:
            with bounded():
                tries(dice, tmp_path)
        except Exception as error:
            raise AssertionError(f"{kind}, seed {seed}: {type(error).__name__}") from error
        longest = max(longest, time.monotonic() - began)
    figure(f"any input: {kind}, {share}: count, longest", f"{count}, {longest:.2f} s")
