"""route explain, route simulate, and what check says of a routing file."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from applied_desk import applied
from by_environment import named
from click.testing import CliRunner, Result

from zammad_plugin.cli.main import cli
from zammad_plugin.emulator import Emulator
from zammad_plugin.zammad.client import Client
from zammad_plugin.zammad.session import Session

THREAT = "I'm 14 and a man on Snapchat says he will post my photos if I don't pay him"
OTHER = """
rules:
  - id: by-web
    when: {channel: [web], child_safety: true}
    then: {group: Child Safety, priority: 3 high, tags: [cs-escalated]}
  - {id: rest, when: {}, then: {}}
"""


def invoke(*words: str) -> Result:
    return CliRunner().invoke(cli, list(words))


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Emulator]:
    monkeypatch.chdir(tmp_path)
    with applied() as made:
        named(monkeypatch, made, "triage")
        yield made


def _report(server: Emulator, text: str, **more: Any) -> int:
    session = Session(server.url, server.tokens["admin"])
    article = {"body": text, "type": "web", "sender": "Customer", "internal": False, **more}
    new = {"title": "Message", "group": "Users", "customer_id": "guess:a@example.org"}
    made = Client(session).create_ticket({**new, "article": article})
    session.close()
    return int(made["id"])


def test_explain_names_the_rule_and_route_explain_why_no_earlier_one() -> None:
    for words in (("explain",), ("route", "explain")):
        told = invoke(*words, THREAT)
        assert told.exit_code == 0, told.output
        assert "routing rule about-blackmail: group Child Safety" in told.output
    assert "not about-cutting: situation is blackmail, wanted cutting" in told.output
    brief = invoke("explain", THREAT).output.splitlines()
    assert len(brief) < 15 and brief[-1].endswith("zammad-plugin route explain names them")
    routed = json.loads(invoke("explain", THREAT, "--format", "json").output)["routing"]
    assert routed == json.loads(invoke("route", "explain", THREAT, "--format", "json").output)
    assert routed["rule"] == "about-blackmail"
    assert "about-self-harm" in {one["rule"] for one in routed["skipped"]}


def test_explain_with_another_file_channel_and_ticket(server: Emulator, tmp_path: Path) -> None:
    file = tmp_path / "other.yml"
    file.write_text(OTHER)
    here = ("--routing", str(file))
    assert "rule by-web" in invoke("route", "explain", THREAT, *here, "--channel", "web").output
    by_sms = invoke("route", "explain", THREAT, *here, "--channel", "sms").output
    assert "rule rest" in by_sms and "not by-web: channel is sms, wanted web" in by_sms
    one = _report(server, THREAT)
    assert "rule by-web" in invoke("route", "explain", "--ticket", str(one), *here).output
    assert server.writes[1:] == []  # but the report itself
    file.write_text("rules: [{id: a, when: {chanel: [sms]}, then: {}}]")
    told = invoke("route", "explain", THREAT, *here)
    assert "other.yml:1:24: unknown key 'chanel'" in str(told.exception)


def test_ticket_needs_a_url(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("ZAMMAD_URL", raising=False)
    assert invoke("route", "explain", "--ticket", "1").exit_code == 2


def test_simulate_shows_what_would_be_otherwise_and_writes_nothing(
    server: Emulator, tmp_path: Path
) -> None:
    file = tmp_path / "other.yml"
    file.write_text(OTHER)
    ids = [_report(server, text) for text in (THREAT, "We would like a training, please.", THREAT)]
    server.log.clear()
    other = ("route", "simulate", "--routing", str(file))
    told = json.loads(invoke(*other, "--format", "json").output)
    assert server.writes == []
    assert told["read"] == 3
    assert [one["ticket"] for one in told["differences"]] == [ids[0], ids[2]]
    assert told["differences"][0]["rule"] == ["about-blackmail", "by-web"]
    assert {"tags", "replies"} <= set(told["differences"][0]["parts"])
    assert "group" not in told["differences"][0]["parts"]
    assert {"now": "about-blackmail", "then": "by-web", "tickets": 2} in told["rules"]
    assert THREAT[:12] not in json.dumps(told)
    text = invoke(*other, "--limit", "2", "--since", "12h").output
    assert "2 tickets read, 1 would be routed otherwise" in text and "more is left" in text
    assert "     1  about-blackmail -> by-web" in text and "cs-escalated" in text
    alone = invoke("route", "simulate", "--since", "1w").output
    assert "3 tickets read, 0 would be routed otherwise" in alone


def test_simulate_goes_on_without_what_it_may_not_read(server: Emulator) -> None:
    ids = [_report(server, THREAT) for _ in range(2)]
    server.faults.add(f"GET tickets/{ids[0]} 1 403")
    told = invoke("route", "simulate").output
    assert f"not readable with this token: {ids[0]}" in told and "1 tickets read" in told


def test_since_has_a_form() -> None:
    words = ("--url", "http://127.0.0.1:1", "--since", "soon")
    assert invoke("route", "simulate", *words).exit_code == 2


BROKEN = """
people: [{login: rana, languages: [ar, klingon]}]
rules:
  - {id: a, when: {child_safety: true}, then: {}}
  - {id: b, when: {child_safety: true, urgency: [critical]}, then: {replies: [no-such-reply]}}
  - {id: c, when: {category: [sextorsion], risk: [blackmail]}, then: {owner: on-call}}
  - {id: a, when: {hour: [out]}, then: {}}
  - {id: d, when: {platform: []}, then: {}}
