"""A var folder that PostgreSQL's user can reach, and owners in processes of their own, for killing."""

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from rianru.config.embedded import leftovers, place
from rianru.config.embedded.server import Embedded

ROOT = Path(__file__).resolve().parents[2]
OWNER = """
import sys, time
from pathlib import Path
from rianru.config.embedded import place
from rianru.config.embedded.server import Embedded
place.FALLBACK = Path(sys.argv[2])
server = Embedded(Path(sys.argv[1]))
server.start()
print(server.pid, flush=True)
time.sleep(600)
"""


def short_folder() -> Path:
    """In memory where there is room: these tests kill processes, not machines, so nothing is owed to a disk."""
    memory = Path("/dev/shm")
    roomy = os.access(memory, os.W_OK) and shutil.disk_usage(memory).free > 2 * 1024**3
    folder = Path(tempfile.mkdtemp(prefix="rr-", dir=memory if roomy else "/tmp"))
    folder.chmod(0o755)
    return folder


@pytest.fixture
def room(monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A short folder that everyone may enter (pytest's own is closed to others), and a fallback inside it."""
    folder = short_folder()
    monkeypatch.setattr(place, "FALLBACK", folder / "lib")
    monkeypatch.delenv("DATABASE_URL", raising=False)
    yield folder
    for data in (*folder.rglob("data"), *folder.rglob("new-*")):
        leftovers._end(data, seconds=2)
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def var(room: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("RIANRU_VAR", str(room / "var"))
    return room / "var"


@pytest.fixture(scope="session")
def seed() -> Iterator[Path]:
    """A var whose cluster has been made once, to copy from."""
    folder = short_folder()
    embedded = Embedded(folder / "var")
    embedded.start()
    embedded.stop()
    yield folder / "var"
    shutil.rmtree(folder)


@pytest.fixture
def seeded(seed: Path, var: Path) -> Path:
    """var after a first start; owners and modes are kept. Its note names the seed, as after a move."""
    subprocess.run(["cp", "-a", str(seed), str(var)], check=True)
    return var


@pytest.fixture
def server(seeded: Path) -> Iterator[Embedded]:
    """A server that was started before and is stopped now."""
    embedded = Embedded(seeded)
    yield embedded
    embedded.stop(hurry=True)


@pytest.fixture
def newborn(var: Path) -> Iterator[Embedded]:
    """A server that was never started."""
    embedded = Embedded(var)
    yield embedded
    embedded.stop(hurry=True)


@pytest.fixture(scope="module")
def shared(seed: Path) -> Iterator[Embedded]:
    """One running server for the tests that only look."""
    folder = short_folder()
    subprocess.run(["cp", "-a", str(seed), str(folder / "var")], check=True)
    embedded = Embedded(folder / "var")
    embedded.start()
    yield embedded
    embedded.stop()
    shutil.rmtree(folder)


@pytest.fixture
def owner(seeded: Path) -> Iterator[Callable[[], tuple[subprocess.Popen[str], int]]]:
    """Starts an owner in its own process; gives it and the postmaster's number."""
    started: list[subprocess.Popen[str]] = []

    def start() -> tuple[subprocess.Popen[str], int]:
        process = subprocess.Popen([sys.executable, "-c", OWNER, str(seeded), str(place.FALLBACK)], cwd=ROOT,
                                   text=True, stdout=subprocess.PIPE)
        started.append(process)
        assert process.stdout is not None
        return process, int(process.stdout.readline())

    yield start
    for process in started:
        process.kill()
        process.wait()
        if process.stdout is not None:
            process.stdout.close()


def exists(pid: int) -> bool:
    """Whether a process runs (a zombie does not)."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False


def wait_until(question: Callable[[], bool], *, seconds: float = 60.0) -> bool:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if question():
            return True
        time.sleep(0.02)
    return question()


def as_nobody(work: Callable[[], int]) -> int:
    """Runs `work` in a forked process as the user nobody; its exit code (101: it raised)."""
    import pwd

    nobody = pwd.getpwnam("nobody")
    child = os.fork()
    if child == 0:
        code = 101
        try:
            os.setgroups([])
            os.setgid(nobody.pw_gid)
            os.setuid(nobody.pw_uid)
            code = work()
        except BaseException as error:  # noqa: BLE001 (a forked child must not go on with pytest)
            os.write(2, f"{type(error).__name__}: {error}\n".encode())
        finally:
            os._exit(code)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


as_root = pytest.mark.skipif(os.geteuid() != 0, reason="needs root: it changes users")
