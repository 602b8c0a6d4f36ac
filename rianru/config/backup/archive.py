"""The folder of one backup: its manifest, the sum of every file, and whether all of it is as it was written."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path, PurePosixPath
from typing import Any, BinaryIO

from rianru.config.backup.refusals import ArchiveAltered, ArchiveNewer, NotAnArchive
from rianru.config.backup.sums import Sum

FORMAT = 1
BLOCK = 1 << 20
MANIFEST, SEALED, SUMS, DUMP = "manifest.json", "manifest.json.sha256", "SHA256SUMS", "database.dump"
MEDIA, SEALS = "media", "seals/facts.jsonl"


@dataclass(frozen=True, kw_only=True)
class Manifest:
    """What an archive says of itself. Bytes are before compression; `tables` by name."""

    format: int
    made_at: str
    release: str
    server: int
    program: int
    migrations: list[str]
    tables: dict[str, Sum]
    database_bytes: int
    files: int
    files_bytes: int
    absent: int
    sums: str
    extra: dict[str, Any] = field(default_factory=dict)


def copy(source: BinaryIO, target: BinaryIO) -> tuple[str, int]:
    """Copies to the end, a block at a time; the SHA-256 and the number of bytes."""
    digest, size = hashlib.sha256(), 0
    while block := source.read(BLOCK):
        digest.update(block)
        target.write(block)
        size += len(block)
    return digest.hexdigest(), size


def fresh(path: Path) -> BinaryIO:
    """A new file for writing, readable by the owner only; its folders are made."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    return open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb")


def digest_of(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def note_sum(sums: BinaryIO, name: str, digest: str) -> None:
    """One line as sha256sum writes it: a name with a backslash or a line's end is escaped, and the line says so."""
    plain = name.replace("\\", "\\\\").replace("\n", "\\n").replace("\r", "\\r")
    sums.write(f"{'' if plain == name else chr(92)}{digest}  {plain}\n".encode())


def seal(folder: Path, manifest: Manifest) -> None:
    """Writes the manifest, then the sum of the manifest."""
    write(folder / MANIFEST, json.dumps(asdict(manifest), ensure_ascii=False, indent=1).encode() + b"\n")
    write(folder / SEALED, f"{digest_of(folder / MANIFEST)}  {MANIFEST}\n".encode())


def write(path: Path, data: bytes) -> None:
    """As a whole and on the disk, or not at all; readable by the owner only."""
    fresh = path.with_name(path.name + ".new")
    with open(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as stream:
        stream.write(data)
        stream.flush()
        os.fsync(stream.fileno())
    fresh.replace(path)


def read(folder: Path) -> Manifest:
    """The manifest, held against its own sum. Refuses with NotAnArchive, ArchiveAltered and ArchiveNewer."""
    try:
        said = (folder / SEALED).read_text().split()
        text = (folder / MANIFEST).read_bytes()
    except (OSError, UnicodeDecodeError) as error:
        raise NotAnArchive(path=str(folder), reason=getattr(error, "strerror", None) or MANIFEST) from error
    if said[:1] != [hashlib.sha256(text).hexdigest()]:
        raise ArchiveAltered(where=MANIFEST)
    given = json.loads(text)
    if given.get("format", 0) > FORMAT:
        raise ArchiveNewer(what=f"format {given['format']}")
    return Manifest(**given | {"tables": {name: Sum(**one) for name, one in given["tables"].items()}})


def listed(folder: Path) -> Iterator[tuple[str, str]]:
    """Every file but the manifest, and its sum. A name that leads out of the folder is refused."""
    with (folder / SUMS).open("rb") as lines:
        for line in lines:
            digest, _, name = line.rstrip(b"\n").decode().partition("  ")
            if digest.startswith("\\"):
                digest, name = digest[1:], _unescaped(name)
            path = PurePosixPath(name)
            if not name or path.is_absolute() or ".." in path.parts:
                raise ArchiveAltered(where=name)
            yield name, digest


def verify(folder: Path) -> Manifest:
    """Reads every byte. Refuses with NotAnArchive, or with ArchiveAltered naming the first file that differs."""
    manifest = read(folder)
    if not (folder / SUMS).is_file() or digest_of(folder / SUMS) != manifest.sums:
        raise ArchiveAltered(where=SUMS)
    count = 0
    for name, digest in listed(folder):
        path = folder / name
        if path.is_symlink() or not path.is_file() or digest_of(path) != digest:
            raise ArchiveAltered(where=name)
        count += 1
    there = sum(1 for path in folder.rglob("*") if not path.is_dir() or path.is_symlink()) - 3
    if there != count:
        raise ArchiveAltered(where=f"{there - count:+} files")
    return manifest


def files_digest(folder: Path) -> str:
    """One digest for all files of the storage, by name and content."""
    lines = sorted(f"{digest}  {name}\n" for name, digest in listed(folder) if name.startswith(f"{MEDIA}/"))
    return hashlib.sha256("".join(lines).encode()).hexdigest()


def _unescaped(name: str) -> str:
    out, letters = "", iter(name)
    for letter in letters:
        out += {"n": "\n", "r": "\r"}.get(follows := next(letters, ""), follows) if letter == "\\" else letter
    return out
