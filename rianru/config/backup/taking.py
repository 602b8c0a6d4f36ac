"""Taking a backup while people write: one snapshot, read twice, by pg_dump and by us, and compared at the end."""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rianru.config.backup import archive, files, programs, sums
from rianru.config.backup.refusals import BackupBusy, BackupInside, BackupNoSpace, BackupUnsound

if TYPE_CHECKING:
    from django.core.files.storage import Storage

    Connection = sums.Connection

NAME = re.compile(r"rianru-\d{8}T\d{6}Z")
HALF = ".half-"
SPARE = 50 << 20  # bytes that stay free


@dataclass(frozen=True, kw_only=True)
class Source:
    """What is kept: the database, the storage, and the folder that holds the seals."""

    conninfo: str
    storage: Storage
    var: Path
    release: str


@dataclass(frozen=True, kw_only=True)
class Taken:
    """A finished archive."""

    folder: Path
    manifest: archive.Manifest
    removed: list[str]


@contextlib.contextmanager
def snapshot(connection: Connection) -> Iterator[str | None]:
    """One moment, which pg_dump is told too. It holds no transaction id, so nobody who follows the log waits for it."""
    connection.execute("SET idle_in_transaction_session_timeout = 0; SET statement_timeout = 0")
    connection.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
    row = connection.execute("SELECT pg_export_snapshot()").fetchone()
    yield row[0] if row else None
    connection.execute("COMMIT")


def take(source: Source, place: Path, *, at: datetime, keep: int | None = None) -> Taken:
    """Writes an archive into `place` and reads it back; of earlier ones the newest `keep` - 1 stay.

    Refuses with BackupInside, BackupBusy, BackupNoSpace, ProgramsMissing, ProgramFailed and BackupUnsound; then nothing
    that looks like an archive is left.
    """
    place = place.resolve()
    if place.is_relative_to(source.var.resolve()):
        raise BackupInside(path=str(place), var=str(source.var))
    place.mkdir(parents=True, exist_ok=True, mode=0o700)
    with _alone(place):
        _sweep(place)
        name = f"rianru-{at.astimezone(UTC):%Y%m%dT%H%M%SZ}"
        half = place / f"{HALF}{name}"
        half.mkdir(mode=0o700)
        try:
            manifest = _write(source, half, at=at)
        except BaseException:
            shutil.rmtree(half, ignore_errors=True)
            raise
        half.rename(place / name)
        _flush(place)
        _note(source.var, place / name, at=at)
        return Taken(folder=place / name, manifest=manifest, removed=_retain(place, keep))


def last(var: Path) -> datetime | None:
    """When the last backup of this var folder was finished; None where none was."""
    try:
        return datetime.fromisoformat(json.loads((var / "backup.json").read_text())["at"])
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _write(source: Source, half: Path, *, at: datetime) -> archive.Manifest:
    import psycopg

    with psycopg.connect(source.conninfo, autocommit=True) as connection, archive.fresh(half / archive.SUMS) as noted:
        _demand_space(connection, source, half)
        files.collect_seals(source.var, connection.info.dbname, half, noted)
        server = connection.info.server_version // 10000
        program, major = programs.choose("pg_dump", server=server)
        with snapshot(connection) as exported:
            tables = _dump(connection, exported, program=program, source=source, dump=half / archive.DUMP)
            count, size = files.collect(source.storage, half, noted)
            absent = files.absent(connection, half)
            database_bytes = _one(connection, "SELECT pg_database_size(current_database())")
            migrations = [row[0] for row in connection.execute(
                "SELECT app || '.' || name FROM django_migrations ORDER BY id").fetchall()]
        archive.note_sum(noted, archive.DUMP, archive.digest_of(half / archive.DUMP))
    os.sync()
    manifest = archive.Manifest(
        format=archive.FORMAT, made_at=at.isoformat(), release=source.release, server=server, program=major,
        migrations=migrations, tables=tables, database_bytes=database_bytes, files=count, files_bytes=size,
        absent=absent, sums=archive.digest_of(half / archive.SUMS),
    )
    archive.seal(half, manifest)
    _read_back(half, manifest, server=server)
    return manifest


def _dump(connection: Connection, exported: str | None, *, program: Path, source: Source,
          dump: Path) -> dict[str, sums.Sum]:
    """pg_dump and our own sums of the same snapshot, side by side."""
    dbname, env = programs.connecting(source.conninfo)
    argv = [str(program), "--format=custom", "--encoding=UTF8", f"--file={dump}", f"--dbname={dbname}"]
    argv += [f"--snapshot={exported}"] if exported else []
    with subprocess.Popen(argv, env=env, stdin=subprocess.DEVNULL, stderr=subprocess.PIPE) as dumping:
        try:
            tables = sums.of_database(connection)
            _, said = dumping.communicate()
        except BaseException:
            dumping.kill()
            raise
    programs.demand_success(program.name, dumping.returncode, said)
    dump.chmod(0o600)
    return tables


def _read_back(half: Path, manifest: archive.Manifest, *, server: int) -> None:
    """Every byte against its sum, and every row of the dump against what the snapshot held."""
    archive.verify(half)
    reader, _ = programs.choose("pg_restore", server=server, at_least=manifest.program)
    wrong = sums.differing(manifest.tables, sums.of_dump(half / archive.DUMP, reader))
    if wrong:
        raise BackupUnsound(where="; ".join(wrong[:3]))


def _demand_space(connection: Connection, source: Source, half: Path) -> None:
    """The dump is compressed, so the size of the database is more than enough."""
    needed = _one(connection, "SELECT pg_database_size(current_database())") + files.local_bytes(source.storage) + SPARE
    free = shutil.disk_usage(half).free
    if free < needed:
        raise BackupNoSpace(path=str(half.parent), free_mb=free >> 20, needed_mb=needed >> 20)


def _one(connection: Connection, query: str) -> Any:
    row = connection.execute(query.encode()).fetchone()
    return row[0] if row else None


@contextlib.contextmanager
def _alone(place: Path) -> Iterator[None]:
    """A lock that goes with the process, however it ends."""
    with (place / ".lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise BackupBusy(path=str(place)) from error
        yield


def _sweep(place: Path) -> None:
    """What a backup that was killed left: we hold the lock, so nobody writes it."""
    for half in place.glob(f"{HALF}*"):
        shutil.rmtree(half)


def _retain(place: Path, keep: int | None) -> list[str]:
    """Renamed before it is deleted: what is half gone does not look whole."""
    kept = sorted(folder.name for folder in place.iterdir() if NAME.fullmatch(folder.name))
    removed = kept[:-keep] if keep else []
    for name in removed:
        shutil.rmtree((place / name).rename(place / f"{HALF}{name}"))
    return removed


def _note(var: Path, folder: Path, *, at: datetime) -> None:
    """For metrics and doctor."""
    archive.write(var / "backup.json", json.dumps({"at": at.isoformat(), "folder": str(folder)}).encode())


def _flush(folder: Path) -> None:
    number = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(number)
    finally:
        os.close(number)
