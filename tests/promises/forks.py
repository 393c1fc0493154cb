"""Real processes of the command line, made by fork: each has a life, files and locks of its own,
and starts in milliseconds, so that a thousand of them can be killed.

`Forks` starts this file as a program: it imports the package once, and forks for each start.
"""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
import threading
import traceback
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

PATIENCE = 120.0  # seconds until a process that should end counts as stuck
WARM = (
    "cli.judged cli.reports cli.run cli.apply cli.desk cli.pull cli.signal cli.signal_outbox "
    "cli.doctor cli.voice tickets.voice.step voice.ears "
    "tickets.run tickets.tools deadlines.rounds sync.apply sync.desk_sync signal.bridge "
    "signal.status zammad.client zammad.token doctor.metrics doctor.zammad"
)


@dataclass
class Child:
    """One process. `out` and `err`: what it wrote so far."""

    pid: int
    folder: Path
    ended: threading.Event = field(default_factory=threading.Event)
    status: int = 0

    def kill(self, sig: int = signal.SIGKILL) -> None:
        with contextlib.suppress(ProcessLookupError):
            os.kill(self.pid, sig)

    def wait(self, patience: float = PATIENCE) -> int:
        """The exit code; below 0: the signal that ended it."""
        if not self.ended.wait(patience):
            self.kill()
            raise AssertionError(f"stuck after {patience} s: {self.err}")
        return self.status

    @property
    def alive(self) -> bool:
        return not self.ended.is_set()

    @property
    def out(self) -> str:
        return (self.folder / "out").read_text("utf-8")

    @property
    def err(self) -> str:
        return (self.folder / "err").read_text("utf-8")


class Forks:
    """Starts children, one request at a time; any thread may wait for one."""

    def __init__(self, folder: Path) -> None:
        self.folder, self._count = folder, 0
        self._mother = subprocess.Popen(
            [sys.executable, __file__], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        self._children: dict[int, Child] = {}
        self._born: list[int] = []
        self._news = threading.Condition()
        self._lock = threading.Lock()
        self._listener = threading.Thread(target=self._listen, daemon=True)
        self._listener.start()

    def start(self, *words: object, env: Mapping[str, str], cwd: Path | None = None) -> Child:
        """`words` of the command line, or `-c` and a program."""
        with self._lock:
            self._count += 1
            place = self.folder / str(self._count)
            place.mkdir(parents=True)
            asked = {
                "words": [str(one) for one in words],
                "env": dict(env),
                "cwd": str(cwd or place),
                "place": str(place),
            }
            assert self._mother.stdin
            self._mother.stdin.write(json.dumps(asked) + "\n")
            self._mother.stdin.flush()
            with self._news:
                assert self._news.wait_for(lambda: bool(self._born), PATIENCE), "no birth"
                return self._child(self._born.pop(), place)

    def _child(self, pid: int, place: Path) -> Child:
        child = self._children.setdefault(pid, Child(pid, place))
        child.folder = place
        return child

    def run(self, *words: object, env: Mapping[str, str], cwd: Path | None = None) -> Child:
        """One that has ended."""
        child = self.start(*words, env=env, cwd=cwd)
        child.wait()
        return child

    def _listen(self) -> None:
        assert self._mother.stdout
        for line in self._mother.stdout:
            told = json.loads(line)
            with self._news:
                if "born" in told:
                    self._children.pop(told["born"], None)  # a number that was used before
                    self._born.append(told["born"])
                    self._children[told["born"]] = Child(told["born"], self.folder)
                    self._news.notify_all()
                else:
                    child = self._children[told["dead"]]
                    child.status = told["status"]
                    child.ended.set()

    def close(self) -> None:
        for child in self._children.values():
            if child.alive:
                child.kill()
        assert self._mother.stdin
        self._mother.stdin.close()
        self._mother.wait(PATIENCE)
        self._listener.join(PATIENCE)
        assert self._mother.stdout
        self._mother.stdout.close()

    def __enter__(self) -> Forks:
        return self

    def __exit__(self, *ended: object) -> None:
        self.close()


# The mother


def _say(**told: int) -> None:
    os.write(1, (json.dumps(told) + "\n").encode())


def _reap(*_: object) -> None:
    while True:
        try:
            pid, status = os.waitpid(-1, os.WNOHANG)
        except ChildProcessError:
            return
        if not pid:
            return
        _say(dead=pid, status=os.waitstatus_to_exitcode(status))


def _warm() -> None:
    """What reading the rules costs is not what is tested here: it is done once."""
    from functools import cache
    from importlib import import_module

    for name in WARM.split():
        import_module(f"zammad_plugin.{name}")
    from zammad_plugin.cli import reports
    from zammad_plugin.state import hands, local_hands
    from zammad_plugin.text import embedding
    from zammad_plugin.tickets.replies import texts
    from zammad_plugin.triage import ruleset

    embedding.PACKAGE = "not for the tests"
    # On loopback a write takes effect at once or never: what waits for a late one waits less here.
    hands.KILLED, hands.SETTLING, hands.LOOK, local_hands.SETTLE = 1.0, 1.0, 2.0, 0.05
    ruleset.load = cache(ruleset.load)
    ruleset.load(None, None)
    read, made = reports.rules, ruleset.load()
    reports.rules = lambda desk: made if desk is None or not _own(desk) else read(desk)
    texts.all_languages = cache(texts.all_languages)


def _own(desk: Path) -> bool:
    """Whether a desk has rules beyond its routing."""
    return any(one.name != "routing.yml" for one in (desk / "rules").glob("*"))


def _life(asked: dict[str, Any]) -> None:
    """Never returns: what the console script does, in a process of its own."""
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGCHLD})
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    for number, name in ((1, "out"), (2, "err")):
        kept = os.open(f"{asked['place']}/{name}", os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        os.dup2(kept, number)
    os.environ.clear()
    os.environ.update(asked["env"])
    os.chdir(asked["cwd"])
    sys.stdin, sys.stdout, sys.stderr = (
        os.fdopen(number, mode, encoding="utf-8", closefd=False)
        for number, mode in ((0, "r"), (1, "w"), (2, "w"))
    )
    words: Sequence[str] = asked["words"]
    code = 3
    try:
        if words[0] == "-c":
            exec(words[1], {"argv": words[2:]})
            code = 0
        else:
            from zammad_plugin.cli.main import main

            sys.argv = ["zammad-plugin", *words]
            main()
            code = 0
    except SystemExit as ended:
        code = ended.code if isinstance(ended.code, int) else 0 if ended.code is None else 1
    except BaseException:
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


def _serve() -> None:
    _warm()
    signal.signal(signal.SIGCHLD, _reap)
    for line in sys.stdin:
        asked = json.loads(line)
        # A death must not be told before the birth.
        signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGCHLD})
        pid = os.fork()
        if not pid:
            _life(asked)
        _say(born=pid)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGCHLD})


if __name__ == "__main__":
    _serve()
