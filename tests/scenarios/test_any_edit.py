"""Any single edit, removal or rename of any file of an applied desk ends in a plan or in a clear
error, never in a bug of ours."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from by_environment import named
from click.testing import CliRunner, Result
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from scale import many

from zammad_plugin.cli.main import cli
from zammad_plugin.cli.output import exit_codes
from zammad_plugin.config.places import rules_folder
from zammad_plugin.emulator import Emulator
from zammad_plugin.errors import ExitCode

EXAMPLE = Path(__file__).resolve().parents[2] / "docs" / "example"
RULES = {
    "zammad-plugin.yml": (
        "language: en\ntags: plain\nsignal: {account: '+9613000000'}\n"
        "networks: {secret: {env: NETWORKS}}\n"
    ),
    "rules/routing.yml": (
        "hours: {timezone: Asia/Beirut, week: {mon: [['09:00', '17:00']]}}\n"
        "before:\n  - {id: night, when: {urgency: [critical], hour: [out]},"
        " then: {priority: 3 high}}\n"
    ),
    "rules/rules.yml": (
        "rules:\n  - {id: a, category: grooming, urgency: high, score: 1, all: [child, threat],"
        " describe: {en: A}}\n"
    ),
    "rules/platforms.yml": "platforms: {koo: [koo app]}\n",
    "rules/languages/so.yml": "language: so\nphrases: {threat: [hanjabaad]}\n",
    "rules/taxonomy.yml": "tags:\n  - {tag: cs-cat-own, neutral: cs-c90, means: Own}\n",
    "rules/concepts.yml": "concepts: {threat: {en: a threat}}\n",
}
LAST = ("\ufeff", "\u202e", "9" * 40, "\U0001f512")
SIGNS = """|:|- |{|}|[|]|&a |*a|<<: |!!int |'|"|#{|{{|}}|---|null|2026-02-31|1e999|~|0o17|- - -"""
PIECES = st.sampled_from(
    [
        *SIGNS.split("|"),
        "en: x",
        "true",
        "? ",
        "> ",
        "%YAML 1.1",
        "\n",
        "\t",
        "\x00",
        "\ufeff",
        *LAST,
    ]
)
CHANGES = st.sampled_from(["insert", "cut", "swap", "line", "rename", "remove", "folder", "binary"])


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("applied")
    shutil.copytree(EXAMPLE, folder, dirs_exist_ok=True)
    for place, text in RULES.items():
        file = folder / place
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    shutil.copy(rules_folder() / "referrals.yml", folder / "rules" / "referrals.yml")
    return folder


@pytest.fixture(scope="module")
def server(desk: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Emulator]:
    state = tmp_path_factory.mktemp("state")
    with Emulator() as made, pytest.MonkeyPatch.context() as patch:
        named(patch, made, "admin")
        patch.setenv("STATE_DIRECTORY", str(state))
        patch.setenv("DUTY_WEBHOOK_KEY", "k" * 20)
        # The rules' own tests take seconds and know nothing of files.
        patch.setattr("zammad_plugin.check.rules.failures", lambda *_: [])
        patch.delenv("ZAMMAD_DESK", raising=False)
        run("apply", desk)
        yield made


def run(word: str, desk: Path) -> Result:
    def inside() -> None:
        with exit_codes():
            cli.main([word, "--desk", str(desk)], standalone_mode=True)

    runner = CliRunner()
    with runner.isolation() as streams:
        try:
            inside()
            code = 0
        except SystemExit as end:
            code = int(end.code or 0)
        return Result(runner, streams[0].getvalue(), b"", streams[0].getvalue(), None, code, None)


def changed(file: Path, how: str, at: float, piece: str) -> None:
    """One change of one file; `at`: where in it, from 0 to 1."""
    text = file.read_text(encoding="utf-8")
    place = int(len(text) * at)
    if how == "insert":
        file.write_text(text[:place] + piece + text[place:], encoding="utf-8")
    elif how == "cut":
        file.write_text(text[:place], encoding="utf-8")
    elif how == "swap":
        file.write_text(text[:place] + piece + text[place + 5 :], encoding="utf-8")
    elif how == "line":
        lines = text.splitlines(keepends=True)
        del lines[int(len(lines) * at) % len(lines)]
        file.write_text("".join(lines), encoding="utf-8")
    elif how == "binary":
        file.write_bytes(text.encode()[:place] + b"\xff\xfe\x00" + text.encode()[place:])
    elif how == "rename":
        file.rename(file.with_name(f"x{file.name}"))
    elif how == "folder":
        file.rename(file.with_suffix(".bak"))
        file.mkdir()
    else:
        file.unlink()


@pytest.mark.timeout(600)
@given(st.floats(0, 0.999), CHANGES, st.floats(0, 0.999), PIECES)
@settings(
    max_examples=many(4, 20),
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
def test_never_a_bug(
    server: Emulator,
    desk: Path,
    tmp_path_factory: pytest.TempPathFactory,
    which: float,
    how: str,
    at: float,
    piece: str,
) -> None:
    copy = tmp_path_factory.mktemp("copy")
    shutil.copytree(desk, copy, dirs_exist_ok=True)
    files = sorted(file for file in copy.rglob("*") if file.is_file())
    file = files[int(len(files) * which)]
    changed(file, how, at, piece)
    for word in ("check", "plan"):
        result = run(word, copy)
        assert result.exit_code != ExitCode.BUG, (file.name, how, at, piece, result.output)
    shutil.rmtree(copy)
