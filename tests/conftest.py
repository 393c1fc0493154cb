"""Settings of all tests."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from looking_away import look_away
from memory import remember
from scale import many

from zammad_plugin.text import embedding

# Speed is measured in benchmarks/, never in a test: a busy machine must not fail a property.
# CI tries a share of the inputs; PROMISES=full (`make promises`) tries hypothesis's own hundred.
settings.register_profile(
    "ours",
    deadline=None,
    max_examples=many(30, 100),
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("ours")


def pytest_addoption(parser: pytest.Parser) -> None:
    """Contract tests and stories can run on a real, throw-away Zammad (docs/live.md)."""
    parser.addoption("--live", help="URL of a throw-away Zammad for tests/contract and scenarios")
    parser.addoption("--token", help="its token, with admin and ticket.agent")
    parser.addoption("--triage-token", help="of a second agent, for the stories of two users")


# Left out of `make quick`: whole desks on a server, processes that are killed, many inputs; of the
# rest the files that took more than three seconds of a minute. Run your room's by their path.
SLOW = (
    "tests/promises/",
    "tests/scenarios/",
    "tests/contract/",
    "tests/desk_pages/",
    "tests/test_wheel.py",
    "tests/check/test_mistakes.py",
    "tests/cli/test_on_the_emulator.py",
    "tests/cli/test_worker.py",
    "tests/docs/",
    "tests/measure/test_evaluate.py::test_our_own_rows",
    "tests/report/test_month.py",
    "tests/routing/test_suggestions.py",
    "tests/serve/test_fence.py",
    "tests/serve/test_shop.py",
    "tests/signal/test_hours_away.py",
    "tests/signal/test_killed.py",
    "tests/text/test_safe_words_drafts.py",
    "tests/tickets/test_canary.py",
    "tests/triage/test_deciding_passage.py",
    "tests/triage/test_plain_reports.py",
    "tests/sync/test_converges.py",
    "tests/sync/test_neutral_desk.py",
    "tests/sync/test_no_op.py",
    "tests/sync/test_pulled_desk.py",
    "tests/sync/test_reviewed_only.py",
    "tests/sync/test_sync_language.py",
    "tests/sync/test_versions.py",
    "tests/tickets/test_main_job.py",
    "tests/sync/test_sync_apply.py",
    "tests/tickets/test_claim.py",
    "tests/doctor/test_zammad.py",
    "tests/sync/test_sync_source.py",
    "tests/cli/test_signal.py",
    "tests/sync/test_life_of_kinds.py",
    "tests/tickets/test_workers.py",
    "tests/sync/test_pull.py",
    "tests/sync/test_default_desk.py",
    "tests/deadlines/test_rounds.py",
    "tests/tickets/test_what_customers_see.py",
    "tests/cli/test_voice.py",
    "tests/cli/test_admin_commands.py",
    "tests/check/test_desk.py",
    "tests/measure/test_dilute.py",
    "tests/tickets/voice/test_step.py",
    "tests/cli/test_run.py",
    "tests/cli/test_check.py",
    "tests/voice/test_voice_process.py",
    "tests/cli/test_sight.py",
    "tests/state/test_lease.py",
    "tests/report/test_report.py",
    "tests/cli/test_main.py",
    "tests/voice/test_voice_engine.py",
    "tests/cli/test_serve.py",
    "tests/cli/test_ways.py",
    "tests/measure/test_learn.py",
    "tests/cli/test_signal_triage.py",
    "tests/cli/test_desk_commands.py",
    "tests/triage/test_odd_texts.py",
    "tests/deadlines/test_evidence.py",
    "tests/tickets/test_odd_tickets.py",
    "tests/config/test_fast_yaml.py",
    "tests/tickets/test_memory.py",
    "tests/sync/test_sync_desk.py",
    "tests/cli/test_bad_input.py",
    "tests/sync/test_referrals.py",
)
# Not measured for coverage, which doubles a test's time: what these run through in other processes
# or thousands of times, the tests of its own room see line by line.
UNTRACED = (
    "tests/promises/",
    "tests/scenarios/test_any_edit.py",
    "tests/check/test_mistakes.py",
    "tests/cli/test_on_the_emulator.py::test_a_lost_answer_in_mid_apply",
    "tests/contract/",
    "tests/desk_pages/",
    "tests/test_wheel.py",
    "tests/docs/",
    "tests/measure/",
    "tests/signal/test_hours_away.py",
    "tests/signal/test_killed.py",
    "tests/sync/test_converges.py",
    "tests/sync/test_neutral_desk.py",
    "tests/sync/test_no_op.py",
    "tests/sync/test_pulled_desk.py",
    "tests/sync/test_versions.py",
    "tests/tickets/test_canary.py",
    # One way, walked for each pair of calls, for 120 tickets, for thousands of texts.
    "tests/sync/test_sync_language.py::test_a_switch_renames_and_makes_nothing_twice",
    "tests/text/identifiers/test_identifiers.py::test_hostile_texts_take_no_longer",
    "tests/text/identifiers/test_mask.py::test_hostile_texts_take_no_longer",
    "tests/text/test_disguise.py::test_hostile_texts_take_no_longer",
    "tests/text/test_safe_words_drafts.py",
    "tests/tickets/test_claim.py::test_an_answer_that_a_dead_machine_left_is_sent_once",
    "tests/tickets/test_claim.py::test_two_machines_interleaved_at_every_call",
    "tests/tickets/test_main_job.py::test_calls_a_ticket",
    "tests/tickets/test_what_customers_see.py::test_a_switch_that_is_killed_at_any_call",
    "tests/tickets/test_workers.py::test_nothing_twice_and_nothing_left",
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if item.nodeid.startswith(SLOW):
            item.add_marker(pytest.mark.slow)
        if item.nodeid.startswith(UNTRACED):
            item.add_marker(pytest.mark.no_cover)


@pytest.hookimpl(tryfirst=True)
def pytest_configure(config: pytest.Config) -> None:
    """The network is off in tests, but for the one who asks for a live server."""
    if config.getoption("--live"):
        config.option.force_enable_socket = True


remember()
look_away()

# The embedding takes 50 ms a message: what is tested here does not hang on it. test_meaning.py
# takes it back.
embedding.PACKAGE = "not for the tests"


@pytest.fixture(autouse=True)
def state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where commands keep their state: never on the machine that tests run on."""
    monkeypatch.setenv("STATE_DIRECTORY", str(tmp_path / "state"))
    return tmp_path / "state"
