"""The keys, in a file of their own: who has them and the data can forge.

The password of the embedded database is not among them: it is made anew.
"""

from __future__ import annotations

import io
import os
import tarfile
from pathlib import Path, PurePosixPath

from rianru.config.backup.refusals import ArchiveAltered, BackupInside, NotAnArchive, TargetNotEmpty

LEFT_OUT = {"postgres"}
LARGEST = 1 << 20  # bytes of one key file


def save(var: Path, path: Path, *, place: Path) -> int:
    """Writes every key into the new file `path`, readable by its owner only; how many. Never among the archives."""
    path = path.resolve()
    for folder in (var.resolve(), place.resolve()):
        if path.is_relative_to(folder):
            raise BackupInside(path=str(path), var=str(folder))
    root, count = var / "keys", 0
    fresh = path.with_name(path.name + ".new")
    with open(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as stream:
        with tarfile.open(fileobj=stream, mode="w") as tar:
            for key in sorted(key for key in root.rglob("*") if key.is_file()):
                name = str(key.relative_to(root))
                if name not in LEFT_OUT:
                    entry, data = tarfile.TarInfo(name), key.read_bytes()
                    entry.size, entry.mode = len(data), 0o600
                    tar.addfile(entry, io.BytesIO(data))
                    count += 1
        stream.flush()
        os.fsync(stream.fileno())
    fresh.replace(path)
    return count


def restore(path: Path, var: Path) -> int:
    """Puts the keys back where none are; how many. Refuses with NotAnArchive, ArchiveAltered and TargetNotEmpty."""
    root = var / "keys"
    try:
        with tarfile.open(path) as tar:
            given = {entry.name: _content(tar, entry) for entry in tar}
    except (OSError, tarfile.TarError) as error:
        raise NotAnArchive(path=str(path), reason=str(error)) from error
    differing = [name for name, data in given.items() if (root / name).exists() and (root / name).read_bytes() != data]
    if differing:
        raise TargetNotEmpty(what=str(root / differing[0]))
    for name, data in given.items():
        target = root / name
        target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with open(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as stream:
            stream.write(data)
    return len(given)


def _content(tar: tarfile.TarFile, entry: tarfile.TarInfo) -> bytes:
    name = PurePosixPath(entry.name)
    stream = tar.extractfile(entry) if entry.isreg() and entry.size <= LARGEST else None
    if stream is None or name.is_absolute() or ".." in name.parts:
        raise ArchiveAltered(where=entry.name)
    return stream.read()
