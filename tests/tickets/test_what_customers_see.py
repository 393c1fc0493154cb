"""Neutral tag names, and what a customer who logs in reads of his or her ticket."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from applied_desk import applied
from desk_of_tests import THREAT, Desk

from zammad_plugin.check.names.shown import groups_shown
from zammad_plugin.config.desk import load_desk
from zammad_plugin.config.places import default_desk
from zammad_plugin.config.taxonomy import TagNames, names_of, read_taxonomy
from zammad_plugin.deadlines.evidence import keep
from zammad_plugin.deadlines.known import known_of
from zammad_plugin.deadlines.police_sheet import sheet
from zammad_plugin.measure.learn import learn
from zammad_plugin.sync.desk_sync import apply_desk
from zammad_plugin.sync.files.pull import pull
from zammad_plugin.sync.ledger import Ledger
from zammad_plugin.tickets.networks.accounts import Networks
from zammad_plugin.vocabulary import TRIAGED
from zammad_plugin.zammad.client import Client

NETWORKS = Networks(b"a secret of the tests")
REPORT = f"{THREAT}. He is @dark.kid.77"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The default desk with neutral names."""
    made = tmp_path_factory.mktemp("neutral")
    for name in ("templates", "macros"):
        shutil.copytree(default_desk() / name, made / name)
    (made / "zammad-plugin.yml").write_text("tags: neutral\n")
    return made


@pytest.fixture
def names(folder: Path) -> TagNames:
    return load_desk(folder).tag_names


@pytest.fixture
def neutral(folder: Path, names: TagNames) -> Iterator[Desk]:
    with applied(folder, hold=3) as server:
        made = Desk(server)
        made.triage = made.client("triage", names=names)
        yield made
        for client in made.clients:
            client.session.close()


def test_the_server_sees_no_plain_name(neutral: Desk, names: TagNames) -> None:
    one = neutral.report(REPORT)
    neutral.run(networks=NETWORKS)
    tags = neutral.tags(one)
    assert names.show(TRIAGED) in tags
    assert len(tags) >= 5 and all(names.read(tag) != tag for tag in tags)
    neutral.again(one, "are you there?")  # the trigger of that desk puts it back
    assert names.show(TRIAGED) not in neutral.tags(one)
    neutral.admin.untag(one, names.show("cs-plat-snapchat"))
    neutral.run()
    assert names.show(TRIAGED) in neutral.tags(one)
    assert names.show("cs-plat-snapchat") not in neutral.tags(one)
    assert "cs-plat-snapchat" in neutral.notes(one)[-1]["body"]
    for kind in ("overviews", "triggers", "jobs", "macros", "slas", "templates"):
        text = str(neutral.server.store.rows(kind))
        assert not [one for one in names.shown if f"'{one}'" in text], kind


PRIVATE = ("cs_category", "cs_urgency", "cs_language", "cs_reported_on", "cs_safe_contact")


def _reported(desk: Desk) -> tuple[Any, int]:
    """(calls as the customer, the customer's own report)"""
    me = desk.client("customer").session.call
    customer = int(me("GET", "users/me")["id"])
    article = {"body": REPORT, "type": "web", "sender": "Customer", "internal": False}
    new = {"title": "Message", "group": "Users", "customer_id": customer, "article": article}
    return me, int(desk.admin.create_ticket(new)["id"])


def test_a_customer_reads_no_word_of_ours_but_neutral_ones(neutral: Desk, names: TagNames) -> None:
    me, one = _reported(neutral)
    neutral.run(networks=NETWORKS)
    agent = neutral.client("admin", names=names)
    agent.put_ticket(one, {"cs_reported_on": "2026-11-20", "cs_safe_contact": "yes"})
    ticket = me("GET", f"tickets/{one}", params={"expand": "true"})
    whole = me("GET", f"tickets/{one}", params={"all": "true"})
    plain = names.fields.known(ticket)
    assert (plain["cs_category"], plain["cs_urgency"]) == ("sextortion", "critical")
    assert (ticket["cs_f1"], ticket["cs_f5"], ticket["cs_f9"]) == ("c1", "s1", "2026-11-20")
    for text in (str(ticket), str(whole)):
        values = [one.values for one in names.fields.attributes if one.name in PRIVATE[:2]]
        words = [*PRIVATE, *names.shown, *(word for one in values for word in one)]
        assert not [word for word in words if f"'{word}'" in text]


