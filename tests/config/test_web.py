"""SIGTERM loses no request: the real web server with a stand-in application, under load."""

import collections
import http.client
import socket
import threading
from dataclasses import replace
from pathlib import Path

import pytest

from rianru.config.running import check_port, child_environment, ready, url, web_child
from rianru.config.supervise import Child, Supervisor
from tests.config.conftest import ROOT, wait_until

HOST = "127.0.0.1"


def free_port() -> int:
    with socket.socket() as line:
        line.bind((HOST, 0))
        return int(line.getsockname()[1])


def web(var: Path, port: int) -> Child:
    environment = child_environment(var=var, demo=False, host=HOST, port=port) | {"PYTHONPATH": str(ROOT)}
    child = web_child(host=HOST, port=port, environment=environment, log=var / "web.log")
    return replace(child, argv=[*child.argv[:-1], "tests.config.standin:application"])


class Load:
    """Clients that send until /readyz says no, as behind a load balancer, or until refused; counts what came of it."""

    def __init__(self, port: int, *, heed: bool) -> None:
        self.port, self.heed, self.told = port, heed, threading.Event()
        self.seen: collections.Counter[str] = collections.Counter()
        self.sent: collections.Counter[str] = collections.Counter()
        self.threads = [threading.Thread(target=self._fast) for _ in range(8)]
        self.threads += [threading.Thread(target=self._slow) for _ in range(2)]  # fewer than one process has threads
        self.threads.append(threading.Thread(target=self._balance))

    def _balance(self) -> None:
        while not self.told.wait(0.05):
            ok, said = ready((HOST, self.port))
            if not ok:
                self.seen[f"readyz {said}"] += 1
                self.told.set()

    def _slow(self) -> None:
        self._send(http.client.HTTPConnection(HOST, self.port, timeout=20), "/slow", "slow")

    def _fast(self) -> None:
        line = http.client.HTTPConnection(HOST, self.port, timeout=20)
        while not (self.heed and self.told.is_set()):
            if not self._send(line, "/", "fast"):
                break
        line.close()

    def _send(self, line: http.client.HTTPConnection, path: str, name: str) -> bool:
        try:
            line.request("GET", path)
            self.sent[name] += 1
            self.seen[f"{name} {line.getresponse().read().decode()}"] += 1
        except (OSError, http.client.HTTPException) as error:
            self.seen[f"{name} {type(error).__name__}"] += 1
            return False
        return True


def stop_under_load(var: Path, *, heed: bool, drain_seconds: float) -> collections.Counter[str]:
    port = free_port()
    (var / "run").mkdir(parents=True)
    supervisor = Supervisor(children=[web(var, port)], say=print, draining=var / "run" / "draining",
                            drain_seconds=drain_seconds)
    supervisor.start()
    try:
        assert wait_until(lambda: ready((HOST, port))[0], seconds=30)
        load = Load(port, heed=heed)
        for thread in load.threads:
            thread.start()
        assert wait_until(lambda: load.sent["slow"] == 2, seconds=30)
        before = load.seen["fast ok"]
        assert wait_until(lambda: load.seen["fast ok"] > before + 50, seconds=30)
    finally:
        supervisor.stop()
    load.told.set()
    for thread in load.threads:
        thread.join()
    return load.seen


@pytest.mark.trust  # readiness
def test_sigterm_loses_no_request_of_those_who_heed_readyz(var: Path) -> None:
    seen = stop_under_load(var, heed=True, drain_seconds=3.0)
    assert seen["slow ok"] == 2
    assert seen["fast ok"] > 50
    assert seen["readyz draining"] == 1
    assert set(seen) == {"slow ok", "fast ok", "readyz draining"}


@pytest.mark.trust  # its control
def test_the_same_load_that_heeds_nothing_does_lose_requests(var: Path) -> None:
    seen = stop_under_load(var, heed=False, drain_seconds=0.0)
    assert seen["slow ok"] == 2  # what was in flight is still finished
    assert set(seen) - {"slow ok", "fast ok"}


def test_a_free_port_is_free_and_the_address_is_readable() -> None:
    check_port(host=HOST, port=free_port())
    shown = [url(host=host, port=8000) for host in ("127.0.0.1", "0.0.0.0", "::", "city.example")]
    assert shown == [*["http://localhost:8000"] * 3, "http://city.example:8000"]


@pytest.mark.parametrize("workers", ["1", "3"])
def test_the_number_of_web_processes_is_a_setting(var: Path, monkeypatch: pytest.MonkeyPatch, workers: str) -> None:
    monkeypatch.setenv("RIANRU_WEB_WORKERS", workers)
    argv = list(web(var, 8000).argv)
    assert argv[argv.index("--workers") + 1] == workers
