"""The signing key of sessions and links, under `var/keys`: rotated by a line on top, backed up apart from data."""

import errno
import os
import secrets
from pathlib import Path

from rianru.config.refusals import VarNotWritable
from rianru.kernel.keyfiles import KeyUnreadable, private_file
from rianru.kernel.words import T


def secret_keys(var: Path) -> list[str]:
    """The key that signs, then earlier ones that still verify: RIANRU_SECRET_KEY, else the lines of `keys/secret`.

    Refuses with KeyUnreadable where the file exists but cannot be read, or holds nothing of 32 characters, and with
    VarNotWritable where it cannot be made.
    """
    given = os.environ.get("RIANRU_SECRET_KEY")
    if given:
        return [given]
    path = var / "keys" / "secret"
    try:
        text = private_file(path, lambda: secrets.token_urlsafe(50).encode() + b"\n").decode()
    except UnicodeDecodeError as error:
        raise KeyUnreadable(path=str(path), reason=T("ไม่ใช่ข้อความ", "not text")) from error
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise
        reason = error.strerror or str(error)
        if error.filename == str(path) and error.errno not in (errno.ENOTDIR, errno.ELOOP):
            raise KeyUnreadable(path=str(path), reason=reason) from error
        raise VarNotWritable(path=str(var), reason=reason) from error
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    if not lines or len(lines[0]) < 32:
        raise KeyUnreadable(path=str(path), reason=T("ว่างหรือสั้นเกินไป", "empty or too short"))
    return lines
