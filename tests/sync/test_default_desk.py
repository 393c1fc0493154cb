"""What the default desk's objects do, on the embedded Zammad: who is shown where, who is raised."""

from __future__ import annotations

import re
import shutil
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from zammad_plugin.config.places import default_desk
from zammad_plugin.demo.story import let_in
from zammad_plugin.emulator import Emulator
from zammad_plugin.sync.desk_sync import apply_desk
from zammad_plugin.sync.files.source import read
from zammad_plugin.sync.ledger import Ledger
from zammad_plugin.sync.model import Desired
from zammad_plugin.sync.refs import Ref
from zammad_plugin.sync.replies.translations import replies_of
from zammad_plugin.vocabulary import AGENT_LANGUAGES, URGENCIES, urgency_tag
from zammad_plugin.zammad.client import Client
from zammad_plugin.zammad.session import Session

TAG = re.compile(r"^cs-[a-z0-9-]+$")
# What triage and write-back put on a ticket (routing/decision.py, tickets/writing/write_back.py).
BY_TRIAGE = {
    "cs-triaged",
    "cs-auto-replied",
    "cs-error",
    "cs-unsure",
    "cs-voice",
    *map(urgency_tag, URGENCIES),
    "cs-chan-whatsapp",
    "cs-lang-none",
    "cs-lang-other",
}


class Desk:
    """The default desk applied to an empty server, with an agent who sees the group."""

    def __init__(self, server: Emulator) -> None:
        self.server = server
        self.sessions = {who: Session(server.url, server.tokens[who]) for who in ("sync", "admin")}
        apply_desk(Client(self.sessions["sync"]), default_desk())
        self.agent = Client(self.sessions["admin"])
        let_in(self.agent, self.agent)

    def ticket(self, tags: str = "cs-triaged", hours: float = 0, **more: Any) -> int:
        """A report; the last word was said `hours` ago."""
        article = {"body": "hello", "type": "web", "sender": "Customer", "internal": False}
        new = {"title": "t", "group": "Child Safety", "customer_id": "guess:a@example.org"}
        made = self.agent.create_ticket({**new, **more, "tags": tags, "article": article})
        then = (datetime.now(UTC) - timedelta(hours=hours)).isoformat()
        times = {"last_contact_at": then, "last_contact_customer_at": then}
        with self.server.store.request():
            self.server.store.update("tickets", made["id"], times)
        return int(made["id"])

    def shown(self, table: str, key: str) -> set[int]:
        """Tickets in an overview, or those that a scheduler would act on."""
        name = {item.address: item for item in items()}[f"{table}/{key}"].fields["name"]
        row = next(row for row in self.server.store.rows(table) if row["name"] == name)
        return {found["id"] for found in self.agent.search_tickets(row["condition"], limit=200)}


@cache
def items() -> list[Desired]:
    source = read(default_desk())
    assert source.problems == []
    return source.desired


@pytest.fixture(scope="module")
def desk() -> Iterator[Desk]:
    with Emulator() as server:
        made = Desk(server)
        yield made
        for session in made.sessions.values():
            session.close()


def day(days: int) -> str:
    return (datetime.now(UTC) + timedelta(days=days)).date().isoformat()


