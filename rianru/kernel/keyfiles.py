"""Small secret files: made on first use, whole or not at all, private to their owner."""

import os
import secrets
from collections.abc import Callable
from pathlib import Path

from rianru.kernel.refusals import Refused
from rianru.kernel.words import T


class KeyUnreadable(Refused):
    """A key file exists but cannot be used."""

    code = "kernel.key_unreadable"
    status = 500
    says = T(
        "อ่านไฟล์กุญแจ {path} ไม่ได้ ({reason}) กู้ไฟล์จากที่สำรองไว้ หรือแก้สิทธิ์ให้ผู้ใช้ที่รันระบบอ่านได้ (0600) แล้วเริ่มใหม่",
        "The key file {path} cannot be read ({reason}). Restore it from your backup, or let the user that runs the "
        "system read it (0600), and start again.",
    )


def private_file(path: Path, make: Callable[[], bytes]) -> bytes:
    """The bytes of a key file; made at mode 0600 in a folder of mode 0700 when it does not exist yet.

    Two processes that start together agree: the first to link its file wins, the other reads that one. OSError where
    the file cannot be read or made.
    """
    try:
        return path.read_bytes()
    except FileNotFoundError:
        pass
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    fresh = path.with_name(f".{path.name}.{secrets.token_hex(6)}")
    descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as stream:
            stream.write(make())
            stream.flush()
            os.fsync(stream.fileno())
        try:
            os.link(fresh, path)
        except FileExistsError:
            pass
    finally:
        fresh.unlink()
    return path.read_bytes()
