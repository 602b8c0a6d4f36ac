"""Work in a process of its own: its answers are the function's, and it never outlives who asked for it."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from rianru.core.beside import Beside, Stopped, _kept
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


def gone(pid, seconds=10):
    until = time.monotonic() + seconds
    while alive(pid) and time.monotonic() < until:
        time.sleep(0.02)
    return not alive(pid)


def test_it_is_kept_for_who_asks_next_whatever_the_work_and_then_it_is_gone(monkeypatch):
    _kept.end()
    with Beside(normalise) as beside:
        pid = beside._process.pid
        assert beside("x") == "x"
    assert alive(pid)
    before = _kept._since
    with Beside(eval) as beside:
        assert beside("__import__('os').getpid()") == pid
        _kept.end(before)  # the time of who kept it before is up: that does not end it now
        assert beside("7") == 7
        monkeypatch.setattr(_kept, "SECONDS", 0.5)
    assert gone(pid)


def test_two_at_a_time_are_two_and_one_is_kept():
    _kept.end()
    with Beside(normalise) as one, Beside(normalise) as other:
        pids = one._process.pid, other._process.pid
        assert (one("x"), other("y"), len(set(pids))) == ("x", "y", 2)
    assert sorted(alive(pid) for pid in pids) == [False, True]
    _kept.end()
    assert [alive(pid) for pid in pids] == [False, False]


@pytest.mark.parametrize("ended", [ValueError, KeyboardInterrupt, GeneratorExit])
def test_it_is_gone_where_the_with_is_left_by_an_error(ended):
    beside = Beside(normalise)
    with pytest.raises(ended), beside:
        raise ended
    assert not alive(beside._process.pid)


def test_one_that_died_while_it_was_kept_is_replaced():
    with Beside(normalise) as beside:
        beside("x")
        pid = beside._process.pid
    os.kill(pid, signal.SIGKILL)
    assert gone(pid)
    with Beside(normalise) as beside:
        assert (beside("y"), beside._process.pid == pid) == ("y", False)


def test_it_goes_when_its_parent_ends():
    done = subprocess.run(
        [sys.executable, "-c", _PARENT.replace("    time.sleep(60)", "")], capture_output=True, text=True, timeout=60
    )
    assert (done.returncode, done.stderr, gone(int(done.stdout))) == (0, "", True)


def test_it_goes_when_its_parent_is_killed():
    with subprocess.Popen([sys.executable, "-c", _PARENT], stdout=subprocess.PIPE, text=True) as parent:
        pid = int(parent.stdout.readline())
        assert alive(pid)
        parent.kill()
    assert gone(pid)
