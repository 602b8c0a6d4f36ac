"""kill -9 of each process under an import, and `rianru run` again: everything acknowledged is there, nothing half."""

import json
import os
import re
import signal
import subprocess
import sys
import time
import urllib.parse
import urllib.request
from pathlib import Path

import pytest

from tests.e2e.conftest import House, own_folder, start_house, stop_house

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


@pytest.mark.parametrize("victim", VICTIMS)
def test_killing_a_process_under_an_import_loses_nothing(victim):
    with own_folder() as folder:
        _kill_under_import(victim, folder)


def _kill_under_import(victim: str, tmp_path: Path) -> None:
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
        _kill(house, victim)
        taking.communicate(timeout=120)
        if victim in ("postgres", "run"):
            if house.process.poll() is None:
                stop_house(house)
            house = start_house(tmp_path / "var", demo=False)
        out = json.loads(_rianru(house, "import-marc", str(path), "--source", "kill", "--json").splitlines()[-1])
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
