"""Old and new servers: what is sent in which form, what is left out, and what is refused."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from zammad_plugin.config.places import default_desk
from zammad_plugin.emulator import Emulator
from zammad_plugin.errors import NotFound, NotPermitted
from zammad_plugin.sync.apply import apply
from zammad_plugin.sync.changes import Plan
from zammad_plugin.sync.diff import Base
from zammad_plugin.sync.files.pull import pull
from zammad_plugin.sync.files.source import read
from zammad_plugin.sync.ledger import Ledger
from zammad_plugin.sync.plan import make_plan
from zammad_plugin.sync.remove import ours, remove
from zammad_plugin.sync.result import Result
from zammad_plugin.sync.server.operators import alike, fit_condition, fit_match
from zammad_plugin.sync.server.versions import Unsupported, version_of
from zammad_plugin.zammad.client import Client
from zammad_plugin.zammad.session import Session

EXAMPLE = Path(__file__).resolve().parents[2] / "docs" / "example"  # one of every kind
VERSIONS = ("5.2", "6.0", "6.3", "6.5", "7.0")
Serve = Callable[..., tuple[Emulator, Client]]


@pytest.fixture
def serve() -> Iterator[Serve]:
    opened: list[Any] = []

    def start(version: str, token: str = "sync") -> tuple[Emulator, Client]:
        server = Emulator(version=f"{version}.0").start()
        session = Session(server.url, server.tokens[token])
        opened.extend((session.close, server.stop))
        return server, Client(session)

    yield start
    for close in opened:
        close()


def sync(folder: Path, client: Client, ledger: Ledger | None = None) -> tuple[Plan, Result]:
    source = read(folder)
    assert source.problems == []
    ledger = ledger or Ledger()
    plan = make_plan(source.desired, client, ledger)
    return plan, apply(plan, client, ledger)


def write(folder: Path, place: str, text: str) -> Path:
    file = folder / place
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")
    return folder


@pytest.mark.parametrize(
    ("version", "desk"), [("5.2", default_desk()), *((version, EXAMPLE) for version in VERSIONS)]
)
def test_a_desk_fits_every_version(
    serve: Serve, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, version: str, desk: Path
) -> None:
    """Without an error, twice is once, and what is pulled back needs no plan."""
    monkeypatch.setenv("DUTY_WEBHOOK_KEY", "canary-secret")
    server, client = serve(version)
    ledger = Ledger()
    plan, result = sync(desk, client, ledger)
    assert (plan.problems, plan.refused, result.failed) == ([], [], [])
    number = tuple(map(int, version.split(".")))
    gone = {"checklists": (6, 4), "translations": (6, 3)}
    assert set(plan.left_out) == {kind for kind, since in gone.items() if number < since}
    server.log.clear()
    again, _ = sync(desk, client, ledger)
    assert (again.changes, server.writes) == ([], [])
    assert set(again.left_out) == set(plan.left_out)
    assert pull(client, tmp_path).left == []
    assert sync(tmp_path, client)[0].changes == []


@pytest.mark.parametrize("token", ["admin", "sync"])
@pytest.mark.parametrize("version", ["5.2", "6.0", "6.2", "6.3", "6.4", "6.5", "7.0"])
def test_the_version_is_asked_or_seen_in_answers(serve: Serve, version: str, token: str) -> None:
    _, client = serve(version, token)
    client.create("templates", {"name": "t", "options": {}})
    number = tuple(map(int, version.split(".")))
    assert version_of(client, client.list_all) == number


@pytest.mark.parametrize("version", ["5.2", "6.0", "6.2", "6.4", "7.0"])
def test_a_token_without_rights_sees_no_newer_version(serve: Serve, version: str) -> None:
    """An old server takes `customized` for an id, and refuses before it looks."""
    _, client = serve(version, "triage")
    seen = version_of(client, client.list_all)
    assert seen <= tuple(map(int, version.split(".")))
    assert version != "6.4" or seen == (6, 4)


def test_an_empty_server_that_tells_nothing_counts_as_the_oldest(serve: Serve) -> None:
    _, client = serve("5.2")
    client.get = _refused  # type: ignore[method-assign, assignment]

    def rows(resource: str) -> list[dict[str, Any]]:
        raise NotPermitted("GET", status=403)

    assert version_of(client, rows) == (5, 2)


def _refused(path: str, **params: Any) -> Any:
    raise NotFound("GET", status=404) if path != "version" else NotPermitted("GET", status=403)


def test_a_desk_that_is_as_wanted_asks_for_no_version(serve: Serve, tmp_path: Path) -> None:
    server, client = serve("6.5")
    write(tmp_path, "templates/triggers/t.yml", TRIGGER)
    ledger = Ledger()
    sync(tmp_path, client, ledger)
    assert "version" in [call.path for call in server.log]
    server.log.clear()
    sync(tmp_path, client, ledger)
    assert "version" not in [call.path for call in server.log]


TRIGGER = """
name: T
condition:
  ticket.title: {operator: is any of, value: [help]}
  ticket.state: {operator: is, value: [new]}
