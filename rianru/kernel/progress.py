"""How far long work has come: a bar on a terminal, sparse lines in a log.

    with Progress(len(records), T("นำเข้าระเบียน", "Importing records")) as progress:
        for batch in batches:
            …
            progress.advance(len(batch))
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from types import TracebackType
from typing import Final, Self, TextIO

from rianru.kernel.words import T

_SHORTEST_GAP: Final = 0.2  # seconds: five lines a second is all an eye can follow
_LOG_GAP: Final = 30.0  # seconds: a log must show that slow work is still alive
_BAR: Final = 24  # characters

_COUNT = T("{done:,}/{total:,} ({percent}%)", "{done:,}/{total:,} ({percent}%)")
_COUNT_OPEN = T("{done:,}", "{done:,}")
_LEFT = T("เหลือราว {time}", "about {time} left")
_SECONDS = T("{n} วินาที", "{n} s")
_MINUTES = T("{n} นาที", "{n} min")
_STOPPED = T("หยุดกลางทาง", "stopped")
_DONE = T("เสร็จแล้ว", "done")


class Progress:
    """A reporter for `total` steps (None when nobody knows), written to `out` (stderr unless given).

    Prints at most five times a second while it runs, and once more when it ends. Without a terminal it prints a line
    for every tenth part, or every half minute. `advance` may be handed on as a callback. `clock` gives seconds that
    only rise.
    """

    def __init__(
        self, total: int | None, label: T, out: TextIO | None = None, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self.total, self.label, self.done = total, label, 0
        self._out = out if out is not None else sys.stderr
        self._terminal = self._out.isatty()
        self._clock = clock
        self._began = self._printed_at = clock()
        self._printed_done = 0
        self._width = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._print(_STOPPED if kind else _DONE)
        if self._terminal:
            self._out.write("\n")
            self._out.flush()

    def advance(self, n: int = 1) -> None:
        """`n` more steps are done."""
        self.done += n
        now = self._clock()
        if now - self._printed_at >= _SHORTEST_GAP and (self._terminal or self._worth_a_line(now)):
            self._printed_at, self._printed_done = now, self.done
            self._print(self._left(now))

    def _worth_a_line(self, now: float) -> bool:
        if now - self._printed_at >= _LOG_GAP:
            return True
        return bool(self.total) and (self.done - self._printed_done) * 10 >= (self.total or 0)

    def _left(self, now: float) -> T | None:
        """The time left at the speed so far; nothing until it can be told."""
        if not self.total or not 0 < self.done < self.total:
            return None
        seconds = round((now - self._began) / self.done * (self.total - self.done))
        spoken = _SECONDS.having(n=seconds) if seconds < 100 else _MINUTES.having(n=round(seconds / 60))
        return _LEFT.having(time=spoken)

    def _print(self, remark: T | None) -> None:
        line = " · ".join(part for part in (f"{self.label} {self._count()}", str(remark or "")) if part)
        if self._terminal:
            # Blanks wipe what a longer line before left behind.
            self._out.write(f"\r{self._bar()}{line}".ljust(self._width))
            self._width = max(self._width, len(self._bar()) + len(line) + 1)
        else:
            self._out.write(f"{line}\n")
        self._out.flush()

    def _count(self) -> str:
        if not self.total:
            return str(_COUNT_OPEN.having(done=self.done))
        return str(_COUNT.having(done=self.done, total=self.total, percent=self.done * 100 // self.total))

    def _bar(self) -> str:
        if not self.total:
            return ""
        filled = min(_BAR, self.done * _BAR // self.total)
        return "█" * filled + "░" * (_BAR - filled) + " "