@pytest.mark.parametrize(
    ("overview", "inside", "outside"),
    [
        ("waiting-for-triage", {"tags": "x"}, {"tags": "cs-triaged"}),
        ("critical", {"tags": "cs-urg-critical"}, {"tags": "cs-urg-high"}),
        ("critical", {"tags": "cs-escalated"}, {"tags": "cs-escalated", "state": "closed"}),
        ("unsure", {"tags": "cs-unsure"}, {}),
        ("unsure", {"tags": "cs-error"}, {}),
        ("unsure", {"tags": "cs-voice"}, {"tags": "cs-voice", "state": "closed"}),
        ("unsure", {"tags": "cs-lang-none"}, {"tags": "cs-lang-tr"}),
        ("waited-too-long", {"tags": "cs-flow-waited"}, {}),
        ("nobody-has-it", {}, {"group": "Users"}),
        (
            "window-closing",
            {"tags": "cs-chan-whatsapp", "hours": 20},
            {"tags": "cs-chan-whatsapp", "hours": 2},
        ),
        (
            "window-closing",
            {"tags": "cs-chan-whatsapp", "hours": 13},
            {"tags": "cs-chan-whatsapp", "hours": 30},
        ),
        ("window-closing", {"tags": "cs-chan-whatsapp", "hours": 14}, {"hours": 14}),
        ("deadlines", {"cs_deadline": day(10)}, {"cs_deadline": day(20)}),
        ("deadlines", {"cs_deadline": day(-3)}, {}),
        ("for-the-lead", {"tags": "cs-flow-second-person"}, {}),
        ("for-the-lead", {"tags": "cs-flow-lead"}, {}),
        ("closed-files", {"group": "Child Safety closed"}, {}),
        ("not-yet-preserved", {"cs_police": "reported"}, {"cs_police": "preservation"}),
    ],
)
def test_overview(
    desk: Desk, overview: str, inside: dict[str, Any], outside: dict[str, Any]
) -> None:
    one, other = desk.ticket(**inside), desk.ticket(**outside)
    shown = desk.shown("overviews", overview)
    assert one in shown and other not in shown


def test_mine_and_look_again(desk: Desk) -> None:
    me = desk.agent.session.call("GET", "users/me")["id"]
    past = (datetime.now(UTC) - timedelta(hours=1)).isoformat()
    mine = desk.ticket(owner_id=me, state="pending reminder", pending_time=past)
    other = desk.ticket()
    assert mine in desk.shown("overviews", "mine")
    assert other not in desk.shown("overviews", "mine")
    assert mine not in desk.shown("overviews", "nobody-has-it")
    assert mine in desk.shown("overviews", "reminder-reached")


@pytest.mark.parametrize(
    ("job", "inside", "outside"),
    [
        ("010-not-triaged", {"tags": "x", "hours": 0.5}, {"tags": "x"}),
        ("010-not-triaged", {"tags": "x", "hours": 9}, {"tags": "cs-triaged", "hours": 9}),
        (
            "010-not-triaged",
            {"tags": "x", "hours": 9},
            {"tags": "x", "hours": 9, "priority": "3 high"},
        ),
        (
            "011-not-triaged-high",
            {"tags": "x", "hours": 9, "priority": "3 high"},
            {"tags": "x", "hours": 9},
        ),
        (
            "011-not-triaged-high",
            {"tags": "x", "hours": 0.5, "priority": "3 high"},
            {"tags": "cs-triaged", "hours": 9, "priority": "3 high"},
        ),
        ("020-unsure-waits", {"tags": "cs-unsure", "hours": 2}, {"tags": "cs-unsure"}),
        ("030-deadline-near", {"cs_deadline": day(5)}, {"cs_deadline": day(9)}),
        (
            "031-deadline-near-high",
            {"cs_deadline": day(5), "priority": "3 high"},
            {"cs_deadline": day(9), "priority": "3 high"},
        ),
    ],
)
def test_scheduler(desk: Desk, job: str, inside: dict[str, Any], outside: dict[str, Any]) -> None:
    one, other = desk.ticket(**inside), desk.ticket(**outside)
    found = desk.shown("jobs", job)
    assert one in found and other not in found


def test_an_answer_ends_the_waiting_and_a_note_does_not(desk: Desk) -> None:
    one = desk.ticket(tags="cs-flow-waited")
    for internal, still_waits in ((True, True), (False, False)):
        article = {"body": "x", "type": "note", "sender": "Agent", "internal": internal}
        desk.agent.session.call("PUT", f"tickets/{one}", json={"article": article})
        assert (one in desk.shown("overviews", "waited-too-long")) is still_waits


def test_a_scheduler_raises_once_and_never_lowers() -> None:
    for item in items():
        if item.kind.name != "jobs":
            continue
        before = {ref.name for ref in item.fields["condition"]["ticket.priority_id"]["value"]}
        if before == {"3 high"}:  # it can't be raised, so it gets a tag: once, and no note
            assert set(item.fields["perform"]) == {"ticket.tags"}
            continue
        assert item.fields["perform"]["ticket.priority_id"]["value"].name == "3 high"
        assert before == {"1 low", "2 normal"}


