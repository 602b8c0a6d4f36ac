"""kill -9 of each process under an import, and `rianru run` again: everything acknowledged is there, nothing half."""

import json
import os
import random
import re
import signal
import subprocess
import sys
import time
import urllib.parse
import urllib.request
from pathlib import Path

import pytest

from tests.e2e.conftest import ROOT, House, own_folder, start_house, stop_house

pytestmark = [pytest.mark.browser, pytest.mark.kill]
RECORDS = 6_000


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


def _rianru(house: House, *args: str) -> str:
    env = {key: value for key, value in os.environ.items() if key not in ("DATABASE_URL", "DJANGO_SETTINGS_MODULE")}
    env["RIANRU_VAR"] = str(house.var)
    done = subprocess.run(
        [str(Path(sys.executable).parent / "rianru"), *args], env=env, capture_output=True, text=True, timeout=180
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def _found(house: House, query: str) -> int:
    with urllib.request.urlopen(f"{house.url}/en/search/?q={urllib.parse.quote(query)}", timeout=10) as page:
        found = re.search(r"<h1>([\d,]+) found", page.read().decode())
    return int(found.group(1).replace(",", "")) if found else 0


VICTIMS = {"granian": "granian", "worker": " worker", "index": " index", "postgres": "bin/postgres -D", "run": ""}


@pytest.mark.parametrize("victims", ["granian worker index", "postgres", "run"])
def test_killing_processes_under_an_import_loses_nothing(victims):
    with own_folder() as folder:
        _kill_under_import(victims.split(), folder)


def _kill_under_import(victims: list[str], tmp_path: Path) -> None:
    house = start_house(tmp_path / "var", demo=False)
    try:
        path = _file(tmp_path / "file.mrc")
        env = {k: v for k, v in os.environ.items() if k not in ("DATABASE_URL", "DJANGO_SETTINGS_MODULE")}
        env["RIANRU_VAR"] = str(house.var)
        taking = subprocess.Popen(
            [str(Path(sys.executable).parent / "rianru"), "import-marc", str(path), "--source", "kill",
             "--new", "ทดสอบ", "--json"], env=env, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
        )
        time.sleep(2.5)
        for victim in victims:
            _kill(house, victim)
            time.sleep(0.5)
        taking.communicate(timeout=120)
        if victims[0] in ("postgres", "run"):
            if house.process.poll() is None:
                stop_house(house)
            house = start_house(tmp_path / "var", demo=False)
        again = ("import-marc", str(path), "--source", "kill", "--new", "ทดสอบ", "--json")  # where it was killed before the first
        out = json.loads(_rianru(house, *again).splitlines()[-1])
        assert out["accepted"] + out["unchanged"] == RECORDS
        assert out["rejected"] == 0
        deadline = time.monotonic() + 60
        while _found(house, "หนังสือทนทาน") != RECORDS and time.monotonic() < deadline:
            time.sleep(0.5)
        assert _found(house, "หนังสือทนทาน") == RECORDS
        assert stop_house(house) == 0
        assert not _left_over(house)
    finally:
        if house.process.poll() is None:
            house.process.kill()


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


# Imports and rollbacks that are killed again and again, and compared table by table with one that was not.

MANY = 400
LONG = 800  # where the clock chooses the moment of death
FEW = (5, 5, 3)  # kills of the first import, of the second and of its rollback
SHOWN = ("editions", "works", "keys")
SAME = ("records", "readings", "keys", "items", "editions", "works", "versions", "doubts")


@pytest.fixture(scope="module")
def quiet_house():
    """An installation in which nobody works but these tests."""
    with own_folder() as folder:
        house = start_house(folder / "var", demo=False)
        _asked(house, _SETUP)
        yield house
        if house.process.poll() is None:
            stop_house(house)


_SETUP = """
from tests.catalogue.making import library
library("phayao"), library("nan")
"""
_EMPTY = """
from django.db import connection
with connection.cursor() as cursor:
    cursor.execute("TRUNCATE catalogue_source, catalogue_work, catalogue_merged CASCADE")
"""
_QUEUED = """
from tests.catalogue.making import source, start
print(start(open({path!r}, "rb").read(), source("kill"), name={name!r}, queue=True))
"""
_TOLD = """
import json
from rianru.catalogue.models import Import
names = ("state", "number", "accepted")
print(json.dumps(list(Import.objects.filter(id={id!r}).values_list(*names)[0])))
"""


def _env(house: House) -> dict[str, str]:
    kept = {key: value for key, value in os.environ.items() if key not in ("DATABASE_URL", "DJANGO_SETTINGS_MODULE")}
    return kept | {"RIANRU_VAR": str(house.var), "DJANGO_SETTINGS_MODULE": "rianru.config.settings"}


def _asked(house: House, code: str, **values: str) -> str:
    """What a few lines print that run inside of the installation."""
    program = "import django; django.setup()\n" + (code.format(**values) if values else code)
    done = subprocess.run([sys.executable, "-c", program], env=_env(house), cwd=ROOT, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def _tables(house: House) -> dict[str, str]:
    done = subprocess.run(
        [sys.executable, "-m", "tests.catalogue.tables"], env=_env(house), cwd=ROOT, capture_output=True, text=True, timeout=120
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def _books(folder: Path, many: int = MANY) -> tuple[Path, Path]:
    """A file of `many` records with copies, and the next one: a third changed, some deleted, some new, some twice, one cut."""
    from rianru.kernel.formats.marc import Field
    from rianru.kernel.formats.marc.write import write
    from tests.factories.marc import book, copy, field, gone

    def record(n: int, *more: Field) -> bytes:
        return write(book(f"k{n:05}", f"หนังสือทนทานเล่มที่ {n}", copy("phayao", f"B{n}"), *more, author="มานี ใจดี", year=2500 + n % 60))

    first, then = folder / "first.mrc", folder / "then.mrc"
    first.write_bytes(b"".join(record(n) for n in range(many)))
    with then.open("wb") as stream:
        for n in range(many):
            if n % 3 == 0:
                stream.write(record(n, field("500", "a", "แก้ไข"), copy("nan", f"C{n}")))
            elif n % 50 == 1:
                stream.write(gone(f"k{n:05}"))
            else:
                stream.write(record(n))
            if n % 100 == 7:
                stream.write(record(n, field("500", "a", "ซ้ำ")))
                stream.write(record(many + n))
        stream.write(record(5)[:-20])
    return first, then


def _steps(house: House, files: tuple[Path, ...], seed: int = 0, *how: str) -> tuple[list[dict[str, str]], list[int]]:
    """Imports into an empty catalogue (see tests.catalogue.killed): the tables behind each step, and its kills."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.catalogue.killed", str(seed), *map(str, files), *how], env=_env(house), cwd=ROOT,
        capture_output=True, text=True, timeout=300,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    steps = json.loads(done.stdout)
    return [step["tables"] for step in steps], [step["kills"] for step in steps]


@pytest.mark.timeout(600)
def test_an_import_and_its_rollback_that_are_killed_again_and_again_end_as_if_they_had_not_been(quiet_house, tmp_path):
    files = _books(tmp_path)
    (first, then, undone), _ = expected = _steps(quiet_house, files, 0, "--undo")
    assert {part: undone[part] for part in SHOWN} == {part: first[part] for part in SHOWN}
    assert [then[part] == first[part] for part in SHOWN] == [False] * len(SHOWN)
    found, kills = _steps(quiet_house, files, 2569, "--undo")
    assert [count >= few for count, few in zip(kills, FEW, strict=True)] == [True] * 3, kills
    assert found == expected[0]
    deadline = time.monotonic() + 5
    while (readers := _readers(quiet_house)) and time.monotonic() < deadline:
        time.sleep(0.2)
    assert readers == []


def _readers(house: House) -> list[str]:
    """Processes that read for an import."""
    return [line for line in _left_over(house) if "rianru.core.beside" in line]


@pytest.mark.timeout(600)
def test_control_a_step_that_is_not_of_the_transaction_is_caught(quiet_house, tmp_path):
    files = _books(tmp_path)[:1]
    [expected], _ = _steps(quiet_house, files)
    [found], [kills] = _steps(quiet_house, files, 2569, "--loose")
    assert kills >= FEW[0]
    assert found != expected


@pytest.mark.timeout(600)
def test_the_command_that_is_killed_at_random_moments_and_run_again_loses_nothing_and_leaves_nothing_half(quiet_house, tmp_path):
    chance = random.Random(7)
    files = _books(tmp_path, LONG)
    (_, expected), _ = _steps(quiet_house, files)
    _asked(quiet_house, _EMPTY)
    for path in files:
        command = [str(Path(sys.executable).parent / "rianru"), "import-marc", str(path), "--source", "kill", "--new", "x", "--json"]
        for _ in range(5):
            with subprocess.Popen(command, env=_env(quiet_house), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
                time.sleep(chance.uniform(1.0, 3.5))
                process.kill()
        done = subprocess.run(command, env=_env(quiet_house), capture_output=True, text=True, timeout=180)
        assert done.returncode == 0, done.stderr
        told = json.loads(done.stdout.splitlines()[-1])
        total = path.read_bytes().count(b"\x1d") + (path == files[1])
        assert told["accepted"] + told["unchanged"] + told["rejected"] == total
    found = _tables(quiet_house)
    assert {part: found[part] for part in SAME} == {part: expected[part] for part in SAME}


@pytest.mark.timeout(600)
def test_a_job_whose_worker_is_killed_is_done_by_the_next_worker(quiet_house, tmp_path):
    """The real worker of a running installation: it is started again, and gives the job back when its heart stopped."""
    files = _books(tmp_path, LONG)[:1]
    [expected], _ = _steps(quiet_house, files)
    _asked(quiet_house, _EMPTY)
    id = _asked(quiet_house, _QUEUED, path=str(files[0]), name=files[0].name)
    deadline = time.monotonic() + 30
    while json.loads(_asked(quiet_house, _TOLD, id=id))[0] == "queued" and time.monotonic() < deadline:
        pass
    _kill(quiet_house, "worker")
    deadline = time.monotonic() + 300
    while json.loads(_asked(quiet_house, _TOLD, id=id))[0] != "done" and time.monotonic() < deadline:
        time.sleep(2)
    found = _tables(quiet_house)
    assert {part: found[part] for part in (*SAME, "outcomes")} == {part: expected[part] for part in (*SAME, "outcomes")}
    assert json.loads(_asked(quiet_house, _TOLD, id=id))[:3] == ["done", LONG, LONG]
