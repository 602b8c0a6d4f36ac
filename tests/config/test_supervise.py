"""The supervisor with stand-in children: order of stopping, restarts, signals, kill -9, draining."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from rianru.config.embedded import locate
from rianru.config.supervise import BACKOFF, Child, Supervisor, is_draining
from rianru.kernel.words import T
from tests.config.conftest import ROOT, exists, wait_until

# Children write when they start and when they are told to stop; the web takes a moment to stop.
SCRIPT = """
import os, sys, time
from pathlib import Path
from rianru.config.embedded import place
from rianru.config.embedded.server import Embedded
from rianru.config.supervise import Child, Supervisor
room, var, with_database = Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3] == "database"
place.FALLBACK = room / "lib"

def child(name, pause):
    text = f'''trap 'sleep {pause}; echo stop {name} >> {room}/order; exit 0' TERM
echo start {name} >> {room}/order; while :; do sleep 0.02; done'''
    return Child(name=name, argv=["/bin/sh", "-c", text], env=dict(os.environ), stop_seconds=float(sys.argv[4]))

class Told(Embedded):
    def stop(self, **options):
        running = self.running()
        super().stop(**options)
        if running:
            with open(room / "order", "a") as order:
                order.write("stop postgres\\n")

database = Told(var) if with_database else None
supervisor = Supervisor(children=[child("web", sys.argv[5]), child("worker", 0), child("indexer", 0)],
                        say=lambda words: print(words.in_("en"), flush=True), database=database,
                        draining=var / "run" / "draining", drain_seconds=0.3)
supervisor.listen()
if database:
    database.start()
supervisor.start()
print(*(f"{name}={pid}" for name, pid in supervisor.pids().items()), f"postgres={database and database.pid}", flush=True)
try:
    supervisor.watch()
finally:
    supervisor.stop()
