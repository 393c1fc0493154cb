"""Neutral tag names, and what a customer who logs in reads of his or her ticket."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from applied_desk import applied
from desk_of_tests import THREAT, Desk

from zammad_plugin.config.desk import load_desk
from zammad_plugin.config.places import default_desk
from zammad_plugin.config.taxonomy import TagNames
from zammad_plugin.intake.waiting import DONE_TAG
from zammad_plugin.routing.networks import Networks
from zammad_plugin.sync.pull import pull

NETWORKS = Networks(b"a secret of the tests")
REPORT = f"{THREAT}. He is @dark.kid.77"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The default desk with neutral names."""
    made = tmp_path_factory.mktemp("neutral")
    for name in ("templates", "macros"):
        (made / name).symlink_to(default_desk() / name)
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
    assert names.show(DONE_TAG) in tags
    assert len(tags) >= 5 and all(names.read(tag) != tag for tag in tags)
    neutral.again(one, "are you there?")  # the trigger of that desk puts it back
    assert names.show(DONE_TAG) not in neutral.tags(one)
    neutral.admin.untag(one, names.show("cs-plat-snapchat"))
    neutral.run()
    assert names.show(DONE_TAG) in neutral.tags(one)
    assert names.show("cs-plat-snapchat") not in neutral.tags(one)
    assert "cs-plat-snapchat" in neutral.notes(one)[-1]["body"]
    for kind in ("overviews", "triggers", "jobs", "macros", "slas", "templates"):
        text = str(neutral.server.store.rows(kind))
        assert not [one for one in names.shown if f"'{one}'" in text], kind


def test_pull_writes_what_the_files_say(neutral: Desk, folder: Path) -> None:
    told = pull(neutral.client("admin"), folder, ["overviews", "triggers", "macros", "jobs"])
    assert told.written == []
    assert [what for what, _ in told.left if "zammad-plugin" in what] == []
    assert any(file.stem == "critical" for file in told.same)


def test_a_switch_gives_every_open_ticket_the_new_names_once(desk: Desk, names: TagNames) -> None:
    ids = [desk.report() for _ in range(2)]
    desk.run()
    notes = [len(desk.notes(one)) for one in ids]
    desk.admin.tag(ids[0], "vip")
    switched = desk.client("triage", names=names)
    assert desk.run(switched).done == 2
    for one, count in zip(ids, notes, strict=True):
        tags = desk.tags(one) - {"vip"}
        assert all(names.read(tag) != tag for tag in tags) and names.show(DONE_TAG) in tags
        assert len(desk.notes(one)) == count
    assert "vip" in desk.tags(ids[0])
    desk.server.log.clear()
    assert desk.run(switched).done == 0 and desk.server.writes == []


OURS = ("zammad_plugin", "Triage", "sextortion-child", "first-answer-child", "Urgency")


def test_a_customer_reads_tags_and_attributes_and_nothing_else_of_ours(desk: Desk) -> None:
    """FACTS: over the API a customer sees fields, tags and public articles of own tickets."""
    me = desk.client("customer").session.call
    customer = int(me("GET", "users/me")["id"])
    article = {"body": REPORT, "type": "web", "sender": "Customer", "internal": False}
    new = {"title": "Message", "group": "Users", "customer_id": customer, "article": article}
    one = int(desk.admin.create_ticket(new)["id"])
    desk.run(networks=NETWORKS)
    ticket = me("GET", f"tickets/{one}", params={"expand": "true"})
    whole = me("GET", f"tickets/{one}", params={"all": "true"})
    articles = me("GET", f"ticket_articles/by_ticket/{one}")
    assert ticket["cs_urgency"] == "critical" and DONE_TAG in whole["tags"]
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
