"""Children that live and die together: started side by side, restarted when they die, stopped in order every time.

Signals only raise a count; the one loop reads it. The first Ctrl-C, SIGTERM or SIGHUP stops in order: web, worker,
indexer, then PostgreSQL. The second one hurries. Each child has a session of its own, so that Ctrl-C reaches only us,
and ends with us even when we are killed with -9.
"""

from __future__ import annotations

import fcntl
import os
import signal
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType
from typing import Protocol

from rianru.config.embedded.death import die_with_parent
from rianru.config.embedded.server import trim
from rianru.kernel.refusals import Refused
from rianru.kernel.words import T

STEP = 0.05
BACKOFF = (0.5, 1.0, 2.0, 5.0, 10.0, 30.0)  # seconds before each further start; a minute of health forgives
FORGIVEN_AFTER = 60.0
HURRIED = 1.0
TRIM_EVERY = 60.0


class Database(Protocol):
    """What the supervisor needs of the embedded server."""

    def start(self, *, give_up: Callable[[], bool] = ...) -> None: ...
    def stop(self, *, hurry: bool = ...) -> None: ...
    def running(self) -> bool: ...
    def trim_log(self) -> None: ...


@dataclass(frozen=True, kw_only=True)
class Child:
    """A program to keep running. Its output goes to `log`, or to ours; `stop_seconds` is for a graceful end.

    `nice` makes it give way to the others, 0 to 19.
    """

    name: str
    argv: Sequence[str]
    env: Mapping[str, str] = field(default_factory=lambda: dict(os.environ))
    log: Path | None = None
    stop_seconds: float = 20.0
    nice: int = 0


@dataclass(kw_only=True)
class _Kept:
    """One child's life: the process of now, how often it died in a row, when it may start again."""

    child: Child
    process: subprocess.Popen[bytes] | None = None
    begun: float = 0.0
    deaths: int = 0
    again_at: float = 0.0