FIRST_MINUTES = [
    "take-and-greet",
    "escalate-now",
    "ask-second-person",
    "unsafe-attachment",
    "offender-may-read",
]


@pytest.mark.parametrize("language", AGENT_LANGUAGES)
def test_the_menu_fits_a_window_and_begins_with_the_first_minutes(
    desk_copy: Path, language: str
) -> None:
    """Zammad sorts it by name, shows it without scrolling, and has one macro of its own."""
    (desk_copy / "zammad-plugin.yml").write_text(f"language: {language}\n", encoding="utf-8")
    found = [one for one in read(desk_copy).desired if one.kind.name == "macros"]
    keys = [one.key for one in sorted(found, key=lambda one: str(one.fields["name"]))]
    assert keys[:5] == FIRST_MINUTES
    assert len(keys) <= 14


def test_overviews_are_few_and_say_what_is_due() -> None:
    found = [one.fields for one in items() if one.kind.name == "overviews"]
    agents = [one for one in found if "Child safety agent" in {ref.name for ref in one["role_ids"]}]
    assert len(agents) <= 12 and len(found) <= 13
    for fields in found:
        assert " " in fields["name"] and len(fields["name"]) >= 8, "else it is not translated"
        columns = fields["view"]["s"]
        assert "escalation_at" in columns or "pending_time" in columns or "cs_deadline" in columns
        if "waiting for triage" not in fields["name"].lower():
            assert {"cs_category", "cs_urgency", "cs_language"} & set(columns)
            assert "title" not in columns, "titles are neutral: nine rows that look alike"


def test_what_a_workflow_hides_another_shows() -> None:
    flows = [one.fields["perform"] for one in items() if one.kind.name == "workflows"]
    by = {
        way: {field for one in flows for field, told in one.items() if told["operator"] == [way]}
        for way in ("hide", "show")
    }
    assert by["hide"] == by["show"] and len(by["hide"]) == 17


def test_no_macro_reaches_a_customer_and_each_says_what_it_did() -> None:
    macros = [item for item in items() if item.kind.name == "macros"]
    for item in macros:
        perform = item.fields["perform"]
        assert all(name.startswith("ticket.") or name == "article.note" for name in perform)
        assert "ticket.action" not in perform
        assert perform["article.note"]["internal"] == "true"
        if perform.get("ticket.state_id", {}).get("value") == Ref(
            "ticket_states", "pending reminder", text=True
        ):
            assert "ticket.pending_time" in perform


def _tags(item: Desired, part: str) -> list[tuple[str, str]]:
    """(operator, tag) of a condition or of actions."""
    test = (item.fields.get(part) or {}).get("ticket.tags") or {}
    value = test.get("value", "")
    return [(str(test["operator"]), tag) for tag in str(value).split(",") if tag]


def test_a_tag_that_is_asked_for_is_set_by_somebody() -> None:
    put = {tag for item in items() for op, tag in _tags(item, "perform") if op == "add"}
    asked = {tag for item in items() for _, tag in _tags(item, "condition")}
    taken = {tag for item in items() for op, tag in _tags(item, "perform") if op == "remove"}
    assert asked | taken <= put | BY_TRIAGE
    assert all(TAG.match(tag) for tag in put | asked)


def test_roles_have_no_right_beyond_their_group() -> None:
    roles = {item.key: item.fields for item in items() if item.kind.name == "roles"}
    assert set(roles) == {"agent", "custodian", "lead", "triage"}
    for fields in roles.values():
        assert fields["permissions"] == ["ticket.agent", "user_preferences"]
    seen = {key: [ref.name for ref in one["group_ids"]] for key, one in roles.items()}
    both = ["Child Safety", "Child Safety closed"]
    assert seen == {"agent": both[:1], "custodian": both, "lead": both, "triage": both}
    assert list(roles["triage"]["group_ids"].values()) == [["read", "create", "change"]] * 2


