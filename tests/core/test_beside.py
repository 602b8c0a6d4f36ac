"""Work in a process of its own: its answers are the function's, and it never outlives who asked for it."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from rianru.core.beside import Beside, Stopped
from rianru.kernel.ids import from_short
from rianru.kernel.thai import normalise

# Prints the pid of the process beside it, then waits to be killed.
_PARENT = """
import time
from rianru.core.beside import Beside
from rianru.kernel.thai import normalise
with Beside(normalise) as beside:
    beside("x")
    print(beside._process.pid, flush=True)
    time.sleep(60)
"""


def alive(pid):
    try:
        return "zombie" not in Path(f"/proc/{pid}/status").read_text()
    except FileNotFoundError:
        return False


def test_it_answers_as_the_function_does_one_question_after_another():
    asked = ["เเม่  น้ำ", "นํ้า", "a" * 3_000_000]
    with Beside(normalise) as beside:
        assert [beside(text) for text in asked] == [normalise(text) for text in asked]


def test_it_is_another_process_without_django():
    with Beside(eval) as beside:
        assert beside("__import__('os').getpid()") != os.getpid()
        assert beside("'django' in __import__('sys').modules") is False


def test_what_the_work_prints_is_no_answer():
    with Beside(eval) as beside:
        assert beside("print('x') or 7") == 7


def test_an_error_in_the_work_ends_it_and_is_told():
    with Beside(from_short) as beside:
        with pytest.raises(Stopped, match="ended with 1"):
            beside("no id")
        with pytest.raises(Stopped):
            beside("no id")


def test_one_that_was_killed_is_told():
    with Beside(normalise) as beside:
        assert beside("x") == "x"
        os.kill(beside._process.pid, signal.SIGKILL)
        with pytest.raises(Stopped, match="ended with -9"):
            beside("y")


def test_it_is_gone_behind_the_with():
    with Beside(normalise) as beside:
        pid = beside._process.pid
        assert alive(pid)
    assert not alive(pid)


def test_it_goes_when_its_parent_is_killed():
    with subprocess.Popen([sys.executable, "-c", _PARENT], stdout=subprocess.PIPE, text=True) as parent:
        pid = int(parent.stdout.readline())
        assert alive(pid)
        parent.kill()
    until = time.monotonic() + 10
    while alive(pid) and time.monotonic() < until:
        time.sleep(0.02)
    assert not alive(pid)
