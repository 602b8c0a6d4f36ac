"""From files to searchable: records a second, the most memory our processes took, and the same files again.

`.venv/bin/python -m bench.ingest [--records N] [--sources N] [--legacy N] [--no-peer]`

The records: gpo-utf8 (25,931 real ones of the US Government Publishing Office) where RIANRU_DATA names a folder with
marc/gpo-utf8.mrc.gz, and generated libraries (bench/libraries) up to N, each library a source of its own. The last
`--legacy` libraries hand theirs over as TIS-620 under UTF-8's lengths and flag, which the import has to mend.

Imports run in this process one after another, the follower in another beside it, as in a running installation. "Stored"
ends when the last import returns: parsed, mended, matched, in PostgreSQL. "Searchable" ends when the index holds it.
The peer is Zebra (bench/zebra.py) on the same records, all in UTF-8; it only indexes.
"""

import argparse
import gzip
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bench import zebra
from bench.house import report, scratch_database
from bench.watching import Labour, Memory, Moments, server_of

RECORDS = 250_000
STORED_AND_FOUND, AGAIN, MEGABYTES = 2_500, 10_000, 1_024


def real_files(*names: str) -> dict[str, Path]:
    """The packed real files by name; empty where RIANRU_DATA is not set. FileNotFoundError where one is missing."""
    folder = os.environ.get("RIANRU_DATA")
    if not folder:
        return {}
    found = {name: Path(folder) / "marc" / f"{name}.mrc.gz" for name in names}
    for path in found.values():
        if not path.is_file():
            raise FileNotFoundError(path)
    return found


def main() -> int:
    """Imports, waits until the last record is found, imports again, prints; 0 where every figure holds."""
    asked = argparse.ArgumentParser(prog="python -m bench.ingest")
    asked.add_argument("--records", type=int, default=RECORDS)
    asked.add_argument("--sources", type=int, default=6)
    asked.add_argument("--legacy", type=int, default=1)
    asked.add_argument("--no-peer", action="store_true")
    args = asked.parse_args()
    with tempfile.TemporaryDirectory(prefix="rianru-ingest-") as name, scratch_database():
        files = _files(Path(name), args.records, args.sources)
        sent = _handed_over(files, args.legacy, Path(name))
        found = _measure(sent)
        good = _report(found)
        if not args.no_peer:
            _peer(files, found.taken / found.searchable, Path(name))
        return 0 if good else 1


def _files(folder: Path, records: int, sources: int) -> dict[str, Path]:
    """Real and generated files, in UTF-8. The generator runs in a process of its own: its memory is not ours."""
    files, real = {}, 0
    for name, packed in real_files("gpo-utf8").items():
        files[name] = folder / f"{name}.mrc"
        raw = gzip.decompress(packed.read_bytes())
        real = raw.count(b"\x1d")
        files[name].write_bytes(raw)
    if not files:
        print("ข้ามระเบียนจริง · without the real records: RIANRU_DATA is not set", file=sys.stderr)
    rest, libraries = max(0, records - real), folder / "libraries"
    if rest:
        began = time.perf_counter()
        subprocess.run([sys.executable, "-m", "bench.libraries", str(libraries), "--records", str(rest),
                        "--sources", str(sources)], check=True, stdout=subprocess.DEVNULL)
        print(f"{rest} records generated in {time.perf_counter() - began:.1f} s, {real} real", file=sys.stderr)
        files |= {path.stem: path for path in sorted(libraries.glob("*.mrc")) if path.stat().st_size}
    return files


def _handed_over(files: dict[str, Path], legacy: int, folder: Path) -> dict[str, Path]:
    """The files as the sources send them: the last `legacy` generated ones in TIS-620, everything else unchanged."""
    sent = dict(files)
    for code in [code for code in files if code != "gpo-utf8"][-legacy:] if legacy else ():
        sent[code] = folder / f"{code}.tis620.mrc"
        sent[code].write_bytes(files[code].read_bytes().decode("utf-8").encode("cp874", "replace"))
        print(f"{code} comes in TIS-620", file=sys.stderr)
    return sent


@dataclass(slots=True)
class _Figures:
    """Seconds of each phase; `first` and `again` are what the imports counted, by source."""

    stored: float = 0
    searchable: float = 0
    repeated: float = 0
    peak: int = 0
    first: list[Any] = field(default_factory=list)
    again: list[Any] = field(default_factory=list)

    @property
    def taken(self) -> int:
        """Records accepted: those that were rejected make no import faster."""
        return sum(run.accepted for run in self.first)