def _lists(desk: Desk, kind: str, ids: list[int]) -> list[set[int]]:
    """Of every object with a condition, as its order has them: the places of its tickets."""
    rows = sorted(desk.server.store.rows(kind), key=lambda row: str(row["name"]))
    places = {ticket: place for place, ticket in enumerate(ids)}
    found = []
    for row in rows:
        payload = {"condition": row["condition"], "expand": True, "limit": 200}
        hits = desk.admin.session.call("POST", "tickets/search", json=payload)
        found.append({places[int(hit["id"])] for hit in hits if int(hit["id"]) in places})
    return found


def _worked(desk: Desk, client: Client) -> list[int]:
    """Reports in three languages, one by WhatsApp, and what macros would set on two of them."""
    ids = [
        desk.report(REPORT),
        desk.report("is tiktok safe for my son, he is 10?"),
        desk.report("بنتي عمرها 13 سنة وفي واحد عم يهددها ينشر صورها"),
        desk.report("hm", type="whatsapp message"),
    ]
    desk.run(client)
    client.put_ticket(ids[0], {"cs_police": "reported", "cs_urgency": "high"})
    client.put_ticket(ids[1], {"cs_safe_contact": "yes", "cs_deadline": "2020-01-01"})
    client.tag(ids[1], "cs-escalated")
    return ids


def test_lists_service_levels_and_jobs_hold_the_same_tickets(
    desk: Desk, neutral: Desk, names: TagNames
) -> None:
    plain = _worked(desk, desk.triage), desk
    coded = _worked(neutral, neutral.triage), neutral
    for kind in ("overviews", "slas", "jobs"):
        (here, one), (there, other) = plain, coded
        found = _lists(one, kind, here)
        assert found == _lists(other, kind, there), kind
        assert any(found), kind
    rows = neutral.server.store.rows
    text = str([rows(kind) for kind in ("overviews", "slas", "jobs", "macros")])
    assert not [one.name for one in names.fields.attributes if one.name in text]


def test_attributes_are_described_to_agents_only(desk: Desk) -> None:
    """FACTS: the whole ticket comes with the description of the attributes that a user may see."""
    for row in desk.server.store.rows("object_manager_attributes"):
        assert row["data_option"]["permission"] == ["ticket.agent", "admin.*"]


def test_what_people_did_is_learned_under_neutral_names(neutral: Desk, names: TagNames) -> None:
    one = neutral.report(REPORT)
    neutral.run()
    agent = neutral.client("admin", names=names)
    agent.put_ticket(one, {"cs_category": "grooming"})
    agent.tag(one, "cs-false-alarm")
    [lesson] = learn(neutral.triage, datetime(2020, 1, 1, tzinfo=UTC)).lessons
    assert lesson.changes == ("category sextortion to grooming", "false alarm")
    neutral.again(one, "please help, he waits at my school now")
    neutral.run()
    assert names.fields.known(neutral.ticket(one))["cs_category"] == "grooming"
    assert "category" in neutral.notes(one)[-1]["body"]  # told as a person's choice


def test_the_clocks_and_the_sheet_know_both_sets(neutral: Desk, names: TagNames) -> None:
    one = neutral.report(f"{REPORT} on https://www.tiktok.com/@dark.kid.77, only on tiktok")
    neutral.run()
    agent = neutral.client("admin", names=names)
    agent.put_ticket(one, {"cs_preserved_on": "2026-09-01"})
    agent.tag(one, "cs-stat-consent-given")
    agent.untag(one, "cs-plat-snapchat")
    assert keep(neutral.triage, date(2026, 11, 1)).written == [one]
    assert keep(neutral.triage, date(2026, 11, 1)).written == []
    assert str(neutral.ticket(one)["cs_f4"]).startswith("2026-11-23")
    told = sheet(known_of(neutral.triage, one, "UTC"), "en")
    assert "TikTok Pte. Limited" in told and "2026-09-01" in told
    assert "CONSENT IS NOT RECORDED" not in told