perform: {ticket.tags: {operator: add, value: [cs-x]}}
"""


@pytest.mark.parametrize(
    ("version", "title"),
    [
        ("5.2", {"operator": "is", "value": "help"}),
        ("6.5", {"operator": "is any of", "value": ["help"]}),
    ],
)
def test_operators_of_texts(serve: Serve, tmp_path: Path, version: str, title: Any) -> None:
    server, client = serve(version)
    sync(write(tmp_path, "templates/triggers/t.yml", TRIGGER), client)
    row = server.store.rows("triggers")[-1]
    assert row["condition"]["ticket.title"] == title
    assert row["condition"]["ticket.state_id"] == {"operator": "is", "value": ["1"]}
    # Either name of the operator in a file means what is there.
    for name, value in (("is", "help"), ("is any of", "[help]")):
        text = TRIGGER.replace("is any of, value: [help]", f"{name}, value: {value}")
        write(tmp_path, "templates/triggers/t.yml", text)
        assert sync(tmp_path, client)[0].changes == []


@pytest.mark.parametrize(
    ("place", "text", "why"),
    [
        (
            "templates/triggers/t.yml",
            TRIGGER.replace("is any of, value: [help]", "matches regex, value: help"),
            "'matches regex' needs Zammad 6.1, this is 5.2",
        ),
        (
            "templates/triggers/t.yml",
            TRIGGER.replace("[help]", "[help, aid]"),
            "'is any of' with several values needs Zammad 6.1, this is 5.2",
        ),
        (
            "templates/triggers/t.yml",
            TRIGGER + "activator: time\n",
            "'activator' needs Zammad 6.0, this is 5.2",
        ),
        (
            "templates/overviews/o.yml",
            "name: O\ncondition:\n  operator: OR\n  conditions:\n"
            "  - {name: ticket.state, operator: is, value: [new]}\n",
            "a tree of conditions needs Zammad 6.0, this is 5.2: write it flat",
        ),
        (
            "templates/webhooks/w.yml",
            'name: W\nendpoint: https://w.example/\npayload: \'{"id": "#{ticket.id}"}\'\n',
            "needs Zammad 6.0, this is 5.2",
        ),
        (
            "templates/groups/g.yml",
            "name: Users::Night\n",
            "a tree of groups needs Zammad 6.2, this is 5.2",
        ),
        (
            "templates/jobs/j.yml",
            "name: J\ncondition:\n  ticket.article_count: "
            "{operator: is greater than, value: '3'}\nperform: {ticket.state: open}\n",
            "'is greater than' needs Zammad 7.0, this is 5.2",
        ),
    ],
)
def test_what_an_old_server_can_not_be_told(
    serve: Serve, tmp_path: Path, place: str, text: str, why: str
) -> None:
    """The object is refused and named, nothing is sent that would mean something else."""
    server, client = serve("5.2", "admin")
    plan, result = sync(write(tmp_path, place, text), client)
    [change] = plan.changes
    assert change.action == "blocked" and why in change.why
    assert server.writes == []
    assert result.failed[0].hint


def test_what_newer_servers_have_is_sent(serve: Serve, tmp_path: Path, monkeypatch: Any) -> None:
    monkeypatch.setenv("HOOK", "canary-secret")
    server, client = serve("7.0", "admin")
    write(tmp_path, "templates/groups/a.yml", "name: Users::Night::Late\n")
    write(tmp_path, "templates/groups/b.yml", "name: Users::Night\n")
    write(tmp_path, "templates/triggers/t.yml", TRIGGER + "execution_condition_mode: always\n")
    write(
        tmp_path,
        "templates/jobs/j.yml",
        "name: J\ncondition: {ticket.state: {operator: is, "
        "value: [new]}}\nperform: {ticket.state: open}\n",
    )
    write(
        tmp_path,
        "templates/webhooks/w.yml",
        "name: W\nendpoint: https://w.example/\n"
        "http_method: put\nbearer_token: {env: HOOK}\npayload: '{\"id\": 1}'\n",
    )
    plan, result = sync(tmp_path, client)
    assert (plan.refused, result.failed) == ([], [])
    groups = {row["name"]: row for row in server.store.rows("groups")}
    assert groups["Users::Night::Late"]["parent_id"] == groups["Users::Night"]["id"]
    assert server.store.rows("triggers")[-1]["execution_condition_mode"] == "always"
    assert server.store.rows("jobs")[-1]["object"] == "Ticket"
    hook = server.store.rows("webhooks")[-1]
    assert (hook["http_method"], hook["bearer_token"]) == ("put", "canary-secret")
    assert hook["customized_payload"] is True
    assert sync(tmp_path, client)[0].changes == []
    copy = tmp_path / "copy"
    assert pull(client, copy).left == []
    assert "canary" not in "".join(file.read_text() for file in copy.rglob("*.yml"))
    assert sync(copy, client)[0].changes == []


def test_a_group_whose_parent_is_nowhere_is_refused(serve: Serve, tmp_path: Path) -> None:
    _, client = serve("6.5")
    plan, _ = sync(write(tmp_path, "templates/groups/a.yml", "name: Nobody::Night\n"), client)
    assert [change.why for change in plan.refused] == ["no 'Nobody' among groups"]


def test_a_server_that_drops_what_the_file_needs_is_told(serve: Serve, tmp_path: Path) -> None:
    """As the 6.0 that was measured: it says 6.0 and has no payload of one's own."""
    _, client = serve("6.0", "admin")
    write(
        tmp_path,
        "templates/webhooks/w.yml",
        "name: W\nendpoint: https://w.example/\npayload: '{}'\n",
    )
    _, result = sync(tmp_path, client)
    assert "the server dropped 'customized_payload'" in result.failed[0].why


