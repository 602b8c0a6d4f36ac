"""From a real MARC file to searchable: records a second, and the most memory our processes took.

RIANRU_DATA names a folder with marc/gpo-utf8.mrc.gz (25,931 records of the US Government Publishing Office). The
import runs in this process, the follower in another beside it, as in a running installation. The peer only reads:
pymarc over the same bytes.
"""

import gzip
import io
import os
import resource
import subprocess
import sys
import tempfile
import threading
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench.house import report, scratch_database


def main() -> int:
    """Imports, waits until the last record is found, prints the rates."""
    folder = os.environ.get("RIANRU_DATA")
    if not folder:
        print("SKIPPED · ข้าม: RIANRU_DATA is not set; bench/ingest.py measured nothing", file=sys.stderr)
        return 0
    packed = Path(folder) / "marc" / "gpo-utf8.mrc.gz"
    with scratch_database(), tempfile.NamedTemporaryFile(suffix=".mrc") as file:
        file.write(gzip.decompress(packed.read_bytes()))
        file.flush()
        return _measure(Path(file.name))


def _measure(path: Path) -> int:
    from django.core.files import File

    from rianru.catalogue import actions
    from rianru.catalogue.models import Import
    from rianru.core import jobs
    from rianru.core.actors import system
    from rianru.core.search import store

    actor = system("bench")
    actions.add_source(actor=actor, at=jobs.now(), code="gpo", name_th="GPO")
    follower = subprocess.Popen([sys.executable, "-m", "django", "follow_index"])
    memory = _Memory([os.getpid(), follower.pid])

    def take() -> Import:
        with path.open("rb") as stream:
            id = actions.start_import(
                actor=actor, at=jobs.now(), source_code="gpo", file=File(stream), file_name=path.name, queue=False
            )
        return actions.run_import(actor=actor, clock=jobs.now, import_id=id)

    try:
        while store.current() is None:
            time.sleep(0.1)
        began = time.perf_counter()
        run = take()
        stored = time.perf_counter() - began
        _wait_until_indexed(run.accepted)
        searchable = time.perf_counter() - began
        began = time.perf_counter()
        unchanged = take()
        repeated = time.perf_counter() - began
    finally:
        follower.terminate()
        follower.wait(20)
    figures = _Figures(run, unchanged, stored, searchable, repeated, memory.stop())
    return _report(figures, peer=_pymarc(path))


@dataclass(frozen=True)
class _Figures:
    run: Any
    unchanged: Any
    stored: float
    searchable: float
    repeated: float
    peak: int


def _report(found: _Figures, *, peer: float) -> int:
    run, reading = found.run, "pymarc, reading only"
    print(
        {"accepted": run.accepted, "rejected": run.rejected, "unchanged again": found.unchanged.unchanged},
        file=sys.stderr,
    )
    good = [
        report("ingest.stored", ours=run.number / found.stored, peer=peer, peer_name=reading, unit="records/s"),
        report("ingest.searchable", ours=run.number / found.searchable, peer=peer, peer_name=reading,
               unit="records/s", at_least=1000),
        report("ingest.unchanged", ours=found.unchanged.number / found.repeated, unit="records/s"),
        report("ingest.memory", ours=found.peak / 1024**2, unit="MB, our processes", at_most=700),
    ]
    return 0 if all(good) else 1


def _wait_until_indexed(count: int) -> None:
    from rianru.core.search import store

    while True:
        generation = store.current()
        if generation and generation.open().searcher().num_docs >= count:
            return
        time.sleep(0.2)


def _pymarc(path: Path) -> float:
    import pymarc

    began, count = time.perf_counter(), 0
    for record in pymarc.MARCReader(io.BytesIO(path.read_bytes())):
        count += record is not None
    return count / (time.perf_counter() - began)


class _Memory:
    """The most resident memory of some processes together, looked at ten times a second."""

    def __init__(self, pids: list[int]) -> None:
        self.pids, self.peak, self._stop = pids, 0, threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)
        self._thread.start()

    def _watch(self) -> None:
        page = resource.getpagesize()
        while not self._stop.wait(0.1):
            total = 0
            for pid in self.pids:
                try:
                    total += int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * page
                except OSError:
                    continue
            self.peak = max(self.peak, total)

    def stop(self) -> int:
        """Bytes at the peak."""
        self._stop.set()
        self._thread.join()
        return self.peak


if __name__ == "__main__":
    sys.exit(main())