print("stopped", flush=True)
"""
Start = Callable[..., tuple[subprocess.Popen[str], dict[str, int]]]


@pytest.fixture
def supervised(room: Path, seeded: Path) -> Iterator[Start]:
    started: list[subprocess.Popen[str]] = []
    children: list[int] = []

    def start(*, database: bool = False, patience: float = 10, web_pause: float = 0.1
              ) -> tuple[subprocess.Popen[str], dict[str, int]]:
        process = subprocess.Popen(
            [sys.executable, "-c", SCRIPT, str(room), str(seeded), "database" if database else "", str(patience),
             str(web_pause)], cwd=ROOT, text=True, stdout=subprocess.PIPE)
        started.append(process)
        assert process.stdout is not None
        pairs = (pair.split("=") for pair in process.stdout.readline().split())
        pids = {name: int(pid) for name, pid in pairs if pid != "None"}
        children.extend(pids.values())
        assert wait_until(lambda: len([line for line in order(room) if line.startswith("start")]) >= 3)
        return process, pids

    yield start
    for process in started:
        process.kill()
        process.wait()
        if process.stdout is not None:
            process.stdout.close()
    wait_until(lambda: not any(exists(pid) for pid in children), seconds=2)  # the last wait out their long stop
    for pid in filter(exists, children):
        os.killpg(pid, signal.SIGKILL)


def order(room: Path) -> list[str]:
    path = room / "order"
    return path.read_text().splitlines() if path.exists() else []


def stops(room: Path) -> list[str]:
    return [line for line in order(room) if line.startswith("stop")]


IN_ORDER = ["stop web", "stop worker", "stop indexer"]


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_signal_stops_everything_in_order_and_postgres_last(supervised: Start, room: Path, number: int) -> None:
    process, pids = supervised(database=True)
    process.send_signal(number)
    assert process.wait(20) == 0
    assert stops(room) == [*IN_ORDER, "stop postgres"]
    assert [name for name, pid in pids.items() if exists(pid)] == []


def test_it_stops_every_time(supervised: Start, room: Path) -> None:
    for _ in range(3):
        process, _pids = supervised()
        process.send_signal(signal.SIGINT)
        assert process.wait(20) == 0
        assert stops(room) == IN_ORDER
        (room / "order").unlink()


def test_a_terminal_ctrl_c_reaches_only_the_supervisor(supervised: Start, room: Path) -> None:
    process, pids = supervised()
    assert {os.getpgid(pid) for pid in pids.values()} == set(pids.values())
    assert os.getpgid(process.pid) not in pids.values()


def test_draining_is_announced_before_the_first_child_is_told(supervised: Start, room: Path, var: Path) -> None:
    process, _ = supervised()
    assert not (var / "run" / "draining").exists()
    process.send_signal(signal.SIGTERM)
    assert wait_until(lambda: is_draining(var / "run" / "draining"))
    assert stops(room) == []
    assert process.wait(20) == 0
    assert not (var / "run" / "draining").exists()
    (var / "run" / "draining").touch()  # as after kill -9
    again, _ = supervised()
    assert not (var / "run" / "draining").exists()
    again.send_signal(signal.SIGTERM)
    again.wait(20)


class Slow:
    """A database that looks at the mark while it is stopped."""

    def __init__(self, mark: Path) -> None:
        self.mark, self.seen = mark, False

    def start(self, *, give_up: Callable[[], bool] = lambda: False) -> None: ...
    def running(self) -> bool:
        return True

    def trim_log(self) -> None: ...
    def stop(self, *, hurry: bool = False) -> None:
        self.seen = is_draining(self.mark)
        raise RuntimeError("it does not want to")


def test_the_mark_of_a_stop_goes_last_and_goes_even_when_the_stop_fails(tmp_path: Path) -> None:
    mark = tmp_path / "run" / "draining"
    database = Slow(mark)
    supervisor = Supervisor(children=[Child(name="web", argv=["sleep", "60"])], say=print, database=database,
                            draining=mark, drain_seconds=0.0)
    supervisor.start()
    with pytest.raises(RuntimeError):
        supervisor.stop()
    assert (database.seen, mark.exists()) == (True, False)


def test_a_mark_that_a_killed_supervisor_left_is_not_believed(supervised: Start, var: Path) -> None:
    process, _ = supervised(patience=60, web_pause=1)
    process.send_signal(signal.SIGTERM)
    assert wait_until(lambda: is_draining(var / "run" / "draining"))
    process.kill()
    process.wait()
    assert (var / "run" / "draining").exists()
    assert not is_draining(var / "run" / "draining")


def test_a_second_ctrl_c_hurries_a_slow_child(supervised: Start, room: Path, var: Path) -> None:
    process, pids = supervised(patience=60, web_pause=50)
    process.send_signal(signal.SIGINT)
    assert wait_until(lambda: is_draining(var / "run" / "draining"))  # two signals that come at once are one
    process.send_signal(signal.SIGINT)
    assert process.wait(30) == 0  # it would take its fifty seconds
    assert stops(room) == ["stop worker", "stop indexer"]
    assert not exists(pids["web"])


def test_a_child_that_will_not_stop_is_ended_and_said_so(supervised: Start, room: Path) -> None:
    process, _ = supervised(patience=0.3, web_pause=50)
    process.send_signal(signal.SIGINT)
    assert process.wait(20) == 0
    assert process.stdout is not None
    assert "web did not stop" in process.stdout.read()


def test_killing_the_supervisor_ends_everything_it_started(supervised: Start, room: Path, var: Path) -> None:
    process, pids = supervised(database=True)
    process.kill()
    assert wait_until(lambda: not any(exists(pid) for pid in pids.values()))
    assert locate(var) is None
    (room / "order").unlink()
    again, _ = supervised(database=True)
    assert locate(var) is not None
    again.send_signal(signal.SIGTERM)
    assert again.wait(20) == 0


def test_a_child_that_dies_is_started_again_and_said_so(supervised: Start, room: Path) -> None:
    process, pids = supervised()
    os.kill(pids["worker"], signal.SIGKILL)
    assert wait_until(lambda: order(room).count("start worker") == 2)
    process.send_signal(signal.SIGINT)
    assert process.wait(20) == 0
    assert process.stdout is not None
    said = process.stdout.read()
    assert f"worker ended by itself (code -9); it starts again in {BACKOFF[0]} s." in said
    assert stops(room) == IN_ORDER


def test_a_postmaster_that_dies_is_started_again(supervised: Start, room: Path, var: Path) -> None:
    process, pids = supervised(database=True)
    os.kill(pids["postgres"], signal.SIGKILL)
    assert wait_until(lambda: not exists(pids["postgres"]))
    assert wait_until(lambda: locate(var) is not None)
    process.send_signal(signal.SIGINT)
    assert process.wait(20) == 0
    assert stops(room) == [*IN_ORDER, "stop postgres"]


def test_a_child_that_dies_again_and_again_waits_longer_each_time(tmp_path: Path) -> None:
    said: list[str] = []
    log = tmp_path / "web.log"
    child = Child(name="web", argv=["/bin/sh", "-c", "echo 'no such module: rianru'; exit 3"], log=log)
    supervisor = Supervisor(children=[child], say=lambda words: said.append(words.in_("en")))
    supervisor.start()
    begun = time.monotonic()
    supervisor.watch(until=lambda: len(said) == 3 or time.monotonic() - begun > 60)
    supervisor.stop()
    assert [line.splitlines()[0] for line in said] == [
        f"web ended by itself (code 3); it starts again in {pause} s." for pause in BACKOFF[:3]]
    assert "no such module: rianru" in said[0]


def test_what_a_dead_child_left_running_is_ended(tmp_path: Path) -> None:
    grandchild = tmp_path / "pid"
    text = f"sleep 300 & echo $! > {grandchild}; exit 1"
    said: list[T] = []
    supervisor = Supervisor(children=[Child(name="web", argv=["/bin/sh", "-c", text])], say=said.append)
    supervisor.start()
    supervisor.watch(until=lambda: bool(said))
    supervisor.stop()
    assert wait_until(lambda: not exists(int(grandchild.read_text())))


def test_waiting_for_a_child_ends_when_asked_to_stop() -> None:
    supervisor = Supervisor(children=[], say=print)
    assert supervisor.wait_for(Child(name="prepare", argv=["/bin/sh", "-c", "exit 4"])) == 4
    supervisor.asked = 1
    assert supervisor.wait_for(Child(name="prepare", argv=["sleep", "60"])) == -signal.SIGTERM


