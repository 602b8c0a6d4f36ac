"""Imports and rollbacks that are killed again and again, and compared table by table with one that was not.

The server is one of their own, and no worker or follower runs beside it: see tests.catalogue.killed.
"""

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from rianru.config.embedded.server import Embedded
from tests.catalogue.killed import TYPED
from tests.plugin import roomy_memory

pytestmark = [pytest.mark.kill, pytest.mark.slow, pytest.mark.timeout(600)]
ROOT = Path(__file__).resolve().parents[2]
MANY = 320
FEW = (5, 5, 3)  # kills of the first import, of the second and of its rollback
SHOWN = ("editions", "works", "keys")
SAME = ("records", "readings", "keys", "items", "editions", "works", "versions", "doubts")
SETUP = """
import django; django.setup()
from django.core.management import call_command
call_command("migrate", verbosity=0)
from tests.catalogue.making import library
library("phayao"), library("nan")
"""


@dataclass(frozen=True)
class House:
    """A database in which nobody works but these tests, and what the files hold where nothing is killed."""

    env: dict[str, str]
    files: tuple[Path, Path]
    unharmed: list[dict[str, str]]


@pytest.fixture(scope="module")
def house() -> Iterator[House]:
    with tempfile.TemporaryDirectory(prefix="rr-", dir=roomy_memory()) as name:
        folder = Path(name)
        folder.chmod(0o711)
        server = Embedded(folder / "var")
        server.start()
        kept = {key: value for key, value in os.environ.items() if key not in ("DATABASE_URL", "DJANGO_SETTINGS_MODULE")}
        env = kept | {"RIANRU_VAR": str(folder / "var"), "DJANGO_SETTINGS_MODULE": "rianru.config.settings"}
        ran(env, "-c", SETUP)
        files = books(folder)
        unharmed, _ = steps(House(env, files, []), files, 0, "--undo")
        yield House(env, files, unharmed)
        server.stop(hurry=True)


def ran(env: dict[str, str], *argv: str) -> str:
    done = subprocess.run([sys.executable, *argv], env=env, cwd=ROOT, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def books(folder: Path, many: int = MANY) -> tuple[Path, Path]:
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


def steps(house: House, files: tuple[Path, ...], seed: int, *how: str) -> tuple[list[dict[str, str]], list[int]]:
    """Imports into an empty catalogue (see tests.catalogue.killed): the tables behind each step, and its kills."""
    said = json.loads(ran(house.env, "-m", "tests.catalogue.killed", str(seed), *map(str, files), *how))
    return [step["tables"] for step in said], [step["kills"] for step in said]


def test_an_import_and_its_rollback_that_are_killed_again_and_again_end_as_if_they_had_not_been(house):
    first, then, undone = house.unharmed
    assert {part: undone[part] for part in SHOWN} == {part: first[part] for part in SHOWN}
    assert [then[part] == first[part] for part in SHOWN] == [False] * len(SHOWN)
    found, kills = steps(house, house.files, 2569, "--undo")
    assert [count >= few for count, few in zip(kills, FEW, strict=True)] == [True] * 3, kills
    assert found == house.unharmed
    deadline = time.monotonic() + 60
    while (left := readers(house)) and time.monotonic() < deadline:
        time.sleep(0.1)
    assert left == []


def readers(house: House) -> list[str]:
    """Processes that read for an import of this house."""
    found = []
    for entry in Path("/proc").iterdir():
        try:
            line = (entry / "cmdline").read_bytes().replace(b"\0", b" ").decode()
            environment = (entry / "environ").read_bytes()
        except OSError:  # no process, or no more
            continue
        if house.env["RIANRU_VAR"].encode() in environment and "rianru.core.beside" in line:
            found.append(line)
    return found


def test_control_a_step_that_is_not_of_the_transaction_is_caught(house):
    [found], [kills] = steps(house, house.files[:1], 2569, "--loose")
    assert kills >= FEW[0]
    assert found != house.unharmed[0]


def test_the_command_that_is_killed_again_and_again_and_run_again_loses_nothing_and_leaves_nothing_half(house):
    found, kills = steps(house, house.files, 7, "--command")
    assert kills == [TYPED, TYPED]
    assert {part: found[1][part] for part in SAME} == {part: house.unharmed[1][part] for part in SAME}
    said = ran(house.env, "-m", "rianru.config.command", "import-marc", str(house.files[1]), "--source", "kill", "--json")
    told = json.loads(said.splitlines()[-1])
    assert told["accepted"] + told["unchanged"] + told["rejected"] == house.files[1].read_bytes().count(b"\x1d") + 1
