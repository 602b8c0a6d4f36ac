"""What lies outside the database: files that people sent, in a folder or in a bucket, and the facts' seals."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, cast

from rianru.config.backup import archive
from rianru.config.backup.refusals import BackupUnsound, RestoreUnsound

if TYPE_CHECKING:
    from django.core.files.storage import Storage


def names(storage: Storage, folder: str = "") -> Iterator[str]:
    """Every file of the storage, folder by folder."""
    try:
        folders, files = storage.listdir(folder)
    except FileNotFoundError:
        return
    for name in files:
        if name:
            yield f"{folder}/{name}" if folder else name
    for inner in folders:
        yield from names(storage, f"{folder}/{inner}" if folder else inner)


def local_bytes(storage: Storage) -> int:
    """How much lies in a storage that is a folder; 0 for a bucket, which is not asked for every size."""
    root = getattr(storage, "location", None)
    if not root or hasattr(storage, "bucket_name"):
        return 0
    return sum(entry.stat().st_size for entry in Path(root).rglob("*") if entry.is_file())


def collect(storage: Storage, folder: Path, sums: BinaryIO) -> tuple[int, int]:
    """Copies every file of the storage into the archive and notes its sum; how many, and how many bytes.

    A file that goes while we copy is left out: `absent` says whether the database still names it.
    """
    count = size = 0
    for name in names(storage):
        try:
            source = storage.open(name)
        except FileNotFoundError:
            continue
        target = _inside(folder / archive.MEDIA, name)
        with source, archive.fresh(target) as stream:
            digest, written = archive.copy(cast(BinaryIO, source), stream)
        archive.note_sum(sums, f"{archive.MEDIA}/{name}", digest)
        count, size = count + 1, size + written
    return count, size


def collect_seals(var: Path, database: str, folder: Path, sums: BinaryIO) -> None:
    """The facts' seals, where there are any. Before the snapshot: a seal that is newer than it would seem a fault."""
    path = seals(var, database)
    if path.is_file():
        with path.open("rb") as source, archive.fresh(folder / archive.SEALS) as stream:
            digest, _ = archive.copy(source, stream)
        archive.note_sum(sums, archive.SEALS, digest)


def seals(var: Path, database: str) -> Path:
    """As `rianru.core.facts.seal` names it."""
    return var / "seals" / f"{database}.jsonl"


def named() -> Iterator[tuple[str, str]]:
    """Table and column of everything that names a file."""
    from django.apps import apps
    from django.db.models import FileField

    for model in apps.get_models():
        for column in model._meta.concrete_fields:
            if isinstance(column, FileField) and column.column and model._meta.managed:
                yield model._meta.db_table, column.column


def absent(connection: Any, folder: Path) -> int:
    """How many files the database of the snapshot names that are not in the archive, because nobody has them."""
    from psycopg import sql

    missing = 0
    there = set(connection.execute("SELECT table_name, column_name FROM information_schema.columns").fetchall())
    for table, column in sorted(there & set(named())):  # the schema may be that of an earlier release
        with connection.cursor(name="files") as cursor:
            cursor.execute(sql.SQL("SELECT DISTINCT {0} FROM {1} WHERE {0} <> ''").format(
                sql.Identifier(column), sql.Identifier(table)))
            missing += sum(not (folder / archive.MEDIA / name).is_file() for (name,) in cursor)
    return missing


def restore(folder: Path, storage: Storage) -> int:
    """Puts every file back under its name and reads it back; one that is there already and the same is left."""
    count = 0
    for name, digest in archive.listed(folder):
        top, _, inner = name.partition("/")
        if top == archive.MEDIA:
            _put(storage, inner, folder / name, digest)
            count += 1
    return count


def restore_seals(folder: Path, var: Path, database: str) -> None:
    source = folder / archive.SEALS
    if source.is_file():
        target = seals(var, database)
        target.parent.mkdir(parents=True, exist_ok=True)
        archive.write(target, source.read_bytes())


def _put(storage: Storage, name: str, source: Path, digest: str) -> None:
    from django.core.files import File

    if storage.exists(name):
        if _sum(storage, name) == digest:
            return
        storage.delete(name)  # half written when an earlier try was cut off
    with source.open("rb") as stream:
        kept = storage.save(name, File(stream, name))
    if kept != name or _sum(storage, name) != digest:
        raise RestoreUnsound(where=name)


def _sum(storage: Storage, name: str) -> str:
    import hashlib

    digest = hashlib.sha256()
    with storage.open(name) as stream:
        while block := stream.read(archive.BLOCK):
            digest.update(block)
    return digest.hexdigest()


def _inside(folder: Path, name: str) -> Path:
    if ".." in Path(name).parts or Path(name).is_absolute():
        raise BackupUnsound(where=name)
    return folder / name