def test_urgent_cases_have_a_clock_that_never_stops() -> None:
    slas = {item.key: item.fields for item in items() if item.kind.name == "slas"}
    hours = {item.fields["name"]: item.fields for item in items() if item.kind.name == "calendars"}
    always = hours[slas["1-critical"]["calendar_id"].name]["business_hours"]
    assert len(always) == 7 and all(one["active"] for one in always.values())
    times = [slas[key]["first_response_time"] for key in sorted(slas)]
    assert times[0] == 15 and times == sorted(times)
    names = [slas[key]["name"] for key in sorted(slas)]
    assert names == sorted(names)  # the server takes the first by name


@pytest.mark.parametrize("language", ["ar", "fr"])
def test_service_levels_keep_their_order_in_every_language(desk_copy: Path, language: str) -> None:
    (desk_copy / "zammad-plugin.yml").write_text(f"language: {language}\n", encoding="utf-8")
    slas = {one.key: one.fields for one in read(desk_copy).desired if one.kind.name == "slas"}
    names = [slas[key]["name"] for key in sorted(slas)]
    assert names == sorted(names)


@pytest.fixture
def desk_copy(tmp_path: Path) -> Path:
    for name in ("templates", "macros"):
        shutil.copytree(default_desk() / name, tmp_path / name)
    return tmp_path


def test_filters_mark_and_change_nothing_else() -> None:
    for item in items():
        if item.kind.name == "filters":
            assert set(item.fields["perform"]) == {"x-zammad-ticket-tags"}


def test_an_empty_zammad_has_it_all_in_a_minute_and_a_second_time_nothing_is_written() -> None:
    with Emulator() as server:
        session = Session(server.url, server.tokens["sync"])
        client, ledger, began = Client(session), Ledger(), time.monotonic()
        first = apply_desk(client, default_desk(), ledger)
        assert time.monotonic() - began < 60
        assert first["written"] > 300
        server.log.clear()
        again = apply_desk(client, default_desk(), ledger)
        session.close()
        assert (again["written"], server.writes) == (0, [])


def test_every_reply_of_the_issue_is_there_in_three_languages_and_of_the_first_hour_in_nine() -> (
    None
):
    three, nine = {"ar", "en", "fr"}, {"ar", "ar-Latn", "ckb", "en", "fa", "fr", "hy", "kmr", "tr"}
    replies = replies_of(items())
    first = {key for key, langs in replies.items() if langs["en"].about["first_hour"]}
    assert len(replies) >= 100 and len(first) >= 27
    assert {"first-answer-child", "missing-child", "help-me", "self-harm-guardian"} <= first
    assert all(three <= set(langs) for langs in replies.values())
    assert all(set(replies[key]) == nine for key in first)


def test_every_reply_says_when_it_is_taken_and_on_what_it_rests() -> None:
    for key, langs in replies_of(items()).items():
        about = langs["en"].about
        assert len(about["when"]) > 20 and len(about["purpose"]) > 10 and about["channels"], key
        if key.startswith(
            ("tiktok", "parental", "account-suspended", "what-police", "fake-police")
        ):
            assert about["facts"], key


def test_first_answers_name_danger_first_and_claim_no_reading() -> None:
    numbers = {"en": "emergency number", "ar": "رقم الطوارئ", "fr": "numéro d'urgence"}
    replies = replies_of(items())
    for key in [name for name in replies if name.startswith(("first-answer", "out-of", "help-me"))]:
        for lang, number in numbers.items():
            raw = str(replies[key][lang].about["raw"])
            steps = raw.index("\n- ")
            assert number in raw[:steps], f"{key}/{lang}: danger comes before what else to do"
        assert "have read" not in str(replies[key]["en"].about["raw"])


def test_one_child_is_not_addressed_as_many_in_arabic() -> None:
    many = re.compile(r"\b(?:أنتم|لكم|عليكم|إليكم|فضلكم|رسالتكم|ذنبكم|لستم|اكتبوا|تدفعوا|ترسلوا)\b")
    for key, langs in replies_of(items()).items():
        if langs["en"].about["audience"] in ("child", "bystander"):
            assert not many.search(str(langs["ar"].about["raw"])), key
