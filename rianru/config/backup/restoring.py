"""Restoring into an empty database and an empty storage; cut off, it goes on where it stopped."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import psycopg

from rianru.config.backup import archive, files, programs, sums, unfinished
from rianru.config.backup.refusals import (
    ArchiveNewer,
    BackupNoSpace,
    RestoreUnfinished,
    RestoreUnsound,
    TargetNotEmpty,
)
from rianru.kernel.words import T

if TYPE_CHECKING:
    from django.core.files.storage import Storage

# The dump carries transaction ids of another cluster, by which readers of the log and the roll-up would wait for years.
SETTLE = """
    ALTER TABLE core_fact DISABLE TRIGGER USER;
    UPDATE core_fact SET xid = pg_current_xact_id();
    ALTER TABLE core_fact ENABLE TRIGGER USER;
    TRUNCATE core_factdaily, core_change;
    DELETE FROM core_follower;
"""


@dataclass(frozen=True, kw_only=True)
class Target:
    """Where it goes. `known` are this program's migrations; `migrate` brings the database to all of them."""

    conninfo: str
    storage: Storage
    var: Path
    known: set[str]
    migrate: Callable[[], None]
    told: Callable[[T], None]


@dataclass(frozen=True, kw_only=True)
class Restored:
    """What the target holds, counted there."""

    tables: dict[str, sums.Sum]
    files: int


def restore(folder: Path, target: Target) -> Restored:
    """Everything of an archive that `archive.verify` has passed.

    Refuses with ArchiveNewer, TargetNotEmpty, RestoreUnfinished (of another archive), BackupNoSpace, ProgramsMissing,
    ProgramFailed and RestoreUnsound. The database is filled in one transaction.
    """
    manifest = archive.read(folder)
    if newer := [name for name in manifest.migrations if name not in target.known]:
        raise ArchiveNewer(what=f"{manifest.release}, {newer[0]}")
    with psycopg.connect(target.conninfo, autocommit=True) as connection:
        server = connection.info.server_version // 10000
        if server < manifest.server:
            raise ArchiveNewer(what=f"PostgreSQL {manifest.server} > {server}")
        steps = _begin(folder, manifest, target, connection)
        tables = _fill(folder, manifest, target, connection, steps)
        target.told(T("ฐานข้อมูลตรงกับข้อมูลสำรองทุกตาราง", "Every table of the database equals the backup."))
        count = files.restore(folder, target.storage)
        files.restore_seals(folder, target.var, connection.info.dbname)
        target.migrate()
        with connection.transaction():
            connection.execute(SETTLE)
        connection.execute("ANALYZE")
    unfinished.note_path(target.var).unlink()
    return Restored(tables=tables, files=count)


def _begin(folder: Path, manifest: archive.Manifest, target: Target, connection: sums.Connection) -> set[str]:
    """The steps that an earlier try of this archive has done; a new try demands an empty place, with room."""
    path = unfinished.note_path(target.var)
    try:
        noted = json.loads(path.read_text())
    except FileNotFoundError:
        _demand_empty(target, connection)
        _demand_space(manifest, target)
        _note(path, folder, manifest, set())
        return set()
    if noted["sums"] != manifest.sums:
        raise RestoreUnfinished(path=noted["folder"])
    return set(noted["done"])


def _fill(folder: Path, manifest: archive.Manifest, target: Target, connection: sums.Connection,
          done: set[str]) -> dict[str, sums.Sum]:
    """The database, whole or not at all, then compared; after that nothing of it is done again."""
    if "database" in done:
        return manifest.tables
    if not _tables(connection):
        server = connection.info.server_version // 10000
        program, _ = programs.choose("pg_restore", server=server, at_least=manifest.program)
        dbname, env = programs.connecting(target.conninfo)
        programs.run([str(program), "--single-transaction", "--exit-on-error", "--no-owner", "--no-privileges",
                      "--no-comments", f"--dbname={dbname}", str(folder / archive.DUMP)], env=env)
    tables = sums.of_database(connection)
    if wrong := sums.differing(manifest.tables, tables):
        raise RestoreUnsound(where="; ".join(wrong[:3]))
    _note(unfinished.note_path(target.var), folder, manifest, {"database"})
    return tables


def _demand_empty(target: Target, connection: sums.Connection) -> None:
    if count := _tables(connection):
        raise TargetNotEmpty(what=f"database {connection.info.dbname}, {count} tables")
    if name := next(files.names(target.storage), None):
        raise TargetNotEmpty(what=f"media/{name}")
    if (seals := files.seals(target.var, connection.info.dbname)).exists():
        raise TargetNotEmpty(what=str(seals))


def _demand_space(manifest: archive.Manifest, target: Target) -> None:
    bucket = hasattr(target.storage, "bucket_name")
    needed = manifest.database_bytes * 2 + (0 if bucket else manifest.files_bytes)
    free = shutil.disk_usage(target.var).free
    if free < needed:
        raise BackupNoSpace(path=str(target.var), free_mb=free >> 20, needed_mb=needed >> 20)


def _tables(connection: sums.Connection) -> int:
    row = connection.execute(
        "SELECT count(*) FROM pg_class JOIN pg_namespace AS space ON space.oid = relnamespace "
        "WHERE relkind IN ('r', 'p') AND nspname NOT LIKE 'pg\\_%' AND nspname <> 'information_schema'"
    ).fetchone()
    return int(row[0]) if row else 0


def _note(path: Path, folder: Path, manifest: archive.Manifest, done: set[str]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    archive.write(path, json.dumps({"folder": str(folder), "sums": manifest.sums, "done": sorted(done)}).encode())