def test_a_form_of_5_2_has_bare_keys(serve: Serve, tmp_path: Path) -> None:
    server, client = serve("5.2")
    text = "name: I\noptions: {ticket.title: Call, ticket.group: Users, article.body: hello}\n"
    sync(write(tmp_path, "templates/tickets/i.yml", text), client)
    row = server.store.rows("templates")[-1]
    assert row["options"] == {
        "title": {"value": "Call"},
        "group_id": {"value": "1"},
        "body": {"value": "hello"},
    }
    assert "active" not in row
    copy = tmp_path / "copy"
    pull(client, copy, ["templates"])
    assert "article.body: hello" in (copy / "templates/tickets/i.yml").read_text()


def test_a_server_that_was_brought_up_to_date_needs_no_write(serve: Serve, tmp_path: Path) -> None:
    """What its migrations make of conditions and forms is what the files mean."""
    server, client = serve("6.5", "admin")
    write(tmp_path, "templates/triggers/t.yml", TRIGGER)
    write(tmp_path, "templates/tickets/i.yml", "name: I\noptions: {ticket.title: Call}\n")
    sync(tmp_path, client)
    row = server.store.rows("triggers")[-1]
    old = {**row["condition"], "ticket.title": {"operator": "is", "value": "help"}}
    server.store.update("triggers", row["id"], {"condition": old})
    server.store.update("templates", 1, {"options": {"title": {"value": "Call"}}})
    assert sync(tmp_path, client)[0].changes == []


def test_mail_filters_by_version() -> None:
    regex = {"subject": {"operator": "matches regex", "value": "a+"}}
    starts = {"from": {"operator": "starts with one of", "value": ["x"]}}
    assert fit_match(regex, (6, 0)) == {"subject": {"operator": "contains", "value": "regex:a+"}}
    assert fit_match(starts, (6, 0)) == {"from": {"operator": "starts with", "value": "x"}}
    assert fit_match({**regex, **starts}, (6, 1)) == {**regex, **starts}
    assert alike(fit_match(regex, (6, 0))["subject"]) == regex["subject"]
    with pytest.raises(Unsupported):
        fit_match({"to": {"operator": "does not match regex", "value": "x"}}, (6, 0))


