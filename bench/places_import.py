"""36,249 schools from a spreadsheet: looked at row by row, previewed, written; the same file again; and taken out.

`.venv/bin/python -m bench.places_import [schools.csv.gz]`

The list (Thai Wikipedia, positions at the middle of their areas) is sent as a person would send it: columns as guessed,
one kind for the file, preview, then written in batches. Peer of the writing: PostgreSQL's own COPY of as many rows of
the same columns into a table with the same indexes, nothing checked and nobody told. Peer of the files out: its COPY of
the same rows as CSV. Processor seconds of this process stand beside (PostgreSQL's own are not in them).
"""

import argparse
import gzip
import sys
import time
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

from bench.house import report, scratch_database

WITHIN = 60.0  # seconds, preview and writing
SCHOOLS = "/work/shared/data/spaces/schools_th.csv.gz"
MEMORY = 512  # MB at most


def main() -> None:
    """Sends the list, writes it, sends it again, takes it out."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("file", nargs="?", type=Path, default=Path(SCHOOLS))
    path: Path = asked.parse_args().file
    raw = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
    with scratch_database():
        network = opened()
        first = _timed(lambda: take(network, raw))
        again = _timed(lambda: take(network, raw))
        run, seconds = first
        rows = run.rows
        peer = copied()
        print(f"rows {rows:,}: new {run.added:,}, not taken {run.rejected:,}, remarks {run.noted:,}")
        holds = report("schools looked at and written", ours=seconds[0], unit="s", at_most=WITHIN)
        report("schools written", ours=rows / seconds[0], peer=rows / peer, unit="rows/s", peer_name="COPY, unchecked")
        print(f"  {seconds[0]:.1f} s, processor {seconds[1]:.1f} s, most memory {peak():.0f} MB")
        same = again[0]
        print(f"  the same file again: {again[1][0]:.1f} s, new {same.added}, changed {same.changed}, as it was "
              f"{same.unchanged:,}")
        for form in ("csv", "geojson", "osm"):
            out(form)
        holds = holds and not same.added and not same.changed and peak() < MEMORY
    sys.exit(0 if holds else 1)


def opened() -> Any:
    """A network, the areas."""
    from django.utils import timezone

    from rianru.core.actors import system
    from rianru.places import actions

    actor, at = system("bench"), timezone.now()
    actions.load_areas(actor=actor, at=at)
    return actions.add_network(actor=actor, at=at, code="schools", name_th="โรงเรียน", name_en="Schools")


def take(network: Any, raw: bytes) -> Any:
    """As the screens do it."""
    from django.core.files.base import File
    from django.utils import timezone

    from rianru.core.actors import system
    from rianru.places.actions import importing
    from rianru.places.models import SpaceImport

    actor = system("bench")
    id = importing.start_space_import(
        actor=actor, at=timezone.now(), network_id=network, source="schools", file=_file(File, raw),
        file_name="schools.csv",
    )
    run = SpaceImport.objects.select_related("source").get(id=id)
    _, columns, _ = importing.guessed_columns(run)
    importing.confirm_space_columns(
        actor=actor, at=timezone.now(), import_id=id, columns=columns, kind="school_library", approximate=True,
        queue=False,
    )
    began = time.perf_counter()
    importing.check_import(actor=actor, clock=timezone.now, import_id=id)
    print(f"  preview {time.perf_counter() - began:.1f} s")
    importing.write_space_import(actor=actor, at=timezone.now(), import_id=id, queue=False)
    return importing.run_write(actor=actor, clock=timezone.now, import_id=id)


def _file(kind: Any, raw: bytes) -> Any:
    made = kind(BytesIO(raw), name="schools.csv")
    made.size = len(raw)
    return made


def _timed(do: Callable[[], Any]) -> tuple[Any, tuple[float, float]]:
    began, spent = time.perf_counter(), time.process_time()
    done = do()
    return done, (time.perf_counter() - began, time.process_time() - spent)


def copied() -> float:
    """Seconds that COPY takes for the same rows into a table like ours."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMPORARY TABLE peer (LIKE places_space INCLUDING INDEXES INCLUDING DEFAULTS)")
        with cursor.copy("COPY places_space TO STDOUT") as copy:
            rows = b"".join(map(bytes, copy))
        began = time.perf_counter()
        with cursor.copy("COPY peer FROM STDIN") as copy:
            copy.write(rows)
        return time.perf_counter() - began


def out(form: str) -> None:
    """Every space as a file, read to its end; PostgreSQL's own CSV beside it."""
    from django.db import connection
    from django.utils import timezone

    from rianru.core.actors import ANONYMOUS
    from rianru.places import queries

    lines, _ = queries.FORMS[form]
    began = time.perf_counter()
    found = queries.spaces_out(actor=ANONYMOUS, at=timezone.now(), wanted=queries.Wanted())
    size = sum(len(line.encode()) for line in lines(found, lambda code: f"https://rianru.example/spaces/{code}/"))
    ours = time.perf_counter() - began
    began = time.perf_counter()
    with connection.cursor() as cursor, cursor.copy("COPY places_space TO STDOUT (FORMAT csv)") as copy:
        peer = sum(len(bytes(part)) for part in copy)
    spent = time.perf_counter() - began
    report(f"spaces out as {form}", ours=size / ours / 1e6, peer=peer / spent / 1e6, unit="MB/s",
           peer_name="COPY as CSV")


def peak() -> float:
    """The most memory this process held, in MB."""
    held = Path("/proc/self/status").read_text(encoding="ascii").split("VmHWM:")[1].split()[0]
    return int(held) / 1024


if __name__ == "__main__":
    main()