def _measure(files: dict[str, Path]) -> _Figures:
    from rianru.catalogue import actions
    from rianru.core import jobs
    from rianru.core.actors import system
    from rianru.core.search import store

    found, actor = _Figures(), system("bench")
    for code in files:
        actions.add_source(actor=actor, at=jobs.now(), code=code, name_th=code)
    with _follower() as follower, Memory([os.getpid(), follower.pid]) as memory:
        while store.current() is None:
            time.sleep(0.1)
        with Labour({"importing": os.getpid(), "following": follower.pid}, server_of(_backend())) as labour:
            with Moments("rianru") as moments:
                began = time.perf_counter()
                found.first = [_taken(code, path) for code, path in files.items()]
                found.stored = time.perf_counter() - began
            _wait_until_indexed()
            found.searchable = time.perf_counter() - began
        moments.tell("where this process was while it imported")
        labour.tell(found.taken)
        with Moments("rianru") as moments:
            began = time.perf_counter()
            found.again = [_taken(code, path) for code, path in files.items()]
            found.repeated = time.perf_counter() - began
        moments.tell("where it was when the same files came again")
    found.peak = memory.peak
    return found


def _backend() -> int:
    """The number of the process that serves our connection."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        return int(cursor.fetchone()[0])


@contextmanager
def _follower() -> "Iterator[subprocess.Popen[bytes]]":
    gives_way = 5  # as in `rianru run`: by how much more than the worker, which imports
    process = subprocess.Popen(["nice", "-n", str(gives_way), sys.executable, "-m", "django", "follow_index"])
    try:
        yield process
    finally:
        process.terminate()
        process.wait(60)


def _taken(code: str, path: Path) -> Any:
    from django.core.files import File

    from rianru.catalogue import actions
    from rianru.core import jobs
    from rianru.core.actors import system

    actor, began = system("bench"), time.perf_counter()
    with path.open("rb") as stream:
        id = actions.start_import(
            actor=actor, at=jobs.now(), source_code=code, file=File(stream), file_name=path.name, queue=False
        )
    run = actions.run_import(actor=actor, clock=jobs.now, import_id=id)
    seconds = time.perf_counter() - began
    counts = {name: getattr(run, name, None) for name in ("accepted", "repaired", "unchanged", "rejected")}
    print(f"{code}: {run.number} records, {seconds:.1f} s, {run.number / seconds:.0f}/s {counts}", file=sys.stderr)
    return run


def _wait_until_indexed() -> None:
    """Until the follower has noted a position after which nothing committed waits."""
    from rianru.core import changes
    from rianru.core.search import store

    while (generation := store.current()) is None or changes.read(generation.position(), limit=1):
        time.sleep(0.1)
    print(f"{generation.open().searcher().num_docs} documents in the index", file=sys.stderr)


def _report(found: _Figures) -> bool:
    accepted, unchanged = found.taken, sum(run.unchanged for run in found.again)
    sums = {
        "records": sum(run.number for run in found.first), "accepted": accepted,
        "rejected": sum(run.rejected for run in found.first), "unchanged again": unchanged,
        "stored s": round(found.stored, 1), "index after that s": round(found.searchable - found.stored, 1),
        "again s": round(found.repeated, 1),
    }
    print(json.dumps(sums), file=sys.stderr)
    report("ingest.stored", ours=accepted / found.stored, unit="records/s")
    good = [
        unchanged == accepted,
        report("ingest.searchable", ours=accepted / found.searchable, unit="records/s", at_least=STORED_AND_FOUND),
        report("ingest.unchanged", ours=unchanged / found.repeated, unit="records/s", at_least=AGAIN),
        report("ingest.memory", ours=found.peak / 1024**2, unit="MB, our processes", at_most=MEGABYTES),
    ]
    return all(good)


def _peer(files: dict[str, Path], rate: float, folder: Path) -> None:
    if not zebra.installed():
        print("ข้าม: ไม่มี zebraidx · SKIPPED the peer: zebraidx (Debian idzebra-2.0) is not installed", file=sys.stderr)
        return
    theirs = zebra.index(files.values(), folder / "zebra")
    print(f"Zebra only indexed: {theirs.records} records in {theirs.seconds:.1f} s", file=sys.stderr)
    report("ingest.beside_zebra", ours=rate, peer=theirs.rate, peer_name="zebraidx, indexing only", unit="records/s")


if __name__ == "__main__":
    sys.exit(main())
