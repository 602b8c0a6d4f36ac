"""kill -9 of each process under an import, and `rianru run` again: everything acknowledged is there, nothing half."""

import contextlib
import json
import os
import re
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest

from rianru.config.embedded.server import Embedded
from tests.catalogue.test_killed import books
from tests.e2e.conftest import ROOT, House, own_folder, start_house, stop_house

pytestmark = [pytest.mark.browser, pytest.mark.kill, pytest.mark.timeout(600)]
RIANRU = str(Path(sys.executable).parent / "rianru")
RECORDS = 8_000  # four transactions


@pytest.fixture(scope="module")
def seed() -> Iterator[Path]:
    """The folder of an installation without a demo that was started once and stopped: each test begins with a copy."""
    with own_folder() as folder:
        assert stop_house(start_house(folder / "var", demo=False)) == 0
        yield folder / "var"


def _copied(seed: Path, folder: Path) -> Path:
    subprocess.run(["cp", "-a", str(seed), str(folder / "var")], check=True)
    return folder / "var"


def _file(path: Path) -> Path:
    """A MARC file of RECORDS small records."""
    from rianru.kernel.formats import marc
    from rianru.kernel.formats.marc.write import write

    with path.open("wb") as stream:
        for n in range(RECORDS):
            fields = (
                marc.Field("001", data=f"kill{n:06}"), marc.Field("008", data="260101s2026    th            000 0 tha d"),
                marc.Field("245", indicators="00", subfields=(("a", f"หนังสือทนทานเล่มที่ {n}"),)),
            )
            stream.write(write(marc.Record("00000nam a2200000 i 4500", fields)))
    return path


def _descendants(pid: int) -> dict[int, str]:
    found: dict[int, str] = {}
    waiting = [pid]
    while waiting:
        parent = waiting.pop()
        for child in Path(f"/proc/{parent}/task/{parent}/children").read_text().split():
            try:
                found[int(child)] = Path(f"/proc/{child}/cmdline").read_bytes().replace(b"\0", b" ").decode()
                waiting.append(int(child))
            except OSError:
                continue
    return found


def _env(house: House) -> dict[str, str]:
    kept = {key: value for key, value in os.environ.items() if key not in ("DATABASE_URL", "DJANGO_SETTINGS_MODULE")}
    return kept | {"RIANRU_VAR": str(house.var), "DJANGO_SETTINGS_MODULE": "rianru.config.settings"}


def _said(argv: list[str], house: House) -> str:
    done = subprocess.run(argv, env=_env(house), cwd=ROOT, capture_output=True, text=True, timeout=180)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def _found(house: House, query: str) -> int:
    """How many the search page says it found; none while the web that was killed is being started again."""
    try:
        with urllib.request.urlopen(f"{house.url}/en/search/?q={urllib.parse.quote(query)}", timeout=10) as page:
            found = re.search(r"<h1>([\d,]+) found", page.read().decode())
    except urllib.error.URLError as error:
        if not isinstance(error.reason, ConnectionRefusedError):
            raise
        return 0
    return int(found.group(1).replace(",", "")) if found else 0


VICTIMS = {"granian": "granian", "worker": " worker", "index": " index", "postgres": "bin/postgres -D", "run": ""}


@pytest.mark.parametrize("victims", ["granian worker index", "postgres", "run"])
def test_killing_processes_under_an_import_loses_nothing(seed, victims):
    with own_folder() as folder:
        _kill_under_import(victims.split(), _copied(seed, folder))


