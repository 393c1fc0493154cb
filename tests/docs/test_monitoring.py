"""Alert rules and dashboard ask for what is told: no name of a figure that nothing writes."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from prometheus_client.parser import text_string_to_metric_families as families
from redis.exceptions import ConnectionError as Away

from zammad_plugin.doctor.metrics import HELP, NAMED, SIGHT, Figures, Named, write
from zammad_plugin.serve.figures import Served
from zammad_plugin.serve.tally import Tally

FOLDER = Path(__file__).parents[2] / "docs" / "monitoring"
RULES, DASHBOARD = FOLDER / "alerts.yml", FOLDER / "dashboard.json"
NAME = re.compile(r"\bzammad_plugin_[a-z_]+")
LABEL = re.compile(r"(zammad_plugin_[a-z_]+)\{(\w+)=~?\"([^\"]+)\"")
SEVERITIES = {"page", "ticket", "info"}


class Store:
    """What Tally asks of Redis, with nothing counted yet."""

    def hgetall(self, key: str) -> dict[bytes, bytes]:
        return {}


class Line:
    redis = Store()

    def waits(self, queue: str) -> int:
        return 0


def _told(tmp_path: Path) -> Iterator[tuple[str, frozenset[str]]]:
    """(name, names of its labels) of each series that `run --metrics` and `serve` write."""
    file = tmp_path / "figures.prom"
    named = Named({name: ["x"] for name in NAMED})
    write(file, Figures(*[0.0] * len(HELP)), named)  # type: ignore[arg-type]
    served = Served(lambda: 0, Tally(Line(), "x:"))  # type: ignore[arg-type]
    for outcome in ("accepted", "known", "refused", "full", "unreadable", "too large"):
        served.hook(outcome)
    served.ticket("done")
    for text in (file.read_text(), served.text().decode()):
        for family in families(text):
            for sample in family.samples:
                yield sample.name, frozenset(sample.labels)


@pytest.fixture
def told(tmp_path: Path) -> dict[str, frozenset[str]]:
    return dict(_told(tmp_path))


def rules() -> list[dict[str, Any]]:
    return list(yaml.safe_load(RULES.read_text())["groups"][0]["rules"])


def panels() -> list[dict[str, Any]]:
    return list(json.loads(DASHBOARD.read_text())["panels"])


def asked() -> dict[str, list[str]]:
    """Where → its expressions."""
    return {one["alert"]: [one["expr"]] for one in rules()} | {
        one["title"]: [target["expr"] for target in one["targets"]] for one in panels()
    }


def test_all_that_is_asked_for_is_told(told: dict[str, frozenset[str]]) -> None:
    missing = {
        (where, name)
        for where, texts in asked().items()
        for text in texts
        for name in NAME.findall(text)
        if name not in told
    }
    assert missing == set()


def test_labels_that_are_asked_for_are_there(told: dict[str, frozenset[str]]) -> None:
    for texts in asked().values():
        for name, label, _ in LABEL.findall(" ".join(texts)):
            assert label in told[name]
    for rule in rules():
        for label in re.findall(r"\$labels\.(\w+)", rule["annotations"]["summary"]):
            assert all(label in told[name] for name in NAME.findall(rule["expr"]))


def test_outcomes_that_alert_are_those_of_the_door() -> None:
    source = (Path(__file__).parents[2] / "zammad_plugin/serve/door.py").read_text()
    known = set(re.findall(r"_told\(\"([a-z ]+)\"\)", source))
    texts = [text for texts in asked().values() for text in texts]
    for _, label, words in LABEL.findall(" ".join(texts)):
        assert label != "outcome" or set(words.split("|")) <= known


def test_the_dashboard_shows_every_figure(told: dict[str, frozenset[str]]) -> None:
    shown = {
        name for panel in panels() for one in panel["targets"] for name in NAME.findall(one["expr"])
    }
    parts = ("_created", "_sum", "_count")
    assert {name for name in told if not name.endswith(parts)} <= shown


def test_every_figure_of_a_run_that_is_no_count_of_well_being_alerts() -> None:
    named = {name for one in rules() for name in NAME.findall(one["expr"])}
    for name in (*NAMED, *SIGHT):
        assert f"zammad_plugin_{name}" in named


def test_each_alert_says_what_and_what_to_do() -> None:
    for rule in rules():
        assert rule["labels"]["severity"] in SEVERITIES
        assert set(rule["annotations"]) == {"summary", "action"}
    assert len({rule["alert"] for rule in rules()}) == len(rules())


def test_panels_have_their_own_place_and_number() -> None:
    places = [(one["gridPos"]["x"], one["gridPos"]["y"]) for one in panels()]
    assert len(set(places)) == len(places) == len({one["id"] for one in panels()})


def test_figures_of_workers_without_redis_are_none(caplog: pytest.LogCaptureFixture) -> None:
    class Gone(Line):
        def waits(self, queue: str) -> int:
            raise Away

    text = Served(lambda: 0, Tally(Gone(), "x:")).text().decode()  # type: ignore[arg-type]
    assert "zammad_plugin_worker_tickets" not in text and "zammad_plugin_queued_tickets" in text


@pytest.mark.skipif(
    not shutil.which("promtool"), reason="no promtool here: apt-get install prometheus"
)
def test_prometheus_reads_them_and_they_fire_when_they_should(tmp_path: Path) -> None:
    for file in (RULES, FOLDER / "alerts_test.yml"):
        shutil.copy(file, tmp_path)
    for words in (["check", "rules", "alerts.yml"], ["test", "rules", "alerts_test.yml"]):
        done = subprocess.run(["promtool", *words], cwd=tmp_path, capture_output=True, text=True)
        assert done.returncode == 0, done.stdout + done.stderr
