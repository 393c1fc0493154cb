"""docs/installing.md and Debian's package: what they call is there. The page itself is followed in
a clean root by packaging/try, which needs root and a registry."""

from __future__ import annotations

import re
import runpy
import shlex
import shutil
import subprocess
from argparse import Namespace
from pathlib import Path
from typing import Any

import click
import pytest

from zammad_plugin import __version__
from zammad_plugin.cli.lazy import commands_of
from zammad_plugin.cli.main import cli

TREE = Path(__file__).resolve().parents[2]
PAGE = (TREE / "docs" / "installing.md").read_text("utf-8")
DEBIAN = TREE / "packaging" / "debian"
COMMANDS = dict(commands_of(cli))
SHELL = "\n".join(re.findall(r"^```sh\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL))
SCRIPTS = [
    *(DEBIAN / name for name in ("build", "postinst", "prerm", "postrm")),
    TREE / "packaging" / "look",
    TREE / "packaging" / "try-image",
]


def _calls() -> list[list[str]]:
    lines = re.findall(r"(?:^|[ /])zammad-plugin ((?!<<)[^|;>&\n]*)", SHELL, re.MULTILINE)
    words = [shlex.split(line, posix=True) for line in lines if line.split()[0][0].isalpha()]
    return [line for line in words if line[0] in COMMANDS]


def test_each_call_on_the_page_has_options_that_exist() -> None:
    calls = _calls()
    assert {words[0] for words in calls} >= {"demo", "doctor", "apply", "run", "uninstall", "docs"}
    for words in calls:
        known = {
            name
            for one in COMMANDS[words[0]].params
            if isinstance(one, click.Option)
            for name in one.opts
        }
        assert [word for word in words if word.startswith("--") and word not in known] == []


def _of_try(name: str) -> Any:
    """What packaging/try makes of the page, by a name in it."""
    return runpy.run_path(str(TREE / "packaging" / "try"))[name]


@pytest.mark.parametrize("way", ["Debian package", "pipx"])
def test_a_way_has_the_parts_between_which_is_looked(way: str) -> None:
    told = dict.fromkeys(["ZAMMAD", "SYNC", "TRIAGE", "ADMIN", "SIGNAL", "ACCOUNT"], "x")
    given = Namespace(way=way, first="", last="")
    lines = _of_try("script")(given, told).splitlines()
    look = "/bin/sh -eu /root/look "
    looks = [line.removeprefix(look) for line in lines if line.startswith(look)]
    assert looks == ["role", "installed", "upgraded", "removed"]
    known = (TREE / "packaging" / "look").read_text("utf-8")
    assert all(f"\n{word}() {{" in known for word in looks)
    assert not any(word in "\n".join(lines) for word in ("desk.example.org", "SYNC-TOKEN"))


def test_the_checkout_can_be_followed() -> None:
    assert [word for _, word in _of_try("parts")("A checkout")] == ["installed"]


def test_units_that_are_enabled_exist() -> None:
    for name in re.findall(r"zammad-plugin-\w+\.(?:timer|service)", PAGE):
        assert (TREE / "docs" / "systemd" / name).is_file(), name


def test_files_have_the_version_of_the_package() -> None:
    named = set(re.findall(r"zammad_plugin-([\d.]+)-py3|zammad-plugin_([\d.]+)-\d", PAGE))
    assert {a or b for a, b in named} == {__version__}


@pytest.mark.parametrize("file", SCRIPTS, ids=lambda one: one.name)
def test_a_shell_reads_each_script(file: Path) -> None:
    done = subprocess.run(["sh", "-n", str(file)], capture_output=True, text=True, timeout=60)
    assert (done.returncode, done.stderr) == (0, "") and file.stat().st_mode & 0o111


@pytest.mark.skipif(not shutil.which("dpkg-deb"), reason="no dpkg-deb here")
def test_dpkg_reads_the_control_file(tmp_path: Path) -> None:
    """Filled as `build` fills it; dpkg-deb refuses a field or a version that is none."""
    text = (DEBIAN / "control").read_text("utf-8")
    build = (DEBIAN / "build").read_text("utf-8")
    names = set(re.findall(r"@(\w+)@", text))
    assert names == set(re.findall(r"s/@(\w+)@/", build))
    for name in names:
        text = text.replace(f"@{name}@", {"ARCH": "all", "VERSION": "1.0-1"}.get(name, "3"))
    folder = tmp_path / "root" / "DEBIAN"
    folder.mkdir(parents=True, mode=0o755)
    (folder / "control").write_text(text, "utf-8")
    words = ["dpkg-deb", "--build", str(folder.parent), str(tmp_path / "x.deb")]
    done = subprocess.run(words, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
    shown = ["dpkg-deb", "--field", str(tmp_path / "x.deb"), "Depends"]
    done = subprocess.run(shown, capture_output=True, text=True, timeout=60)
    assert "adduser" in done.stdout


def test_the_desk_of_the_package_is_read() -> None:
    from zammad_plugin.config.files import load
    from zammad_plugin.config.settings.desk import Settings

    assert load(Settings, DEBIAN / "zammad-plugin.yml").extends == "default"


def test_timers_are_stopped_before_what_they_start(tmp_path: Path) -> None:
    """The other way round systemd warns, and a timer starts in the middle of the removal."""
    calls = tmp_path / "calls"
    (tmp_path / "systemctl").write_text(f'#!/bin/sh\necho "$@" >> {calls}\n', "utf-8")
    (tmp_path / "systemctl").chmod(0o755)
    units = tmp_path / "units"
    shutil.copytree(TREE / "docs" / "systemd", units)
    script = (DEBIAN / "prerm").read_text("utf-8").replace("/lib/systemd/system/", f"{units}/")
    script = script.replace("/run/systemd/system", str(tmp_path))
    environment = {"PATH": f"{tmp_path}:/usr/bin:/bin"}
    subprocess.run(["sh", "-c", script, "prerm", "remove"], env=environment, check=True, timeout=60)
    stopped = [
        line.split()[1] for line in calls.read_text("utf-8").splitlines() if line[:4] == "stop"
    ]
    kinds = [name.rpartition(".")[2] for name in stopped]
    assert kinds == sorted(kinds, reverse=True) and {"timer", "service"} == set(kinds)


@pytest.mark.skipif(not shutil.which("make"), reason="no make here")
def test_make_asks_git_for_a_release_only(tmp_path: Path) -> None:
    """`make demo` complained of a git that a machine need not have."""
    for name in ("make", "sh"):
        (tmp_path / name).symlink_to(Path(shutil.which(name) or "").resolve())
    words = ["make", "--dry-run", "demo"]
    done = subprocess.run(
        words, cwd=TREE, env={"PATH": str(tmp_path)}, capture_output=True, text=True, timeout=60
    )
    assert (done.returncode, done.stderr) == (0, "")