"""
SAID = (
    "routing.yml:2:24: no language klingon",
    "routing.yml:5:13: rule 'b' can never match: a took its cases before",
    "routing.yml:5:79: no reply 'no-such-reply' in templates/replies",
    "routing.yml:6:20: rule 'c' can never match category sextorsion",
    "owner: on-call, but nobody is ever on call",
    "routing.yml:7:6: two rules have the name 'a'",
    "rule 'a' can never match: without hours the desk is never closed",
    "rule 'd' can never match: platform is empty",
)


def test_check_says_what_can_never_match(tmp_path: Path) -> None:
    (tmp_path / "rules").mkdir()
    file = tmp_path / "rules" / "routing.yml"
    file.write_text(BROKEN)
    told = invoke("check", "--desk", str(tmp_path))
    for words in SAID:
        assert words in told.output
    file.write_text(OTHER)
    assert invoke("check", "--desk", str(tmp_path)).exit_code == 0
    file.write_text("rules: 3")
    assert "routing.yml:1:1" in invoke("check", "--desk", str(tmp_path)).output


def test_check_names_tags_without_a_neutral_name(tmp_path: Path) -> None:
    (tmp_path / "zammad-plugin.yml").write_text("tags: neutral\n")
    (tmp_path / "rules").mkdir()
    routing = "rules: [{id: a, when: {}, then: {tags: [cs-unicef, cs-unsure, vip]}}]\n"
    (tmp_path / "rules" / "routing.yml").write_text(routing)
    told = invoke("check", "--desk", str(tmp_path))
    assert "no neutral name in taxonomy.yml for: cs-unicef\n" in told.output


BY_TICKET = """rules:
  - {id: again, when: {returning: true}, then: {}}
  - {id: heard, when: {voice: true, channel: [whatsapp]}, then: {}}
  - {id: rest, when: {}, then: {}}
"""


def test_a_tickets_own_circumstances_decide_as_in_a_run(server: Emulator, tmp_path: Path) -> None:
    (tmp_path / "rules").mkdir()
    (tmp_path / "rules" / "routing.yml").write_text(BY_TICKET)
    file = {"filename": "v.ogg", "data": "T2dnUw==", "mime-type": "audio/ogg"}
    voice = {"type": "whatsapp message", "attachments": [file]}
    first, other = _report(server, "\u200b", **voice), _report(server, THREAT)
    for command in (["explain"], ["route", "explain"]):
        for ticket, rule in ((first, "heard"), (other, "again")):
            words = [*command, "--ticket", str(ticket), "--desk", str(tmp_path)]
            assert f"routing rule {rule}" in invoke(*words).output
        assert "routing rule rest" in invoke(*command, THREAT, "--desk", str(tmp_path)).output
