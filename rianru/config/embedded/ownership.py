"""One `rianru run` per var: a lock held for the owner's life, that the system drops however the owner ends."""

from __future__ import annotations

import fcntl
import os
import time
from pathlib import Path

from rianru.config.refusals import ServerOwned

PATIENCE = 1.0  # seconds: an owner that was just killed takes a moment to be gone


class Ownership:
    """A lock on `<var>/run/owner.lock`. Its file holds the owner's process number, for people only."""

    def __init__(self, var: Path) -> None:
        self.var = var
        self.path = var / "run" / "owner.lock"
        self._descriptor: int | None = None

    @property
    def held(self) -> bool:
        return self._descriptor is not None

    def take(self) -> None:
        """Refuses with ServerOwned while another process holds it. Taking twice is taking once."""
        if self._descriptor is not None:
            return
        self.path.parent.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(self.path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
        if not _locked(descriptor):
            pid = os.pread(descriptor, 32, 0).decode(errors="replace").strip() or "?"
            os.close(descriptor)
            raise ServerOwned(pid=pid, var=str(self.var))
        os.ftruncate(descriptor, 0)
        os.pwrite(descriptor, f"{os.getpid()}\n".encode(), 0)
        self._descriptor = descriptor

    def release(self) -> None:
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None


def _locked(descriptor: int) -> bool:
    until = time.monotonic() + PATIENCE
    while True:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return True
        except BlockingIOError:
            if time.monotonic() > until:
                return False
        time.sleep(0.02)
