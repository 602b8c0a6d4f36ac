"""Makes a cluster whole or not at all, and mends its one password. Only with the server stopped and the lock held."""

from __future__ import annotations

import os
import secrets
import shutil
import subprocess
from pathlib import Path
from typing import Any

from rianru.config.embedded.account import Account
from rianru.config.embedded.binaries import Binaries
from rianru.config.embedded.death import die_with_parent
from rianru.config.embedded.place import DATABASE, ROLE, Place
from rianru.config.refusals import ClusterDamaged, DatabaseWouldNotStart, NoSpace

KEEPER = "keeper"  # the bootstrap superuser; pg_hba.conf lets it in nowhere
FIRST_START_MB = 300
START_MB = 64
MEGABYTE = 1024 * 1024
ENVIRONMENT = {"PATH": "/usr/bin:/bin", "LC_ALL": "C", "TZ": "UTC"}  # nothing of PG* may steer the programs


def demand_space(folder: Path, *, megabytes: int) -> None:
    """Refuses with NoSpace before anything is begun."""
    free = shutil.disk_usage(folder).free // MEGABYTE
    if free < megabytes:
        raise NoSpace(path=str(folder), free_mb=free, needed_mb=megabytes)


def major_of(data: Path) -> int | None:
    """The major version of the cluster in `data`; None where there is none. Refuses half of one with ClusterDamaged."""
    try:
        if not data.exists() or not any(data.iterdir()):
            return None
        text = (data / "PG_VERSION").read_text().strip()
        if not (data / "global" / "pg_control").stat().st_size:
            raise ClusterDamaged(path=str(data), reason="global/pg_control is empty")
        return int(text)
    except FileNotFoundError as error:
        raise ClusterDamaged(path=str(data), reason=f"{error.filename} is missing") from error
    except ValueError as error:
        raise ClusterDamaged(path=str(data), reason="PG_VERSION cannot be read") from error


def sweep(base: Path) -> None:
    """Removes what a first start left when it was killed half way."""
    for half in base.glob("new-*"):
        shutil.rmtree(half, ignore_errors=True)


def make(place: Place, *, binaries: Binaries, account: Account, password: str, log: Path) -> None:
    """initdb and the role and database of the platform, in a folder that takes its name only when complete."""
    base = Path(place.base)
    demand_space(base, megabytes=FIRST_START_MB)
    fresh = base / f"new-{secrets.token_hex(4)}"
    locale = ["--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C"]
    if binaries.major < 17:
        locale = ["--locale=C.UTF-8"]
    options = ["-E", "UTF8", *locale, "-U", KEEPER, "--auth=reject", "--no-instructions"]
    try:
        _run([str(binaries.program("initdb")), "-D", str(fresh), *options], account=account, log=log)
        _single(binaries, fresh, account=account, log=log, statements=[
            f"CREATE ROLE {ROLE} LOGIN NOSUPERUSER CREATEDB NOCREATEROLE NOREPLICATION PASSWORD {_quoted(password)};",
            f"CREATE DATABASE {DATABASE} OWNER {ROLE};",
        ])
        if place.data.exists():
            place.data.rmdir()  # it was empty, see major_of
        fresh.rename(place.data)
        _sync(base)
    except BaseException:
        shutil.rmtree(fresh, ignore_errors=True)
        raise


def mend_password(place: Place, *, binaries: Binaries, account: Account, password: str, log: Path) -> None:
    """Gives the role the password of the key file, which may have been lost or restored."""
    _single(binaries, place.data, account=account, log=log,
            statements=[f"ALTER ROLE {ROLE} PASSWORD {_quoted(password)};"])


def _single(binaries: Binaries, data: Path, *, account: Account, log: Path, statements: list[str]) -> None:
    """Statements as the superuser in single-user mode, one to a line; the first error ends it."""
    argv = [str(binaries.program("postgres")), "--single", "-D", str(data), "-c", "exit_on_error=on",
            "-c", "password_encryption=scram-sha-256", "-c", "log_min_error_statement=panic", "postgres"]
    _run(argv, account=account, log=log, given="\n".join(statements) + "\n")


def _run(argv: list[str], *, account: Account, log: Path, given: str = "") -> None:
    """Runs to the end, its output in the log. Refuses with NoSpace or DatabaseWouldNotStart."""
    options: dict[str, Any] = account.popen() | {"env": ENVIRONMENT, "preexec_fn": die_with_parent("KILL")}
    done = subprocess.run(argv, input=given.encode(), capture_output=True, check=False, **options)
    said = done.stderr.decode(errors="replace")
    with log.open("a") as stream:
        stream.write(f"{Path(argv[0]).name}: {said or 'done'}\n")
    if done.returncode:
        raise failure(said, log=log, folder=log.parent)


def failure(said: str, *, log: Path, folder: Path) -> NoSpace | DatabaseWouldNotStart:
    """The refusal for what PostgreSQL said when it gave up."""
    if "No space left on device" in said or "Disk quota exceeded" in said:
        free = shutil.disk_usage(folder).free // MEGABYTE
        return NoSpace(path=str(folder), free_mb=free, needed_mb=FIRST_START_MB)
    lines = [line for line in said.splitlines() if "FATAL" in line or "PANIC" in line or "error:" in line]
    last = (lines or said.splitlines() or ["no message"])[-1]
    return DatabaseWouldNotStart(reason=last.strip().rstrip(".") + ".", log=str(log))


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def _sync(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
