"""Where the controls of races meet: a control must break its promise every time, not when the clock is kind."""

from threading import Barrier, BrokenBarrierError


class Meeting:
    """The first `parties` that come here wait for one another, once; whoever comes later passes at once.

    Put behind what a control reads without its lock: then that many have read the same before any of them writes.
    """

    def __init__(self, parties: int = 2, seconds: float = 30) -> None:
        self._gate, self._seconds, self._met = Barrier(parties), seconds, False

    def __call__(self) -> None:
        if self._met:
            return
        try:
            self._gate.wait(self._seconds)
        except BrokenBarrierError:  # too few came: the control says so by what it counts
            pass
        self._met = True

    def after(self, read):
        """Like `read`, with the meeting behind it."""
        def met(*args, **more):
            found = read(*args, **more)
            self()
            return found
        return met
