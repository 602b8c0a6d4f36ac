"""What a killed server leaves: processes, a process file, a socket. Only called by the holder of the owner's lock."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path

PROC = Path("/proc")


def processes_of(data: Path) -> list[int]:
    """PostgreSQL processes that work in this data folder, oldest first. Empty where the system has no /proc."""
    data = data.resolve()
    return sorted(int(entry.name) for entry in PROC.glob("[0-9]*") if _works_in(entry, data))


def clear(data: Path, socket: Path, *, seconds: float = 20.0) -> None:
    """Ends what still runs over `data` (fast, then hard) and removes files that only say that something ran.

    The process file is removed whatever it says: truncated, stale, or a number that another program has now.
    """
    _end(data, seconds=seconds)
    for path in (data / "postmaster.pid", *socket.glob(".s.PGSQL.*")):
        path.unlink(missing_ok=True)


def _works_in(entry: Path, data: Path) -> bool:
    try:
        return os.readlink(entry / "cwd") == str(data) and (entry / "comm").read_text().strip() == "postgres"
    except OSError:
        return False


def _end(data: Path, *, seconds: float) -> None:
    """SIGINT is a fast shutdown; backends without a postmaster take it as a cancel, so SIGKILL follows."""
    for number, patience in ((signal.SIGINT, seconds), (signal.SIGQUIT, 5.0), (signal.SIGKILL, 5.0)):
        running = processes_of(data)
        if not running:
            return
        for pid in running if number == signal.SIGKILL else running[:1]:
            _signal(pid, number)
        until = time.monotonic() + patience
        while processes_of(data) and time.monotonic() < until:
            time.sleep(0.02)


def _signal(pid: int, number: signal.Signals) -> None:
    try:
        os.kill(pid, number)
    except ProcessLookupError:
        pass
