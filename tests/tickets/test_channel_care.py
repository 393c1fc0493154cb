"""What each channel brings of its own: files that come later, machines that write, people who
write again."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from desk_of_tests import ROUTING, RULESET, THREAT, Desk

from zammad_plugin.measure.simulate import simulate
from zammad_plugin.routing.rules import Routing
from zammad_plugin.tickets.judge import utc_now
from zammad_plugin.vocabulary import TRIAGED
from zammad_plugin.zammad.articles import LATE, file_is_coming, is_auto

MEDIA: dict[str, Any] = {"type": "whatsapp message", "preferences": {"whatsapp": {"type": "audio"}}}


def _file_comes(desk: Desk, ticket: int) -> None:
    """As WhatsApp's channel does it: the article is there, its file follows."""
    [row] = [one for one in desk.server.store.rows("ticket_articles") if one["ticket_id"] == ticket]
    kind = {"Mime-Type": "audio/ogg"}
    row["attachments"] = [{"id": 1, "filename": "voice.ogg", "size": "4", "preferences": kind}]


def test_whatsapps_file_is_waited_for(desk: Desk) -> None:
    one, other = desk.report("", **MEDIA), desk.report()
    for _ in range(2):
        desk.run()
    assert desk.notes(one) == [] and TRIAGED not in desk.tags(one)
    assert TRIAGED in desk.tags(other)  # nobody waits for it
    _file_comes(desk, one)
    desk.run()
    assert {"cs-voice", "cs-unsure", TRIAGED} <= desk.tags(one) and len(desk.notes(one)) == 1


def test_a_file_that_never_comes_is_not_waited_for_for_ever(desk: Desk) -> None:
    one = desk.report("", **MEDIA)
    desk.run(now=lambda: utc_now() + LATE)
    assert {"cs-unsure", TRIAGED} <= desk.tags(one)


def test_a_file_that_whatsapp_could_not_load_is_not_waited_for(desk: Desk) -> None:
    failed = {"whatsapp": {"type": "audio", "media_error": True}}
    one = desk.report("", type="whatsapp message", preferences=failed)
    desk.run()
    assert {"cs-unsure", TRIAGED} <= desk.tags(one)


@pytest.mark.parametrize(
    ("mark", "waits"),
    [
        ({"whatsapp": {"type": "image"}}, True),
        ({"whatsapp": {"type": "text"}}, False),
        ({"whatsapp": "audio"}, False),
        ({}, False),
        (None, False),
    ],
)
def test_only_media_of_whatsapp_wait(mark: Any, waits: bool) -> None:
    now = utc_now()
    article = {"preferences": mark, "created_at": now.isoformat()}
    assert file_is_coming(article, now) is waits
    assert not file_is_coming({**article, "attachments": [{"filename": "x"}]}, now)
    assert not file_is_coming({**article, "created_at": "no time"}, now)
    assert not file_is_coming(article, now + LATE + timedelta(seconds=1))


@pytest.mark.parametrize(
    ("article", "machine"),
    [
        # Zammad reads Auto-Submitted, Precedence, List-Unsubscribe, X-Loop … and leaves a mark.
        ({"preferences": {"is-auto-response": True}}, True),
        ({"preferences": {"send-auto-response": False}}, True),
        ({"preferences": {"send-auto-response": True, "is-auto-response": False}}, False),
        ({"preferences": {"is-auto-response": "false"}}, False),
        ({"from": "MAILER-DAEMON@mx.example.org"}, True),
        ({"from": "Mail Delivery <postmaster@example.org>"}, True),
        ({"from": "bounces+abc123@lists.example.org"}, True),
        ({"from": '"Postmaster" <mailer-daemon@googlemail.com>'}, True),
        ({"from": "rana@bounces.example.org"}, False),
        ({"from": "my.postmaster.fan@example.org"}, False),
        ({"from": "a child <kid@example.org>", "subject": "Automatic reply: out of office"}, False),
        ({"from": None, "preferences": None}, False),
    ],
)
def test_machines_are_known_by_headers_and_addresses_never_by_words(
    article: dict[str, Any], machine: bool
) -> None:
    assert is_auto(article) is machine


def _asks_returning() -> Routing:
    rules = [
        {"id": "again", "when": {"returning": True}, "then": {"tags": ["cs-escalated"]}},
        {"id": "first", "when": {}, "then": {}},
    ]
    return Routing.model_validate({"rules": rules})


def test_who_wrote_in_another_ticket_before_is_known(desk: Desk) -> None:
    first = desk.report()
    desk.run(routing=_asks_returning())
    second = desk.report("hello, me again")
    desk.run(routing=_asks_returning())
    assert "cs-escalated" not in desk.tags(first) and "cs-escalated" in desk.tags(second)
    made = simulate(desk.triage, RULESET, ROUTING, _asks_returning(), utc_now() - timedelta(days=1))
    rules = {one.ticket: one.rules[1] for one in made.differences}
    assert rules == {first: "first", second: "again"}


def test_nobody_is_asked_when_no_rule_wants_to_know(desk: Desk) -> None:
    desk.report(THREAT)
    desk.server.log.clear()
    desk.run()
    assert [call.path for call in desk.server.log].count("tickets/search") == 2  # the queue alone