def test_a_tree_keeps_its_form_and_its_leaves_are_fitted() -> None:
    tree = {
        "operator": "AND",
        "conditions": [
            {"name": "ticket.title", "operator": "starts with", "value": "x"},
            {
                "operator": "NOT",
                "conditions": [{"name": "article.body", "operator": "is any of", "value": ["y"]}],
            },
        ],
    }
    new, old = fit_condition(tree, (6, 5)), fit_condition(tree, (6, 0))
    assert new["conditions"][0]["operator"] == "starts with one of"
    assert new["conditions"][0]["value"] == ["x"]
    assert old["conditions"][1]["conditions"][0]["operator"] == "is"


def test_a_url_that_is_no_zammads_is_a_problem_and_not_an_old_server(serve: Serve) -> None:
    server, client = serve("6.5")
    server.faults.add("GET * 99 404")
    plan = make_plan(read(default_desk()).desired, client, Ledger())
    assert {one.partition(":")[0] for one in plan.problems} >= {"groups", "macros", "triggers"}


def test_an_owner_is_named_by_login(serve: Serve, tmp_path: Path) -> None:
    server, client = serve("6.5", "admin")
    text = """
name: {0}
condition:
  ticket.owner: {{operator: is, value: [{1}]}}
perform:
  ticket.owner: {1}
"""
    write(tmp_path, "templates/triggers/t.yml", text.format("T", "triage@example.org"))
    plan, result = sync(tmp_path, client)
    assert (plan.refused, result.failed) == ([], [])
    row = server.store.rows("triggers")[-1]
    user = server.store.find("users", login="triage@example.org")
    assert user
    owner = {"pre_condition": "specific", "value": str(user["id"])}
    assert row["perform"] == {"ticket.owner_id": owner}
    assert row["condition"]["ticket.owner_id"]["value"] == [str(user["id"])]
    assert sync(tmp_path, client)[0].changes == []
    copy = tmp_path / "copy"
    assert pull(client, copy).left == []
    assert sync(copy, client)[0].changes == []
    write(tmp_path, "templates/triggers/u.yml", text.format("U", "nobody@example.org"))
    assert "no 'nobody@example.org' among users" in sync(tmp_path, client)[0].refused[0].why


DOCUMENTED = (  # docs/rights.md, without what only newer servers or other desks need
    "admin.group",
    "admin.object",
    "admin.role",
    "admin.calendar",
    "admin.text_module",
    "admin.template",
    "admin.macro",
    "admin.overview",
    "admin.sla",
    "admin.report_profile",
    "admin.channel_email",
    "admin.core_workflow",
    "admin.scheduler",
    "admin.trigger",
)


def test_the_documented_rights_are_enough_on_an_old_server(
    serve: Serve, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """It refuses what it has not, before it looks: that is no missing right."""
    server, client = serve("6.0")
    token = server.store.find("tokens", token=server.tokens["sync"])
    assert token is not None
    token["permissions"] = list(DOCUMENTED)
    ledger = Ledger()
    plan, result = sync(default_desk(), client, ledger)
    assert (plan.problems, plan.refused, result.failed) == ([], [], [])
    assert set(plan.left_out) == {"checklists", "translations"}
    assert "translations" not in [what for what, _ in pull(client, tmp_path).left]
    removal = remove(client, ledger, ours(client, ledger), release=True, drop_values=True)
    assert removal.failed == [] and len(removal.deleted) > 300
    assert "webhooks: " in caplog.text and "translations" not in caplog.text


def test_what_the_ledger_knows_and_the_token_may_not_read_is_not_left_unsaid(
    serve: Serve,
) -> None:
    server, client = serve("6.0")
    ledger = Ledger()
    ledger.put("webhooks/w", Base(7))
    token = server.store.find("tokens", token=server.tokens["sync"])
    assert token is not None
    token["permissions"] = list(DOCUMENTED)
    with pytest.raises(NotPermitted):
        list(ours(client, ledger))