def _kill_under_import(victims: list[str], var: Path) -> None:
    house = start_house(var, demo=False)
    try:
        path = _file(var.parent / "file.mrc")
        taking = subprocess.Popen(_import(path), env=_env(house), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        for victim in victims:
            _await_batch(house, taking)
            _kill(house, victim)
        taking.communicate(timeout=120)
        if victims[0] in ("postgres", "run"):
            assert taking.returncode != 0  # it was under way
            if house.process.poll() is None:
                stop_house(house)
            house = start_house(var, demo=False)
        out = json.loads(_said(_import(path), house).splitlines()[-1])
        assert out["accepted"] + out["unchanged"] == RECORDS
        assert out["rejected"] == 0
        deadline = time.monotonic() + 60
        while _found(house, "หนังสือทนทาน") != RECORDS and time.monotonic() < deadline:
            time.sleep(0.2)
        assert _found(house, "หนังสือทนทาน") == RECORDS
        assert stop_house(house) == 0
        assert not _left_over(house)
    finally:
        if house.process.poll() is None:
            house.process.kill()


def _import(path: Path) -> list[str]:
    return [RIANRU, "import-marc", str(path), "--source", "kill", "--new", "ทดสอบ", "--json"]


def _await_batch(house: House, taking: subprocess.Popen[bytes]) -> None:
    """Until the import has committed more than when this was asked, and is not done."""
    with psycopg.connect(Embedded(house.var).url(), autocommit=True) as connection:
        def stored() -> int:
            row = connection.execute("SELECT coalesce(sum(number), 0) FROM catalogue_import").fetchone()
            return int(row[0]) if row else 0

        before = stored()
        while stored() == before:
            assert taking.poll() is None, "the import ended before it could be killed"
            time.sleep(0.02)


def _kill(house: House, victim: str) -> None:
    if victim == "run":
        os.kill(house.process.pid, signal.SIGKILL)
        house.process.wait(10)
        return
    children = _descendants(house.process.pid).items()
    pids = [pid for pid, line in children if VICTIMS[victim] in line and not line.startswith("postgres:")]
    assert pids, f"no process of {victim}"
    for pid in pids:
        try:
            os.kill(pid, signal.SIGKILL)
        except ProcessLookupError:
            continue


def _left_over(house: House) -> list[str]:
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                line = (entry / "cmdline").read_bytes().replace(b"\0", b" ").decode()
                environment = (entry / "environ").read_bytes()
            except OSError:
                continue
            if str(house.var).encode() in environment and int(entry.name) != os.getpid() and "rianru" in line:
                found.append(line)
    return found


# A job of the worker

MANY = 800
QUEUED = """
import django; django.setup()
from tests.catalogue.making import library, source, start
library("phayao"), library("nan")
print(start(open({path!r}, "rb").read(), source("kill"), name="first.mrc", queue=True))
"""
DONE_AT_ONCE = """
import django; django.setup()
from django.db import connection
from rianru.catalogue import jobs
from tests.catalogue.making import source, start
with connection.cursor() as cursor:
    cursor.execute("TRUNCATE catalogue_source, catalogue_work, catalogue_merged CASCADE")
jobs.run_import(import_id=str(start(open({path!r}, "rb").read(), source("kill"), name="first.mrc")))
"""
SAME = ("records", "readings", "keys", "items", "editions", "works", "versions", "doubts", "outcomes")


def test_a_job_whose_worker_is_killed_is_done_by_the_next_worker(seed):
    """The real worker of a running installation: it is started again, and gives the job back when its heart stopped.

    The tables are compared when all of it has stopped: headings still follow an import that is done, and whoever
    empties the tables then would wait for them while they wait for it.
    """
    with own_folder() as folder:
        house = start_house(_copied(seed, folder), demo=False)
        try:
            path = books(folder, MANY)[0]
            told = _done_by_the_next_worker(house, path)
            assert stop_house(house) == 0
        finally:
            if house.process.poll() is None:
                house.process.kill()
                house.process.wait(10)
        with _database_alone(house.var):
            found = _tables(house)
            _said([sys.executable, "-c", DONE_AT_ONCE.format(path=str(path))], house)
            expected = _tables(house)
        assert told == (MANY, MANY)
        assert {part: found[part] for part in SAME} == {part: expected[part] for part in SAME}


def _done_by_the_next_worker(house: House, path: Path) -> tuple[int, int] | None:
    """Queues the file, kills the worker that has begun with it, and waits: how many were read and accepted."""
    id = _said([sys.executable, "-c", QUEUED.format(path=str(path))], house).strip()
    with psycopg.connect(Embedded(house.var).url(), autocommit=True) as connection:
        _await_state(connection, id, lambda state: state != "queued", seconds=60)
        _kill(house, "worker")
        _await_state(connection, id, lambda state: state == "done", seconds=200)
        return connection.execute("SELECT number, accepted FROM catalogue_import WHERE id = %s", [id]).fetchone()


@contextlib.contextmanager
def _database_alone(var: Path) -> Iterator[None]:
    """The database of an installation that has stopped, and nobody else."""
    server = Embedded(var)
    server.start()
    try:
        yield
    finally:
        server.stop(hurry=True)


def _await_state(connection: psycopg.Connection, id: str, right: Callable[[str], bool], *, seconds: float) -> None:
    until, row = time.monotonic() + seconds, None
    while time.monotonic() < until:
        row = connection.execute("SELECT state FROM catalogue_import WHERE id = %s", [id]).fetchone()
        if row and right(row[0]):
            return
        time.sleep(0.02)
    raise AssertionError(f"still {row}; {_work(connection)}")


def _work(connection: psycopg.Connection) -> dict[str, list[str]]:
    """What the worker has to do, who works, and who waits in the database: why something is not done."""
    return {name: [str(row) for row in connection.execute(asked).fetchall()] for name, asked in {
        "jobs": "SELECT id, task_name, lock, queueing_lock, status, scheduled_at, attempts, worker_id FROM procrastinate_jobs ORDER BY id DESC LIMIT 30",
        "events": "SELECT job_id, type, at FROM procrastinate_events ORDER BY id DESC LIMIT 30",
        "workers": "SELECT id, last_heartbeat, now() FROM procrastinate_workers",
        "busy": "SELECT pid, state, wait_event_type, wait_event, now() - xact_start, left(query, 80) FROM pg_stat_activity WHERE datname IS NOT NULL",
        "locks": "SELECT pid, locktype, classid, objid, mode, granted FROM pg_locks WHERE locktype = 'advisory' OR NOT granted",
    }.items()}


def _tables(house: House) -> dict[str, str]:
    return dict(json.loads(_said([sys.executable, "-m", "tests.catalogue.tables"], house)))
