"""Work done in a process of its own, so that a second core is used: one interpreter runs on one core at a time.

Not concurrent.futures: a worker of its pools outlives a parent that is killed. This one reads its questions from a pipe
that nobody else holds, and ends when the pipe does. It has no Django and no database. One that has nothing to do is
kept for a minute: what it loads for its first question takes as long as reading some thousand records.
"""

import atexit
import gc
import os
import pickle  # what it reads came from the process that wrote it, over a pipe of their own
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from types import TracebackType
from typing import Any, BinaryIO, Generic, Self, TypeVar

from rianru.core.rubbish import looked_for_rarely

GIVES_WAY = 3  # to the parent, whose own work everybody waits for (nice)
Asked = TypeVar("Asked")
Answered = TypeVar("Answered")


class Stopped(RuntimeError):
    """The process ended in the middle of its work; what it said of it stands in the log."""


class Beside(Generic[Asked, Answered]):
    """A function as another process does it: called like the function, from one thread at a time.

    `work`, questions and answers are plain data of modules that can be imported without Django (pickle). What the work
    raises ends the process, and the call, with Stopped.
    """

    def __init__(self, work: Callable[[Asked], Answered]) -> None:
        self._work = work
        self._process = _kept.taken() or subprocess.Popen(
            [sys.executable, "-m", "rianru.core.beside"], stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )

    def __call__(self, asked: Asked) -> Answered:
        """The answer. Raises Stopped when there is none."""
        self._say((self._work, asked))
        assert self._process.stdout is not None
        try:
            answer: Answered = pickle.load(self._process.stdout)  # noqa: S301
        except (EOFError, pickle.UnpicklingError) as error:
            raise Stopped(f"ended with {self._process.wait()}") from error
        return answer

    def _say(self, what: Any) -> None:
        assert self._process.stdin is not None
        try:
            pickle.dump(what, self._process.stdin, protocol=pickle.HIGHEST_PROTOCOL)
            self._process.stdin.flush()
        except BrokenPipeError as error:
            raise Stopped(f"ended with {self._process.wait()}") from error

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        if kind is None and self._process.poll() is None:  # every answer that was asked for has been read
            _kept.keep(self._process)
        else:
            _end(self._process)


class _Kept:
    """The process that has nothing to do just now, for SECONDS; one more is not kept."""

    SECONDS = 60.0

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._since = 0

    def taken(self) -> "subprocess.Popen[bytes] | None":
        """The one that is kept, if it still runs; nobody else gets it."""
        with self._lock:
            process, self._process = self._process, None
        if process is not None and process.poll() is not None:
            _end(process)
            return None
        return process

    def keep(self, process: "subprocess.Popen[bytes]") -> None:
        """Keeps one for who asks next, or ends it."""
        with self._lock:
            if free := self._process is None:
                self._process, self._since = process, self._since + 1
            timer = threading.Timer(self.SECONDS, self.end, [self._since])
        if free:
            timer.daemon = True
            timer.start()
        else:
            _end(process)

    def end(self, since: int | None = None) -> None:
        """Ends the one that is kept; with `since` only if it has been kept all the time."""
        if since is None or since == self._since:
            process = self.taken()
            if process is not None:
                _end(process)


def _end(process: "subprocess.Popen[bytes]") -> None:
    process.kill()  # it holds nothing
    process.communicate()


_kept = _Kept()
atexit.register(_kept.end)


def main() -> None:
    """Answers until there are no more questions."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # for the parent: its end is ours
    os.nice(GIVES_WAY)
    questions: BinaryIO = sys.stdin.buffer
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())  # what anything prints is no answer
    with looked_for_rarely():
        while True:
            try:
                work, asked = pickle.load(questions)  # noqa: S301
            except EOFError:
                return
            pickle.dump(work(asked), answers, protocol=pickle.HIGHEST_PROTOCOL)
            answers.flush()
            if not gc.get_freeze_count():
                gc.freeze()  # what the first question has loaded is never rubbish


if __name__ == "__main__":
    main()
