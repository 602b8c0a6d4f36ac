"""Which system user PostgreSQL runs as, and what that user can reach. PostgreSQL refuses to run as root."""

from __future__ import annotations

import os
import pwd
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rianru.config.refusals import RunAsUnknown

CANDIDATES = ("rianru", "postgres", "nobody")
QUIET: dict[str, Any] = {"stdin": subprocess.DEVNULL, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}


@dataclass(frozen=True, kw_only=True)
class Account:
    """A system user. `switch` is true where a process must change to it, that is where we are root."""

    name: str
    uid: int
    gid: int
    switch: bool

    def popen(self) -> dict[str, Any]:
        """Arguments for `subprocess` to run as this user: its own groups only, its own session, a neutral folder."""
        common: dict[str, Any] = {"cwd": "/", "start_new_session": True, "umask": 0o077}
        if self.switch:
            common |= {"user": self.uid, "group": self.gid, "extra_groups": os.getgrouplist(self.name, self.gid)}
        return common

    def can(self, *argv: str) -> bool:
        """Whether a program, run as this user, ends well. Nothing about the system is guessed from mode bits."""
        try:
            done = subprocess.run(argv, check=False, timeout=30, **QUIET, **self.popen())
        except (OSError, subprocess.SubprocessError):
            return False
        return done.returncode == 0

    def can_enter(self, folder: Path) -> bool:
        return not self.switch or self.can("/bin/sh", "-c", 'cd -- "$1"', "sh", str(folder))


def choose(*, owner_uid: int | None = None) -> Account:
    """Oneself; as root the owner of existing data, else RIANRU_RUN_AS, else rianru, postgres or nobody.

    Refuses with RunAsUnknown a RIANRU_RUN_AS that does not exist or is root, and a system with none of the names.
    """
    if os.geteuid() != 0:
        return Account(name=_name_of(os.geteuid()), uid=os.geteuid(), gid=os.getegid(), switch=False)
    if owner_uid:
        entry = pwd.getpwuid(owner_uid) if _known(owner_uid) else None
        if entry is None:
            raise RunAsUnknown(user=str(owner_uid))
        return _account(entry)
    wanted = os.environ.get("RIANRU_RUN_AS")
    for name in (wanted,) if wanted else CANDIDATES:
        entry = _named(name)
        if entry is not None and entry.pw_uid != 0:
            return _account(entry)
    raise RunAsUnknown(user=wanted or ", ".join(CANDIDATES))


def _account(entry: pwd.struct_passwd) -> Account:
    return Account(name=entry.pw_name, uid=entry.pw_uid, gid=entry.pw_gid, switch=True)


def _named(name: str) -> pwd.struct_passwd | None:
    try:
        return pwd.getpwnam(name)
    except KeyError:
        return None


def _known(uid: int) -> bool:
    try:
        pwd.getpwuid(uid)
    except KeyError:
        return False
    return True


def _name_of(uid: int) -> str:
    return pwd.getpwuid(uid).pw_name if _known(uid) else str(uid)
