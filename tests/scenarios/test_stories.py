"""Every story of the YAML files here, on the embedded Zammad or with --live on a real one."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from applied_desk import applied
from ruamel.yaml import YAML
from story import DESK_MAIL, Story, World

from zammad_plugin.config.places import default_desk
from zammad_plugin.demo.story import let_in
from zammad_plugin.sync.desk_sync import apply_desk
from zammad_plugin.sync.server.versions import version_of

FOLDER = Path(__file__).parent
STORIES: list[dict[str, Any]] = [
    story for file in sorted(FOLDER.glob("*.yml")) for story in YAML(typ="safe").load(file)
]
NEWEST = "6.5.0"  # of those measured
EMULATOR_ONLY = {"faults"}
PREPARED: set[str] = set()  # live servers that have the desk


@pytest.fixture
def world(request: pytest.FixtureRequest) -> Iterator[World]:
    names = ("--live", "--token", "--triage-token")
    url, token, triage = (request.config.getoption(name) for name in names)
    if url:
        made = World(url, triage or token, token)
        _prepare(made)
        yield made
    else:
        with applied(hold=3, version=NEWEST) as server:
            made = World(server.url, server.tokens["triage"], server.tokens["admin"], server)
            yield made
    for session in made.sessions:
        session.close()


def _prepare(world: World) -> None:
    """Once for all stories: a real server takes seconds to see that nothing is to be written."""
    if world.url in PREPARED:
        return
    apply_desk(world.client(world.agent_token), default_desk())
    for one in {world.agent_token, world.plugin_token}:
        let_in(world.client(world.agent_token), world.client(one))
    _can_mail(world)
    PREPARED.add(world.url)


def _can_mail(world: World) -> None:
    """No mail goes out of a group without an address."""
    session = world.client(world.agent_token).session
    address = {"name": "Desk", "realname": "Desk", "email": DESK_MAIL}
    known = session.call("GET", "email_addresses")
    first = known[0] if known else session.call("POST", "email_addresses", json=address)
    given = {"email_address_id": first["id"]}
    for group in session.call("GET", "groups"):
        if group["email_address_id"] is None:
            session.call("PUT", f"groups/{group['id']}", json=given)


def _whatsapp(told: dict[str, Any]) -> bool:
    return any("channel': 'whatsapp" in str(step) for step in told["steps"])


def _skip_what_needs_more(world: World, told: dict[str, Any]) -> None:
    steps = {next(iter(step)) for step in told["steps"] if isinstance(step, dict)}
    version = version_of(world.client(world.agent_token), lambda _: [])
    if _whatsapp(told) and version < (6, 3):
        pytest.skip("this Zammad has no WhatsApp (since 6.3)")
    if world.server is None and steps & EMULATOR_ONLY:
        pytest.skip("needs faults that a live server does not make")
    if world.plugin_token == world.agent_token and told.get("needs") == "two users":
        pytest.skip("needs a second user: --triage-token")


@pytest.mark.parametrize("told", STORIES, ids=lambda told: told["story"])
def test_story(world: World, told: dict[str, Any]) -> None:
    _skip_what_needs_more(world, told)
    story = Story(world, told)
    if world.server:
        world.server.log.clear()
    story.play()
    for name, wanted in told["then"].items():
        CHECKS[name](story, wanted)


def _fields(name: str) -> Any:
    def check(story: Story, wanted: Any) -> None:
        assert story.ticket[name] == wanted

    return check


def _tags(story: Story, wanted: list[str]) -> None:
    assert set(wanted) <= story.tags


def _no_tags(story: Story, wanted: list[str]) -> None:
    assert not set(wanted) & story.tags


def _tags_like(story: Story, wanted: list[str]) -> None:
    for start in wanted:
        assert any(tag.startswith(start) for tag in story.tags), story.tags


def _notes(story: Story, wanted: int) -> None:
    assert len(story.notes) == wanted


def _note_says(story: Story, wanted: list[str]) -> None:
    for words in wanted:
        assert words in " ".join(story.notes)


def _last_note_says(story: Story, wanted: list[str]) -> None:
    for words in wanted:
        assert words in story.notes[-1]


def _last_note_lacks(story: Story, wanted: list[str]) -> None:
    for words in wanted:
        assert words not in story.notes[-1]


def _waits(story: Story, wanted: bool) -> None:
    seen = story.ticket["group"] == "Child Safety" or "cs-unsure" in story.tags
    assert seen is wanted


def _neutral(story: Story, wanted: bool) -> None:
    ticket = story.ticket
    assert (ticket["title"] == f"Request {ticket['number']}") is wanted


def _owner(story: Story, wanted: str) -> None:
    people = {"agent": story.agent, "plugin": story.plugin}
    expected = people[wanted].me()["id"] if wanted in people else 1
    assert story.ticket["owner_id"] == expected


def _field(story: Story, wanted: dict[str, str]) -> None:
    assert {name: story.ticket[name] for name in wanted} == wanted


def _answers(story: Story, wanted: int) -> None:
    assert len(story.answers) == wanted


def _answer_says(story: Story, wanted: list[str]) -> None:
    for words in wanted:
        assert words in story.answers[-1]


def _answer_lacks(story: Story, wanted: list[str]) -> None:
    for words in wanted:
        assert words not in story.answers[-1]


def _downloads(story: Story, wanted: int) -> None:
    server = story.world.server
    if server:
        assert sum("ticket_attachment" in call.path for call in server.log) == wanted


def _not_itself(story: Story, wanted: bool) -> None:
    assert (f"#{story.ticket['number']}" not in story.notes[-1]) is wanted


CHECKS: dict[str, Any] = {
    "group": _fields("group"),
    "priority": _fields("priority"),
    "title": _fields("title"),
    "tags": _tags,
    "no_tags": _no_tags,
    "tags_like": _tags_like,
    "notes": _notes,
    "notes_of_ours": _notes,
    "note_says": _note_says,
    "last_note_says": _last_note_says,
    "last_note_lacks": _last_note_lacks,
    "waits_for_a_person": _waits,
    "title_is_neutral": _neutral,
    "owner": _owner,
    "field": _field,
    "answers_sent": _answers,
    "answer_says": _answer_says,
    "answer_lacks": _answer_lacks,
    "downloads": _downloads,
    "note_lacks_own_number": _not_itself,
}


def test_there_are_enough_stories() -> None:
    names = [told["story"] for told in STORIES]
    assert len(names) == len(set(names)) >= 40
