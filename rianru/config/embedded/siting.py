"""Chooses where a cluster lies and who runs it, and makes its folders. Never opens a folder that it did not make.

A choice once made is kept: data are never left behind for an empty cluster elsewhere.
"""

from __future__ import annotations

import errno
import os
import stat
from pathlib import Path

from rianru.config.embedded import place as places
from rianru.config.embedded.account import Account, choose
from rianru.config.embedded.place import Place
from rianru.config.refusals import ClusterDamaged, DataLeftBehind, DataUnreachable, VarNotWritable


def make_var(var: Path) -> None:
    """`var` with run, log and keys. Refuses with VarNotWritable."""
    try:
        for folder in (var, var / "run", var / "log"):
            folder.mkdir(parents=True, exist_ok=True)
        (var / "keys").mkdir(mode=0o700, exist_ok=True)
        if not os.access(var / "run", os.W_OK | os.X_OK):
            raise PermissionError(13, "Permission denied")
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise
        raise VarNotWritable(path=str(var), reason=error.strerror or str(error)) from error


def settle(var: Path) -> tuple[Place, Account]:
    """The place of this var's cluster and the user that runs it; makes the private folders, not the data.

    Refuses with RunAsUnknown, DataUnreachable, DataLeftBehind and ClusterDamaged.
    """
    before = places.noted(var)
    base = _existing(var, before)
    account = choose(owner_uid=(base / "data").lstat().st_uid if base else None)
    if base is None:
        base = var / "postgres" if account.can_enter(var) else _fallback(var)
    _make_private(base, account=account)
    if not account.can_enter(base):
        raise DataUnreachable(user=account.name, path=str(base))
    socket = places.socket_folder(base, uid=account.uid, before=before)
    if socket.parent == base:
        _make_private(socket, account=account)
    place = Place(var=str(var), base=str(base), socket=str(socket), uid=account.uid)
    if place != before:
        places.write_note(place)
    return place, account


def _existing(var: Path, before: Place | None) -> Path | None:
    """The base that holds data, the noted one first."""
    bases = [var / "postgres", places.fallback_base(var)]
    if before is not None and before.var == str(var) and Path(before.base) in bases:
        bases.insert(0, Path(before.base))
    found = next((base for base in bases if os.path.lexists(base / "data")), None)
    if found is None and before is not None and before.var != str(var):
        _refuse_left_behind(var, before)
    return found


def _refuse_left_behind(var: Path, before: Place) -> None:
    if before.data.exists() and not before.base.startswith(before.var + "/"):
        target = places.fallback_base(var)
        raise DataLeftBehind(var=str(var), before=before.var, path=before.base, target=str(target),
                             note=str(places.note_path(var)))


def _fallback(var: Path) -> Path:
    """A folder of root's that everyone may pass through; the cluster's own folder in it stays private."""
    root = places.FALLBACK
    if not root.is_dir():
        root.mkdir(parents=True, exist_ok=True)
        root.chmod(0o755)
    return places.fallback_base(var)


def _make_private(folder: Path, *, account: Account) -> None:
    """A folder of mode 0700 that `account` owns. What is there already must be one, or be empty and ours to give."""
    try:
        folder.mkdir(mode=0o700)
    except FileExistsError:
        pass
    found = folder.lstat()
    if not stat.S_ISDIR(found.st_mode):
        raise ClusterDamaged(path=str(folder), reason="not a folder")
    if found.st_uid != account.uid:
        if any(folder.iterdir()):
            raise DataUnreachable(user=account.name, path=str(folder))
        os.chown(folder, account.uid, account.gid, follow_symlinks=False)
    if stat.S_IMODE(found.st_mode) != 0o700:
        os.chmod(folder, 0o700)