class Supervisor:
    """Keeps `children` (given in the order in which they stop) and `database` until asked to stop.

    `draining` is the file that makes /readyz answer 503 for `drain_seconds` before the first child is told to stop.
    """

    def __init__(
        self,
        *,
        children: Sequence[Child],
        say: Callable[[T], None],
        database: Database | None = None,
        draining: Path | None = None,
        drain_seconds: float = 1.0,
    ) -> None:
        self.say = say
        self.database = database
        self.draining = draining
        self.drain_seconds = drain_seconds
        self.asked = 0
        self._kept = [_Kept(child=child) for child in children]
        self._database_deaths = 0
        self._database_again = 0.0
        self._trimmed = time.monotonic()

    def listen(self) -> None:
        """From here on signals ask us to stop instead of ending us."""
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._note)

    def stopping(self) -> bool:
        return self.asked > 0

    def hurried(self) -> bool:
        return self.asked > 1

    def start(self) -> None:
        """Starts every child at once; they wait for what they need themselves."""
        if self.draining is not None:
            self.draining.unlink(missing_ok=True)
        for kept in self._kept:
            self._launch(kept)

    def watch(self, *, until: Callable[[], bool] = lambda: False) -> None:
        """Restarts what dies, until asked to stop or `until` is true."""
        while not self.stopping() and not until():
            self._look_after_database()
            for kept in self._kept:
                self._look_after(kept)
            self._trim()
            time.sleep(STEP)

    def wait_for(self, child: Child) -> int:
        """Runs a child that is to end by itself; its exit code, or -SIGTERM when we were asked to stop meanwhile."""
        kept = _Kept(child=child)
        self._launch(kept)
        process = kept.process
        assert process is not None
        while process.poll() is None and not self.stopping():
            time.sleep(STEP)
        if process.poll() is None:
            self._end(kept)
            return -int(signal.SIGTERM)
        return process.returncode

    def stop(self) -> None:
        """Drains, then ends the children in order, each before the next, and PostgreSQL last. Nothing says so then."""
        with ExitStack() as announced:
            self._drain(announced)
            for kept in self._kept:
                self._end(kept)
            if self.database is not None:
                self.database.stop(hurry=self.hurried())

    def pids(self) -> dict[str, int]:
        """Process numbers of the children that run now, by name."""
        running = ((kept.child.name, kept.process) for kept in self._kept)
        return {name: process.pid for name, process in running if process and process.poll() is None}

    def _note(self, _number: int, _frame: FrameType | None) -> None:
        self.asked += 1

    def _launch(self, kept: _Kept) -> None:
        with ExitStack() as open_files:
            child = kept.child
            log = open_files.enter_context(child.log.open("ab")) if child.log else None
            kept.process = subprocess.Popen(
                list(child.argv), env=dict(child.env), stdin=subprocess.DEVNULL, stdout=log, stderr=log,
                start_new_session=True,
                preexec_fn=die_with_parent("TERM", nice=child.nice),  # noqa: PLW1509 (started from the main thread only)
            )
        kept.begun = time.monotonic()

    def _look_after(self, kept: _Kept) -> None:
        now = time.monotonic()
        if kept.process is None:
            if now >= kept.again_at:
                self._launch(kept)
        elif kept.process.poll() is not None:
            self._bury(kept, now)

    def _bury(self, kept: _Kept, now: float) -> None:
        """Says that a child died and when it starts again; what it left running goes too."""
        process, kept.process = kept.process, None
        assert process is not None
        _kill_group(process.pid)
        kept.deaths = 1 if now - kept.begun > FORGIVEN_AFTER else kept.deaths + 1
        pause = _pause(kept.deaths)
        kept.again_at = now + pause
        self.say(T("{name} หยุดเอง (รหัส {code}) จะเริ่มใหม่ใน {pause} วินาที{last}",
                   "{name} ended by itself (code {code}); it starts again in {pause} s.{last}",
                   name=kept.child.name, code=process.returncode, pause=pause, last=_last_lines(kept.child.log)))

    def _look_after_database(self) -> None:
        now = time.monotonic()
        if self.database is None or self.database.running() or now < self._database_again:
            return
        self.say(T("ฐานข้อมูลหยุดเอง กำลังเปิดใหม่", "The database ended by itself; it is being started again."))
        self._database_deaths += 1
        self._database_again = now + _pause(self._database_deaths)
        try:
            self.database.start(give_up=self.stopping)
        except Refused as refusal:
            self.say(refusal.message)

    def _trim(self) -> None:
        if time.monotonic() - self._trimmed > TRIM_EVERY:
            self._trimmed = time.monotonic()
            for kept in self._kept:
                if kept.child.log:
                    trim(kept.child.log)
            if self.database is not None:
                self.database.trim_log()

    def _drain(self, announced: ExitStack) -> None:
        """Puts up the mark, locked for as long as we live, and gives load balancers time to see it."""
        if self.draining is None or not self.pids():
            return
        try:
            self.draining.parent.mkdir(parents=True, exist_ok=True)
            announced.callback(self.draining.unlink, missing_ok=True)
            fcntl.flock(announced.enter_context(self.draining.open("ab")), fcntl.LOCK_SH)
        except OSError as error:  # a full disk must not keep us from stopping
            self.say(T("บอกว่ากำลังปิดไม่ได้: {why}", "Could not announce the stop: {why}", why=str(error)))
        until = time.monotonic() + self.drain_seconds
        while time.monotonic() < until and not self.hurried():
            time.sleep(STEP)

    def _end(self, kept: _Kept) -> None:
        """SIGTERM, then patience, then SIGKILL for it and everything it started."""
        process, kept.process = kept.process, None
        if process is None:
            return
        if process.poll() is None:
            process.send_signal(signal.SIGTERM)
            if not self._ends(process, kept.child.stop_seconds):
                self.say(T("{name} ไม่ยอมหยุด จึงสั่งปิดทันที", "{name} did not stop, so it is ended at once.",
                           name=kept.child.name))
        _kill_group(process.pid)
        process.wait()

    def _ends(self, process: subprocess.Popen[bytes], seconds: float) -> bool:
        begun = time.monotonic()
        while process.poll() is None:
            waited = time.monotonic() - begun
            if waited > (min(seconds, HURRIED) if self.hurried() else seconds):
                return False
            time.sleep(STEP)
        return True


def is_draining(mark: Path) -> bool:
    """Whether a supervisor is stopping now. A mark without its lock was left by one that was killed."""
    try:
        with mark.open("rb") as held:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    except FileNotFoundError:
        return False
    return False


def _pause(deaths: int) -> float:
    return BACKOFF[min(deaths, len(BACKOFF)) - 1]


def _kill_group(pid: int) -> None:
    """What a child started shares its session and group; nobody else does."""
    try:
        os.killpg(pid, signal.SIGKILL)
    except (ProcessLookupError, PermissionError):
        pass


def _last_lines(log: Path | None, *, count: int = 6) -> str:
    """The end of a child's log, for whoever looks at the terminal."""
    if log is None:
        return ""
    try:
        with log.open("rb") as stream:
            stream.seek(max(0, log.stat().st_size - 4096))
            lines = stream.read().decode(errors="replace").splitlines()[-count:]
    except OSError:
        return ""
    return "".join(f"\n    {line}" for line in (*lines, f"({log})"))
