"""doctor, line by line: what it looks at, and the mend that it names."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import responses

from zammad_plugin.config.places import default_desk
from zammad_plugin.config.taxonomy import names_of, read_taxonomy
from zammad_plugin.doctor.findings import Finding
from zammad_plugin.doctor.zammad import examine
from zammad_plugin.emulator import Emulator
from zammad_plugin.errors import Unavailable
from zammad_plugin.sync.desk_sync import apply_desk
from zammad_plugin.sync.kinds import REGISTRY
from zammad_plugin.zammad.client import Client
from zammad_plugin.zammad.session import Session

Ask = Callable[..., dict[str, Finding]]


@pytest.fixture
def server() -> Iterator[Emulator]:
    with Emulator(version="7.0.0") as server:
        yield server


@pytest.fixture
def ask(server: Emulator) -> Iterator[Ask]:
    sessions: list[Session] = []

    def found(token: str = "admin") -> dict[str, Finding]:
        at = server.tokens.get(token, token)
        session = Session(server.url, at, sleep=lambda _: None)
        sessions.append(session)
        return {one.what: one for one in examine(Client(session))}

    yield found
    for session in sessions:
        session.close()


def test_url_and_version(server: Emulator, ask: Ask) -> None:
    found = ask()
    assert found[f"{server.url} answers, the token is user 2"].level == "ok"
    assert found["Zammad 7.0"].level == "ok"
    assert "the URL is plain http" not in found  # loopback
    # An agent may not ask for it: the least that the server's answers show.
    assert "Zammad 7.0 or newer" in ask("triage")


@responses.activate
def test_plain_http_and_an_old_server() -> None:
    url = "http://desk.example/api/v1"
    responses.get(f"{url}/users/me", json={"id": 3})
    responses.get(f"{url}/version", json={"version": "4.1.0"})
    responses.get(re.compile(".*"), json=[])
    responses.put(re.compile(".*"), json={}, status=404)
    responses.post(re.compile(".*"), json=[])
    session = Session("http://desk.example", "token", allow_http=True)
    found = {one.what: one for one in examine(Client(session))}
    session.close()
    assert found["the URL is plain http"].level == "warn"
    assert found["Zammad 4.1"].level == "fail" and "5.2" in found["Zammad 4.1"].mend
    # One answer that nobody can read is told, and the other checks go on.
    odd = "what may expose a child can't be looked at: the answer has a form that is not known"
    assert (found[odd].level, "0 tickets wait" in found) == ("fail", True)


def test_a_check_that_is_refused_leaves_the_others(server: Emulator, ask: Ask) -> None:
    server.faults.add("GET settings 1 409")
    found = ask()
    [line] = (one for what, one in found.items() if "can't be looked at" in what)
    assert "HTTP 409" in line.what and "0 tickets wait" in found
    server.faults.add("GET settings 9 503")
    with pytest.raises(Unavailable):
        ask()


def _token(server: Emulator, *permissions: str) -> str:
    row = dict(next(one for one in server.store.rows("tokens") if one["name"] == "admin"))
    del row["id"]
    token = f"only-{'-'.join(permissions)}"
    server.store.insert(
        "tokens", {**row, "name": token, "token": token, "permissions": list(permissions)}
    )
    return token


@pytest.mark.parametrize("kind", REGISTRY)
def test_permissions_one_by_one(server: Emulator, ask: Ask, kind: str) -> None:
    permission = REGISTRY[kind].permission
    found = ask(_token(server, permission))
    assert found[f"may write {kind} ({permission})"].level == "ok"
    without = [one.permission for one in REGISTRY.values() if one.permission != permission]
    found = ask(_token(server, "ticket.agent", *without))
    [line] = (one for what, one in found.items() if what.startswith("may not "))
    assert what_of(line) == kind
    assert line.level == "warn"
    assert line.mend == f"needed for sync only: give the sync token {permission}"


def what_of(line: Finding) -> str:
    return line.what.split()[-1]


def test_looking_at_rights_changes_nothing(server: Emulator, ask: Ask) -> None:
    before = {name: server.store.rows(name) for name in ("macros", "groups", "roles")}
    ask()
    assert {name: server.store.rows(name) for name in before} == before
    assert {call.status for call in server.writes} == {404}


def test_the_triage_token_needs_one_right(ask: Ask) -> None:
    """A list of twenty that sync alone needs would hide the warning that counts."""
    found = ask("triage")
    all_of_it = "may read tickets (ticket.agent) and change nothing of the desk: a token for triage"
    assert found[all_of_it].level == "ok"
    assert [what for what in found if what.startswith("may not ")] == []
    assert "fail" not in {one.level for one in found.values()}


def test_one_token_for_both_is_told(ask: Ask) -> None:
    assert "make two" in ask("admin")["one token reads reports and changes the system"].mend
    both = "one token reads reports and changes the system"
    assert both not in ask("triage") and both not in ask("sync")
    assert "give the triage token ticket.agent" in ask("sync")["may not read tickets"].mend


def _set(server: Emulator, **values: Any) -> None:
    for name, value in values.items():
        row = server.store.find("settings", name=name)
        state = {"state_current": {"value": value}}
        if row:
            server.store.update("settings", row["id"], state)
        else:
            more = {"preferences": {"permission": ["admin.system"]}, "name": name}
            server.store.insert("settings", {**state, **more})


SIGN_UP = "customers can sign up: who holds the mailbox reads the tickets' tags and attributes"
RESET = "customers can reset a password: who holds the mailbox can log in"


def test_sign_up_and_password_reset(server: Emulator, ask: Ask) -> None:
    found = ask()
    assert found[SIGN_UP].level == found[RESET].level == "warn"
    assert "New User Accounts" in found[SIGN_UP].mend and "Lost Password" in found[RESET].mend
    _set(server, user_create_account=False)
    assert {SIGN_UP, RESET} & set(ask()) == {RESET}
    _set(server, user_lost_password=False)
    found = ask()
    assert {SIGN_UP, RESET} & set(found) == set()
    assert found["customers can neither sign up nor reset passwords"].level == "ok"
    unseen = "whether customers can sign up or reset passwords can't be seen with this token"
    assert "admin.security" in ask("triage")[unseen].mend


READS = "who logs in as a customer reads tags and attributes that say what they mean"
CODES = "who logs in as a customer reads neutral codes; of the ticket still group, priority"


def test_what_a_customer_reads_is_told_where_one_may_log_in(server: Emulator, ask: Ask) -> None:
    assert "tags: neutral" in ask()[READS].mend and "tags: neutral" in ask("triage")[READS].mend
    session = Session(server.url, server.tokens["admin"])
    neutral = Client(session, names_of(read_taxonomy(), "neutral"))
    assert {one.what: one.level for one in examine(neutral)}[CODES] == "ok"
    session.close()
    _set(server, user_create_account=False, user_lost_password=False)
    assert {READS, CODES} & set(ask()) == set()


def test_an_attribute_that_is_described_to_customers(server: Emulator, ask: Ask) -> None:
    session = Session(server.url, server.tokens["sync"])
    sync = Client(session)
    apply_desk(sync, default_desk())
    assert not any("labels" in what for what in ask())
    row = server.store.find("object_manager_attributes", name="cs_police")
    assert row is not None and row["data_option"].pop("permission")
    assert ask()["labels that customers who log in can read: cs_police"].mend
    apply_desk(sync, default_desk())
    assert not any("labels" in what for what in ask())
    session.close()


def test_import_mode_and_new_tags(server: Emulator, ask: Ask) -> None:
    _set(server, import_mode=True, tag_new=False)
    found = ask()
    imports = "the Zammad is in import mode: no trigger runs and no mail is sent"
    assert found[imports].level == "fail"
    tags = "agents may make no new tags: unknown ones are dropped without a word"
    assert "templates/tags" in found[tags].mend


def test_whatsapp(server: Emulator, ask: Ask) -> None:
    def lines() -> list[tuple[str, str]]:
        return [(one.level, what) for what, one in ask().items() if "WhatsApp" in what]

    assert lines() == []
    options = {"welcome": "Hello", "access_token": "canary-token"}
    row = server.store.insert(
        "channels", {"area": "WhatsApp::Business", "active": True, "options": options}
    )
    assert lines() == [
        ("warn", "WhatsApp channel 1 reminds customers by itself after 23 hours"),
        ("warn", "WhatsApp channel 1 sends a welcome by itself"),
    ]
    assert "canary" not in str(ask())
    server.store.update(
        "channels", row["id"], {"options": {"welcome": " ", "reminder_active": False}}
    )
    assert lines() == [("ok", "WhatsApp sends nothing by itself")]
    server.store.update("channels", row["id"], {"active": False, "options": options})
    assert [level for level, _ in lines()] == ["ok"]
    unseen = "WhatsApp's reminder and welcome can't be seen with this token"
    assert "admin.channel_whatsapp" in ask("sync")[unseen].mend


def test_a_trusted_mailbox(server: Emulator, ask: Ask) -> None:
    def lines() -> list[tuple[str, str]]:
        return [(one.level, what) for what, one in ask().items() if "mail channel" in what]

    inbound = {"adapter": "imap", "options": {"password": "canary-word"}, "trusted": True}
    box = {"area": "Email::Account", "active": True, "options": {"inbound": inbound}}
    plain = server.store.insert("channels", {**box, "options": {"outbound": {}}})
    assert lines() == []
    row = server.store.insert("channels", box)
    what = f"mail channel {row['id']} is trusted: any writer may tag, close, or have the"
    assert plain["id"] != row["id"]
    assert lines() == [("fail", f"{what} mail ignored by headers X-Zammad-…")]
    assert "canary" not in str(ask())
    server.store.update("channels", row["id"], {"active": False})
    assert lines() == []
    unseen = "whether a mailbox is trusted can't be seen with this token"
    assert "admin.channel_email" in ask("triage")[unseen].mend


def test_attributes_seen_by_a_token_that_may_not_list_them(server: Emulator, ask: Ask) -> None:
    new = {
        "title": "x",
        "group": "Users",
        "customer_id": "guess:a@example.org",
        "article": {"body": "x"},
    }
    what = "no ticket has attributes of ours: they are tags only"
    assert what not in ask("triage")  # no ticket tells
    session = Session(server.url, server.tokens["admin"])
    Client(session).create_ticket(new)
    assert ask("triage")[what].level == "warn"
    apply_desk(Client(session), default_desk())
    session.close()
    ours = len(list((default_desk() / "templates" / "attributes").glob("*.yml")))
    assert ask()[f"{ours} attributes in the database"].level == "ok"
    assert what not in ask("triage")


def test_mails_that_tell_what_was_written(server: Emulator, ask: Ask) -> None:
    """A fresh installation answers every new ticket with its title."""
    body = "Your request #{ticket.number} was received."
    mail = {"recipient": "article_last_sender", "subject": "Thanks (#{ticket.title})", "body": body}
    row = {
        "name": "auto reply",
        "active": True,
        "condition": {"ticket.action": {"operator": "is", "value": "create"}},
        "perform": {"notification.email": mail},
    }
    row = server.store.insert("triggers", row)
    what = "trigger 'auto reply' mails the report's own words to whoever has the mailbox"
    assert ask()[what].level == "warn"
    for change in ({"subject": "Thanks"}, {"recipient": "ticket_agents"}):
        server.store.update(
            "triggers", row["id"], {"perform": {"notification.email": {**mail, **change}}}
        )
        assert what not in ask()


def test_an_ai_that_replaces_tags(server: Emulator, ask: Ask) -> None:
    row = {
        "name": "AI",
        "active": True,
        "agent_type": "TicketTagger",
        "type_enrichment_data": {"mode": "replace"},
    }
    row = server.store.insert("ai_agents", row)
    replaced = "AI agent 1 replaces tags: ours go, and triage starts over"
    assert ask()[replaced].level == "fail"
    server.store.update("ai_agents", row["id"], {"type_enrichment_data": {"mode": "add"}})
    assert replaced not in ask()


@pytest.mark.parametrize("kind", ["triggers", "jobs", "macros"])
def test_an_ai_that_is_at_work_is_named(server: Emulator, ask: Ask, kind: str) -> None:
    row = {"name": "sorts", "active": True, "condition": {}, "note": None}
    row = server.store.insert(kind, {**row, "perform": {"ai.ai_agent": {"ai_agent_id": "3"}}})
    does = "runs an AI agent of Zammad: it may rewrite titles, tags and groups"
    named = [one for what, one in ask().items() if does in what and "'sorts'" in what]
    assert [one.level for one in named] == ["warn"]
    server.store.update(kind, row["id"], {"active": False})
    assert not any(does in what for what in ask())


def test_triggers_that_break(server: Emulator, ask: Ask) -> None:
    tree = {
        "operator": "AND",
        "conditions": [
            {"name": "ticket.action", "operator": "is", "value": "create"},
            {"name": "ticket.nonsense", "operator": "is", "value": "1"},
        ],
    }
    only = {"operator": "AND", "conditions": tree["conditions"][:1]}
    new = {"ticket.state_id": {"operator": "is", "value": ["1"]}}
    for name, condition, perform in (
        ("nested", tree, {}),
        ("sound", only, {}),
        ("empty", {}, {}),
        ("sets", new, {"ticket.cs_gone": {"value": "x"}}),
    ):
        row = {"name": name, "condition": condition, "perform": perform, "active": True}
        server.store.insert("triggers", {**row, "note": None})
    found = ask()
    assert "trigger 'nested' can't be run and stops those after it" in found
    assert "trigger 'sets' sets 'cs_gone', which no ticket has, and stops" in found
    assert not any("'sound'" in what or "'empty'" in what for what in found)


def test_a_made_desk_has_nothing_to_mend_but_what_people_decide(server: Emulator, ask: Ask) -> None:
    session = Session(server.url, server.tokens["sync"])
    apply_desk(Client(session), default_desk())
    session.close()
    _set(server, user_create_account=False, user_lost_password=False)
    left = {what: one for what, one in ask().items() if one.level != "ok"}
    assert set(left) == {
        "one token reads reports and changes the system",
        "groups without an e-mail address: Child Safety, Child Safety closed, Users",
    }
    assert all(one.mend for one in left.values())
    assert "no checklists in this Zammad" not in str(left)


def test_an_older_server_is_told_what_it_has_not() -> None:
    with Emulator(version="6.0.0") as old:
        session = Session(old.url, old.tokens["admin"])
        found = {one.what: one.level for one in examine(Client(session))}
        session.close()
    assert found["no checklists in this Zammad (since 6.4)"] == "ok"
    assert found["no translations in this Zammad (since 6.3)"] == "ok"
    assert not any("WhatsApp" in what for what in found)
