"""Work done in a process of its own, so that a second core is used: one interpreter runs on one core at a time.

Not concurrent.futures: a worker of its pools outlives a parent that is killed. This one reads its questions from a pipe
that nobody else holds, and ends when the pipe does. It has no Django and no database.
"""

import gc
import os
import pickle  # what it reads came from the process that wrote it, over a pipe of their own
import signal
import subprocess
import sys
from collections.abc import Callable
from types import TracebackType
from typing import Any, BinaryIO, Generic, Self, TypeVar

from rianru.core.rubbish import looked_for_rarely

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
        self._process = subprocess.Popen(
            [sys.executable, "-m", "rianru.core.beside"], stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )
        self._say(work)

    def __call__(self, asked: Asked) -> Answered:
        """The answer. Raises Stopped when there is none."""
        self._say(asked)
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
        self._process.kill()  # it holds nothing: every answer that is wanted has been read
        self._process.communicate()


def main() -> None:
    """Answers until there are no more questions."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # for the parent: its end is ours
    questions: BinaryIO = sys.stdin.buffer
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())  # what anything prints is no answer
    work = pickle.load(questions)  # noqa: S301
    gc.freeze()  # what is loaded is never rubbish
    with looked_for_rarely():
        while True:
            try:
                asked = pickle.load(questions)  # noqa: S301
            except EOFError:
                return
            pickle.dump(work(asked), answers, protocol=pickle.HIGHEST_PROTOCOL)
            answers.flush()


if __name__ == "__main__":
    main()
