"""An installation in which only the web and the database run, both of which a test may kill."""

import contextlib
import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psycopg

from rianru.config.embedded.death import die_with_parent
from rianru.config.embedded.server import Embedded
from tests.plugin import roomy_memory
from tests.trust.desks.teller import Teller

ROOT = Path(__file__).resolve().parents[3]
CHILDREN = 4
MIGRATE = "import django; django.setup(); from django.core.management import call_command; call_command('migrate', verbosity=0)"


@dataclass
class House:
    """The database, the web at a port, and a seat for each teller."""

    server: Embedded
    port: int
    web: "subprocess.Popen[str]"
    seats: list[dict[str, Any]]
    env: dict[str, str]
    children: list[int] = field(default_factory=list)

    def asks(self, query: str) -> list[tuple[Any, ...]]:
        """Rows of the database; none of what gives none."""
        with psycopg.connect(self.server.url(), autocommit=True) as connection:
            cursor = connection.execute(query)
            return cursor.fetchall() if cursor.description else []

    def kill_web(self, which: int) -> None:
        """Kills one of the processes that answer, in the middle of whatever it does; another takes its place."""
        os.kill(self.children[which % CHILDREN], signal.SIGKILL)
        self.children[which % CHILDREN] = int(self.web.stdout.readline())  # type: ignore[union-attr]

    def kill_database(self) -> None:
        """Kills the database, which with its processes forgets all that it had in memory, and starts it again."""
        assert self.server.pid is not None
        os.kill(self.server.pid, signal.SIGKILL)
        self.server.stop(hurry=True)
        self.server.start()

    def crowd(self, **how: Any) -> list[Teller]:
        """A teller at each seat, at work."""
        tellers = [Teller(self.port, seat, seed=n, **how) for n, seat in enumerate(self.seats)]
        for one in tellers:
            one.start()
        return tellers


@contextlib.contextmanager
def lending_house(*, desks: int, copies: int) -> Iterator[House]:
    """Filled, started, and gone at the end."""
    with tempfile.TemporaryDirectory(prefix="rr-desks-", dir=roomy_memory()) as name:
        Path(name).chmod(0o711)
        server = Embedded(Path(name) / "var")
        server.start()
        try:
            kept = {key: value for key, value in os.environ.items() if key not in ("DATABASE_URL", "DJANGO_SETTINGS_MODULE")}
            env = kept | {"RIANRU_VAR": str(server.var), "DJANGO_SETTINGS_MODULE": "rianru.config.settings"}
            _ran(env, "-c", MIGRATE)
            seats = json.loads(_ran(env, "-m", "tests.trust.desks.world", str(desks), str(copies)))
            with _web(env, seats[0]["cookie"]) as (port, web):
                house = House(server, port, web, seats, env)
                house.children += [int(web.stdout.readline()) for _ in range(CHILDREN)]  # type: ignore[union-attr]
                yield house
        finally:
            server.stop(hurry=True)


@contextlib.contextmanager
def _web(env: dict[str, str], cookie: str) -> Iterator[tuple[int, "subprocess.Popen[str]"]]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    argv = [sys.executable, "-m", "tests.trust.desks.serving", str(port), str(CHILDREN), cookie]
    with_us: dict[str, Any] = {"preexec_fn": die_with_parent("KILL")}
    web = subprocess.Popen(argv, env=env, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, **with_us)
    try:
        yield port, web
    finally:
        web.kill()
        web.wait(10)
        web.stdout.close()  # type: ignore[union-attr]


def _ran(env: dict[str, str], *argv: str) -> str:
    done = subprocess.run([sys.executable, *argv], env=env, cwd=ROOT, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def ended(tellers: list[Teller], *, seconds: float = 60) -> None:
    """Lets every teller finish what it has begun."""
    until = time.monotonic() + seconds
    for one in tellers:
        one.join(max(0.1, until - time.monotonic()))
        assert not one.is_alive(), "a desk still waits for its answer"
        assert one.failed is None, one.failed


def told(tellers: list[Teller]) -> dict[str, tuple[str, str]]:
    """All that was acknowledged, by key."""
    return {key: what for one in tellers for key, what in one.told.keys.items()}


def counted(keys: dict[str, tuple[str, str]]) -> Counter[str]:
    """How often each kind was acknowledged."""
    return Counter(what for what, _ in keys.values())
