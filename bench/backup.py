"""A backup taken while people write, restored on a clean folder: the sums of both, and what the backup costs.

`.venv/bin/python -m bench.backup [--records N] [--writers N]`

Fills an installation with N generated records (bench/libraries), lets writers import and send notices as fast as they
can (tests/trust/writing.py, each a process of its own), types `rianru backup` and then `rianru restore` on an empty
folder and database, and prints the two lines of each: they must be the same. The sums are of every row of every table
and of every
file (rianru/config/backup/sums.py); the restore counts them anew from what it has written.

Without DATABASE_URL both sides are embedded servers. With it, the server it names: its database must be empty, and the
role must be able to make another one for the restore.
"""

import argparse
import os
import subprocess
import sys
import tempfile
import threading
import time
import urllib.parse
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from bench.house import report, scratch_database

RECORDS, WRITERS = 20_000, 2
QUIET = 10.0  # seconds of writing without a backup, to compare with


def main() -> int:
    """Fills, writes, backs up, restores, prints; 0 where everything is the same."""
    asked = argparse.ArgumentParser(prog="python -m bench.backup")
    asked.add_argument("--records", type=int, default=RECORDS)
    asked.add_argument("--writers", type=int, default=WRITERS)
    given = asked.parse_args()
    with tempfile.TemporaryDirectory(prefix="rianru-archives-") as name, scratch_database() as var:
        folder = Path(name)
        folder.chmod(0o755)
        _fill(folder / "libraries", given.records)
        with _writing(given.writers) as turns:
            before = turns.rate(lambda: time.sleep(QUIET))
            taken = _Timed()
            during = turns.rate(lambda: taken.run(["backup", str(folder / "archives")]))
        (archive,) = (folder / "archives").glob("rianru-*")
        with _elsewhere(folder / "restored") as environment:
            restored = _Timed().run(["restore", str(archive)], environment)
        return 0 if _report(taken, restored, archive, before, during, var) else 1


@dataclass
class _Timed:
    """A command of ours: its seconds and the two lines of sums that it printed."""

    seconds: float = 0.0
    lines: tuple[str, ...] = ()

    def run(self, words: Sequence[str], environment: dict[str, str] | None = None) -> "_Timed":
        """Runs it to its end; a refusal ends the benchmark."""
        began = time.perf_counter()
        done = subprocess.run([sys.executable, "-m", "rianru.config.command", *words], check=False, text=True,
                              capture_output=True, env=environment or dict(os.environ))
        self.seconds = time.perf_counter() - began
        if done.returncode:
            raise SystemExit(done.stdout + done.stderr)
        self.lines = tuple(line for line in done.stdout.splitlines() if line.startswith(("database ", "files ")))
        return self


class _Turns:
    """What the writers have committed; each line of theirs is a turn of twenty notices and five records."""

    def __init__(self) -> None:
        self.count = 0

    def read(self, writer: "subprocess.Popen[str]") -> None:
        """Counts until the writer ends."""
        assert writer.stdout is not None
        for _ in writer.stdout:
            self.count += 1

    def rate(self, work: Callable[[], object]) -> float:
        """Turns a second while `work` is done."""
        before, began = self.count, time.perf_counter()
        work()
        return (self.count - before) / (time.perf_counter() - began)


@contextmanager
def _writing(many: int) -> Iterator[_Turns]:
    turns = _Turns()
    writers = [subprocess.Popen([sys.executable, "-m", "tests.trust.writing"], text=True, stdout=subprocess.PIPE)
               for _ in range(many)]
    threads = [threading.Thread(target=turns.read, args=[writer]) for writer in writers]
    for thread in threads:
        thread.start()
    try:
        while turns.count < many:  # everyone has begun
            time.sleep(0.05)
        yield turns
        if ended := [writer.returncode for writer in writers if writer.poll() is not None]:
            raise SystemExit(f"a writer ended: {ended}")
    finally:
        for writer in writers:
            writer.kill()
        for thread, writer in zip(threads, writers, strict=True):
            writer.wait()
            thread.join()


@contextmanager
def _elsewhere(var: Path) -> Iterator[dict[str, str]]:
    """The environment of a clean machine; on a server of yours, another database of it that goes away."""
    environment = dict(os.environ) | {"RIANRU_VAR": str(var)}
    given = os.environ.get("DATABASE_URL")
    if not given:
        yield environment
        return
    import psycopg

    parts = urllib.parse.urlsplit(given)
    name = f"{parts.path.strip('/')}_restored"
    with psycopg.connect(given, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}" ENCODING \'UTF8\' TEMPLATE template0')
        try:
            yield environment | {"DATABASE_URL": urllib.parse.urlunsplit(parts._replace(path=f"/{name}"))}
        finally:
            connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def _fill(folder: Path, records: int) -> None:
    """Generated records, taken in as one source."""
    from django.core.management import call_command

    if not records:
        return
    subprocess.run([sys.executable, "-m", "bench.libraries", str(folder), "--records", str(records), "--sources", "1"],
                   check=True, stdout=subprocess.DEVNULL)
    for path in sorted(folder.glob("*.mrc")):
        with Path(os.devnull).open("w") as nowhere:
            call_command("import_marc", str(path), source="bench", new="bench", stdout=nowhere, stderr=nowhere)


def _report(taken: _Timed, restored: _Timed, archive: Path, before: float, during: float, var: Path) -> bool:
    for name, run in (("backup", taken), ("restore", restored)):
        for line in run.lines:
            print(f"{name:<8}{line}", flush=True)
    size = sum(path.stat().st_size for path in archive.rglob("*") if path.is_file())
    same = taken.lines == restored.lines and len(taken.lines) == 2
    good = report("backup.same_sums", ours=float(same), unit="1: identical", at_least=1)
    report("backup.seconds", ours=taken.seconds, unit="s, with reading back")
    report("restore.seconds", ours=restored.seconds, unit="s, with the index")
    report("backup.size", ours=size / 2**20, unit="MB")
    report("backup.writers", ours=during, peer=before, peer_name="without a backup", unit="turns/s")
    return good


if __name__ == "__main__":
    raise SystemExit(main())
