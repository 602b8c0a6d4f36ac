"""A child that ends when its parent ends, even by kill -9 (Linux `prctl(2)`, PR_SET_PDEATHSIG).

The system sends the signal when the *thread* that started the child ends, so start children from the main thread. The
request is forgotten when a process changes its user, so it is made after that, between fork and exec.
"""

from __future__ import annotations

import ctypes
import os
import signal
from collections.abc import Callable

PR_SET_PDEATHSIG = 1
_libc = ctypes.CDLL(None, use_errno=True)


def die_with_parent(name: str, *, nice: int = 0) -> Callable[[], None]:
    """A `preexec_fn`: the child gets SIG`name` at the end of the parent, and does not start if the parent is gone.

    It gives way to others by `nice`, see nice(2).
    """
    number, parent = int(signal.Signals[f"SIG{name}"]), os.getpid()

    def request() -> None:
        if nice:
            os.nice(nice)
        if hasattr(_libc, "prctl"):
            _libc.prctl(PR_SET_PDEATHSIG, number, 0, 0, 0)
            if os.getppid() != parent:
                os._exit(1)

    return request