def test_a_refused_value_is_told_by_its_plain_name(neutral: Desk, names: TagNames) -> None:
    row = neutral.server.store.find("object_manager_attributes", name="cs_f1")
    assert row is not None and row["data_option"]["options"].pop("c1")
    one = neutral.report(REPORT)
    neutral.run()
    [note] = neutral.notes(one)
    assert note["preferences"]["zammad_plugin"]["refused"] == ["cs_category"]
    ticket = neutral.ticket(one)
    assert (ticket["cs_f1"], ticket["cs_f2"], ticket["group"]) == ("", "b1", "Child Safety")


def test_pull_writes_what_the_files_say(neutral: Desk, folder: Path) -> None:
    kinds = ["overviews", "triggers", "macros", "jobs", "attributes", "slas"]
    told = pull(neutral.client("admin"), folder, kinds)
    assert told.written == []
    assert [what for what, _ in told.left if "zammad-plugin" in what] == []
    assert {"critical", "category", "1-critical"} <= {file.stem for file in told.same}


def test_a_switch_gives_every_open_ticket_the_new_names_once(desk: Desk, names: TagNames) -> None:
    ids = [desk.report() for _ in range(2)]
    desk.run()
    notes = [len(desk.notes(one)) for one in ids]
    desk.admin.tag(ids[0], "vip")
    switched = desk.client("triage", names=names)
    assert desk.run(switched).done == 2
    for one, count in zip(ids, notes, strict=True):
        tags = desk.tags(one) - {"vip"}
        assert all(names.read(tag) != tag for tag in tags) and names.show(TRIAGED) in tags
        assert len(desk.notes(one)) == count
    assert "vip" in desk.tags(ids[0])
    desk.server.log.clear()
    assert desk.run(switched).done == 0 and desk.server.writes == []


def test_what_people_set_survives_a_switch_there_and_back(
    desk: Desk, folder: Path, names: TagNames
) -> None:
    one, new, mine = desk.report(REPORT), desk.report(REPORT), desk.report(sender="Agent")
    desk.run()
    for ticket in (one, new, mine):
        desk.admin.put_ticket(ticket, {"cs_reported_on": "2026-11-20", "cs_safe_contact": "yes"})
        desk.admin.tag(ticket, "cs-stat-consent-given")
    desk.admin.untag(one, "cs-plat-snapchat")
    desk.again(new, "please help, he waits at my school now")
    sync, ledger = desk.client("sync"), Ledger()
    for one_of in (default_desk(), folder):
        apply_desk(sync, one_of, ledger)
    switched = desk.client("triage", names=names)
    for client, left in ((switched, "cs_reported_on"), (desk.triage, "cs_f9")):
        desk.run(client)
        for ticket in (one, new, mine):
            row = desk.ticket(ticket)
            assert row[left] is None
            plain = client.names.fields.known(row)
            assert (plain["cs_reported_on"], plain["cs_safe_contact"]) == ("2026-11-20", "yes")
            shown = desk.tags(ticket)
            assert client.names.show("cs-stat-consent-given") in shown
            assert client.names.show(TRIAGED) in shown
            assert {client.names.show(client.names.read(tag)) for tag in shown} == shown
        assert "cs-plat-snapchat" not in client.tags(one)
        desk.triage.names = names_of(read_taxonomy(), "plain")
        apply_desk(sync, default_desk(), ledger)


def _dying(client: Client, monkeypatch: pytest.MonkeyPatch, die_at: int) -> None:
    """The client dies before its call number `die_at`."""
    call, left = client.session.call, [die_at]

    def dying(*args: Any, **more: Any) -> Any:
        left[0] -= 1
        if left[0] < 0:
            raise KeyboardInterrupt
        return call(*args, **more)

    monkeypatch.setattr(client.session, "call", dying)


def test_a_switch_that_is_killed_at_any_call_and_run_again(
    desk: Desk, folder: Path, names: TagNames, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each time with a new ticket, one call later, until a run gets through."""
    sync, ledger = desk.client("sync"), Ledger()
    for one_of in (default_desk(), folder):
        apply_desk(sync, one_of, ledger)
    switched, left = desk.client("triage", names=names), list[set[str]]()
    for die_at in range(20):
        one = desk.report(REPORT)
        desk.run()
        desk.admin.put_ticket(one, {"cs_reported_on": "2026-11-20"})
        desk.admin.tag(one, "cs-stat-consent-given")
        desk.admin.untag(one, "cs-plat-snapchat")
        dies = desk.client("triage", names=names)
        _dying(dies, monkeypatch, die_at)
        with suppress(KeyboardInterrupt):
            desk.run(dies)
            assert die_at >= 10
        desk.run(switched)
        left.append(desk.tags(one) - {"cs-a1", "cs-b1", "cs-c1", "cs-e3", "cs-h1"})
        assert {"cs-a1", "cs-b1", "cs-c1", "cs-e3", "cs-h1"} <= desk.tags(one)
        row = desk.ticket(one)
        assert (row["cs_f1"], row["cs_f9"], row["cs_category"]) == ("c1", "2026-11-20", None)
        assert len(desk.notes(one)) == 1
        desk.admin.put_ticket(one, {"state": "closed"})
    # Dead between the new mark and the old: the old goes with the customer's next message.
    assert [tags for tags in left if tags] == [{TRIAGED}]


def test_what_the_server_refuses_to_move_stays_where_it_is(
    desk: Desk, folder: Path, names: TagNames
) -> None:
    one = desk.report(REPORT)
    desk.run()
    sync, ledger = desk.client("sync"), Ledger()
    for one_of in (default_desk(), folder):
        apply_desk(sync, one_of, ledger)
    row = desk.server.store.find("object_manager_attributes", name="cs_f1")
    assert row is not None and row["data_option"]["options"].pop("c1")
    made = desk.run(desk.client("triage", names=names))
    assert (made.done, made.failed) == (1, [])
    assert desk.ticket(one)["cs_category"] == "sextortion" and "cs-a1" in desk.tags(one)


OURS = ("zammad_plugin", "Triage", "sextortion-child", "first-answer-child", "First:")


def test_a_customer_reads_tags_and_attributes_and_nothing_else_of_ours(desk: Desk) -> None:
    """FACTS: over the API a customer sees fields, tags and public articles of own tickets."""
    me, one = _reported(desk)
    desk.run(networks=NETWORKS)
    ticket = me("GET", f"tickets/{one}", params={"expand": "true"})
    whole = me("GET", f"tickets/{one}", params={"all": "true"})
    articles = me("GET", f"ticket_articles/by_ticket/{one}")
    assert ticket["cs_urgency"] == "critical" and TRIAGED in whole["tags"]
    assert {row["sender"] for row in articles} == {"Customer"}
    left = {name: value for name, value in whole.items() if name != "tags"}
    for text in (str(left), str(ticket), str(articles)):
        assert not [word for word in OURS if word in text]
    assert ticket["preferences"] == {}
    for path in (f"ticket_history/{one}", "text_modules", "macros", "triggers", "overviews"):
        with pytest.raises(Exception, match="403"):
            me("GET", path)


def test_the_memory_of_networks_stays_in_the_note(desk: Desk) -> None:
    one = desk.report(REPORT)
    desk.run(networks=NETWORKS)
    [note] = desk.notes(one)
    codes = note["preferences"]["zammad_plugin"]["same"]
    assert codes and all(f"cs-same-{code}" in desk.tags(one) for code in codes)
    assert "dark.kid" not in str(note["preferences"])


def test_check_says_what_neutral_names_leave(folder: Path, tmp_path: Path) -> None:
    """The group's name is read by a customer who logs in, whatever tags and attributes say."""
    assert groups_shown(load_desk(folder)) == ["Child Safety"]
    assert groups_shown(load_desk(tmp_path)) == groups_shown(None) == []
